/* mx-wildcard-*: what records of MTA-STS do to a wildcard MX, and the other way round (RFC 4592).
 */
#include "lint/check/target.h"

#include "lint/base/memory.h"

#include <stdlib.h>

enum { MAX_NOTES = 8 };

/* Labels that stand before a domain in the names that MTA-STS, TLSRPT and DANE use. */
static const struct {
	struct str first, second;
} prefixes[] = {
	{ STR_INIT("_mta-sts"), STR_INIT("") },
	{ STR_INIT("mta-sts"), STR_INIT("") },
	{ STR_INIT("_smtp"), STR_INIT("_tls") },
	{ STR_INIT("_25"), STR_INIT("_tcp") },
};

/* The X of `_mta-sts.X` and the like; none when OWNER is no such name. */
static struct name prefixed_name(struct name owner)
{
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		if (!name_starts_with(owner, prefixes[i].first))
			continue;
		if (prefixes[i].second.len == 0)
			return name_parent(owner, 1);
		if (name_starts_with(name_parent(owner, 1), prefixes[i].second))
			return name_parent(owner, 2);
	}
	return (struct name){ NULL, 0 };
}

/* A record that makes X exist. */
struct maker {
	struct name name; /* X */
	uint64_t hash;
	const struct rr *rr;
	size_t order;
};

struct makers {
	struct maker *list;
	size_t count, capacity;
};

static int compare_makers(const void *a, const void *b)
{
	const struct maker *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* X lies below the apex and owns nothing: it exists only because of what is below it. */
static bool is_made(const struct zone *zone, struct name name)
{
	uint32_t owns;

	return !name_is_none(name) && name_is_ldh(name) && name_within(name, zone->apex) &&
	       !name_equal(name, zone->apex) && zone_exists(zone, name, &owns) && owns == 0;
}

static void add_maker(
	const struct zone *zone, struct makers *makers, const struct rr *rr, size_t order)
{
	struct name name = prefixed_name(rr->owner);

	if (!is_made(zone, name))
		return;
	MEMORY_GROW(makers->list, makers->count, makers->capacity);
	makers->list[makers->count++] = (struct maker){ name, name_hash(name), rr, order };
}

/* Of the records that are read, then of those that cannot be. */
static void collect_makers(const struct zone *zone, struct makers *makers)
{
	size_t order = 0;

	for (; order < zone->record_count; order++)
		add_maker(zone, makers, zone->records[order], order);
	for (size_t i = 0; i < zone->file_count; i++)
		for (size_t j = 0; j < zone->files[i]->unread_count; j++)
			add_maker(zone, makers, &zone->files[i]->unread[j], order++);
	if (makers->count > 0)
		qsort(makers->list, makers->count, sizeof *makers->list, compare_makers);
}

/* The wildcard that would answer for NAME if neither it nor the empty names above it existed: those
 * are there for the same reason, as a rule. False when there is none. */
static bool wildcard_above(const struct zone *zone, struct name name, struct name_buf *wildcard)
{
	uint32_t owns;

	do {
		name = name_parent(name, 1);
		if (!name_within(name, zone->apex) || !name_prepend(STR("*"), name, wildcard))
			return false;
		if (zone_exists(zone, name_view(wildcard), &owns))
			return true;
		zone_exists(zone, name, &owns);
	} while (owns == 0);
	return false;
}

/* Mail to NAME has somewhere to go, as far as the run can see. */
static bool takes_mail(struct check *check, const struct zone *zone, struct name name)
{
	struct lookup mx = world_lookup(check->world, zone, name, TYPE_MX, &check->arena);

	if (mx.answer == ANSWER_ABSENT)
		return world_addresses(check->world, zone, name, &check->arena).answer ==
		       ANSWER_FOUND;
	return mx.answer == ANSWER_FOUND && !name_is_root(rr_mx_exchange(mx.rrs[0]));
}

/* RR of a wildcard gives its names mail. */
static bool gives_mail(struct check *check, const struct zone *zone, const struct rr *rr)
{
	if (rr->type == TYPE_CNAME)
		return takes_mail(check, zone, rr_target(rr));
	return rr->type != TYPE_MX || !name_is_root(rr_mx_exchange(rr));
}

/* An MX or address, or a CNAME to a name with one, of the wildcard that would answer for NAME if it
 * did not exist; NULL if none. */
static const struct rr *wildcard_mail(
	struct check *check, const struct zone *zone, struct name name)
{
	static const uint16_t types[] = { TYPE_MX, TYPE_A, TYPE_AAAA, TYPE_CNAME };
	struct name_buf wildcard;

	if (!wildcard_above(zone, name, &wildcard))
		return NULL;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t count;
		const struct rr **rrs = zone_node(
			zone, name_view(&wildcard), types[i], &check->arena, &count);

		if (count > 0)
			return gives_mail(check, zone, rrs[0]) ? rrs[0] : NULL;
	}
	return NULL;
}

