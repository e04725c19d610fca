/*
 * unique: one file once. It may be met by several paths, or by links; what an option says of it
 * goes before what its name and content say. Links under which a zone or policy is another domain's
 * stay.
 */
#ifndef LINT_REPO_UNIQUE_H
#define LINT_REPO_UNIQUE_H

#include "lint/repo/repo.h"

/* Drops what is there twice and sorts the rest by path. */
void repo_unique(struct repo *repo);

#endif
