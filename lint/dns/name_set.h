/*
 * name_set: names, for questions of membership. What is kept is their hashes (64 bits, keyed),
 * sorted when the first question is asked. Zero-initialised is empty.
 */
#ifndef LINT_DNS_NAME_SET_H
#define LINT_DNS_NAME_SET_H

#include "lint/dns/name.h"

struct name_set {
	uint64_t *hashes;
	size_t count, capacity;
	bool sorted;
};

void name_set_add(struct name_set *set, struct name name);

/* NAME was added, in any case. */
bool name_set_has(struct name_set *set, struct name name);

/* Moves what FROM holds to INTO. */
void name_set_join(struct name_set *into, struct name_set *from);

/* Until the next name is added, name_set_has() does not change SET: several threads may ask. */
void name_set_ready(struct name_set *set);

void name_set_finish(struct name_set *set);

#endif
