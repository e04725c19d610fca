/*
 * policies: reads the policies of a run.
 */
#ifndef LINT_POLICIES_H
#define LINT_POLICIES_H

#include "lint/lint.h"

/* Fills lint->policies and lint->unpublished, and joins what was found in them to lint->diag. INTO,
 * with room for every file of the repo, gets each policy with its file; returns how many. */
size_t lint_read_policies(struct lint *lint, const struct levels *levels, struct pair_policy *into);

#endif
