/*
 * glob: patterns for paths as lines of .gitignore have them: one without a slash (but at its end)
 * is for a name in any directory, another is for the whole path; `*`, `?` and `[a-z]` match no
 * slash, `**` is for any directories, a slash at the end is for directories only, `!` in front
 * takes back. A directory that matches takes everything below it. Unlike there, a pattern may begin
 * with "./", and blanks and "#" are nothing special. Time is bounded by the product of the lengths.
 */
#ifndef LINT_MATCH_GLOB_H
#define LINT_MATCH_GLOB_H

#include "lint/base/arena.h"

struct glob {
	struct str text;	 /* as written */
	bool negated;		 /* takes back what those before it took */
	bool directory;		 /* for directories only */
	bool anywhere;		 /* its one part is for a name in any directory */
	const struct str *parts; /* between slashes */
	size_t count;
};

/* Reads TEXT, which outlives the glob, in ARENA. Returns what is wrong with it, for people; NULL:
 * nothing. */
const char *glob_parse(struct glob *glob, struct str text, struct arena *arena);

/* GLOB is for PATH itself, which has neither "./" in front nor a slash at its end. */
bool glob_matches(const struct glob *glob, struct str path, bool is_directory);

/* Which of the COUNT globs of LIST decides about PATH: of the directories on its way, and then of
 * itself, the last that matches; it is taken if that is not negated. What lies in a directory that
 * is taken is not taken back. NULL: none, so it is not taken. The first FROM bytes of the path are
 * not asked about. *LENGTH is that of the part that was decided about. */
const struct glob *glob_decides(const struct glob *list, size_t count, struct str path, size_t from,
	bool is_directory, size_t *length);

/* The file PATH is taken. */
bool glob_takes(const struct glob *list, size_t count, struct str path);

#endif
