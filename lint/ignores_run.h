/*
 * ignores_run: what suppressions need to know of a run: which files entries of the configuration
 * cover, and which rules could have spoken. A suppression is called unused only where it could have
 * been used: a run may see one file of many. Used by ignores only.
 */
#ifndef LINT_IGNORES_RUN_H
#define LINT_IGNORES_RUN_H

#include "lint/diag/ignore.h"
#include "lint/lint.h"

struct ignores_run {
	const struct lint *lint;
	const struct lint_options *options;
	struct arena arena;
	size_t *owners;	       /* for each of the entries that of the configuration */
	const char **full;     /* of sources: absolute paths; NULL: not asked for yet */
	unsigned char *absent; /* of sources: what the run lacks about their zones */
};

/* Fills entries and functions of IGNORES; RUN outlives it. */
void ignores_run_init(struct ignores_run *run, struct ignores *ignores, struct lint *lint,
	const struct lint_options *options);
void ignores_run_finish(struct ignores_run *run);

#endif
