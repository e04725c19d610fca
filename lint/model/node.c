/* The index of one zone: its records by owner, and the names that exist in it. */
#include "lint/model/node.h"

#include "lint/base/memory.h"

#include <stdlib.h>

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

/* Where a name with HASH should be, as its value is to that of names near there: hashes are spread
 * evenly, and each step comes nearer by far than halving would. */
static size_t guess_place(const struct zone *zone, uint64_t hash)
{
	int64_t count = (int64_t)zone->name_count, guess;

	if (count > INT32_MAX)
		return zone->name_count / 2;
	guess = (int64_t)(hash >> 32) * count >> 32;
	for (int i = 0; i < 3; i++) {
		int64_t ahead = (int64_t)(hash >> 32) -
			(int64_t)(zone->names[guess].hash >> 32);

		guess += ahead * count / ((int64_t)1 << 32);
		guess = guess < 0 ? 0 : guess < count ? guess : count - 1;
	}
	return (size_t)guess;
}

/* The place of the name with HASH; NULL when it does not exist. */
static struct zone_name *find_name(const struct zone *zone, uint64_t hash)
{
	size_t low = 0, high = zone->name_count, step = 1;
	size_t guess = high > 0 ? guess_place(zone, hash) : 0;

	if (high > 0 && zone->names[guess].hash < hash) {
		for (low = guess; low + step < high && zone->names[low + step].hash < hash; step *= 2)
			low += step;
		if (low + step < high)
			high = low + step + 1;
	} else if (high > 0) {
		for (high = guess + 1; high > step && zone->names[high - step].hash > hash; step *= 2)
			high -= step;
		if (high > step)
			low = high - step;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->names[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < zone->name_count && zone->names[low].hash == hash ? &zone->names[low] : NULL;
}

/* The number of the group of RR, whose owner exists; a new one where RR is its first record. */
static uint32_t group_of(struct zone *zone, const struct rr *rr)
{
	struct zone_name *name = find_name(zone, name_hash(rr->owner));

	if (name->group == 0)
		name->group = (uint32_t)++zone->group_count;
	return name->group - 1;
}

/* Numbers the group of each record in NUMBERS, and counts the records of each in zone->groups. */
static void number_groups(struct zone *zone, uint32_t *numbers)
{
	const unsigned char *last = NULL;
	size_t n = 0;

	for (size_t i = 0; i < zone->file_count; i++)
		for (size_t j = 0; j < zone->files[i]->rr_count; j++, n++) {
			const struct rr *rr = &zone->files[i]->rrs[j];

			/* Records of one owner share it where they follow each other. */
			numbers[n] = rr->owner.wire == last ? numbers[n - 1] : group_of(zone, rr);
			last = rr->owner.wire;
			zone->groups[numbers[n]]++;
		}
}

/* Makes of the sizes of groups where each ends, and puts records there, the last one first. */
static void place_records(struct zone *zone, const uint32_t *numbers)
{
	size_t n = zone->record_count;

	for (size_t i = 1; i <= zone->group_count; i++)
		zone->groups[i] += zone->groups[i - 1];
	for (size_t i = zone->file_count; i-- > 0;)
		for (size_t j = zone->files[i]->rr_count; j-- > 0;)
			zone->records[--zone->groups[numbers[--n]]] = &zone->files[i]->rrs[j];
}

static void index_records(struct zone *zone, struct arena *arena)
{
	uint32_t *numbers;
	size_t total = 0;

	for (size_t i = 0; i < zone->file_count; i++)
		total += zone->files[i]->rr_count;
	zone->record_count = total;
	zone->records = arena_alloc(arena, total + 1, sizeof *zone->records);
	zone->groups = arena_alloc(arena, total + 1, sizeof *zone->groups);
	for (size_t i = 0; i < zone->name_count; i++)
		zone->names[i].group = 0;
	numbers = memory_alloc(total, sizeof *numbers);
	number_groups(zone, numbers);
	place_records(zone, numbers);
	free(numbers);
}

void zone_index(struct zone *zone, struct arena *arena)
{
	index_names(zone, arena);
	index_records(zone, arena);
}

bool zone_find(const struct zone *zone, uint64_t hash, uint32_t *owns)
{
	const struct zone_name *name = find_name(zone, hash);

	*owns = name == NULL ? 0 : name->owns;
	return name != NULL;
}

/* The records of the name with HASH, and how many. */
static const struct rr *const *find_records(const struct zone *zone, uint64_t hash, size_t *count)
{
	const struct zone_name *name = find_name(zone, hash);

	*count = 0;
	if (name == NULL || name->group == 0)
		return NULL;
	*count = zone->groups[name->group] - zone->groups[name->group - 1];
	return zone->records + zone->groups[name->group - 1];
}

bool zone_exists(const struct zone *zone, struct name name, uint32_t *owns)
{
	return zone_find(zone, name_hash(name), owns);
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

/* A record while identical ones are dropped. */
struct ordered {
	const struct rr *rr;
	size_t order;
};

static int compare_order(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_data(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int by_data = compare_rdata(x->rr, y->rr);

	return by_data != 0 ? by_data : compare_order(a, b);
}

/* Leaves the first of each identical records, in reading order. */
static size_t unique(const struct rr **rrs, size_t count)
{
	struct ordered *list = memory_alloc(count, sizeof *list);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		list[i] = (struct ordered){ rrs[i], i };
	qsort(list, count, sizeof *list, compare_data);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || compare_rdata(list[kept - 1].rr, list[i].rr) != 0)
			list[kept++] = list[i];
	qsort(list, kept, sizeof *list, compare_order);
	for (size_t i = 0; i < kept; i++)
		rrs[i] = list[i].rr;
	free(list);
	return kept;
}

static bool is_wanted(const struct rr *rr, struct name name, uint16_t type)
{
	return (type == 0 || rr->type == type) && name_equal(rr->owner, name);
}

const struct rr **zone_node(const struct zone *zone, struct name name, uint16_t type,
	struct arena *arena, size_t *count)
{
	size_t all, n = 0;
	const struct rr *const *records = find_records(zone, name_hash(name), &all);
	const struct rr **rrs;

	for (size_t i = 0; i < all; i++)
		n += is_wanted(records[i], name, type);
	rrs = arena_alloc(arena, n, sizeof *rrs);
	n = 0;
	for (size_t i = 0; i < all; i++)
		if (is_wanted(records[i], name, type))
			rrs[n++] = records[i];
	*count = n < 2 || (n == 2 && !rr_same_data(rrs[0], rrs[1])) ? n : unique(rrs, n);
	return rrs;
}

size_t zone_group(const struct zone *zone, size_t *group, const struct rr *const **records)
{
	size_t at = *group;

	if (at == zone->group_count)
		return 0;
	*group = at + 1;
	*records = zone->records + zone->groups[at];
	return zone->groups[at + 1] - zone->groups[at];
}

/* The first record of TYPE at NAME; NULL when none is kept. */
static const struct rr *first_of(
	const struct zone *zone, struct name name, uint64_t hash, uint16_t type)
{
	size_t count;
	const struct rr *const *records = find_records(zone, hash, &count);

	for (size_t i = 0; i < count; i++)
		if (is_wanted(records[i], name, type))
			return records[i];
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
