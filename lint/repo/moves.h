/*
 * moves: what files were called before the commits that brought them. git calls it a move when half
 * of the content stayed.
 */
#ifndef LINT_REPO_MOVES_H
#define LINT_REPO_MOVES_H

#include "lint/base/arena.h"

/* A file that a commit added. Paths are below the top of the work tree. */
struct move {
	const char *commit; /* its name, a blank, the name of its first parent */
	const char *path;
	const char *from; /* what it was called in the parent; NULL: it was not there */
};

/* Fills `from` of the COUNT moves of LIST, which it sorts, from what git says in the work tree TOP.
 * Memory is in ARENA. Where git cannot tell, nothing was moved. */
void moves_find(struct arena *arena, const char *top, struct move *list, size_t count);

/* What PATH was called before COMMIT, by LIST as moves_find() left it. */
const char *moves_of(const struct move *list, size_t count, const char *commit, const char *path);

#endif
