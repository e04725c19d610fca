/*
 * place: a way down from the output directory, one component at a time, that follows no link. Used
 * by the writer only.
 */
#ifndef GEN_PLACE_H
#define GEN_PLACE_H

#include "gen/write.h"

struct place {
	struct arena arena;
	int top;	  /* the output directory; -1 when it is not there */
	int directory;	  /* that of the last path, -1 when there is none */
	const char *path; /* of that directory, as part of the last path */
	size_t path_len;
	const char *base; /* the last component */
};

/* Opens DIRECTORY. False with errno: ENOENT when it is not there, and then every path is not,
 * either. */
bool place_open(struct place *place, const char *directory);
void place_close(struct place *place);

/* Goes to the directory of PATH, which outlives the next call; makes what is missing if MAKE. False
 * with errno: ELOOP for a link, ENOENT when it is not there. */
bool place_enter(struct place *place, const char *path, bool make);

/* "DIRECTORY/PATH: what errno says", PATH may be NULL; in ARENA. */
const char *place_fault(struct arena *arena, const char *directory, const char *path);

#endif
