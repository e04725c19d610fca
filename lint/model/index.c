/* The index of one zone: its records by owner, and the names that exist in it. */
#include "lint/model/node.h"

#include "lint/base/memory.h"
#include "lint/zone/chains.h"

#include <stdlib.h>

static void index_names(struct zone *zone, struct arena *arena)
{
	struct zone_name *names;
	struct names_runs again;
	size_t total = 0;

	zone->names = zone->files[0]->names;
	zone->name_count = zone->files[0]->name_count;
	zone->chains = zone->files[0]->chains;
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
	zone->names = names;
	zone->name_count = chains_make(names, total, &zone->chains, &again);
	names_runs_finish(&again);
}

struct zone_name *zone_find_name(const struct zone *zone, uint64_t hash)
{
	return chains_find(zone->names, zone->name_count, zone->chains, hash);
}

/* The number of the owner of RR, which exists; a new one for its first record. */
static uint32_t owner_of(struct zone *zone, const struct rr *rr)
{
	struct zone_name *name = chains_kept(
		zone->names, zone->name_count, zone->chains, name_hash(rr->owner));

	if (name->group == 0)
		name->group = (uint32_t)++zone->group_count;
	return name->group;
}

/* Files that are one zone number their owners each for itself: they are numbered anew. */
static void number_owners(struct zone *zone)
{
	for (size_t i = 0; i < zone->name_count; i++)
		if ((zone->names[i].owns & NAME_AGAIN) == 0)
			zone->names[i].group = 0;
	for (size_t i = 0; i < zone->file_count; i++) {
		const struct zone_file *file = zone->files[i];

		for (size_t j = 0; j < file->group_count; j++)
			file->groups[j].owner = owner_of(zone, &file->rrs[file->groups[j].start]);
	}
}

static size_t group_end(const struct zone_file *file, size_t group)
{
	return group + 1 < file->group_count ? file->groups[group + 1].start : file->rr_count;
}

/* Makes of zone->groups, of which the one behind an owner's has the number of its records, where
 * the records of each owner begin, moved on by one place. */
static void start_groups(struct zone *zone)
{
	uint32_t at = 0;

	for (size_t i = 1; i <= zone->group_count; i++) {
		uint32_t size = zone->groups[i];

		zone->groups[i] = at;
		at += size;
	}
}

/* Puts the records in order of their owners, each owner's in order of reading. */
static void place_records(struct zone *zone)
{
	for (size_t i = 0; i < zone->file_count; i++)
		for (size_t j = 0; j < zone->files[i]->group_count; j++) {
			const struct zone_file *file = zone->files[i];
			uint32_t *to = &zone->groups[file->groups[j].owner];

			for (size_t k = file->groups[j].start; k < group_end(file, j); k++)
				zone->records[(*to)++] = &file->rrs[k];
		}
}

static void count_records(struct zone *zone)
{
	for (size_t i = 0; i < zone->file_count; i++)
		for (size_t j = 0; j < zone->files[i]->group_count; j++) {
			const struct zone_group *group = &zone->files[i]->groups[j];

			zone->groups[group->owner] += (uint32_t)(group_end(zone->files[i], j) -
								 group->start);
		}
}

static void index_records(struct zone *zone, struct arena *arena)
{
	for (size_t i = 0; i < zone->file_count; i++)
		zone->record_count += zone->files[i]->rr_count;
	if (zone->file_count > 1)
		number_owners(zone);
	else
		zone->group_count = zone->files[0]->owner_count;
	zone->records = arena_alloc(arena, zone->record_count + 1, sizeof *zone->records);
	zone->groups = arena_alloc(arena, zone->group_count + 1, sizeof *zone->groups);
	count_records(zone);
	start_groups(zone);
	place_records(zone);
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
