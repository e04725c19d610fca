/*
 * ignore_lines: the lines of a file around the marks in it. No byte is looked at more than a few
 * times, whatever the file holds. Used by ignore only.
 */
#ifndef LINT_DIAG_IGNORE_LINES_H
#define LINT_DIAG_IGNORE_LINES_H

#include "lint/diag/ignore.h"

struct ignore_lines {
	struct sources *sources;
	uint32_t file;
	char sign;	/* what comments begin with */
	struct buf buf; /* bytes from `base` on */
	uint64_t base;
	uint64_t floor; /* no line that is asked for begins before it */
	bool lost;	/* in a line that is too long, up to the floor */
};

struct ignore_line {
	uint64_t start, end; /* the next line begins at the end */
	struct str text;     /* without line end; valid until the next call */
	size_t comment;	     /* where its comment begins; text.len: none does */
};

/* The line that holds offset AT, which is not before that of the last call. False when it is too
 * long, or the file changed. */
bool ignore_lines_at(struct ignore_lines *lines, uint64_t at, struct ignore_line *line);

/* The line that begins at START; the floor stays where it is. */
bool ignore_lines_from(struct ignore_lines *lines, uint64_t start, struct ignore_line *line);

/* Where the record in parentheses ends that begins at START: the offset of the line behind. START
 * when no parenthesis stays open there; else, where it is not closed within a zone reader's bounds,
 * *CLOSED is false and what is returned is how far was looked. */
uint64_t ignore_lines_record(struct ignore_lines *lines, uint64_t start, bool *closed);

void ignore_lines_finish(struct ignore_lines *lines);

#endif
