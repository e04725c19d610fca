/*
 * rewrite: an existing file gets new bytes, whole or not at all (atomic.h).
 *
 * What such an exchange would change besides the bytes is refused: a file with several hard links
 * (they would part), one that changed since it was read, one whose owner or group cannot be kept
 * where not everybody may read it (a name server could lose sight of its zone). A symbolic link is
 * followed where its target lies below the root, and stays. Access lists and labels are those that
 * a new file in that directory gets.
 */
#ifndef LINT_FIX_REWRITE_H
#define LINT_FIX_REWRITE_H

#include "lint/base/arena.h"
#include "lint/base/buf.h"

#include <sys/stat.h>

struct rewrite {
	struct arena arena;
	const char *path; /* resolved */
	int directory;	  /* descriptor of its directory */
	const char *base; /* its name in there */
	struct stat seen; /* when it was read */
	struct buf bytes; /* what was read */
	const char *why;  /* why the last call failed, for people: "permission denied", ... */
};

/* Reads PATH, which lies below ROOT (NULL: its own directory) once both are resolved, at most LIMIT
 * bytes. False with file->why; rewrite_finish() in any case. */
bool rewrite_open(struct rewrite *file, const char *root, const char *path, size_t limit);

/* The file becomes BYTES. False with file->why: then it is as it was, unless only the last step,
 * making the rename last, failed, which file->why says. */
bool rewrite_replace(struct rewrite *file, struct str bytes);

void rewrite_finish(struct rewrite *file);

#endif
