#include "lint/zone/names.h"

#include "lint/base/memory.h"

#include <stdlib.h>

static void lower_word(unsigned char *to, const unsigned char *from)
{
	uint64_t word = hash_lower(hash_load(from));

	memcpy(to, &word, sizeof word);
}

/* Fills NEW with OWNER in lower case, and where its labels start. */
static void lower_owner(struct zone_owner *new, struct name owner)
{
	size_t at = 0;

	for (; at + 8 <= owner.len; at += 8)
		lower_word(new->wire + at, owner.wire + at);
	if (owner.len >= 8)
		lower_word(new->wire + owner.len - 8, owner.wire + owner.len - 8);
	for (; owner.len < 8 && at < owner.len; at++)
		new->wire[at] = (unsigned char)ascii_lower((char)owner.wire[at]);
	new->len = owner.len;
	new->labels = 0;
	for (at = 0; new->wire[at] != 0; at += new->wire[at] + 1u)
		new->starts[new->labels++] = (unsigned char)at;
	new->starts[new->labels] = (unsigned char)at;
}

/* The last LABELS labels of both are the same. */
static bool same_end(const struct zone_owner *a, const struct zone_owner *b, size_t labels)
{
	size_t x = a->starts[a->labels - labels], y = b->starts[b->labels - labels];

	return a->len - x == b->len - y && memcmp(a->wire + x, b->wire + y, a->len - x) == 0;
}

/* How many labels A and B have in common, counted from the root. Mostly all but the first. */
static size_t common_labels(const struct zone_owner *a, const struct zone_owner *b)
{
	size_t most = a->labels < b->labels ? a->labels : b->labels, common = 0;

	if (a->labels > 0 && a->labels - 1 <= most && same_end(a, b, a->labels - 1))
		common = a->labels - 1;
	for (; common < most; common++) {
		const unsigned char *x = a->wire + a->starts[a->labels - common - 1];
		const unsigned char *y = b->wire + b->starts[b->labels - common - 1];

		if (*x != *y || memcmp(x + 1, y + 1, *x) != 0)
			break;
	}
	return common;
}

/* Makes OWNER the last one. Returns how many of its labels, counted from the root, are those of the
 * one before; *SAME when all are, of both. */
static size_t enter_owner(struct zone_file *zone, struct name owner, bool *same)
{
	struct zone_last *last;
	struct zone_owner *old, *new;
	size_t common;

	if (zone->last == NULL)
		zone->last = memory_alloc(1, sizeof *zone->last);
	last = zone->last;
	old = &last->owners[last->newest];
	new = &last->owners[!last->newest];
	lower_owner(new, owner);
	common = common_labels(new, old);
	*same = common == new->labels &&common == old->labels;
	last->newest = !last->newest;
	return common;
}

/* The hash of the last owner's last LABELS labels, from that of one label less. */
static void hash_owner(struct zone_last *last, size_t labels)
{
	const struct zone_owner *owner = &last->owners[last->newest];
	const unsigned char *label = owner->wire + owner->starts[owner->labels - labels];

	last->hashes[labels] = hash_label(hash_key(), last->hashes[labels - 1], label + 1, *label);
}

/* Adds the names from the first that the last owner does not share down to OWNER itself. */
void names_add(struct zone_file *zone, struct name owner, enum type_bit owns)
{
	bool same;
	size_t common = enter_owner(zone, owner, &same);
	struct zone_last *last = zone->last;
	size_t labels = last->owners[last->newest].labels;

	if (same && zone->name_count > 0 && common > 0) {
		names_add_again(zone, owns);
		return;
	}
	for (size_t i = common + 1; i <= labels; i++) {
		hash_owner(last, i);
		names_push(zone, last->hashes[i]);
	}
	if (common >= labels)
		names_push(zone, last->hashes[labels]);
	names_add_again(zone, owns);
}

void names_last(struct zone_file *zone, struct name owner)
{
	bool same;
	size_t common = enter_owner(zone, owner, &same);
	size_t labels = zone->last->owners[zone->last->newest].labels;

	for (size_t i = common + 1; i <= labels; i++)
		hash_owner(zone->last, i);
}

