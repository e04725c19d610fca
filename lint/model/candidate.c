/* Who is a domain (domain.h). */
#include "lint/model/candidate.h"

#include "lint/base/memory.h"

#include <stdlib.h>

static void add_candidate(struct candidates *candidates, struct candidate candidate)
{
	MEMORY_GROW(candidates->list, candidates->count, candidates->capacity);
	candidates->list[candidates->count++] = candidate;
}

/* The record of NAME may be seen in edition ZONE. */
static bool may_announce(
	const struct candidates *candidates, const struct zone *zone, struct name name)
{
	return lookup_text_below(candidates, zone, STR("_mta-sts"), name).answer != ANSWER_ABSENT;
}

/* Adds the candidate for each edition of its zone, or without one. Where some editions announce a
 * policy, those that do not are views for other eyes than a sender's: nobody asks them for it. */
static void add_everywhere(struct candidates *candidates, struct candidate candidate)
{
	size_t count, announcing = 0;
	const struct zone *zones = world_editions(candidates->input->world, candidate.name, &count);

	if (zones == NULL)
		add_candidate(candidates, candidate);
	for (size_t i = 0; count > 1 && i < count; i++)
		announcing += may_announce(candidates, &zones[i], candidate.name);
	for (size_t i = 0; i < count; i++) {
		candidate.zone = &zones[i];
		if (announcing == 0 || may_announce(candidates, &zones[i], candidate.name))
			add_candidate(candidates, candidate);
	}
}

static bool has_wildcard_label(struct name name)
{
	size_t labels = name_labels(name);

	for (size_t i = 0; i < labels; i++)
		if (str_eq(name_label(name, i), STR("*")))
			return true;
	return false;
}

/* The zone's own answer for NAME is not cut off, and no deeper zone of the run has it. */
static bool is_authoritative(
	const struct candidates *candidates, const struct zone *zone, struct name name)
{
	const struct rr *by;

	return world_zone_of(candidates->input->world, zone, name) == zone &&
	       !zone_occluded(zone, name, candidates->arena, &by);
}

/* NAME is a service label ("_tls.example.com"), which no mail domain is (RFC 8552 1.1): the record
 * was put at a wrong owner. */
static bool is_service(struct name name)
{
	return name_labels(name) > 0 && name_label(name, 0).ptr[0] == '_';
}

bool domain_is_possible(const struct zone *zone, struct name name)
{
	return !name_is_root(name) && !has_wildcard_label(name) && !is_service(name) &&
	       !zone_doubles(zone, name, NULL);
}

/* A TXT or CNAME at `_mta-sts.X`. */
static void candidate_of_node(
	struct candidates *candidates, const struct zone *zone, const struct rr *rr)
{
	struct name name = name_parent(rr->owner, 1);
	struct candidate candidate = { .name = name, .zone = zone };

	if (!domain_is_possible(zone, name) || !is_authoritative(candidates, zone, rr->owner))
		return;
	if (world_zone_of(candidates->input->world, zone, name) == zone)
		add_candidate(candidates, candidate);
	else /* the zone is `_mta-sts.X` itself, or below it */
		add_everywhere(candidates, (struct candidate){ .name = name });
}

static bool begins_sts(struct arena *arena, const struct lookup *lookup)
{
	for (size_t i = 0; lookup->answer == ANSWER_FOUND && i < lookup->count; i++)
		if (str_starts(rr_txt(arena, lookup->rrs[i]), STR("v=STSv1")))
			return true;
	return false;
}

/* A TXT or CNAME at `*.X`: X is a domain if that answers for `_mta-sts.X`. */
static void candidate_of_wildcard(
	struct candidates *candidates, const struct zone *zone, const struct rr *rr)
{
	struct name name = name_parent(rr->owner, 1);
	struct lookup lookup;

	if (has_wildcard_label(name) || name_is_root(name) || is_service(name) ||
		world_zone_of(candidates->input->world, zone, name) != zone)
		return;
	lookup = lookup_text_below(candidates, zone, STR("_mta-sts"), name);
	if (lookup.wildcard && begins_sts(candidates->arena, &lookup))
		add_candidate(candidates, (struct candidate){ .name = name, .zone = zone });
}

static void candidates_of_zone(struct candidates *candidates, const struct zone *zone)
{
	if (name_is_none(zone->apex) || zone->nameless)
		return;
	for (size_t i = 0; i < zone->record_count; i++) {
		const struct rr *rr = zone->records[i];

		if ((rr->type != TYPE_TXT && rr->type != TYPE_CNAME) ||
			!name_within(rr->owner, zone->apex))
			continue;
		if (name_starts_with(rr->owner, STR("_mta-sts")))
			candidate_of_node(candidates, zone, rr);
		else if (name_is_wildcard(rr->owner))
			candidate_of_wildcard(candidates, zone, rr);
	}
}

/* By name, then edition; own policies before shared ones, and any before none. */
static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int by_name = name_cmp(x->name, y->name);
	uintptr_t left = (uintptr_t)x->zone, right = (uintptr_t)y->zone;

	if (by_name != 0)
		return by_name;
	if (left != right)
		return left < right ? -1 : 1;
	if ((x->use == NULL) != (y->use == NULL))
		return x->use == NULL ? 1 : -1;
	if (x->use == NULL)
		return 0;
	if (x->use->shared != y->use->shared)
		return x->use->shared ? 1 : -1;
	return x->use < y->use ? -1 : x->use > y->use;
}

void candidates_collect(struct candidates *candidates)
{
	const struct model_input *input = candidates->input;

	for (size_t i = 0; i < input->use_count; i++)
		add_everywhere(candidates, (struct candidate){ .name = input->uses[i].domain,
						   .use = &input->uses[i] });
	for (size_t i = 0; i < input->configured_count; i++)
		add_everywhere(candidates, (struct candidate){ .name = input->configured[i].name,
						   .configured = &input->configured[i] });
	for (size_t i = 0; i < input->world->zone_count; i++)
		candidates_of_zone(candidates, &input->world->zones[i]);
	if (candidates->count > 0)
		qsort(candidates->list, candidates->count, sizeof *candidates->list,
			compare_candidates);
}
