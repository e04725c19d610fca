/*
 * jobs: work that is done piece by piece, by several threads. Each piece writes only what is its
 * own, and the caller puts the pieces together in their order: so nothing is locked but the counter
 * that hands them out, and nothing that comes out depends on the number of threads.
 */
#ifndef LINT_BASE_JOBS_H
#define LINT_BASE_JOBS_H

#include <stddef.h>

enum { JOBS_MAX_WORKERS = 256 };

/* Calls RUN(CONTEXT, i) for each i below COUNT, on up to WORKERS threads (0: as many as there are
 * processors), the calling one included; returns when all are done. */
void jobs_run(
	unsigned workers, size_t count, void (*run)(void *context, size_t index), void *context);

#endif
