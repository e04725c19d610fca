#include "lint/zone/chains.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* So many names are sorted. */
#ifndef SORTED_MAX
#define SORTED_MAX 8192
#endif

enum { RADIX_BITS = 8, RADIX = 1 << RADIX_BITS, FEW = 24, TOP_SHIFT = 64 - RADIX_BITS };

/* Entries are numbered from 1. */
struct names_chains {
	pthread_mutex_t lock; /* of making the chains */
	atomic_bool made;
	uint32_t *heads; /* of the names whose hashes have the low bits of MASK in common */
	uint32_t *next;	 /* behind each; 0 at the end */
	uint64_t mask;
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

/* Bits that hashes choose: for what stands at names, and for names of which the same was there
 * before, or whose only entry must be kept. There are few of the latter, and fewer bits for them.
 */
struct map {
	uint64_t *seen, *twins;
	uint64_t mask; /* of the number of a bit among `seen` */
};

enum { BITS_OF_NAME = 8, TWIN_SHIFT = 2 };

/* Chooses the bit of that NUMBER among BITS; true when it was chosen before. */
static bool choose(uint64_t *bits, uint64_t number)
{
	uint64_t *word = &bits[number / 64], bit = UINT64_C(1) << number % 64;
	bool before = (*word & bit) != 0;

	*word |= bit;
	return before;
}

/* What no other entry of the name may have as well, a bit each. Beside an alias that is anything.
 */
static uint32_t keys_of(const struct zone_name *name, bool aliases)
{
	bool kept = (name->owns & NAME_AGAIN) == 0 && name->group != 0;

	return aliases ? 1 : (name->owns & NAMES_AGAIN) | (uint32_t)kept << 31;
}

static void mark(struct map *map, const struct zone_name *name, bool aliases)
{
	static const uint64_t spread = UINT64_C(0x9e3779b97f4a7c15);
	bool twin = (name->owns & (NAME_TWICE | OWNS_CNAME)) != 0 && names_must_keep(name, 1);

	for (uint32_t keys = keys_of(name, aliases); keys != 0; keys &= keys - 1) {
		uint64_t key = (uint64_t)__builtin_ctz(keys) * spread;

		twin = choose(map->seen, (name->hash + key) & map->mask) || twin;
	}
	if (twin)
		choose(map->twins, (name->hash & map->mask) >> TWIN_SHIFT);
}

static bool any_alias(const struct zone_name *names, size_t count)
{
	uint32_t owns = 0;

	for (size_t i = 0; i < count; i++)
		owns |= names[i].owns;
	return (owns & OWNS_CNAME) != 0;
}

static struct map map_of(const struct zone_name *names, size_t count)
{
	bool aliases = any_alias(names, count);
	struct map map;
	size_t words = 1;

	while (words * 64 < count * BITS_OF_NAME)
		words *= 2;
	map.mask = words * 64 - 1;
	map.seen = memory_alloc(words, sizeof *map.seen);
	map.twins = memory_alloc((words >> TWIN_SHIFT) + 1, sizeof *map.twins);
	for (size_t i = 0; i < count; i++)
		mark(&map, &names[i], aliases);
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
	free(map.seen);
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

size_t chains_make(struct zone_name *names, size_t count, struct names_chains **chains,
	struct names_runs *again)
{
	*again = (struct names_runs){ 0 };
	*chains = NULL;
	if (count <= SORTED_MAX) {
		sort_from(names, count, TOP_SHIFT);
		return names_merge(names, count, again);
	}
	*chains = memory_alloc(1, sizeof **chains);
	pthread_mutex_init(&(*chains)->lock, NULL);
	return merge_twins(names, count, again);
}

/* About four names to a chain. */
static void make(struct zone_name *names, size_t count, struct names_chains *chains)
{
	size_t heads = 1;

	while (heads < count / 4)
		heads *= 2;
	chains->mask = heads - 1;
	chains->heads = memory_alloc(heads, sizeof *chains->heads);
	chains->next = memory_alloc(count, sizeof *chains->next);
	for (size_t i = count; i-- > 0;) {
		uint32_t *head = &chains->heads[names[i].hash & chains->mask];

		chains->next[i] = *head;
		*head = (uint32_t)(i + 1);
	}
}

static void make_if_asked(struct zone_name *names, size_t count, struct names_chains *chains)
{
	if (atomic_load_explicit(&chains->made, memory_order_acquire))
		return;
	pthread_mutex_lock(&chains->lock);
	if (!atomic_load_explicit(&chains->made, memory_order_relaxed))
		make(names, count, chains);
	atomic_store_explicit(&chains->made, true, memory_order_release);
	pthread_mutex_unlock(&chains->lock);
}

/* The first entry with HASH from number AT of a chain on. */
static struct zone_name *follow(
	struct zone_name *names, const struct names_chains *chains, uint32_t at, uint64_t hash)
{
	while (at != 0 && names[at - 1].hash != hash)
		at = chains->next[at - 1];
	return at != 0 ? &names[at - 1] : NULL;
}

static struct zone_name *find_sorted(struct zone_name *names, size_t count, uint64_t hash)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (names[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && names[low].hash == hash ? &names[low] : NULL;
}

struct zone_name *chains_find(
	struct zone_name *names, size_t count, struct names_chains *chains, uint64_t hash)
{
	if (chains == NULL)
		return find_sorted(names, count, hash);
	make_if_asked(names, count, chains);
	return follow(names, chains, chains->heads[hash & chains->mask], hash);
}

struct zone_name *chains_next(struct zone_name *names, size_t count,
	const struct names_chains *chains, const struct zone_name *name)
{
	size_t at = (size_t)(name - names);

	if (chains != NULL)
		return follow(names, chains, chains->next[at], name->hash);
	return at + 1 < count && names[at + 1].hash == name->hash ? &names[at + 1] : NULL;
}

struct zone_name *chains_kept(
	struct zone_name *names, size_t count, struct names_chains *chains, uint64_t hash)
{
	struct zone_name *name = chains_find(names, count, chains, hash), *kept = NULL;

	for (; name != NULL; name = chains_next(names, count, chains, name)) {
		if ((name->owns & NAME_AGAIN) != 0)
			continue;
		if (name->group != 0)
			return name;
		kept = kept == NULL ? name : kept;
	}
	return kept;
}

void chains_sort(struct zone_name *names, size_t count, struct names_chains **chains)
{
	if (*chains != NULL)
		sort_from(names, count, TOP_SHIFT);
	chains_finish(*chains);
	*chains = NULL;
}

void chains_finish(struct names_chains *chains)
{
	if (chains == NULL)
		return;
	pthread_mutex_destroy(&chains->lock);
	free(chains->heads);
	free(chains->next);
	free(chains);
}
