/*
 * style: what the lines of a zone file look like, for writing new records as their neighbours are
 * written.
 */
#ifndef GEN_STYLE_H
#define GEN_STYLE_H

#include "lint/base/buf.h"
#include "lint/zone/layout.h"

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
