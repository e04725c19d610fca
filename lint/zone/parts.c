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
	pthread_mutex_t lock; /* of sorting */
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

/* A map of bits that hashes choose: those chosen once, and more than once. */
struct map {
	uint64_t *once, *more;
	uint64_t mask; /* of the bits of a hash */
};

static bool map_has(const uint64_t *bits, uint64_t bit)
{
	return (bits[bit / 64] >> bit % 64 & 1) != 0;
}

/* Empties MAP, which has room for COUNT names, for so many. */
static void map_start(struct map *map, size_t count)
{
	size_t words = 1;

	while (words * 4 < count)
		words *= 2;
	map->mask = words * 64 - 1;
	memset(map->once, 0, words * sizeof *map->once);
	memset(map->more, 0, words * sizeof *map->more);
}

/* Puts names whose hash may be that of another one too before all others; how many. */
static size_t put_twins_first(struct zone_name *names, size_t count, struct map *map)
{
	size_t twins = 0;

	map_start(map, count);
	for (size_t i = 0; i < count; i++) {
		uint64_t bit = names[i].hash & map->mask;

		map->more[bit / 64] |= map->once[bit / 64] & UINT64_C(1) << bit % 64;
		map->once[bit / 64] |= UINT64_C(1) << bit % 64;
	}
	for (size_t i = 0; i < count; i++)
		if (map_has(map->more, names[i].hash & map->mask)) {
			struct zone_name name = names[i];

			names[i] = names[twins];
			names[twins++] = name;
		}
	return twins;
}

static void move(struct zone_name *to, const struct zone_name *from, size_t count)
{
	if (to != from && count > 0)
		memmove(to, from, count * sizeof *to);
}

/* Merges entries of one hash in each part, and closes the gaps. */
static size_t merge_parts(
	struct zone_name *names, struct names_parts *parts, struct names_runs *again)
{
	size_t most = 0, to = 0;
	struct map map;

	for (size_t i = 0; i < RADIX; i++)
		if (parts->starts[i + 1] - parts->starts[i] > most)
			most = parts->starts[i + 1] - parts->starts[i];
	map.once = memory_alloc(most / 2 + 1, sizeof *map.once);
	map.more = memory_alloc(most / 2 + 1, sizeof *map.more);
	for (size_t i = 0; i < RADIX; i++) {
		struct zone_name *part = names + parts->starts[i];
		size_t count = parts->starts[i + 1] - parts->starts[i];
		size_t twins = put_twins_first(part, count, &map), kept;

		sort_from(part, twins, TOP_SHIFT - RADIX_BITS);
		kept = names_merge(part, twins, again);
		parts->starts[i] = to;
		move(names + to, part, kept);
		move(names + to + kept, part + twins, count - twins);
		to += kept + count - twins;
	}
	parts->starts[RADIX] = to;
	free(map.once);
	free(map.more);
	return to;
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
	distribute(names, count, TOP_SHIFT, (*parts)->starts);
	return merge_parts(names, *parts, again);
}

static void sort_part(struct zone_name *names, struct names_parts *parts, size_t part)
{
	size_t from = parts->starts[part], count = parts->starts[part + 1] - from;

	if (atomic_load_explicit(&parts->sorted[part], memory_order_acquire))
		return;
	pthread_mutex_lock(&parts->lock);
	if (!atomic_load_explicit(&parts->sorted[part], memory_order_relaxed))
		sort_from(names + from, count, TOP_SHIFT - RADIX_BITS);
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
