/*
 * lines: a policy cut into lines. Lines end in LF or CRLF (RFC 8461 3.2); a bare CR is no line end
 * to the standard, but where a field begins after it, it was meant as one, and what follows is
 * judged as the line it was meant to be.
 */
#ifndef LINT_POLICY_LINES_H
#define LINT_POLICY_LINES_H

#include "lint/base/str.h"

enum line_end {
	LINE_END_NONE, /* the end of the file */
	LINE_END_LF,
	LINE_END_CRLF,
	LINE_END_CR,
};

struct line {
	struct str text; /* without byte order mark, line end and bare CRs before the line end */
	size_t from, to; /* offsets: its first byte, and after its line end */
	enum line_end end;
};

/* Takes the line at *AT of TEXT and moves *AT behind it. False at the end of the file. */
bool line_next(struct str text, size_t *at, struct line *line);

/* How most lines of TEXT end; CRLF where none does. */
struct str lines_end(struct str text);

/* LINE is empty but for blanks. */
bool line_is_blank(const struct line *line);

/* The byte order mark that S begins with: 3 bytes (UTF-8), or 0. */
size_t line_byte_order_mark(struct str s);

#endif
