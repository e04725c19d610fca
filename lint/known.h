/*
 * known: what a baseline holds that the run did not find any more.
 */
#ifndef LINT_KNOWN_H
#define LINT_KNOWN_H

#include "lint/lint.h"

/* The entries of the baseline of OPTIONS that could have been met and were not: their rule is on.
 * None where some file that the baseline names is there and was not read: what is found in one
 * file may take another. *FIRST is one of them. */
size_t lint_count_gone(
	struct lint *lint, const struct lint_options *options, const struct baseline_entry **first);

#endif
