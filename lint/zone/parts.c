#include "lint/zone/parts.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* So many names are not put into parts. */
#ifndef PARTS_FROM
#define PARTS_FROM 8192
#endif

enum { RADIX_BITS = 8, RADIX = 1 << RADIX_BITS, FEW = 24, TOP_SHIFT = 64 - RADIX_BITS };

struct names_parts {
	pthread_mutex_t lock; /* of all else */
	size_t count;
	bool divided; /* the names are in parts */
	size_t starts[RADIX + 1];
	atomic_bool sorted[RADIX];
};

static void sort_few(struct zone_name *names, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct zone_name name = names[i];
		size_t at = i;

		for (; at > 0 && names[at - 1].hash > name.hash; at--)
			names[at] = names[at - 1];
		names[at] = name;
	}
}

/* Puts each name into the part of the array for its eight bits from SHIFT on: part I begins at
 * STARTS[I], and the last ends at STARTS[RADIX]. */
static void distribute(
	struct zone_name *names, size_t count, unsigned shift, size_t starts[RADIX + 1])
{
	size_t next[RADIX];

	memset(starts, 0, (RADIX + 1) * sizeof *starts);
	for (size_t i = 0; i < count; i++)
		starts[(names[i].hash >> shift) % RADIX + 1]++;
	for (size_t i = 0; i < RADIX; i++) {
		starts[i + 1] += starts[i];
		next[i] = starts[i];
	}
	for (size_t part = 0; part < RADIX; part++)
		while (next[part] < starts[part + 1]) {
			struct zone_name name = names[next[part]];
			size_t to = (name.hash >> shift) % RADIX;

			while (to != part) {
				struct zone_name other = names[next[to]];

				names[next[to]++] = name;
				name = other;
				to = (name.hash >> shift) % RADIX;
			}
			names[next[part]++] = name;
		}
}

/* In place, from the highest eight bits down; there are eight levels at most. */
static void sort_from(struct zone_name *names, size_t count, unsigned shift)
{
	size_t starts[RADIX + 1];

	if (count <= FEW) {
		sort_few(names, count);
		return;
	}
	distribute(names, count, shift, starts);
	for (size_t i = 0; shift > 0 && i < RADIX; i++)
		if (starts[i + 1] - starts[i] > 1)
			sort_from(names + starts[i], starts[i + 1] - starts[i], shift - RADIX_BITS);
}

/* Bits that hashes choose: of names, and of those whose bit was chosen before. There are few of
 * the latter, and fewer bits for them. */
struct map {
	uint64_t *names, *twins;
	uint64_t mask; /* of the number of a bit among `names` */
};

enum { BITS_OF_NAME = 8, TWIN_SHIFT = 2 };

/* Chooses the bit of HASH among BITS; true when it was chosen before. */
static bool choose(uint64_t *bits, uint64_t number)
{
	uint64_t *word = &bits[number / 64], bit = UINT64_C(1) << number % 64;
	bool before = (*word & bit) != 0;

	*word |= bit;
	return before;
}

static struct map map_of(const struct zone_name *names, size_t count)
{
	struct map map;
	size_t words = 1;

	while (words * 64 < count * BITS_OF_NAME)
		words *= 2;
	map.mask = words * 64 - 1;
	map.names = memory_alloc(words, sizeof *map.names);
	map.twins = memory_alloc((words >> TWIN_SHIFT) + 1, sizeof *map.twins);
	for (size_t i = 0; i < count; i++) {
		uint64_t number = names[i].hash & map.mask;

		if (choose(map.names, number))
			choose(map.twins, number >> TWIN_SHIFT);
	}
	return map;
}

/* Puts names whose hash may be that of another one too before all others; how many. */
static size_t put_twins_first(struct zone_name *names, size_t count)
{
	struct map map = map_of(names, count);
	size_t twins = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t number = (names[i].hash & map.mask) >> TWIN_SHIFT;

		if ((map.twins[number / 64] >> number % 64 & 1) != 0) {
			struct zone_name name = names[i];

			names[i] = names[twins];
			names[twins++] = name;
		}
	}
	free(map.names);
	free(map.twins);
	return twins;
}

/* Merges entries of one hash, where the order of names does not count. */
static size_t merge_twins(struct zone_name *names, size_t count, struct names_runs *again)
{
	size_t twins = put_twins_first(names, count), kept, gap;

	sort_from(names, twins, TOP_SHIFT);
	kept = names_merge(names, twins, again);
	gap = twins - kept;
	if (gap > count - twins)
		memmove(names + kept, names + twins, (count - twins) * sizeof *names);
	else if (gap > 0)
		memcpy(names + kept, names + count - gap, gap * sizeof *names);
	return count - gap;
}

size_t parts_make(struct zone_name *names, size_t count, struct arena *arena,
	struct names_parts **parts, struct names_runs *again)
{
	*again = (struct names_runs){ 0 };
	*parts = NULL;
	if (count <= PARTS_FROM) {
		sort_from(names, count, TOP_SHIFT);
		return names_merge(names, count, again);
	}
	*parts = arena_alloc(arena, 1, sizeof **parts);
	pthread_mutex_init(&(*parts)->lock, NULL);
	(*parts)->count = merge_twins(names, count, again);
	return (*parts)->count;
}

/* Sorts PART, for which all names must have been put into parts. */
static void sort_part(struct zone_name *names, struct names_parts *parts, size_t part)
{
	if (atomic_load_explicit(&parts->sorted[part], memory_order_acquire))
		return;
	pthread_mutex_lock(&parts->lock);
	if (!parts->divided)
		distribute(names, parts->count, TOP_SHIFT, parts->starts);
	parts->divided = true;
	if (!atomic_load_explicit(&parts->sorted[part], memory_order_relaxed))
		sort_from(names + parts->starts[part],
			parts->starts[part + 1] - parts->starts[part], TOP_SHIFT - RADIX_BITS);
	atomic_store_explicit(&parts->sorted[part], true, memory_order_release);
	pthread_mutex_unlock(&parts->lock);
}

void parts_sort(struct zone_name *names, struct names_parts *parts)
{
	for (size_t i = 0; parts != NULL && i < RADIX; i++)
		sort_part(names, parts, i);
}

struct zone_name *parts_find(
	struct zone_name *names, size_t count, struct names_parts *parts, uint64_t hash)
{
	size_t part = hash >> TOP_SHIFT, low = 0, high = count;

	if (parts != NULL) {
		sort_part(names, parts, part);
		low = parts->starts[part];
		high = parts->starts[part + 1];
	}
	count = high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (names[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && names[low].hash == hash ? &names[low] : NULL;
}
