#include "lint/zone/zone.h"

#include "lint/base/memory.h"
#include "lint/diag/ignore.h"
#include "lint/zone/again.h"
#include "lint/zone/chains.h"
#include "lint/zone/keeps.h"

#include <stdlib.h>

void zone_finish(struct zone_file *zone)
{
	arena_finish(&zone->arena);
	free(zone->rrs);
	free(zone->unread);
	free(zone->names);
	chains_finish(zone->chains);
	free(zone->groups);
	free(zone->includes);
	free(zone->last);
	free(zone->contexts);
	free(zone->marks);
	free(zone->ignores);
	*zone = (struct zone_file){ 0 };
}

static void renumber(struct rr *rrs, size_t count, const struct sources *part)
{
	for (size_t i = 0; i < count; i++) {
		rrs[i].span.file = sources_joined(part, rrs[i].span.file);
		rrs[i].owner_at.file = sources_joined(part, rrs[i].owner_at.file);
		rrs[i].value_at.file = sources_joined(part, rrs[i].value_at.file);
	}
}

void zone_renumber(struct zone_file *zone, const struct sources *part)
{
	zone->file = sources_joined(part, zone->file);
	zone->incomplete_at.file = sources_joined(part, zone->incomplete_at.file);
	for (size_t i = 0; i < zone->include_count; i++)
		zone->includes[i] = sources_joined(part, zone->includes[i]);
	for (size_t i = 0; i < zone->ignore_count; i++)
		zone->ignores[i].file = sources_joined(part, zone->ignores[i].file);
	renumber(zone->rrs, zone->rr_count, part);
	renumber(zone->unread, zone->unread_count, part);
}

void zone_add_ignores(struct zone_file *zone, uint32_t file, const uint64_t *offsets, size_t count)
{
	for (size_t i = 0; i < count && zone->ignore_count <= IGNORE_MAX; i++) {
		MEMORY_GROW(zone->ignores, zone->ignore_count, zone->ignore_capacity);
		zone->ignores[zone->ignore_count++] = (struct span){ file, 0, offsets[i] };
	}
}

void zone_incomplete(struct zone_file *zone, struct span at, const char *why)
{
	if (zone->incomplete)
		return;
	zone->incomplete = true;
	zone->incomplete_at = at;
	zone->incomplete_why = why;
}

/* A copy of OWNER; records of one owner mostly follow each other and share it, case and all. */
static struct name keep_owner(struct zone_file *zone, struct name owner)
{
	struct name old = zone->rr_count == 0 ? (struct name){ NULL, 0 } :
						zone->rrs[zone->rr_count - 1].owner;

	if (!name_is_none(old) && old.len == owner.len &&
		memcmp(old.wire, owner.wire, owner.len) == 0)
		return old;
	return name_copy(&zone->arena, owner);
}

/* The record that is kept next is of the last owner. */
static void group_add(struct zone_file *zone)
{
	struct zone_name *name = &zone->names[zone->last->at];

	if (name->group != 0)
		return;
	name->group = (uint32_t)++zone->owner_count;
	MEMORY_GROW(zone->groups, zone->group_count, zone->group_capacity);
	zone->groups[zone->group_count++] = (struct zone_group){ (uint32_t)zone->rr_count,
		name->group };
}

/* Fewer bytes than any record needs: nothing stands between two that are so near. */
enum { ADJACENT = 6 };

bool zone_is_again(struct zone_end *end, const struct rr *last, const struct rr *rr)
{
	bool follows = last != NULL && rr->span.file == end->file &&
		       rr->span.offset <= end->offset + ADJACENT;

	*end = (struct zone_end){ rr->span.file, rr->span.offset + rr->span.length };
	return follows && (type_bit(rr->type) & (OWNS_A | OWNS_AAAA | OWNS_NS)) != 0 &&
	       last->type == rr->type && last->ttl == rr->ttl && str_eq(last->rdata, rr->rdata) &&
	       last->owner.len == rr->owner.len &&
	       memcmp(last->owner.wire, rr->owner.wire, rr->owner.len) == 0;
}

