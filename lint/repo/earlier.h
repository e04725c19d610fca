/*
 * earlier: fills a past, from a git revision or from a directory. Of a revision everything is taken
 * that the work tree could hold; what git knows to be the same now is read from the work tree, and
 * only the rest is asked for, through one `git cat-file --batch`.
 */
#ifndef LINT_REPO_EARLIER_H
#define LINT_REPO_EARLIER_H

#include "lint/base/past.h"

/* A blob of more bytes is not read. */
#define EARLIER_MAX_BLOB (UINT64_C(1) << 30)

struct earlier {
	struct past past;
	const char *top; /* of the work tree, resolved; NULL for a directory */
	char commit[80]; /* the revision's, as hex digits; empty: there is none */
	bool differs;	 /* something is not as it is now, or that is not known */
	bool shallow;	 /* the repository's history is cut */
	const char *why; /* what went wrong, for people, in the arena of the past */
};

/* The work tree TOP at REVISION. False with earlier->why; earlier_finish() in both cases. */
bool earlier_of_revision(struct earlier *earlier, const char *top, const char *revision);

/* DIRECTORY as the earlier version of BASE. */
bool earlier_of_directory(struct earlier *earlier, const char *base, const char *directory);

void earlier_finish(struct earlier *earlier);

#endif
