/*
 * history: what a file held in earlier commits, for rules that look further back than one version.
 * Where the run is in no git work tree there is none.
 */
#ifndef LINT_MODEL_HISTORY_H
#define LINT_MODEL_HISTORY_H

#include "lint/base/arena.h"

enum {
	HISTORY_MAX_VERSIONS = 200,	      /* of one file */
	HISTORY_MAX_TEXT = 4 * 1024 * 1024,   /* of one version; a longer one is not read */
	HISTORY_MAX_TOTAL = 64 * 1024 * 1024, /* of all versions that one question is about */
	HISTORY_MAX_FILES = 1000,	      /* that one question may be about */
};

/* What a commit made of a file; it stays so until the next newer version. */
struct version {
	int64_t time; /* of the commit, seconds since the epoch */
	size_t step;  /* counts commits from the newest, alike for all files of one question */
	const char *object; /* what git calls the content; NULL: the file was not there */
	bool read;	    /* its text is known: */
	struct str text;
	const char *path; /* what the file was called, below the top of the work tree */
	bool moved;	  /* that is another path than it has now */
};

struct history {
	const char *path;     /* as open() takes it */
	const char *whose;    /* the domain that it is about: a move from a path without this name
			       * to one with it brought the file of another domain */
	struct version *list; /* the newest first */
	size_t count, capacity;
	bool cut; /* there may be more: a bound was met, or the clone is shallow */
};

/* Whom to ask. Only the mainline counts: a merge is one commit, at the time it was made. */
struct historian {
	/* Fills the COUNT histories of LIST, whose paths are set; memory is in ARENA. False when
	 * nothing can be known. */
	bool (*ask)(void *context, struct arena *arena, struct history *list, size_t count);
	void *context;
};

#endif
