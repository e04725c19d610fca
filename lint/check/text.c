#include "lint/check/text.h"

#include "lint/zone/octodns.h"

#include "lint/check/target.h"

bool text_owner_is(const struct text_owner *owner, struct name name)
{
	if (name_labels(name) < owner->count)
		return false;
	for (size_t i = 0; i < owner->count; i++)
		if (!str_ieq(name_label(name, i), owner->labels[i]))
			return false;
	return true;
}

bool text_owner_at(const struct text_owner *owner, struct name domain, struct name_buf *out)
{
	struct name name = domain;

	for (size_t i = owner->count; i > 0; i--) {
		if (!name_prepend(owner->labels[i - 1], name, out))
			return false;
		name = name_view(out);
	}
	return true;
}

/* Findings that follow speak of the domain whose record stands at OWNER. */
static void set_context(struct check *check, const struct text_kind *kind, struct name owner)
{
	const char *domain = NULL;

	if (text_owner_is(&kind->owner, owner))
		domain = name_text(&check->arena, name_parent(owner, kind->owner.count));
	diag_context(check->diag, domain, MODE_UNKNOWN);
}

/* What is wrong with the end of a CNAME chain, after "the CNAME ". */
static const char *dangling_text(struct check *check, const struct lookup *lookup)
{
	const char *name = diag_quote(check->diag, str_c(name_text(&check->arena, lookup->name)));

	if (lookup->reason == REASON_LOOP)
		return "leads in a circle";
	return arena_printf(&check->arena,
		lookup->reason == REASON_NO_NAME ? "leads to '%s', which does not exist" :
						   "leads to '%s', which has no TXT record",
		name);
}

const char *text_record(
	struct check *check, const struct zone *zone, struct name owner, const char *value)
{
	struct arena *arena = &check->arena;
	const struct zone_file *file = zone == NULL ? NULL : zone->files[0];

	if (file == NULL || !file->octodns)
		return arena_printf(arena, "%s. IN TXT \"%s\"", name_text(arena, owner), value);
	return arena_printf(arena, "%s: { type: TXT, %s }", octodns_key(arena, owner, zone->apex),
		octodns_line(arena, file->rr_count > 0 ? file->rrs[0].dialect : RR_OCTODNS,
			str_c(value)));
}

const char *text_missing(const struct text_walk *walk, struct check *check,
	const struct domain *domain, const char *value)
{
	struct name_buf owner;

	if (!text_owner_at(&walk->kind->owner, domain->name, &owner))
		return value; /* no such name can be */
	return text_record(check, domain->zone, name_view(&owner), value);
}

/* The CNAME RR, or one that says the same, is the first step of a chain: else nobody sees it. */
static bool is_record(const struct rr *first, const struct rr *rr)
{
	return first->type == TYPE_CNAME && name_equal(first->owner, rr->owner) &&
	       name_equal(rr_target(first), rr_target(rr));
}

/* The CNAME at an owner of the kind: where it leads, and that something is there. */
static void follow_alias(
	struct text_walk *walk, struct check *check, const struct zone *zone, const struct rr *rr)
{
	struct lookup lookup = world_lookup(check->world, zone, rr->owner, TYPE_TXT, &check->arena);
	const struct domain *domain;
	struct finding *finding;

	for (size_t i = 0; i < lookup.chain_count; i++)
		if (lookup.chain[i]->type == TYPE_CNAME)
			name_set_add(&check->found, rr_target(lookup.chain[i]));
	name_set_add(&check->found, lookup.name);
	domain = model_find(check->model, zone, name_parent(rr->owner, walk->kind->owner.count));
	if (lookup.chain_count == 0 || lookup.answer != ANSWER_ABSENT ||
		!is_record(lookup.chain[0], rr) || target_explains(check, domain, &lookup))
		return;
	set_context(check, walk->kind, rr->owner);
	finding = diag_add(check->diag, walk->kind->dangling, rr->value_at, "the CNAME %s",
		dangling_text(check, &lookup));
	diag_help(check->diag, finding,
		"write the record where the CNAME leads, or in its place: %s",
		text_record(check, zone, rr->owner,
			arena_printf(&check->arena, "%s; ...", walk->kind->version.ptr)));
}

