/*
 * earlier_blob: what the entries of a revision hold. Used by earlier only.
 */
#ifndef LINT_REPO_EARLIER_BLOB_H
#define LINT_REPO_EARLIER_BLOB_H

#include "lint/repo/earlier.h"

/* Marks the entries that the index says to be the same in the work tree. INDEX is its path. */
void earlier_mark_same(struct earlier *earlier, const char *index);

/* Reads what the others hold. False with earlier->why. */
bool earlier_read_blobs(struct earlier *earlier);

#endif
