/* The index of one zone: its records by owner, and the names that exist in it. */
#include "lint/model/node.h"

#include "lint/base/memory.h"
#include "lint/zone/names.h"

#include <stdlib.h>

static void index_names(struct zone *zone, struct arena *arena)
{
	struct zone_name *names;
	struct names_runs again;
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
	names_sort(names, total);
	zone->names = names;
	zone->name_count = names_merge(names, total, &again);
	free(again.offsets);
}

static size_t first_guess(const struct zone *zone, uint64_t hash)
{
	return (size_t)((hash >> 32) * (zone->name_count & UINT32_MAX) >> 32);
}

/* Where a name with HASH should be, as its value is to that of names near there: hashes are spread
 * evenly, and each step comes nearer by far than halving would. */
static size_t guess_place(const struct zone *zone, uint64_t hash)
{
	int64_t count = (int64_t)zone->name_count, guess;

	if (count > INT32_MAX)
		return zone->name_count / 2;
	guess = (int64_t)first_guess(zone, hash);
	for (int i = 0; i < 3; i++) {
		int64_t ahead = (int64_t)(hash >> 32) - (int64_t)(zone->names[guess].hash >> 32);

		guess += ahead * count / ((int64_t)1 << 32);
		guess = guess < 0 ? 0 : guess < count ? guess : count - 1;
	}
	return (size_t)guess;
}

/* The place of the name with HASH, which should be near GUESS; NULL when it does not exist. */
static struct zone_name *find_near(const struct zone *zone, uint64_t hash, size_t guess)
{
	size_t low = 0, high = zone->name_count, step = 1;

	if (high > 0 && zone->names[guess].hash < hash) {
		for (low = guess; low + step < high && zone->names[low + step].hash < hash;
			step *= 2)
			low += step;
		if (low + step < high)
			high = low + step + 1;
	} else if (high > 0) {
		for (high = guess + 1; high > step && zone->names[high - step].hash > hash;
			step *= 2)
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
	while (low > 0 && low < zone->name_count && zone->names[low - 1].hash == hash)
		low--;
	return low < zone->name_count && zone->names[low].hash == hash ? &zone->names[low] : NULL;
}

struct zone_name *zone_find_name(const struct zone *zone, uint64_t hash)
{
	return find_near(zone, hash, zone->name_count > 0 ? guess_place(zone, hash) : 0);
}

/* Records that are looked up together: memory is slow, and answers many questions in the time of
 * one. */
enum { BLOCK = 32 };

/* The COUNT records of a block, from RRS[0] on, and where their owners are. */
struct block {
	const struct rr *rrs;
	size_t count;
	bool again[BLOCK]; /* the owner is that of the record before, in the file: they share it */
	uint64_t hashes[BLOCK];
	size_t guesses[BLOCK];
};

static void block_guess(const struct zone *zone, struct block *block)
{
	for (size_t i = 0; i < block->count; i++)
		if (!block->again[i]) {
			block->hashes[i] = name_hash(block->rrs[i].owner);
			__builtin_prefetch(&zone->names[first_guess(zone, block->hashes[i])]);
		}
	for (size_t i = 0; i < block->count; i++)
		if (!block->again[i]) {
			block->guesses[i] = guess_place(zone, block->hashes[i]);
			__builtin_prefetch(&zone->names[block->guesses[i]]);
		}
}

/* The number of the group of record I, whose owner exists; a new one for its first record. */
static uint32_t group_of(struct zone *zone, const struct block *block, size_t i)
{
	struct zone_name *name = find_near(zone, block->hashes[i], block->guesses[i]);

	while ((name->owns & NAME_AGAIN) != 0) /* behind these is the entry of what is kept */
		name++;
	if (name->group == 0)
		name->group = (uint32_t)++zone->group_count;
	return name->group - 1;
}

/* Numbers the group of each record of FILE in NUMBERS, and counts the records of each in
 * zone->groups. */
static void number_groups(struct zone *zone, const struct zone_file *file, uint32_t *numbers)
{
	for (size_t from = 0; from < file->rr_count; from += BLOCK) {
		size_t left = file->rr_count - from;
		struct block block = { .rrs = file->rrs + from,
			.count = left < BLOCK ? left : BLOCK };

		for (size_t i = 0; i < block.count; i++)
			block.again[i] = from + i > 0 && file->rrs[from + i].owner.wire ==
								 file->rrs[from + i - 1].owner.wire;
		block_guess(zone, &block);
		for (size_t i = 0; i < block.count; i++) {
			uint32_t *number = &numbers[from + i];

			*number = block.again[i] ? number[-1] : group_of(zone, &block, i);
			zone->groups[*number]++;
		}
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

/* The reader has found the groups of FILE, which is all of ZONE. */
static void take_groups(struct zone *zone, const struct zone_file *file)
{
	zone->group_count = file->group_count;
	if (file->group_count > 0)
		memcpy(zone->groups, file->groups, file->group_count * sizeof *zone->groups);
	zone->groups[file->group_count] = (uint32_t)file->rr_count;
	for (size_t i = 0; i < file->rr_count; i++)
		zone->records[i] = &file->rrs[i];
}

/* Finds the group of each record by its owner. */
static void make_groups(struct zone *zone)
{
	uint32_t *numbers = memory_alloc(zone->record_count, sizeof *numbers);
	size_t done = 0;

	for (size_t i = 0; i < zone->name_count; i++)
		if ((zone->names[i].owns & NAME_AGAIN) == 0)
			zone->names[i].group = 0;
	for (size_t i = 0; i < zone->file_count; i++) {
		number_groups(zone, zone->files[i], numbers + done);
		done += zone->files[i]->rr_count;
	}
	place_records(zone, numbers);
	free(numbers);
}

static void index_records(struct zone *zone, struct arena *arena)
{
	size_t total = 0;

	for (size_t i = 0; i < zone->file_count; i++)
		total += zone->files[i]->rr_count;
	zone->record_count = total;
	zone->records = arena_alloc(arena, total + 1, sizeof *zone->records);
	zone->groups = arena_alloc(arena, total + 1, sizeof *zone->groups);
	if (zone->file_count == 1 && !zone->files[0]->scattered)
		take_groups(zone, zone->files[0]);
	else
		make_groups(zone);
}

/* Whether something below the apex may be out of sight: a cut, or what lies below a DNAME. */
static bool has_breaks(const struct zone *zone)
{
	uint64_t apex = name_is_none(zone->apex) ? 0 : name_hash(zone->apex);

	for (size_t i = 0; i < zone->name_count; i++)
		if ((zone->names[i].owns & OWNS_DNAME) != 0 ||
			((zone->names[i].owns & OWNS_NS) != 0 && zone->names[i].hash != apex))
			return true;
	return false;
}

void zone_index(struct zone *zone, struct arena *arena)
{
	index_names(zone, arena);
	zone->has_breaks = has_breaks(zone);
	index_records(zone, arena);
}