/* With RR in the run some rule asks for every MX: what delegations hide, what is no mail host, what
 * is below a domain. */
static bool asks_for_mx(const struct zone_file *zone, const struct rr *rr)
{
	switch (rr->type) {
	case TYPE_NS:
		return !name_equal(rr->owner, zone->apex);
	case TYPE_TXT:
	case TYPE_CNAME:
		return name_starts_with(rr->owner, STR("_mta-sts")) || name_is_wildcard(rr->owner);
	default:
		return rr->type == TYPE_DNAME || rr->type == TYPE_TLSA;
	}
}

void zone_keep(struct zone_file *zone, const struct rr *rr)
{
	struct rr *kept;

	names_keep(zone, type_bit(rr->type));
	zone->every_mx = zone->every_mx || asks_for_mx(zone, rr);
	if (zone_is_again(
		    &zone->end, zone->rr_count > 0 ? &zone->rrs[zone->rr_count - 1] : NULL, rr))
		return;
	group_add(zone);
	MEMORY_GROW(zone->rrs, zone->rr_count, zone->rr_capacity);
	kept = &zone->rrs[zone->rr_count];
	*kept = *rr;
	kept->owner = keep_owner(zone, rr->owner);
	kept->rdata = arena_str(&zone->arena, rr->rdata);
	zone->rr_count++;
	if (rr->type == TYPE_SOA && !zone->has_soa) {
		zone->has_soa = true;
		zone->apex = kept->owner;
	}
}

static void keep_unread(struct zone_file *zone, const struct rr *rr)
{
	struct str label = name_is_root(rr->owner) ? STR("") : name_label(rr->owner, 0);
	struct rr *kept;

	if (!keeps_label(label) && !str_ieq(label, STR("mta-sts")))
		return;
	MEMORY_GROW(zone->unread, zone->unread_count, zone->unread_capacity);
	kept = &zone->unread[zone->unread_count++];
	*kept = *rr;
	kept->owner = name_copy(&zone->arena, rr->owner);
	kept->value_at = rr->span;
}

void zone_add(struct zone_file *zone, const struct rr *rr, enum type_bit owns)
{
	names_add(zone, rr->owner, owns);
	if (owns == OWNS_OPAQUE)
		keep_unread(zone, rr);
	if (rr->type != 0 && (zone->keep_all || keeps_record(rr->owner, rr->type, rr->rdata)))
		zone_keep(zone, rr);
}

/* An owner was numbered more than once: a later number is that of an earlier one, which may be that
 * of another in its turn. Groups have the numbers in order here. */
static void join_groups(struct zone_file *zone, const struct names_runs *again)
{
	for (size_t i = 0; i < again->join_count; i++)
		zone->groups[again->joins[i].from - 1].owner = again->joins[i].to;
	for (size_t i = 0; again->join_count > 0 && i < zone->group_count; i++)
		zone->groups[i].owner = zone->groups[zone->groups[i].owner - 1].owner;
}

void zone_add_done(struct zone_file *zone)
{
	struct names_runs again;

	free(zone->last);
	zone->last = NULL;
	if (zone->name_count == 0)
		return;
	zone->name_count = zone->name_capacity = chains_make(
		zone->names, zone->name_count, &zone->chains, &again);
	join_groups(zone, &again);
	again_keep(zone, again.offsets, again.count);
	names_runs_finish(&again);
	zone->names = memory_resize(zone->names, zone->name_capacity, sizeof *zone->names);
	zone->rr_capacity = zone->rr_count;
	zone->rrs = memory_resize(zone->rrs, zone->rr_capacity, sizeof *zone->rrs);
}

uint32_t zone_owns(const struct zone_file *zone, uint64_t hash, bool *exists)
{
	struct zone_name *names = zone->names;
	size_t count = zone->name_count;
	const struct zone_name *name = chains_find(names, count, zone->chains, hash);
	uint32_t owns = 0;

	*exists = name != NULL;
	for (; name != NULL; name = chains_next(names, count, zone->chains, name))
		owns |= name->owns & NAME_OWNS;
	return owns;
}
