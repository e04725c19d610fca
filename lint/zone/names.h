/*
 * names: the names that exist in a zone file, 16 bytes for each run of records of one owner while
 * the file is read, then sorted by hash, one for a name. The array grows by realloc(), which moves
 * the pages of a large one and copies nothing; what was never written takes no memory.
 */
#ifndef LINT_ZONE_NAMES_H
#define LINT_ZONE_NAMES_H

#include "lint/zone/zone.h"

/* OWNER owns OWNS, and it and its ancestors exist. */
void names_add(struct zone_file *zone, struct name owner, enum type_bit owns);

/* The owner that was added last owns OWNS too. */
static inline void names_add_again(struct zone_file *zone, enum type_bit owns)
{
	zone->names[zone->last->at].owns |= owns;
}

/* Types whose records may be read again. */
enum { NAMES_AGAIN = OWNS_A | OWNS_AAAA | OWNS_NS | OWNS_CNAME };

/* Whether records of the last owner may be read again: it lies below the apex, and is no name that
 * rules look for by themselves. */
bool names_may_again(struct zone_file *zone);

/* A record that need not be kept. */
struct names_run {
	uint64_t offset; /* of the record */
	uint32_t ttl;
	bool stated; /* its line says its owner */
	bool first;  /* a run begins with it, whatever came before */
};

/* A record of the last owner, of OWNS, which is one of NAMES_AGAIN, will be read again. False when
 * it must be kept: a run would begin with it, and its line does not say its owner. */
bool names_again(struct zone_file *zone, enum type_bit owns, const struct names_run *run);

/* A record of the last owner, of OWNS, is kept. */
void names_keep(struct zone_file *zone, enum type_bit owns);

/* Sorts NAMES by hash. */
void names_sort(struct zone_name *names, size_t count);

/* What names_merge() found out. */
struct names_runs {
	uint64_t *offsets; /* of runs that must be kept; the caller frees them */
	size_t count;
	bool scattered; /* records of one owner do not follow each other */
};

/* Leaves one entry for each hash of the sorted NAMES, and the runs that are read again. */
size_t names_merge(struct zone_name *names, size_t count, struct names_runs *again);

#endif
