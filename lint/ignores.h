/*
 * ignores: what a run suppresses, by comments in its files and by entries of its configuration.
 * Policies and certificates have no comments.
 */
#ifndef LINT_IGNORES_H
#define LINT_IGNORES_H

#include "lint/lint.h"

/* Marks the findings that are suppressed, and adds those about suppressions. */
void lint_ignore(struct lint *lint, const struct lint_options *options);

#endif