/* It is sure that NAME itself has neither MX nor address. */
static bool has_no_mail(struct check *check, const struct zone *zone, struct name name)
{
	struct lookup mx = world_lookup(check->world, zone, name, TYPE_MX, &check->arena);

	return mx.zone == zone && mx.answer == ANSWER_ABSENT && mx.reason == REASON_NO_DATA &&
	       mx.chain_count == 0;
}

bool mx_wildcard_explains(struct check *check, const struct zone *zone, struct name name)
{
	return zone != NULL && is_made(zone, name) && wildcard_mail(check, zone, name) != NULL &&
	       has_no_mail(check, zone, name);
}

/* Type and data of RR, as a zone file has them. */
static const char *data_text(struct arena *arena, const struct rr *rr)
{
	const char *type = type_text(arena, rr->type);

	if (rr->type == TYPE_MX)
		return arena_printf(arena, "%s %u %s.", type, (unsigned)rr_mx_preference(rr),
			name_text(arena, rr_mx_exchange(rr)));
	if (rr->type == TYPE_CNAME)
		return arena_printf(arena, "%s %s.", type, name_text(arena, rr_target(rr)));
	return arena_printf(arena, "%s %s", type, rr_address_text(arena, rr));
}

/* The records like WILDCARD that its owner has, at NAME. */
static void help_copy(struct check *check, struct finding *finding, const struct zone *zone,
	const struct rr *wildcard, const char *name)
{
	struct buf text = { 0 };
	const struct rr **rrs;
	size_t count;

	rrs = zone_node(zone, wildcard->owner, wildcard->type, &check->arena, &count);
	for (size_t i = 0; i < count && i < MAX_NOTES; i++)
		buf_printf(&text, "%s'%s. %s'", i == 0 ? "" : ", ", name,
			data_text(&check->arena, rrs[i]));
	diag_help(check->diag, finding, "add %.*s", (int)text.len, text.ptr);
	buf_finish(&text);
}

static void mx_wildcard_blocked(struct check *check, const struct zone *zone,
	const struct rr *wildcard, const struct maker *makers, size_t count)
{
	const char *name = name_text(&check->arena, makers->name);
	struct finding *finding;

	diag_context(check->diag, name, MODE_UNKNOWN);
	finding = diag_add(check->diag, RULE_MX_WILDCARD_BLOCKED, rr_owner_span(makers->rr),
		"mail to '%s' stops: this record makes the name exist, so the wildcard '%s' no "
		"longer "
		"answers for it",
		name, name_text(&check->arena, wildcard->owner));
	if (wildcard->dialect != RR_MASTER)
		diag_help(check->diag, finding, "give '%s' the %s record of the wildcard too", name,
			type_text(&check->arena, wildcard->type));
	else
		help_copy(check, finding, zone, wildcard, name);
	diag_note(check->diag, finding, rr_owner_span(wildcard), "the wildcard is here");
	for (size_t i = 1; i < count && i < MAX_NOTES; i++)
		diag_note(check->diag, finding, rr_owner_span(makers[i].rr),
			"and so does this record");
}

