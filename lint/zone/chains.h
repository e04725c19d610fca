/*
 * chains: the names of a zone by hash. Few are sorted. Of many, the entries of one name are put
 * together and the rest stays as it was read: most large zones are never asked for a name. The
 * first question chains those whose hashes end alike. What the whole zone must tell without a
 * question, that the records of one owner stand in several places, is found by marking bits in a
 * map.
 */
#ifndef LINT_ZONE_CHAINS_H
#define LINT_ZONE_CHAINS_H

#include "lint/zone/names.h"

struct names_chains;

/* Sorts NAMES, or makes *CHAINS (else NULL), and merges entries (names_merge). Returns how many are
 * left. */
size_t chains_make(struct zone_name *names, size_t count, struct names_chains **chains,
	struct names_runs *again);
void chains_finish(struct names_chains *chains);

/* An entry with HASH, by which chains_next() finds the others; NULL when there is none. Several
 * threads may ask. */
struct zone_name *chains_find(
	struct zone_name *names, size_t count, struct names_chains *chains, uint64_t hash);

/* Another entry of the name that NAME is an entry of; NULL when there is none left. */
struct zone_name *chains_next(struct zone_name *names, size_t count,
	const struct names_chains *chains, const struct zone_name *name);

/* The entry of what is kept of the name with HASH, or says that it exists; NULL when all that it
 * owns is read again, or it does not exist. */
struct zone_name *chains_kept(
	struct zone_name *names, size_t count, struct names_chains *chains, uint64_t hash);

/* Sorts all NAMES, which have no chains from then on. */
void chains_sort(struct zone_name *names, size_t count, struct names_chains **chains);

#endif
