/*
 * before: the earlier version of what a run reads, as --since or --against says.
 */
#ifndef LINT_BEFORE_H
#define LINT_BEFORE_H

#include "lint/lint.h"

/* Fills lint->before, whose sources go behind those of LINT. It stays NULL where everything is as
 * it was, where nothing was asked for, and where it cannot be had, which is a problem of the run.
 */
void lint_read_before(struct lint *lint, const struct lint_options *options);
/* Fills lint->chronicle: what was before the earlier version of --since, else before now. */
void lint_find_chronicle(struct lint *lint, const struct lint_options *options);
void lint_finish_before(struct lint *lint);

#endif