bool names_must_keep(const struct zone_name *names, size_t count)
{
	uint32_t seen = 0, all = 0, beside;
	bool again = false, twice = false;

	for (size_t i = 0; i < count; i++) {
		uint32_t own = names[i].owns & NAMES_AGAIN;

		again = again || (names[i].owns & NAME_AGAIN) != 0;
		twice = twice || (names[i].owns & NAME_TWICE) != 0 || (own & seen) != 0;
		seen |= own;
		all |= names[i].owns & NAME_OWNS;
	}
	beside = all & ~(uint32_t)(OWNS_CNAME | OWNS_SIGNATURE | OWNS_OPAQUE);
	return again && (twice || ((all & OWNS_CNAME) != 0 && beside != 0));
}

/* Two groups are of one owner: the later one joins the other. */
static void join_groups(struct zone_name *merged, uint32_t group, struct names_runs *again)
{
	uint32_t low = group < merged->group ? group : merged->group;

	MEMORY_GROW(again->joins, again->join_count, again->join_capacity);
	again->joins[again->join_count++] = (struct names_join){
		.from = low == group ? merged->group : group, .to = low
	};
	merged->group = low;
}

static void merge_entry(
	struct zone_name *merged, const struct zone_name *name, struct names_runs *again)
{
	merged->owns |= name->owns & NAME_OWNS;
	if ((name->owns & NAME_AGAIN) != 0 || name->group == 0)
		return;
	if (merged->group == 0)
		merged->group = name->group;
	else
		join_groups(merged, name->group, again);
}

void names_runs_finish(struct names_runs *again)
{
	free(again->offsets);
	free(again->joins);
}

size_t names_merge(struct zone_name *names, size_t count, struct names_runs *again)
{
	size_t kept = 0, end;

	for (size_t i = 0; i < count; i = end) {
		struct zone_name merged = { .hash = names[i].hash };
		size_t first = kept;
		bool keep;

		for (end = i + 1; end < count && names[end].hash == names[i].hash; end++)
			;
		keep = names_must_keep(names + i, end - i);
		for (size_t j = i; j < end; j++) {
			bool is_again = (names[j].owns & NAME_AGAIN) != 0;

			if (is_again && keep) {
				MEMORY_GROW(again->offsets, again->count, again->capacity);
				again->offsets[again->count++] = zone_name_offset(&names[j]);
			}
			if (is_again && !keep)
				names[kept++] = names[j];
			else
				merge_entry(&merged, &names[j], again);
		}
		if (kept == first || merged.owns != 0)
			names[kept++] = merged;
	}
	return kept;
}

bool names_within(struct zone_file *zone, size_t above)
{
	struct zone_last *last = zone->last;
	const struct zone_owner *owner = &last->owners[last->newest];

	if (!zone->has_soa || zone->keep_all)
		return false;
	if (last->apex_labels == 0) {
		last->apex_labels = name_labels(zone->apex);
		last->apex_hash = name_hash(zone->apex);
	}
	return last->apex_labels > 0 && owner->labels >= last->apex_labels + above &&
	       last->hashes[last->apex_labels] == last->apex_hash;
}

void names_begin(struct zone_file *zone, enum type_bit owns, const struct names_run *run)
{
	static const uint32_t silent = OWNS_OTHER | OWNS_SIGNATURE; /* types that are never kept */
	struct zone_name *name = &zone->names[zone->last->at];

	if ((name->owns & ~silent) != 0)
		name = names_push(zone, name->hash);
	name->owns |= owns | NAME_AGAIN | (uint32_t)(run->offset >> 32) << 16;
	name->group = (uint32_t)run->offset;
	zone->last->ttls[__builtin_ctz(owns)] = run->ttl;
}

void names_keep(struct zone_file *zone, enum type_bit owns)
{
	struct zone_name *name = &zone->names[zone->last->at];

	if ((name->owns & NAME_AGAIN) != 0)
		names_push(zone, name->hash)->owns = owns;
}