static void unrelated_text(struct text_walk *walk, struct check *check, const struct rr *rr)
{
	struct str value = rr_txt(&check->arena, rr);
	struct finding *finding = diag_add(check->diag, walk->kind->unrelated, rr->value_at,
		"'%s' is not %s", diag_quote(check->diag, value), walk->kind->what);

	if (walk->kind->other(value) != TXT_UNRELATED)
		diag_help(check->diag, finding, "move it to '%s'", walk->kind->other_owner);
	else
		diag_help(check->diag, finding, "keep '%s' for one record that begins '%s;'",
			walk->kind->owner_text, walk->kind->version.ptr);
	if (walk->kind->unrelated_senders != SENDERS_COUNT)
		diag_senders(check->diag, finding, walk->kind->unrelated_senders);
}

/* Records beyond this many are not listed one by one. */
enum { MAX_NOTES = 8 };

/* RRS are the records that senders select: only one may be (RFC 8461 3.1, RFC 8460 3). */
static void duplicate(
	struct text_walk *walk, struct check *check, const struct rr **rrs, size_t count)
{
	struct finding *finding;

	if (count < 2)
		return;
	finding = diag_add(check->diag, walk->kind->duplicate, rrs[1]->value_at,
		"%zu records begin '%s;': senders take none of them", count,
		walk->kind->version.ptr);
	diag_help(check->diag, finding, "remove all but one");
	for (size_t i = 0; i < count && i < MAX_NOTES; i++)
		if (i != 1)
			diag_note(check->diag, finding, rrs[i]->value_at,
				i == 0 ? "the first is here" : "another is here");
}

/* The value begins with the bytes by which senders select records. */
static bool is_selected(const struct text_kind *kind, struct str value)
{
	return str_starts(value, kind->version) &&
	       str_starts(str_skip(value, kind->version.len), STR(";"));
}

/* The name is such an owner of what may be a mail domain: no part of it is a service label again.
 */
static bool is_explicit(const struct text_kind *kind, struct name owner)
{
	struct name domain = name_parent(owner, kind->owner.count);

	return text_owner_is(&kind->owner, owner) && domain.len > 1 && domain.wire[1] != '_';
}

/* All TXT records at one name that may be of the kind. */
static void judge_node(
	struct text_walk *walk, struct check *check, const struct zone *zone, struct name owner)
{
	const struct text_kind *kind = walk->kind;
	size_t count, related = 0, selected = 0;
	const struct rr **rrs = zone_node(zone, owner, TYPE_TXT, &check->arena, &count);

	set_context(check, kind, owner);
	for (size_t i = 0; i < count; i++)
		related += kind->kind(rr_txt(&check->arena, rrs[i])) != TXT_UNRELATED;
	for (size_t i = 0; i < count; i++) {
		struct txt_input input = { .sources = check->sources,
			.rr = rrs[i],
			.value = rr_txt(&check->arena, rrs[i]),
			.siblings = count > 1,
			.rivals = related > 1 };

		if (kind->kind(input.value) != TXT_UNRELATED)
			kind->read(check, zone, &input);
		else if (is_explicit(kind, owner))
			unrelated_text(walk, check, rrs[i]);
		if (is_selected(kind, input.value))
			rrs[selected++] = rrs[i];
	}
	duplicate(walk, check, rrs, selected);
}

static void visit_aliases(struct text_walk *walk, struct check *check, const struct zone *zone,
	const struct rr *const *records, size_t count)
{
	if (!text_owner_is(&walk->kind->owner, records[0]->owner))
		return;
	for (size_t i = 0; i < count; i++)
		if (records[i]->type == TYPE_CNAME) {
			follow_alias(walk, check, zone, records[i]);
			if (walk->kind->alias != NULL)
				walk->kind->alias(check, records[i]);
			return;
		}
}

/* The record of the answer that stands at a wildcard. */
static const struct rr *wildcard_record(const struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->chain_count; i++)
		if (name_is_wildcard(lookup->chain[i]->owner))
			return lookup->chain[i];
	return lookup->rrs[0];
}

static bool begins_version(
	struct check *check, const struct text_kind *kind, const struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->count; i++)
		if (str_starts(rr_txt(&check->arena, lookup->rrs[i]), kind->version))
			return true;
	return false;
}

/* LOOKUP, the answer for a domain, is synthesised: every name below the wildcard gets it, wanted or
 * not. */
