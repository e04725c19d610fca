/*
 * fix: --fix and --diff. What findings offer is applied in memory and the run repeated over the new
 * bytes, until no finding offers anything more: of fixes that get in each other's way one is taken,
 * the others' turn comes in the next round if they are still wanted. Then ids and serials follow
 * what changed, and all of it is written, or printed as a patch.
 *
 * Files are known by what they are, not by the way to them; a policy is written before the zones
 * that announce it.
 */
#ifndef CMD_FIX_H
#define CMD_FIX_H

#include "cmd/lint_options.h"
#include "lint/fix/edit.h"
#include "lint/fix/rewrite.h"

enum { FIX_MAX_BYTES = 256 * 1024 * 1024 };

/* A file that some fix wants to change. */
struct fix_file {
	struct rewrite rewrite; /* with the bytes that it had */
	const char *name;	/* for people */
	const char *patch_name; /* for `patch -p1` and `git apply` */
	bool standard_input;
	bool refused;	    /* it cannot be changed, which was said */
	bool failed;	    /* it could not be written */
	bool policy;	    /* else a zone */
	bool fresh;	    /* policy: its records need a new id */
	bool records;	    /* zone: its serial must rise */
	bool serial;	    /* zone: it holds an SOA that was raised */
	size_t fixed;	    /* findings mended by changing it */
	struct buf now;	    /* its bytes with all that was fixed so far */
	struct edits all;   /* what leads there from the old bytes */
	struct edits round; /* what is added in this round, settled */
};

/* The record in ZONE has a new id for the changed POLICY: it is not written without that. */
struct fix_step {
	const struct fix_file *zone, *policy;
};

/* What a record or SOA said before anything was fixed. */
struct fix_before {
	const char *whose;
	const char *path;
	const char *id;
	uint32_t serial;
};

struct fixing {
	struct arena arena;
	struct overlay overlay;
	bool unsafe, trouble;
	struct fix_file **files;
	size_t count, capacity;
	struct fix_file **by_source; /* of the lint at hand; NULL: not looked for yet */
	struct fix_before *ids, *serials;
	struct fix_step *steps;
	size_t step_count, step_capacity;
	size_t id_count, id_capacity, serial_count, serial_capacity;
};

/* Runs LINT over what ARGUMENTS say, as often as it takes; LINT is that of the fixed bytes then.
 * fixing_finish() in any case. */
void fixing_run(struct fixing *fixing, struct lint *lint, const struct lint_arguments *arguments);

/* Writes the files that changed, complaining of those that cannot be (fixing->trouble): the others
 * are written all the same. */
void fixing_write(struct fixing *fixing);

/* Prints what fixing_write() would do as a patch. True when that is anything. */
bool fixing_diff(struct fixing *fixing, FILE *out);

/* Appends standard input to OUT, if that is among what LINT read; false if not. */
bool fixing_input(struct lint *lint, struct buf *out);

/* Says how much would be fixed. */
void fixing_summarize(const struct fixing *fixing, FILE *out);

/* Findings that were mended. */
size_t fixing_count(const struct fixing *fixing);

void fixing_finish(struct fixing *fixing);

/* fix_files.c */
/* The file of a source of LINT; NULL for one that cannot be changed, which was said. */
struct fix_file *fixing_file(struct fixing *fixing, struct lint *lint, uint32_t source);
/* The same if something wanted to change it before; else NULL. */
const struct fix_file *fixing_known(struct fixing *fixing, struct lint *lint, uint32_t source);
/* All of EDITS can be taken in this round: bytes of a zone that grow close to each other cannot,
 * because together they could make a string too long. */
bool fixing_fits(struct fixing *fixing, struct lint *lint, const struct fix_edit *edits);
/* Takes them. */
void fixing_take(struct fixing *fixing, struct lint *lint, const struct fix_edit *edits);
/* The next run reads BYTES from standard input. */
void fixing_put_input(struct fixing *fixing, struct str bytes);
/* Ends the round: what was taken becomes what the files hold. False when nothing was. */
bool fixing_apply(struct fixing *fixing);
/* The file was changed. */
bool fix_file_changed(const struct fix_file *file);

/* fix_fresh.c */
/* Notes the ids and serials of LINT, in which nothing is fixed yet. */
void fixing_remember(struct fixing *fixing, struct lint *lint);
/* Takes new ids for policies that changed, then higher serials for zones that did. */
void fixing_refresh(struct fixing *fixing, struct lint *lint, const struct lint_options *options);

#endif
