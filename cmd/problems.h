/*
 * problems: what a run was to read and could not.
 */
#ifndef CMD_PROBLEMS_H
#define CMD_PROBLEMS_H

#include "lint/repo/repo.h"

/* One line on standard error for each; false when one of them is more than a note. */
bool problems_complain(const struct repo *repo);

#endif
