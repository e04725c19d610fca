/*
 * again: records that were not kept, read again from the file. A run is the records of one owner
 * that follow each other; what its names and TTLs are relative to is noted where that changes.
 */
#ifndef LINT_ZONE_AGAIN_H
#define LINT_ZONE_AGAIN_H

#include "lint/zone/zone.h"

/* Records before this offset are kept, so that small files are not read again. */
#ifndef AGAIN_FROM
#define AGAIN_FROM (1024 * 1024)
#endif

/* The records of NAME, a run of ZONE: those of its types that are not kept, *COUNT of them, in
 * ARENA. None when the file is not any more what was read. */
struct rr *again_read(const struct zone_file *zone, const struct zone_name *name,
	struct arena *arena, size_t *count);

/* Reads the runs at OFFSETS, which it sorts, and keeps what they hold where it stands in the order
 * of reading. */
void again_keep(struct zone_file *zone, uint64_t *offsets, size_t count);

/* Keeps all records of names of ZONE that own any of TYPES (bits of enum type_bit) and of which
 * some were not kept. */
void again_keep_all(struct zone_file *zone, uint32_t types);

#endif
