/*
 * parts: the names of a zone by hash. Few are sorted at once. Many are put into parts by the first
 * bits of their hashes when the first question is asked, and a part is sorted when the first one
 * leads there: most names of a large zone are never asked for. What the whole zone must tell
 * without a question, that the records of one owner stand in several places, is found by marking
 * bits in a map.
 */
#ifndef LINT_ZONE_PARTS_H
#define LINT_ZONE_PARTS_H

#include "lint/zone/names.h"

struct names_parts;

/* Sorts NAMES, or makes *PARTS (else NULL) in ARENA, and merges entries (names_merge). Returns how
 * many are left. */
size_t parts_make(struct zone_name *names, size_t count, struct arena *arena,
	struct names_parts **parts, struct names_runs *again);

/* The first entry with HASH, those of the same hash behind it; NULL when there is none. Several
 * threads may ask. */
struct zone_name *parts_find(
	struct zone_name *names, size_t count, struct names_parts *parts, uint64_t hash);

/* Sorts what is not sorted yet: all of NAMES are in order then. */
void parts_sort(struct zone_name *names, struct names_parts *parts);

#endif
