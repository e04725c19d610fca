/*
 * names: the names that exist in a zone file, 16 bytes for each run of records of one owner while
 * the file is read, then one for a name, by hash (chains.h). The array grows by realloc(), which
 * moves the pages of a large one and copies nothing; what was never written takes no memory.
 */
#ifndef LINT_ZONE_NAMES_H
#define LINT_ZONE_NAMES_H

#include "lint/base/memory.h"
#include "lint/zone/zone.h"

/* OWNER owns OWNS, and it and its ancestors exist. */
void names_add(struct zone_file *zone, struct name owner, enum type_bit owns);

/* A new entry at the end, which is that of the last owner. */
static inline struct zone_name *names_push(struct zone_file *zone, uint64_t hash)
{
	struct zone_name *name;

	MEMORY_GROW(zone->names, zone->name_count, zone->name_capacity);
	zone->last->at = zone->name_count++;
	name = &zone->names[zone->last->at];
	*name = (struct zone_name){ .hash = hash };
	return name;
}

/* Names that names_push() added say what the last owner is: for the next names_add(). */
void names_last(struct zone_file *zone, struct name owner);

/* How many labels the last owner has. */
static inline size_t names_last_labels(const struct zone_file *zone)
{
	return zone->last->owners[zone->last->newest].labels;
}

/* Types whose records may be read again; MX where no rule asks for each (zone_file.every_mx). */
enum { NAMES_AGAIN = OWNS_A | OWNS_AAAA | OWNS_NS | OWNS_CNAME | OWNS_MX };

/* The owner that was added last owns OWNS too: what is kept of NAMES_AGAIN is no part of a run. */
static inline void names_add_again(struct zone_file *zone, enum type_bit owns)
{
	struct zone_name *name = &zone->names[zone->last->at];

	if ((name->owns & NAME_AGAIN) != 0 && (owns & NAMES_AGAIN) != 0)
		name = names_push(zone, name->hash);
	name->owns |= owns;
}

/* The last owner without its first ABOVE labels is the apex of the SOA, or lies below it. */
bool names_within(struct zone_file *zone, size_t above);

/* A record that need not be kept. */
struct names_run {
	uint64_t offset; /* of the record */
	uint32_t ttl;
	bool stated; /* its line says its owner */
	bool first;  /* a run begins with it, whatever came before */
};

/* Begins a run of records that will be read again: OWNS is what its first record is. */
void names_begin(struct zone_file *zone, enum type_bit owns, const struct names_run *run);

/* A record of the last owner, of OWNS, which is one of NAMES_AGAIN, will be read again. False when
 * it must be kept: a run would begin with it, and its line does not say its owner. */
static inline bool names_again(
	struct zone_file *zone, enum type_bit owns, const struct names_run *run)
{
	struct zone_name *name = &zone->names[zone->last->at];
	uint32_t *last = &zone->last->ttls[__builtin_ctz(owns)];

	if (run->first || (name->owns & NAME_AGAIN) == 0) {
		if (!run->stated)
			return false;
		names_begin(zone, owns, run);
		return true;
	}
	if ((name->owns & owns) != 0 && (owns == OWNS_CNAME || *last != run->ttl))
		name->owns |= NAME_TWICE;
	name->owns |= owns;
	*last = run->ttl;
	return true;
}

/* A record of the last owner, of OWNS, is kept. */
void names_keep(struct zone_file *zone, enum type_bit owns);

/* Of the COUNT entries of one name some are read again, and records of one type stand in several of
 * them, or one differs from another, or beside an alias: rules compare them. */
bool names_must_keep(const struct zone_name *names, size_t count);

/* Two groups are of one owner, whose records do not follow each other. */
struct names_join {
	uint32_t from, to; /* FROM comes later */
};

/* What names_merge() found out. */
struct names_runs {
	uint64_t *offsets; /* of runs that must be kept */
	size_t count, capacity;
	struct names_join *joins;
	size_t join_count, join_capacity;
};

void names_runs_finish(struct names_runs *again);

/* Leaves one entry for each hash of the sorted NAMES, and the runs that are read again. What it
 * finds out is added to *AGAIN. */
size_t names_merge(struct zone_name *names, size_t count, struct names_runs *again);

#endif
