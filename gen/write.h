/*
 * write: generated files to disk, below one directory. Each file is there whole or not at all: all
 * are written beside their places first, brought to the disk together, and renamed. Killed at any
 * moment, a place holds the old bytes or the new. Nothing is written through a link.
 */
#ifndef GEN_WRITE_H
#define GEN_WRITE_H

#include "gen/gen.h"

#include <sys/stat.h>

enum gen_state {
	GEN_SAME,    /* there already, to the byte */
	GEN_NEW,     /* nothing is there */
	GEN_GROWS,   /* a line is added to what is there */
	GEN_DIFFERS, /* something else is there */
};

struct gen_change {
	const char *path; /* below the directory */
	enum gen_state state;
	struct str old, bytes;
	mode_t mode; /* of what is there; permissions are kept */
};

struct gen_plan {
	struct arena arena;
	const char *directory;
	struct gen_change *list;
	size_t count;
	const char *fault; /* what went wrong, for people */
};

/* Finds out what writing FILES below DIRECTORY would change. False with plan->fault when that
 * cannot be known. FILES outlive the plan. gen_plan_finish() in both cases. */
bool gen_plan(struct gen_plan *plan, const char *directory, const struct gen_files *files);
void gen_plan_finish(struct gen_plan *plan);

/* Writes what is not GEN_SAME; makes directories as needed. False with plan->fault: then nothing
 * has changed, unless it says so. */
bool gen_apply(struct gen_plan *plan);

#endif
