/* Zones from their files, and zones by apex. */
#include "lint/model/node.h"

#include "lint/zone/chains.h"

#include <stdlib.h>

static bool is_nameless(const struct member *member)
{
	return member->file->nameless && !name_is_none(member->apex) && name_is_root(member->apex);
}

/* By apex, those last that nobody knows it of, then edition, then the file with the SOA, then as
 * they came. */
static int compare_members(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int by_apex = name_cmp(x->apex, y->apex);

	if (by_apex != 0)
		return by_apex;
	if (is_nameless(x) != is_nameless(y))
		return is_nameless(x) ? 1 : -1;
	if (x->edition != y->edition)
		return x->edition < y->edition ? -1 : 1;
	if (!str_eq(x->directory, y->directory))
		return str_cmp(x->directory, y->directory);
	if (file_is_whole(x->file) != file_is_whole(y->file))
		return file_is_whole(x->file) ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static bool same_zone(const struct member *a, const struct member *b)
{
	return a->edition == b->edition && str_eq(a->directory, b->directory) &&
	       name_cmp(a->apex, b->apex) == 0;
}

static int compare_apexes(const void *a, const void *b)
{
	const struct apex_entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

/* The table of apexes over world->zones, which are sorted by apex. */
static void index_apexes(struct world *world)
{
	world->apexes = arena_alloc(&world->arena, world->zone_count + 1, sizeof *world->apexes);
	world->apex_count = 0;
	for (size_t i = 0; i < world->zone_count; i++) {
		struct name apex = world->zones[i].apex;

		if (name_is_none(apex) || world->zones[i].nameless)
			continue;
		if (world->apex_count > 0 && name_equal(world->zones[i - 1].apex, apex))
			world->apexes[world->apex_count - 1].count++;
		else
			world->apexes[world->apex_count++] = (struct apex_entry){ name_hash(apex),
				i, 1 };
	}
	qsort(world->apexes, world->apex_count, sizeof *world->apexes, compare_apexes);
}

void world_make(struct world *world, struct member *members, size_t count)
{
	const struct zone_file **files = arena_alloc(&world->arena, count + 1, sizeof *files);
	struct zone *zone = NULL;

	qsort(members, count, sizeof *members, compare_members);
	world->zones = arena_alloc(&world->arena, count + 1, sizeof *world->zones);
	world->zone_count = 0;
	for (size_t i = 0; i < count; i++) {
		const struct member *member = &members[i];

		files[i] = member->file;
		if (i == 0 || !same_zone(&members[i - 1], member)) {
			zone = &world->zones[world->zone_count];
			*zone = (struct zone){ .apex = member->apex,
				.nameless = is_nameless(member),
				.files = &files[i],
				.complete = file_is_whole(member->file),
				.index = world->zone_count };
			world->zone_count++;
		}
		zone->file_count++;
		zone->complete = zone->complete && !member->file->incomplete && !member->doubtful;
	}
	for (size_t i = 0; i < world->zone_count; i++)
		zone_index(&world->zones[i], &world->arena);
	index_apexes(world);
}

static const struct zone *find_apex(
	const struct world *world, uint64_t hash, struct name apex, size_t *count)
{
	size_t low = 0, high = world->apex_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (world->apexes[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < world->apex_count && world->apexes[low].hash == hash; low++) {
		const struct zone *zone = &world->zones[world->apexes[low].first];

		*count = world->apexes[low].count;
		if (name_equal(zone->apex, apex))
			return zone;
	}
	return NULL;
}

const struct zone *world_editions(const struct world *world, struct name name, size_t *count)
{
	unsigned char offsets[NAME_MAX_LABELS];
	uint64_t hash[NAME_MAX_LABELS];
	size_t labels = name_offsets(name, offsets);
	const struct zone *zones = NULL;

	*count = 0;
	hash[labels] = 0; /* hash[i] is that of the name without its first i labels */
	for (size_t i = labels; i-- > 0;) {
		const unsigned char *label = name.wire + offsets[i];

		hash[i] = name_hash_label(hash[i + 1], str_of((const char *)label + 1, *label));
	}
	for (size_t i = 0; i <= labels && zones == NULL; i++) {
		size_t from = i < labels ? offsets[i] : name.len - 1;

		zones = find_apex(
			world, hash[i], (struct name){ name.wire + from, name.len - from }, count);
	}
	return zones;
}

const struct zone *world_zone_of(
	const struct world *world, const struct zone *from, struct name name)
{
	size_t count;
	const struct zone *zones = world_editions(world, name, &count);

	return zones != NULL && from >= zones && from < zones + count ? from : zones;
}

void world_finish(struct world *world)
{
	for (size_t i = 0; i < world->zone_count; i++)
		if (world->zones[i].file_count > 1) /* else they are the file's */
			chains_finish(world->zones[i].chains);
	arena_finish(&world->arena);
	*world = (struct world){ 0 };
}
