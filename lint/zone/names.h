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

/* Sorts them when all are in. */
void names_sort(struct zone_name *names, size_t count);
size_t names_merge(struct zone_name *names, size_t count);

#endif