static void wildcard(struct check *check, const struct text_kind *kind, const struct lookup *lookup)
{
	struct finding *finding;

	if (lookup->answer != ANSWER_FOUND || !lookup->wildcard ||
		!begins_version(check, kind, lookup))
		return;
	finding = diag_add(check->diag, kind->wildcard, rr_owner_span(wildcard_record(lookup)),
		"this wildcard answers for '%s' of every name below it", kind->owner_text);
	diag_help(check->diag, finding,
		"write the record at '%s' of each domain that it is meant for", kind->owner_text);
}

/* The wildcard OWNER, whose parent is nobody's domain otherwise. */
static void wildcard_node(
	struct text_walk *walk, struct check *check, const struct zone *zone, struct name owner)
{
	struct name domain = name_parent(owner, 1);
	struct name_buf right;
	struct lookup lookup;

	if (model_find(check->model, zone, domain) != NULL ||
		!text_owner_at(&walk->kind->owner, domain, &right))
		return;
	lookup = world_lookup(check->world, zone, name_view(&right), TYPE_TXT, &check->arena);
	diag_context(check->diag, NULL, MODE_UNKNOWN);
	wildcard(check, walk->kind, &lookup);
}

static void visit_texts(struct text_walk *walk, struct check *check, const struct zone *zone,
	const struct rr *const *records, size_t count)
{
	struct name owner = records[0]->owner;
	bool texts = false, led_to = name_set_has(&walk->led_to, owner);

	for (size_t i = 0; i < count; i++) {
		const struct rr *rr = records[i];

		if (rr->type != TYPE_TXT)
			continue;
		texts = true;
		if (!led_to)
			text_owner_judge(walk, check, zone, rr, rr_txt(&check->arena, rr));
	}
	if (texts &&
		(led_to || name_is_wildcard(owner) || text_owner_is(&walk->kind->owner, owner)))
		judge_node(walk, check, zone, owner);
	if (texts && name_is_wildcard(owner))
		wildcard_node(walk, check, zone, owner);
}

static void judge_aliases(struct check *check, void *walk, size_t index)
{
	const struct zone *zone = &check->world->zones[index];
	const struct rr *const *records;
	size_t group = 0, count;

	while ((count = zone_group(zone, &group, &records)) > 0)
		visit_aliases(walk, check, zone, records, count);
}

static void judge_texts(struct check *check, void *walk, size_t index)
{
	const struct zone *zone = &check->world->zones[index];
	const struct rr *const *records;
	size_t group = 0, count;

	while ((count = zone_group(zone, &group, &records)) > 0)
		visit_texts(walk, check, zone, records, count);
}

static void judge_wildcard(struct check *check, void *context, size_t index)
{
	const struct text_walk *walk = context;
	const struct domain *domain = &check->model->list[index];

	diag_context(check->diag, domain->text, domain->mode);
	wildcard(check, walk->kind, walk->kind->answer(domain));
}

void text_walk(struct text_walk *walk, struct check *check, const struct text_kind *kind)
{
	size_t zones = check->world->zone_count;

	*walk = (struct text_walk){ .kind = kind };
	check_jobs(check, zones, judge_aliases, walk);
	name_set_join(&walk->led_to, &check->found);
	name_set_ready(&walk->led_to);
	check_jobs(check, zones, judge_texts, walk);
	name_set_join(&walk->wrong, &check->found);
	name_set_ready(&walk->wrong);
	check_jobs(check, check->model->count, judge_wildcard, walk);
}

void text_walk_finish(struct text_walk *walk)
{
	name_set_finish(&walk->led_to);
	name_set_finish(&walk->wrong);
}

const struct rr *text_alias(const struct text_kind *kind, const struct domain *domain)
{
	const struct lookup *lookup = kind->answer(domain);
	const struct rr *first = lookup->chain_count > 0 ? lookup->chain[0] : NULL;

	return first != NULL && first->type == TYPE_CNAME && is_explicit(kind, first->owner) ?
		       first :
		       NULL;
}

bool text_is_missing(struct text_walk *walk, struct check *check, const struct domain *domain)
{
	const struct lookup *lookup = walk->kind->answer(domain);

	if (name_set_has(&walk->wrong, domain->name) || target_explains(check, domain, lookup))
		return false;
	if (lookup->answer == ANSWER_ABSENT)
		return text_alias(walk->kind, domain) == NULL;
	if (lookup->answer != ANSWER_FOUND || !lookup->whole)
		return false;
	for (size_t i = 0; i < lookup->count; i++)
		if (walk->kind->kind(rr_txt(&check->arena, lookup->rrs[i])) != TXT_UNRELATED)
			return false;
	return true;
}
