/*
 * edit: changes of bytes in one file. Edits say what they replace by offset in the bytes that were
 * read, so that their order does not matter and everything else stays as it is. They belong to the
 * file, not to who asked for them: equal ones merge, and those that get in each other's way are
 * refused.
 *
 * What comes of them is new bytes (for rewrite_replace) or a unified diff.
 */
#ifndef LINT_FIX_EDIT_H
#define LINT_FIX_EDIT_H

#include "lint/base/arena.h"
#include "lint/base/buf.h"

/* TEXT instead of the LENGTH bytes at OFFSET; LENGTH 0 inserts before that byte. */
struct edit {
	size_t offset, length;
	struct str text; /* in the arena of the list */
	size_t order;	 /* several insertions at one place keep the order they were added in */
};

/* Zero-initialised is empty. */
struct edits {
	struct arena arena;
	struct edit *list;
	size_t count, capacity;
};

/* Adds an edit; TEXT is copied. */
void edits_add(struct edits *edits, size_t offset, size_t length, struct str text);

/* Of settled edits: one more may stand beside them, which does not overlap them, or is one of them.
 */
bool edits_fit(const struct edits *edits, size_t offset, size_t length, struct str text);

/* Of settled edits: one that makes the file longer lies within DISTANCE bytes of OFFSET, and is not
 * TEXT instead of LENGTH bytes there. */
bool edits_crowd(
	const struct edits *edits, size_t offset, size_t length, struct str text, size_t distance);

/* Adds an edit that fits to settled edits, which are settled then. */
void edits_insert(struct edits *edits, size_t offset, size_t length, struct str text);

/* Settled FIRST, then settled SECOND, which speaks of the bytes that come of FIRST, as edits of a
 * file of SIZE bytes: settled, in RESULT, which is empty before. */
void edits_compose(
	const struct edits *first, const struct edits *second, size_t size, struct edits *result);

/* Sorts the edits and merges equal ones. False when some overlap or lie outside a file of SIZE
 * bytes: *WHY says which, in the arena. An insertion at either end of a replacement does not
 * overlap it; what is inserted where a replacement begins stands before it. */
bool edits_settle(struct edits *edits, size_t size, const char **why);

/* Appends the bytes of OLD from FROM to TO with the settled edits that lie in them. */
void edits_apply_range(
	const struct edits *edits, struct str old, size_t from, size_t to, struct buf *out);

/* Appends all of OLD with the settled edits. */
void edits_apply(const struct edits *edits, struct str old, struct buf *out);

/* Appends a unified diff, three lines of context, that `patch -p1` and `git apply` take. NAME is
 * the path from where these are run. Nothing when the settled edits change nothing. */
void edits_diff(const struct edits *edits, struct str old, struct str name, struct buf *out);

void edits_finish(struct edits *edits);

#endif
