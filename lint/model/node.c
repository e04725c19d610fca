/* The index of one zone: its records by owner, and the names that exist in it. */
#include "lint/model/node.h"

#include <stdlib.h>

static int compare_entries(const void *a, const void *b)
{
	const struct zone_entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void index_records(struct zone *zone, struct arena *arena)
{
	size_t total = 0, n = 0;

	for (size_t i = 0; i < zone->file_count; i++)
		total += zone->files[i]->rr_count;
	zone->entries = arena_alloc(arena, total + 1, sizeof *zone->entries);
	for (size_t i = 0; i < zone->file_count; i++)
		for (size_t j = 0; j < zone->files[i]->rr_count; j++) {
			const struct rr *rr = &zone->files[i]->rrs[j];

			zone->entries[n] = (struct zone_entry){ name_hash(rr->owner), rr, n };
			n++;
		}
	zone->entry_count = total;
	qsort(zone->entries, total, sizeof *zone->entries, compare_entries);
}

static int compare_names(const void *a, const void *b)
{
	const struct zone_name *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static size_t merge_names(struct zone_name *names, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept > 0 && names[kept - 1].hash == names[i].hash)
			names[kept - 1].owns |= names[i].owns;
		else
			names[kept++] = names[i];
	return kept;
}

static void index_names(struct zone *zone, struct arena *arena)
{
	struct zone_name *names;
	size_t total = 0;

	zone->names = zone->files[0]->names;
	zone->name_count = zone->files[0]->name_count;
	if (zone->file_count == 1)
		return;
	for (size_t i = 0; i < zone->file_count; i++)
		total += zone->files[i]->name_count;
	names = arena_alloc(arena, total + 1, sizeof *names);
	total = 0;
	for (size_t i = 0; i < zone->file_count; i++) {
		size_t n = zone->files[i]->name_count;

		if (n > 0)
			memcpy(names + total, zone->files[i]->names, n * sizeof *names);
		total += n;
	}
	qsort(names, total, sizeof *names, compare_names);
	zone->names = names;
	zone->name_count = merge_names(names, total);
}

void zone_index(struct zone *zone, struct arena *arena)
{
	index_records(zone, arena);
	index_names(zone, arena);
}

bool zone_find(const struct zone *zone, uint64_t hash, uint32_t *owns)
{
	size_t low = 0, high = zone->name_count;

	*owns = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->names[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->name_count || zone->names[low].hash != hash)
		return false;
	*owns = zone->names[low].owns;
	return true;
}

bool zone_exists(const struct zone *zone, struct name name, uint32_t *owns)
{
	return zone_find(zone, name_hash(name), owns);
}

static size_t first_entry(const struct zone *zone, uint64_t hash)
{
	size_t low = 0, high = zone->entry_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->entries[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where RDATA of TYPE becomes a name, in which case does not count (RFC 4343). */
static size_t name_from(uint16_t type)
{
	static const uint16_t names[] = { TYPE_NS, TYPE_CNAME, TYPE_DNAME };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i] == type)
			return 0;
	return type == TYPE_MX ? 2 : SIZE_MAX;
}

static int compare_rdata(const struct rr *a, const struct rr *b)
{
	size_t fold = name_from(a->type);

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (fold == SIZE_MAX)
		return str_cmp(a->rdata, b->rdata);
	for (size_t i = 0; i < a->rdata.len && i < b->rdata.len; i++) {
		char x = a->rdata.ptr[i], y = b->rdata.ptr[i];

		x = i < fold ? x : ascii_lower(x);
		y = i < fold ? y : ascii_lower(y);
		if (x != y)
			return (unsigned char)x < (unsigned char)y ? -1 : 1;
	}
	return a->rdata.len < b->rdata.len ? -1 : a->rdata.len > b->rdata.len;
}

bool rr_same_data(const struct rr *a, const struct rr *b)
{
	return compare_rdata(a, b) == 0;
}

static int compare_data(const void *a, const void *b)
{
	const struct zone_entry *x = a, *y = b;
	int by_data = compare_rdata(x->rr, y->rr);

	return by_data != 0 ? by_data : x->order < y->order ? -1 : x->order > y->order;
}

static int compare_order(const void *a, const void *b)
{
	const struct zone_entry *x = a, *y = b;

	return x->order < y->order ? -1 : x->order > y->order;
}

/* Leaves the first of each identical records, in reading order. */
static size_t unique(struct zone_entry *list, size_t count)
{
	size_t kept = 0;

	if (count < 2)
		return count;
	qsort(list, count, sizeof *list, compare_data);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || compare_rdata(list[kept - 1].rr, list[i].rr) != 0)
			list[kept++] = list[i];
	qsort(list, kept, sizeof *list, compare_order);
	return kept;
}

