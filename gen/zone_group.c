/* The records of one owner against what stands there: kept, replaced, removed, added. */
#include "gen/zone_plan.h"

#include "lint/txt/txt.h"

struct group {
	const struct gen_record *wanted;
	size_t wanted_count;
	bool *met; /* of each wanted record: it is there, or takes the place of another */
	const struct rr **mine; /* what stands there and is what gen makes */
	size_t mine_count;
	bool *kept;		  /* of each: a wanted record says the same, or took its place */
	const struct rr *other;	  /* something else that stands there; NULL: nothing */
	const struct rr *sibling; /* something else of the same type */
	struct name owner, domain;
	bool host;
};

static const struct {
	const char *label;
	size_t labels;
	enum txt_kind (*kind)(struct str value); /* NULL: the policy host */
} places[] = {
	{ "_mta-sts", 1, sts_kind },
	{ "_smtp._tls", 2, tlsrpt_kind },
	{ "mta-sts", 1, NULL },
};

enum { PLACES = sizeof places / sizeof *places };

static size_t place_of(const struct gen_record *record)
{
	size_t i = 0;

	while (i + 1 < PLACES && strcmp(places[i].label, record->label) != 0)
		i++;
	return i;
}

/* RR is of the kind that gen makes for the owner: a TXT that is, or is meant as, that record; an
 * address or CNAME of the policy host. */
static bool is_mine(struct plan *plan, const struct gen_record *record, const struct rr *rr)
{
	enum txt_kind (*kind)(struct str) = places[place_of(record)].kind;

	if (kind == NULL)
		return rr->type == TYPE_A || rr->type == TYPE_AAAA || rr->type == TYPE_CNAME;
	return rr->type == TYPE_TXT && kind(rr_txt(&plan->write->arena, rr)) != TXT_UNRELATED;
}

static void collect(struct plan *plan, struct group *group)
{
	struct arena *arena = &plan->write->arena;
	size_t count;
	const struct owner_entry *entries = zone_image_at(plan->image, group->owner, &count);

	group->mine = arena_alloc(arena, count, sizeof *group->mine);
	group->kept = arena_alloc(arena, count, sizeof *group->kept);
	group->met = arena_alloc(arena, group->wanted_count, sizeof *group->met);
	for (size_t i = 0; i < count; i++) {
		const struct rr *rr = entries[i].rr;

		if (!name_equal(rr->owner, group->owner))
			continue;
		if (is_mine(plan, group->wanted, rr)) {
			group->mine[group->mine_count++] = rr;
			continue;
		}
		group->other = rr;
		if (rr->type == group->wanted->type)
			group->sibling = rr;
	}
}

/* RR says what RECORD says, in whatever way it is written. */
static bool says(struct plan *plan, const struct rr *rr, const struct gen_record *record)
{
	struct arena *arena = &plan->write->arena;

	if (rr->type != record->type)
		return false;
	if (rr->type == TYPE_TXT)
		return str_eq(rr_txt(arena, rr), record->value);
	if (rr->type == TYPE_CNAME) {
		struct str wire = plan_rdata(plan, record);

		return name_equal(
			rr_target(rr), (struct name){ (const unsigned char *)wire.ptr, wire.len });
	}
	return str_eq(rr->rdata, plan_rdata(plan, record));
}

/* The TTL that RECORD is to have beside what stands there; false: the default in force. */
static bool find_ttl(struct plan *plan, const struct group *group, const struct gen_record *record,
	uint32_t *ttl)
{
	const struct rr *from = group->sibling;

	*ttl = record->ttl;
	if (from == NULL && plan->set_ttl)
		return true;
	for (size_t i = 0; from == NULL && i < group->mine_count; i++)
		if (group->mine[i]->type == record->type)
			from = group->mine[i];
	if (from == NULL && group->mine_count > 0)
		from = group->mine[0];
	if (from != NULL)
		*ttl = from->ttl;
	return from != NULL;
}

static bool has_ttl(struct plan *plan, const struct group *group, const struct rr *rr,
	const struct gen_record *record)
{
	uint32_t ttl;

	return !plan->set_ttl || !find_ttl(plan, group, record, &ttl) || rr->ttl == ttl;
}

/* Finds for what is there who says the same. True when that is all and nothing needs to be done. */
static bool match(struct plan *plan, struct group *group)
{
	bool right = true;

	for (size_t i = 0; i < group->mine_count; i++) {
		for (size_t j = 0; j < group->wanted_count; j++)
			if (says(plan, group->mine[i], &group->wanted[j])) {
				group->kept[i] = group->met[j] = true;
				right &= has_ttl(plan, group, group->mine[i], &group->wanted[j]);
			}
		right &= group->kept[i];
	}
	for (size_t j = 0; j < group->wanted_count; j++)
		right &= group->met[j];
	return right;
}

static bool check_neighbours(struct plan *plan, const struct group *group)
{
	const struct rr *other = group->other;
	const char *owner = name_text(&plan->write->arena, group->owner);

	if (other == NULL)
		return true;
	if (other->type == TYPE_CNAME)
		return plan_refuse(plan,
			"%s: '%s' is a CNAME: another zone holds the record; remove the CNAME "
			"first if it "
			"is to stand here",
			zone_image_place(plan->image, other->span), owner);
	if (group->wanted->type == TYPE_CNAME)
		return plan_refuse(plan,
			"%s: other records stand at '%s', where no CNAME can be beside them: give "
			"the host "
			"by its addresses",
			zone_image_place(plan->image, other->span), owner);
	return true;
}

