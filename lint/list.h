/*
 * list: what each file of a run was taken for, whose it is, and why (--list-files).
 */
#ifndef LINT_LIST_H
#define LINT_LIST_H

#include "lint/lint.h"

struct list_entry {
	const char *name; /* what reports call the file */
	const char *text;
	bool passed; /* it takes no part */
};

/* *COUNT entries, sorted by name, in lint->arena: of each file that takes part, and of what takes
 * none though its name or the configuration speaks of it. */
const struct list_entry *lint_list(struct lint *lint, size_t *count);

#endif
