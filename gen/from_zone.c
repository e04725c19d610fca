#include "gen/from_zone.h"

#include "lint/txt/txt.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct str lower(struct arena *arena, const char *text)
{
	struct str copy = arena_str(arena, str_c(text));

	for (size_t i = 0; i < copy.len; i++)
		((char *)copy.ptr)[i] = ascii_lower(copy.ptr[i]);
	return copy;
}

static size_t unique(struct str *list, size_t count)
{
	size_t kept = 0;

	qsort(list, count, sizeof *list, compare);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !str_eq(list[kept - 1], list[i]))
			list[kept++] = list[i];
	return kept;
}

enum gen_mx gen_zone_mx(const struct world *world, struct name name, struct arena *arena,
	const struct str **hosts, size_t *count)
{
	struct lookup lookup = world_lookup(world, NULL, name, TYPE_MX, arena);
	struct str *list;
	size_t made = 0;

	*count = 0;
	if (lookup.answer != ANSWER_FOUND)
		return lookup.answer == ANSWER_ABSENT ? GEN_MX_ABSENT : GEN_MX_UNKNOWN;
	if (!lookup.whole)
		return GEN_MX_UNKNOWN;
	list = arena_alloc(arena, lookup.count + 1, sizeof *list);
	for (size_t i = 0; i < lookup.count; i++) {
		struct name exchange = rr_mx_exchange(lookup.rrs[i]);

		if (!name_is_root(exchange))
			list[made++] = lower(arena, name_text(arena, exchange));
	}
	*hosts = list;
	*count = unique(list, made);
	return made == 0 ? GEN_MX_NULL : GEN_MX_FOUND;
}

bool gen_zone_has_sts(const struct world *world, struct name name)
{
	struct arena arena = { 0 };
	struct name_buf owner;
	struct lookup lookup;
	bool has = false;

	if (!name_prepend(STR("_mta-sts"), name, &owner))
		return false;
	lookup = world_lookup(world, NULL, name_view(&owner), TYPE_TXT, &arena);
	for (size_t i = 0; lookup.answer == ANSWER_FOUND && i < lookup.count; i++)
		has = has || sts_kind(rr_txt(&arena, lookup.rrs[i])) == TXT_RECORD;
	arena_finish(&arena);
	return has;
}

unsigned gen_zone_lacks(const struct zone *zone, struct name name)
{
	static const struct {
		const char *label;
		uint32_t owns;
		unsigned needs;
	} places[] = {
		{ "_smtp._tls", OWNS_TXT | OWNS_CNAME, GEN_NEEDS_RUA },
		{ "mta-sts", OWNS_A | OWNS_AAAA | OWNS_CNAME, GEN_NEEDS_HOST },
	};
	unsigned lacks = 0;

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct name_buf label, owner;
		uint32_t owns = 0;

		name_from_host(str_c(places[i].label), &label);
		if (!name_join(name_view(&label), name, &owner) ||
			!zone_exists(zone, name_view(&owner), &owns) ||
			(owns & places[i].owns) == 0)
			lacks |= places[i].needs;
	}
	return lacks;
}

struct str gen_zone_apex(const struct zone *zone, struct arena *arena)
{
	return name_is_none(zone->apex) ? STR("") : lower(arena, name_text(arena, zone->apex));
}
