/* Which files are one zone: editions, and the fragments that join them (world.h). */
#include "lint/model/node.h"

#include "lint/base/memory.h"
#include "lint/dns/suffix.h"
#include "lint/zone/again.h"
#include "lint/zone/names.h"

#include <stdlib.h>

static bool same_directory(
	const struct sources *sources, const struct zone_file *a, const struct zone_file *b)
{
	return str_eq(path_dir(str_c(sources->list[a->file].path)),
		path_dir(str_c(sources->list[b->file].path)));
}

/* Where a fragment says that it belongs: its apex, else the owner of its first record. */
static struct name fragment_place(const struct zone_file *file)
{
	if (!name_is_none(file->apex) || file->rr_count == 0 || file->adrift)
		return file->apex;
	return file->rrs[0].owner;
}

/* The editions of WITH_SOA that FILE could belong to; NULL if none. */
static const struct zone *fragment_editions(
	const struct world *with_soa, const struct zone_file *file, size_t *count)
{
	struct name place = fragment_place(file);
	const struct zone *zones;
	struct arena arena = { 0 };
	const struct rr *by;
	bool occluded;

	*count = 0;
	if (name_is_none(place))
		return NULL;
	zones = world_editions(with_soa, place, count);
	if (zones == NULL || name_equal(zones->apex, place))
		return zones;
	occluded = zone_occluded(zones, place, &arena, &by);
	arena_finish(&arena);
	if (!file->apex_given && !occluded)
		return zones;
	*count = 0;
	return NULL;
}

/* The one of COUNT editions that lies in the directory of FILE, or is the only one. */
static const struct zone *choose_edition(const struct zone *zones, size_t count,
	const struct zone_file *file, const struct sources *sources)
{
	const struct zone *chosen = NULL;

	if (count == 1)
		return zones;
	for (size_t i = 0; i < count; i++) {
		if (!same_directory(sources, zones[i].files[0], file))
			continue;
		if (chosen != NULL)
			return NULL;
		chosen = &zones[i];
	}
	return chosen;
}

/* Where a zone begins: its SOA, as a rule. */
static struct span zone_start(const struct zone *zone)
{
	const struct zone_file *file = zone->files[0];

	return file->rr_count > 0 ? file->rrs[0].span : (struct span){ file->file, 0, 0 };
}

/* FILE is a fragment that joined JOINED (NULL: none); EDITIONS (NULL: none) are what it could be
 * of. */
static void zone_soa_missing(struct diag *diag, const struct zone_file *file,
	const struct zone *joined, const struct zone *editions)
{
	struct span start = { file->file, 0, 0 };
	struct finding *finding;

	if (joined != NULL) {
		finding = diag_add(diag, RULE_ZONE_SOA_MISSING, start,
			"no SOA here: the file is read as a part of zone '%s'",
			name_text(&diag->arena, joined->apex));
		diag_note(diag, finding, zone_start(joined), "the zone is here");
	} else if (editions != NULL) {
		finding = diag_add(diag, RULE_ZONE_SOA_MISSING, start,
			"no SOA here, and several files have one for zone '%s': it is read into "
			"none",
			name_text(&diag->arena, editions->apex));
		diag_help(diag, finding,
			"put the file into the directory of the zone file that it belongs to, or "
			"include it "
			"there; until then nothing that these zones lack is reported");
		diag_note(diag, finding, zone_start(editions), "one of them is here");
	} else if (!file->incomplete) { /* else the SOA may stand where it cannot be seen */
		finding = diag_add(diag, RULE_ZONE_SOA_MISSING, start,
			"no SOA here: the file is a fragment of a zone that is not in the run");
		diag_help(diag, finding,
			"what is not in it may stand elsewhere, so nothing is reported as missing; "
			"give the "
			"whole zone to have that checked");
	}
}

static bool is_registrable(struct name name)
{
	struct arena arena = { 0 };
	bool registrable = suffix_registrable(str_c(name_text(&arena, name)));

	arena_finish(&arena);
	return registrable;
}

/* Nothing but the name of FILE tells its zone, and that is below no public suffix: rather than of a
 * domain `mail.records` it speaks of what is in it. */
static bool is_named_by_chance(const struct zone_file *file)
{
	return !file->apex_given && !name_is_none(file->apex) &&
	       name_equal(file->apex, file->input.origin) && !is_registrable(file->apex);
}

