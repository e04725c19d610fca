/*
 * layout: where the parts of a record stand in the text of a zone file, for changing one part of
 * it, and what holds at a place of the file.
 *
 * The text is that of a zone that was read without faults.
 */
#ifndef LINT_ZONE_LAYOUT_H
#define LINT_ZONE_LAYOUT_H

#include "lint/base/arena.h"
#include "lint/dns/rr.h"

/* Bytes of the file; length 0: there is none. */
struct part {
	size_t at, length;
};

struct layout {
	struct part owner, ttl, class, type;
	const struct part *values; /* the tokens of its data */
	size_t value_count;
	bool class_first; /* before the TTL */
};

/* The layout of the record of LENGTH bytes at AT of TEXT. */
void layout_read(
	struct layout *layout, struct arena *arena, struct str text, size_t at, size_t length);

/* Behind the line end of the record (or comment, or blank line) that begins at AT: not within
 * quotes or parentheses. */
size_t layout_record_end(struct str text, size_t at);

/* The record that begins at AT is one, and takes the owner of the one before. */
bool layout_inherits(struct str text, size_t at);

/* The line at AT holds no record and no directive. */
bool layout_is_empty(struct str text, size_t at);

/* What holds at a place of the file. */
struct context {
	struct name_buf origin;
	bool ttl_known;	       /* a $TTL holds */
	bool includes_set_ttl; /* that of an included file stays when the file ends: then nobody
				  knows */
	uint32_t ttl;
};

/* CONTEXT, that of the file's first byte, as it is at byte AT. */
void context_advance(struct context *context, struct str text, size_t at);

#endif
