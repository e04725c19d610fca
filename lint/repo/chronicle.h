/*
 * chronicle: the histories of files (lint/model/history.h), from git.
 */
#ifndef LINT_REPO_CHRONICLE_H
#define LINT_REPO_CHRONICLE_H

#include "lint/model/history.h"

struct chronicle {
	const char *top;    /* of the work tree, absolute, through no link */
	const char *commit; /* back from which: "HEAD", or the name of one */
	bool shallow;	    /* the repository's history is cut */
};

/* As struct historian's ask, with a struct chronicle. */
bool chronicle_ask(void *context, struct arena *arena, struct history *list, size_t count);

#endif
