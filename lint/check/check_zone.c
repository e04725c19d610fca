/* zone-*: what only the whole zone shows. */
#include "lint/check/target.h"

/* Related places for one finding; more add nothing. */
enum { MAX_NOTES = 4 };

/* The records of one owner in one zone. */
struct group {
	const struct zone *zone;
	const struct rr *const *records;
	size_t count;
	struct name owner;
};

static const struct rr *first_of_type(const struct group *group, uint16_t type)
{
	for (size_t i = 0; i < group->count; i++)
		if (group->records[i]->type == type)
			return group->records[i];
	return NULL;
}

/* A CNAME that differs from FIRST; NULL if none. */
static const struct rr *other_cname(const struct group *group, const struct rr *first)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct rr *rr = group->records[i];

		if (rr->type == TYPE_CNAME && !name_equal(rr_target(rr), rr_target(first)))
			return rr;
	}
	return NULL;
}

static void two_cnames(struct check *check, const struct rr *first, const struct rr *other)
{
	struct finding *finding = diag_add(check->diag, RULE_ZONE_CNAME_CONFLICT, other->span,
		"'%s' has two CNAME records that differ", name_text(&check->arena, other->owner));

	diag_help(check->diag, finding, "remove one: a name is an alias of one other name");
	diag_note(check->diag, finding, first->span, "the first is here");
}

static void zone_cname_conflict(struct check *check, const struct group *group)
{
	const struct rr *cname = first_of_type(group, TYPE_CNAME), *other;
	struct finding *finding;
	uint32_t beside;

	if (cname == NULL)
		return;
	other = other_cname(group, cname);
	if (other != NULL)
		two_cnames(check, cname, other);
	zone_exists(group->zone, group->owner, &beside);
	beside &= ~(uint32_t)(OWNS_CNAME | OWNS_SIGNATURE | OWNS_OPAQUE);
	if (beside == 0)
		return;
	finding = diag_add(check->diag, RULE_ZONE_CNAME_CONFLICT, cname->span,
		"a CNAME at '%s' stands beside other records",
		name_text(&check->arena, cname->owner));
	diag_help(check->diag, finding,
		"remove one or the other: servers refuse the zone, or answer with the CNAME alone");
	for (size_t i = 0, notes = 0; i < group->count && notes < MAX_NOTES; i++) {
		const struct rr *rr = group->records[i];

		if (rr->type == TYPE_CNAME)
			continue;
		diag_note(check->diag, finding, rr->span, "%s here",
			type_text(&check->arena, rr->type));
		notes++;
	}
}

/* The data of two SOA, whose names are compared as names. */
static bool same_soa(struct str a, struct str b)
{
	size_t numbers = 20; /* octets behind the two names */

	return a.len == b.len && a.len > numbers &&
	       str_ieq(str_take(a, a.len - numbers), str_take(b, b.len - numbers)) &&
	       str_eq(str_skip(a, a.len - numbers), str_skip(b, b.len - numbers));
}

/* A transfer begins and ends with the SOA (RFC 5936 2.2), and dig prints both. */
static void zone_dialect(struct check *check, const struct rr *first, const struct rr *rr)
{
	struct finding *finding = diag_add_level(check->diag, RULE_ZONE_DIALECT, LEVEL_INFO,
		rr->span,
		"the SOA stands here again: BIND and Knot read it once, NSD refuses the zone");

	diag_help(check->diag, finding, "remove this one");
	diag_note(check->diag, finding, first->span, "the first is here");
}