/* The makers of one name. */
struct made {
	const struct maker *makers;
	size_t count;
};

static int compare_made(const void *a, const void *b)
{
	const struct made *x = a, *y = b;

	return x->makers->order < y->makers->order ? -1 : x->makers->order > y->makers->order;
}

/* Names as they first appear: hashes are keyed anew in each process, no order may come from them.
 */
static size_t group_makers(const struct makers *makers, struct made *list)
{
	size_t count = 0;

	for (size_t i = 0; i < makers->count; i++) {
		if (i == 0 || makers->list[i].hash != makers->list[i - 1].hash)
			list[count++] = (struct made){ &makers->list[i], 0 };
		list[count - 1].count++;
	}
	qsort(list, count, sizeof *list, compare_made);
	return count;
}

static void judge_makers(struct check *check, const struct zone *zone)
{
	struct makers makers = { 0 };
	struct made *made;
	size_t count;

	collect_makers(zone, &makers);
	made = memory_alloc(makers.count, sizeof *made);
	count = group_makers(&makers, made);
	for (size_t i = 0; i < count; i++) {
		struct name name = made[i].makers->name;
		const struct rr *wildcard = wildcard_mail(check, zone, name);

		if (wildcard != NULL && has_no_mail(check, zone, name))
			mx_wildcard_blocked(check, zone, wildcard, made[i].makers, made[i].count);
	}
	free(made);
	free(makers.list);
}

/* The wildcard OWNER gives STS text and an address as well, or may do so unseen. */
static bool gives_policy(struct check *check, const struct zone *zone, struct name owner)
{
	bool text = false;
	const struct rr **rrs;
	uint32_t owns;
	size_t count;

	zone_exists(zone, owner, &owns);
	if (!zone->complete || (owns & OWNS_OPAQUE) != 0)
		return true;
	rrs = zone_node(zone, owner, TYPE_TXT, &check->arena, &count);
	for (size_t i = 0; i < count; i++)
		text = text || sts_kind(rr_txt(&check->arena, rrs[i])) != TXT_UNRELATED;
	return text && (owns & (OWNS_A | OWNS_AAAA)) != 0;
}

static void mx_wildcard_owner(struct check *check, const struct domain *domain, const struct rr *mx)
{
	const char *owner = name_text(&check->arena, mx->owner);
	struct finding *finding;

	diag_context(check->diag, domain->text, domain->mode);
	finding = diag_add(check->diag, RULE_MX_WILDCARD_OWNER, rr_owner_span(mx),
		"names that only the wildcard '%s' gives an MX have no MTA-STS policy", owner);
	diag_help(check->diag, finding,
		"list the names that take mail, each with its own records, policy and certificate; "
		"a policy "
		"for all of them needs STS text and an address at '%s' too",
		owner);
}

static void judge_wildcards(struct check *check, const struct zone *zone)
{
	const struct rr *const *records;
	size_t group = 0, count;

	while ((count = zone_group(zone, &group, &records)) > 0) {
		const struct rr *by, *mx = group_mx(records, count);
		const struct domain *domain;

		if (mx == NULL || !name_is_wildcard(mx->owner) ||
			!name_within(mx->owner, zone->apex))
			continue;
		domain = model_above(check->model, zone, name_parent(mx->owner, 1));
		if (domain != NULL && domain->mode != MODE_NONE &&
			!zone_occluded(zone, mx->owner, &check->arena, &by) &&
			world_zone_of(check->world, zone, mx->owner) == zone &&
			!gives_policy(check, zone, mx->owner))
			mx_wildcard_owner(check, domain, mx);
	}
}

static void judge_zone(struct check *check, void *context, size_t index)
{
	const struct zone *zone = &check->world->zones[index];

	(void)context;
	if (name_is_none(zone->apex))
		return;
	judge_makers(check, zone);
	judge_wildcards(check, zone);
}

void check_mx_wildcard(struct check *check)
{
	check_jobs(check, check->world->zone_count, judge_zone, NULL);
}
