/*
 * walk: the files below a directory, without what git ignores and without hidden directories other
 * than `.well-known` (and misspellings of it, which policy-path is about). Links to directories are
 * not followed; links to files are when they stay inside the root. No recursion: what is still to
 * be read is a list, and one directory is open at a time.
 */
#ifndef LINT_REPO_WALK_H
#define LINT_REPO_WALK_H

#include "lint/repo/repo.h"

/* Calls found_add() for every regular file below DIRECTORY. */
void walk(struct repo *repo, const char *directory);

/* DIRECTORY (a path component) is hidden and not meant as `.well-known`. */
bool walk_is_hidden(struct str component);

#endif
