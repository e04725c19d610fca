/*
 * layout: where the parts of a record stand in the text of a zone file, and what its lines look
 * like: for changing one part of it, and for writing new records as their neighbours are written.
 *
 * The text is that of a zone that was read without faults.
 */
#ifndef GEN_LAYOUT_H
#define GEN_LAYOUT_H

#include "lint/base/arena.h"
#include "lint/base/buf.h"
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

/* How the zone writes its records. */
struct style {
	bool relative, ttl, class, class_first, aligned;
	struct str class_text; /* "IN", as it is mostly written */
	const char *eol;
	/* Columns (from 0, tabs to multiples of 8) where the parts of the model line stand, and
	 * whether tabs lead there. 0: there is no such part. */
	struct {
		size_t column;
		bool tab;
	} ttl_at, class_at, type_at, value_at;
};

/* The style of the COUNT records RRS that stand in source FILE, whose text is TEXT, for a line at
 * AT. */
void style_find(struct style *style, struct str text, uint32_t file, const struct rr *rrs,
	size_t count, size_t at);

/* One record as text: OWNER, the TTL if SHOW_TTL, TYPE and DATA, without line end. */
struct line {
	const char *owner, *type, *data;
	uint32_t ttl;
	bool show_ttl;
};

void style_line(const struct style *style, const struct line *line, struct buf *out);

#endif
