#include "lint/zones.h"

#include "lint/base/jobs.h"
#include "lint/base/memory.h"
#include "lint/zone/octodns.h"

#include <stdlib.h>

/* One top-level zone file while all are read: its findings may still be thrown away. */
struct reading {
	const struct repo_file *file;
	struct zone_file *zone; /* NULL: it could not be read */
	struct sources sources; /* what it includes */
	struct diag diag;
	enum source_status status;
	bool kept;
};

struct readings {
	struct reading *list;
	size_t count;
	struct lint *lint;
	const struct levels *levels;
};

static void read_zone(const struct readings *readings, struct reading *reading)
{
	const struct repo_file *file = reading->file;
	struct zone_input input = {
		.file = file->source,
		.apex = file->whose_given ? file->whose : (struct name){ 0 },
		.origin = file->whose,
		.found = !file->named,
		.root = file->root,
		.octodns = file->settings,
		.part_of = file->part_of,
		.includes = readings->lint->settings.includes,
		.directory = file->directory,
	};
	bool (*read)(struct zone_file *, const struct zone_input *, struct sources *, struct diag *,
		enum source_status *) = file->octodns ? octodns_read : zone_read;

	sources_part(&reading->sources, &readings->lint->sources);
	diag_init(&reading->diag, readings->levels);
	input.every_mx = diag_level(&reading->diag, RULE_MX_UNPROTECTED, LEVEL_UNSET) != LEVEL_OFF;
	reading->zone = memory_alloc(1, sizeof *reading->zone);
	if (read(reading->zone, &input, &reading->sources, &reading->diag, &reading->status))
		return;
	zone_finish(reading->zone);
	free(reading->zone);
	diag_finish(&reading->diag);
	reading->zone = NULL;
}

/* A job: one file, which options may give as several zones. It writes nothing but its readings, and
 * size and time of its own source. */
static void read_file(void *context, size_t index)
{
	const struct readings *readings = context;
	const struct reading *list = readings->list;
	uint32_t source = list[index].file->source;

	if (index > 0 && list[index - 1].file->source == source)
		return;
	for (size_t i = index; i < readings->count && list[i].file->source == source; i++)
		read_zone(readings, &readings->list[i]);
}

/* Puts what a reading added to the sources into the table of all. */
static void join_sources(struct lint *lint, struct reading *reading)
{
	if (reading->zone == NULL)
		repo_problem(&lint->repo, lint->sources.list[reading->file->source].name,
			reading->status);
	if (reading->sources.count > 0) {
		sources_join(&reading->sources);
		if (reading->zone != NULL) {
			zone_renumber(reading->zone, &reading->sources);
			diag_renumber(&reading->diag, &reading->sources);
		}
	}
	sources_finish(&reading->sources);
}

/* A file by what makes two paths one. */
struct identity {
	dev_t device;
	ino_t inode;
	bool included;
};

static int compare_identity(const void *left, const void *right)
{
	const struct identity *a = left, *b = right;
	int order = (a->device > b->device) - (a->device < b->device);

	return order != 0 ? order : (a->inode > b->inode) - (a->inode < b->inode);
}

/* All top-level files, sorted, to see which of them another one includes. */
struct identities {
	struct identity *list;
	size_t count;
};

static struct identities identities_of(const struct reading *readings, size_t count)
{
	struct identities all = { memory_alloc(count, sizeof *all.list), count };

	for (size_t i = 0; i < count; i++)
		all.list[i] = (struct identity){ readings[i].file->device, readings[i].file->inode,
			false };
	qsort(all.list, count, sizeof *all.list, compare_identity);
	return all;
}

static struct identity *identity_find(const struct identities *all, dev_t device, ino_t inode)
{
	struct identity key = { device, inode, false };

	return bsearch(&key, all->list, all->count, sizeof *all->list, compare_identity);
}

/* Marks what READING includes. */
static void mark_includes(
	const struct lint *lint, const struct identities *all, const struct reading *reading)
{
	struct stat st;

	if (reading->zone == NULL)
		return;
	for (size_t i = 0; i < reading->zone->include_count; i++) {
		uint32_t source = reading->zone->includes[i];
		struct identity *hit = NULL;

		if (sources_stat(&lint->sources, lint->sources.list[source].path, true, &st) == 0 &&
			(st.st_dev != reading->file->device || st.st_ino != reading->file->inode))
			hit = identity_find(all, st.st_dev, st.st_ino);
		if (hit != NULL)
			hit->included = true;
	}
}

static bool is_included(const struct identities *all, const struct reading *reading)
{
	const struct identity *own = identity_find(
		all, reading->file->device, reading->file->inode);

	return own != NULL && own->included;
}

/* Decides which files are zones of their own: those named, those no other includes, and of files
 * that include each other in a circle the first. */
static void choose(const struct lint *lint, struct reading *readings, size_t count)
{
	struct identities all = identities_of(readings, count);

	for (size_t i = 0; i < count; i++)
		mark_includes(lint, &all, &readings[i]);
	for (size_t i = 0; i < count; i++)
		readings[i].kept = readings[i].file->named || !is_included(&all, &readings[i]);
	for (size_t i = 0; i < all.count; i++)
		all.list[i].included = false;
	for (size_t i = 0; i < count; i++)
		if (readings[i].kept)
			mark_includes(lint, &all, &readings[i]);
	for (size_t i = 0; i < count; i++)
		if (!readings[i].kept && !is_included(&all, &readings[i])) {
			readings[i].kept = true;
			mark_includes(lint, &all, &readings[i]);
		}
	free(all.list);
}

static void keep_or_drop(struct lint *lint, struct reading *reading)
{
	if (reading->zone == NULL)
		return;
	if (reading->kept) {
		lint->zones[lint->zone_count++] = reading->zone;
		diag_join(&lint->diag, &reading->diag);
		return;
	}
	zone_finish(reading->zone);
	free(reading->zone);
	diag_finish(&reading->diag);
}

void lint_read_zones(struct lint *lint, const struct levels *levels)
{
	struct reading *readings = memory_alloc(lint->repo.count, sizeof *readings);
	struct readings all = { .list = readings, .lint = lint, .levels = levels };
	size_t count = 0;

	for (size_t i = 0; i < lint->repo.count; i++)
		if (lint->repo.list[i].kind == FILE_ZONE)
			readings[count++].file = &lint->repo.list[i];
	all.count = count;
	jobs_run(lint->repo.request->workers, count, read_file, &all);
	for (size_t i = 0; i < count; i++)
		join_sources(lint, &readings[i]);
	choose(lint, readings, count);
	lint->zones = memory_alloc(count, sizeof *lint->zones);
	for (size_t i = 0; i < count; i++)
		keep_or_drop(lint, &readings[i]);
	free(readings);
}