/* Everything of MINE that has to change can be. */
static bool check_editable(struct plan *plan, const struct group *group)
{
	for (size_t i = 0; i < group->mine_count; i++)
		if (!plan_can_edit(plan, group->mine[i]))
			return false;
	return true;
}

/* The last record of the file at NAME; NULL if none. */
static const struct rr *last_at(struct plan *plan, struct name name)
{
	const struct rr *last = NULL;
	size_t count;
	const struct owner_entry *entries = zone_image_at(plan->image, name, &count);

	for (size_t i = 0; i < count; i++)
		if (name_equal(entries[i].rr->owner, name) && !entries[i].rr->generated &&
			entries[i].rr->span.file == plan->image->zone.file)
			last = entries[i].rr;
	return last;
}

/* Where records of the group are added: beside its own, else its domain's others, else at the end.
 */
static size_t find_place(struct plan *plan, const struct group *group)
{
	const struct rr *beside = plan->at_end ? NULL : last_at(plan, group->owner);

	for (size_t i = 0; i < PLACES && !plan->at_end && beside == NULL; i++) {
		struct name_buf label, owner;

		name_from_host(str_c(places[i].label), &label);
		if (name_join(name_view(&label), group->domain, &owner))
			beside = last_at(plan, name_view(&owner));
	}
	/* What takes its owner from that record has the same, and none comes later. */
	return beside == NULL ? plan->text.len :
				layout_record_end(plan->text, (size_t)beside->span.offset);
}

static bool add_rest(struct plan *plan, const struct group *group)
{
	size_t at = 0;
	bool placed = false;

	for (size_t j = 0; j < group->wanted_count; j++) {
		const struct gen_record *record = &group->wanted[j];
		struct coming *coming;
		uint32_t ttl;

		if (group->met[j])
			continue;
		if (!placed) {
			at = find_place(plan, group);
			placed = true;
			if (!plan_keep_wildcard(plan, group->owner, at))
				return false;
		}
		coming = plan_come(plan, group->owner, record->type, plan_rdata(plan, record));
		coming->data = gen_rdata(&plan->write->arena, record);
		coming->at = at;
		coming->ttl_given = find_ttl(plan, group, record, &ttl);
		coming->rr.ttl = ttl;
		plan->write->added++;
	}
	return true;
}

/* Puts wanted records in the place of others, and removes what is left of these. */
static void replace(struct plan *plan, struct group *group)
{
	size_t next = 0;

	for (size_t i = 0; i < group->mine_count; i++) {
		const struct gen_record *record = NULL;
		uint32_t ttl;

		for (size_t j = 0; group->kept[i] && j < group->wanted_count && record == NULL; j++)
			if (says(plan, group->mine[i], &group->wanted[j]))
				record = &group->wanted[j];
		if (record != NULL && has_ttl(plan, group, group->mine[i], record))
			continue;
		while (record == NULL && next < group->wanted_count && group->met[next])
			next++;
		if (record == NULL && next < group->wanted_count)
			record = &group->wanted[next];
		if (record == NULL) {
			plan_remove(plan, group->mine[i]);
			continue;
		}
		group->met[record - group->wanted] = true;
		if (!find_ttl(plan, group, record, &ttl))
			ttl = group->mine[i]->ttl;
		plan_replace(plan, group->mine[i], record, ttl);
	}
}

/* What answers now comes from a wildcard. True with *RIGHT when it is what is wanted; false when it
 * is a record of the kind that is meant for many names at once. */
static bool check_wildcard(struct plan *plan, struct group *group, bool *right)
{
	struct group wild = *group;
	struct name_buf wildcard;

	*right = false;
	if (!plan_wildcard(plan, group->owner, &wildcard))
		return true;
	wild.owner = name_view(&wildcard);
	wild.mine_count = 0;
	collect(plan, &wild);
	if (wild.mine_count == 0)
		return true;
	if (match(plan, &wild)) {
		*right = true;
		return true;
	}
	return group->host || plan_refuse(plan,
				      "%s: the wildcard '%s' answers for '%s', and for other "
				      "names: what these need is not "
				      "known here; write the record for this one yourself",
				      zone_image_place(plan->image, wild.mine[0]->span),
				      name_text(&plan->write->arena, wild.owner),
				      name_text(&plan->write->arena, group->owner));
}

bool plan_group(struct plan *plan, const struct gen_record *records, size_t count)
{
	size_t place = place_of(records);
	struct group group = { .wanted = records,
		.wanted_count = count,
		.owner = records->owner,
		.domain = name_parent(records->owner, places[place].labels),
		.host = places[place].kind == NULL };
	bool right;

	if (!plan_check_place(plan, group.owner))
		return false;
	collect(plan, &group);
	if (match(plan, &group))
		return true;
	if (!check_neighbours(plan, &group) || !check_editable(plan, &group))
		return false;
	if (group.mine_count == 0 && !check_wildcard(plan, &group, &right))
		return false;
	if (group.mine_count == 0 && right)
		return true;
	replace(plan, &group);
	return add_rest(plan, &group);
}