/* The apex of a fragment that no zone of the run takes; none when nothing tells. */
static struct name fragment_apex(const struct zone_file *file)
{
	struct name place = fragment_place(file);

	if (is_named_by_chance(file)) {
		if (file->rr_count > 0 && !name_within(file->rrs[0].owner, file->apex))
			return file->rrs[0].owner;
		return (struct name){ NULL, 0 };
	}
	if (file->nameless && !name_is_none(place) && !is_registrable(place))
		return (struct name){ NULL, 0 };
	return place;
}

/* Finds the zone of fragment MEMBER among WITH_SOA, whose I-th zone is made of SOA[I]. */
static void place_fragment(struct member *member, const struct world *with_soa, struct member *soa,
	const struct sources *sources, struct diag *diag)
{
	size_t count;
	const struct zone *zones = fragment_editions(with_soa, member->file, &count);
	const struct zone *chosen = choose_edition(zones, count, member->file, sources);

	member->apex = fragment_apex(member->file);
	member->edition = EDITION_NONE;
	member->directory = path_dir(str_c(sources->list[member->file->file].path));
	if (chosen != NULL) {
		member->directory = (struct str){ 0 };
		member->apex = chosen->apex;
		member->edition = soa[chosen->index].edition;
	}
	for (size_t i = 0; chosen == NULL && i < count; i++)
		soa[zones[i].index].doubtful = true;
	zone_soa_missing(diag, member->file, chosen, zones);
}

/* What files are to each other. */
enum sort_of_file {
	FILE_WITH_SOA,
	FILE_OF_OCTODNS, /* has no SOA, and says by itself which zone it is of */
	FILE_FRAGMENT,
};

static enum sort_of_file sort_of(const struct zone_file *file)
{
	return file->has_soa ? FILE_WITH_SOA : file->octodns ? FILE_OF_OCTODNS : FILE_FRAGMENT;
}

static size_t collect(
	struct member *members, struct zone_file **files, size_t count, enum sort_of_file sort)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (sort_of(files[i]) == sort)
			members[n++] = (struct member){
				.file = files[i], .apex = files[i]->apex, .edition = i, .order = i
			};
	return n;
}

static int compare_parts(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = str_cmp(x->file->part_of, y->file->part_of);

	if (order == 0)
		order = name_cmp(x->apex, y->apex);
	return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* Files that are parts of one zone are one edition. */
static void join_parts(struct member *members, size_t count)
{
	if (count > 0)
		qsort(members, count, sizeof *members, compare_parts);
	for (size_t i = 1; i < count; i++)
		if (members[i].file->part_of.len > 0 &&
			str_eq(members[i].file->part_of, members[i - 1].file->part_of) &&
			name_cmp(members[i].apex, members[i - 1].apex) == 0)
			members[i].edition = members[i - 1].edition;
}

/* Where a rule may ask for every MX of a file, another may for those of all. */
static void keep_exchangers(struct zone_file **files, size_t count)
{
	bool every = false;

	for (size_t i = 0; i < count; i++)
		every = every || files[i]->every_mx;
	for (size_t i = 0; every && i < count; i++)
		if (files[i]->mx_left)
			again_keep_all(files[i], OWNS_MX);
}

void world_init(struct world *world, struct zone_file **files, size_t count,
	struct sources *sources, struct diag *diag)
{
	struct member *members = memory_alloc(count + 1, sizeof *members);
	struct world with_soa = { 0 };
	size_t soa = collect(members, files, count, FILE_WITH_SOA);
	size_t fragments = collect(members + soa, files, count, FILE_FRAGMENT);
	size_t parts = collect(members + soa + fragments, files, count, FILE_OF_OCTODNS);

	*world = (struct world){ 0 };
	keep_exchangers(files, count);
	if (fragments > 0)
		world_make(&with_soa, members, soa);
	for (size_t i = soa; i < soa + fragments; i++)
		place_fragment(&members[i], &with_soa, members, sources, diag);
	for (size_t i = soa; i < soa + fragments; i++) /* only a zone of one file is read again */
		if (members[i].edition != EDITION_NONE)
			again_keep_all(files[members[i].edition], NAMES_AGAIN);
	join_parts(members + soa + fragments, parts);
	world_make(world, members, soa + fragments + parts);
	world_finish(&with_soa);
	free(members);
}
