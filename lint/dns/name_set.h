/*
 * name_set: names, for questions of membership. What is kept is their hashes (64 bits, keyed), sorted
 * when the first question is asked. Zero-initialised is empty.
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

void name_set_finish(struct name_set *set);

#endif
