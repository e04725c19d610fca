/*
 * coverage: the mx patterns of one policy, ready to be asked about many hosts.
 */
#ifndef LINT_CHECK_COVERAGE_H
#define LINT_CHECK_COVERAGE_H

#include "lint/policy/policy.h"
#include "lint/dns/name.h"

struct coverage_key;

struct coverage {
	const struct policy *policy;
	struct coverage_key *keys; /* the patterns that derive from the grammar, by hash */
	size_t key_count;
	bool judges; /* the mx lines are known and there is one: absence means something */
};

/* Prepares POLICY (NULL: nothing is covered and nothing is judged); memory is in ARENA. */
void coverage_init(struct coverage *coverage, const struct policy *policy, struct arena *arena);

/* HOST matches a pattern. Each pattern that it matches is marked in USED (one for each mx line; may
 * be NULL). */
bool coverage_matches(const struct coverage *coverage, struct name host, bool *used);

/* HOST matches no pattern, and no mx line with a fault of its own was meant for it. */
bool coverage_lacks(const struct coverage *coverage, struct name host, struct arena *arena);

/* The mx line nearest to HOST and why it does not cover it (*WHY NULL: none is near, the first
 * line). */
const struct policy_mx *coverage_nearest(
	const struct coverage *coverage, struct name host, struct arena *arena, const char **why);

#endif