static void zone_soa_duplicate(struct check *check, const struct group *group)
{
	const struct rr *first = first_of_type(group, TYPE_SOA);
	bool below = !name_equal(group->owner, group->zone->apex);
	struct finding *finding;

	for (size_t i = 0; first != NULL && i < group->count; i++) {
		const struct rr *rr = group->records[i];

		if (rr->type != TYPE_SOA)
			continue;
		if (!below && same_soa(rr->rdata, first->rdata)) {
			if (rr != first)
				zone_dialect(check, first, rr);
			continue;
		}
		finding = diag_add(check->diag, RULE_ZONE_SOA_DUPLICATE, rr->span,
			below ? "an SOA at '%s', which is below the apex of the zone" :
				"a second SOA at '%s', which differs from the first",
			name_text(&check->arena, rr->owner));
		diag_help(check->diag, finding,
			"a zone has one SOA, at its apex '%s': remove this one",
			name_text(&check->arena, group->zone->apex));
		if (!below)
			diag_note(check->diag, finding, first->span, "the first is here");
	}
}

static void ttl_mismatch(struct check *check, const struct rr *first, const struct rr *rr)
{
	struct finding *finding = diag_add(check->diag, RULE_ZONE_TTL_MISMATCH, rr->span,
		"TTL %u, where the first %s record of '%s' has %u", (unsigned)rr->ttl,
		type_text(&check->arena, rr->type), name_text(&check->arena, rr->owner),
		(unsigned)first->ttl);

	diag_help(check->diag, finding,
		"write one TTL for the set; servers serve them all with one of the two");
	diag_note(check->diag, finding, first->span, "the first is here");
}

/* The first record of each type that an owner has; more than the table of types does not fit. */
struct firsts {
	const struct rr *rr[16];
	bool said[16];
	size_t count;
};

static size_t number_of_type(struct firsts *firsts, const struct rr *rr)
{
	size_t i = 0;

	while (i < firsts->count && firsts->rr[i]->type != rr->type)
		i++;
	if (i == firsts->count && i < sizeof firsts->rr / sizeof *firsts->rr)
		firsts->rr[firsts->count++] = rr;
	return i;
}

/* One finding for each type. */
static void zone_ttl_mismatch(struct check *check, const struct group *group)
{
	struct firsts firsts = { .count = 0 };

	for (size_t i = 0; i < group->count; i++) {
		const struct rr *rr = group->records[i];
		size_t type = number_of_type(&firsts, rr);

		if (type == firsts.count || firsts.said[type] || rr->ttl == firsts.rr[type]->ttl)
			continue;
		firsts.said[type] = true;
		ttl_mismatch(check, firsts.rr[type], rr);
	}
}

/* A record that the checks would use if anybody could see it. */
static bool is_used(const struct rr *rr)
{
	if (rr->type == TYPE_TLSA)
		return name_starts_with(rr->owner, STR("_25")) &&
		       name_starts_with(name_parent(rr->owner, 1), STR("_tcp"));
	if (rr->type == TYPE_TXT)
		return name_starts_with(rr->owner, STR("_mta-sts")) ||
		       (name_starts_with(rr->owner, STR("_smtp")) &&
			       name_starts_with(name_parent(rr->owner, 1), STR("_tls")));
	return rr->type == TYPE_MX;
}

static void zone_record_occluded(struct check *check, const struct group *group)
{
	const struct rr *by, *used = NULL;
	struct finding *finding;

	for (size_t i = 0; i < group->count && used == NULL; i++)
		if (is_used(group->records[i]))
			used = group->records[i];
	if (used == NULL || !zone_occluded(group->zone, group->owner, &check->arena, &by) ||
		world_zone_of(check->world, group->zone, group->owner) != group->zone)
		return;
	finding = diag_add(check->diag, RULE_ZONE_RECORD_OCCLUDED, used->span,
		by->type == TYPE_NS ? "nobody sees this %s record: '%s' is delegated" :
				      "nobody sees this %s record: a DNAME stands at '%s'",
		type_text(&check->arena, used->type), name_text(&check->arena, by->owner));
	diag_help(check->diag, finding,
		by->type == TYPE_NS ?
			"put it into the zone '%s', or take the delegation away" :
			"put it below the name that '%s' leads to, or take the DNAME away",
		name_text(&check->arena, by->owner));
	diag_note(check->diag, finding, by->span, "%s",
		by->type == TYPE_NS ? "the delegation is here" : "the DNAME is here");
}