const struct rr **zone_node(const struct zone *zone, struct name name, uint16_t type,
	struct arena *arena, size_t *count)
{
	uint64_t hash = name_hash(name);
	size_t first = first_entry(zone, hash), end = first, n = 0;
	struct zone_entry *list;
	const struct rr **rrs;

	while (end < zone->entry_count && zone->entries[end].hash == hash)
		end++;
	list = arena_alloc(arena, end - first + 1, sizeof *list);
	for (size_t i = first; i < end; i++) {
		const struct rr *rr = zone->entries[i].rr;

		if ((type == 0 || rr->type == type) && name_equal(rr->owner, name))
			list[n++] = zone->entries[i];
	}
	*count = unique(list, n);
	rrs = arena_alloc(arena, *count + 1, sizeof *rrs);
	for (size_t i = 0; i < *count; i++)
		rrs[i] = list[i].rr;
	return rrs;
}

size_t zone_group(const struct zone *zone, size_t *group, const struct zone_entry **entries)
{
	size_t first = *group, end = first;

	while (end < zone->entry_count && zone->entries[end].hash == zone->entries[first].hash)
		end++;
	*entries = zone->entries + first;
	*group = end;
	return end - first;
}

/* The first record of TYPE at NAME; NULL when none is kept. */
static const struct rr *first_of(
	const struct zone *zone, struct name name, uint64_t hash, uint16_t type)
{
	for (size_t i = first_entry(zone, hash);
		i < zone->entry_count && zone->entries[i].hash == hash; i++)
		if (zone->entries[i].rr->type == type && name_equal(zone->entries[i].rr->owner, name))
			return zone->entries[i].rr;
	return NULL;
}

void zone_path(const struct zone *zone, struct name name, struct path *path)
{
	unsigned char offsets[NAME_MAX_LABELS];
	uint64_t hash = name_hash(zone->apex);

	path->below = name_offsets(name, offsets) - name_labels(zone->apex);
	for (path->exist = 0; path->exist <= path->below; path->exist++) {
		size_t depth = path->exist;

		if (depth > 0) {
			const unsigned char *label = name.wire + offsets[path->below - depth];

			hash = name_hash_label(hash, str_of((const char *)label + 1, *label));
		}
		path->hash[depth] = hash;
		if (!zone_find(zone, hash, &path->owns[depth]))
			break;
	}
}

const struct rr *zone_path_break(
	const struct zone *zone, struct name name, const struct path *path, size_t *depth)
{
	for (size_t i = 0; i < path->exist; i++) {
		bool cut = i > 0 && (path->owns[i] & OWNS_NS) != 0;
		bool rewrites = i < path->below && (path->owns[i] & OWNS_DNAME) != 0;
		const struct rr *rr;

		if (!cut && !rewrites)
			continue;
		rr = first_of(zone, name_parent(name, path->below - i), path->hash[i],
			cut ? TYPE_NS : TYPE_DNAME);
		*depth = i;
		if (rr != NULL)
			return rr;
	}
	return NULL;
}

bool zone_occluded(const struct zone *zone, struct name name, const struct rr **by)
{
	struct path path;
	size_t depth;

	if (!name_within(name, zone->apex))
		return false;
	zone_path(zone, name, &path);
	*by = zone_path_break(zone, name, &path, &depth);
	return *by != NULL;
}
