/*
 * list: what each file of a run was taken for, whose it is, and why (--list-files).
 */
#ifndef LINT_LIST_H
#define LINT_LIST_H

#include "lint/lint.h"

struct list_entry {
	const char *name; /* what reports call the file */
	const char *text;
};

/* One entry for each of lint->repo.list, in lint->arena. */
const struct list_entry *lint_list(struct lint *lint);

#endif