/* APEX is HALF twice: the SOA, or an $ORIGIN before it, names the zone without the final dot. */
static bool is_doubled(struct name apex, struct name *half)
{
	size_t labels = name_labels(apex);

	*half = name_parent(apex, labels / 2);
	return labels >= 4 && labels % 2 == 0 && name_undouble(apex, *half, NULL);
}

/* What a fragment says of itself may be no more than its first $ORIGIN: only an apex counts that an
 * SOA or the user names, and not one that lacks its final dot. */
static void zone_owner_outside(struct check *check, const struct group *group)
{
	const struct rr *rr = group->records[0];
	const struct zone_file *file = group->zone->files[0];
	struct finding *finding;
	struct name half;

	if ((!file->has_soa && !file->apex_given) || is_doubled(group->zone->apex, &half))
		return;
	finding = diag_add(check->diag, RULE_ZONE_OWNER_OUTSIDE, rr_owner_span(rr),
		"'%s' does not lie in the zone '%s'", name_text(&check->arena, rr->owner),
		name_text(&check->arena, group->zone->apex));
	diag_help(check->diag, finding,
		"move the record to the zone that it is of; some servers ignore it here, some "
		"refuse the "
		"zone");
}

static void given_otherwise(struct check *check, const struct zone_file *file, const struct rr *soa)
{
	struct finding *finding = diag_add(check->diag, RULE_ZONE_ORIGIN_CONFLICT,
		rr_owner_span(soa),
		"the SOA is that of '%s', but the file was given as the zone '%s'",
		name_text(&check->arena, file->apex), name_text(&check->arena, file->given));

	diag_help(check->diag, finding,
		"it is judged as '%s'; name that zone, or give the right file for '%s'",
		name_text(&check->arena, file->apex), name_text(&check->arena, file->given));
}

static void named_twice(
	struct check *check, const struct zone_file *file, const struct rr *soa, struct name half)
{
	const char *name = name_text(&check->arena, half);
	struct finding *finding = diag_add_level(check->diag, RULE_ZONE_ORIGIN_CONFLICT,
		LEVEL_ERROR, rr_owner_span(soa), "the SOA is that of '%s': a final dot is missing",
		name_text(&check->arena, file->apex));

	diag_help(check->diag, finding,
		"write '%s.'; no server loads the file as the zone '%s', and nothing in it is "
		"judged as "
		"of that zone",
		name, name);
}

static void zone_origin_conflict(struct check *check, const struct zone_file *file)
{
	const struct rr *soa = NULL;
	struct name half;

	for (size_t i = 0; file->has_soa && i < file->rr_count && soa == NULL; i++)
		if (file->rrs[i].type == TYPE_SOA)
			soa = &file->rrs[i];
	if (soa == NULL)
		return;
	if (is_doubled(file->apex, &half))
		named_twice(check, file, soa, half);
	else if (file->apex_given && !name_equal(file->given, file->apex))
		given_otherwise(check, file, soa);
}

static void judge_group(struct check *check, struct group *group)
{
	if (!name_within(group->owner, group->zone->apex)) {
		zone_owner_outside(check, group);
		return;
	}
	zone_cname_conflict(check, group);
	zone_soa_duplicate(check, group);
	zone_ttl_mismatch(check, group);
	zone_record_occluded(check, group);
}

static void judge_zone(struct check *check, void *context, size_t index)
{
	struct group group = { .zone = &check->world->zones[index] };
	size_t next = 0;

	(void)context;
	zone_origin_conflict(check, group.zone->files[0]);
	if (name_is_none(group.zone->apex))
		return;
	while ((group.count = zone_group(group.zone, &next, &group.records)) > 0) {
		group.owner = group.records[0]->owner;
		judge_group(check, &group);
	}
}

void check_zone(struct check *check)
{
	check_jobs(check, check->world->zone_count, judge_zone, NULL);
}
