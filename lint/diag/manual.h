/*
 * manual: what man/mtasts-rules.7.scd says of each rule, as plain text: for people who ask
 * (`mtasts rules`), and for formats that carry the text of rules. Made from the manual when this is
 * built, as are the manuals of the commands.
 */
#ifndef LINT_DIAG_MANUAL_H
#define LINT_DIAG_MANUAL_H

#include "lint/base/buf.h"
#include "lint/diag/rule.h"

/* A line of the text of KEY. */
struct manual_line {
	const char *key, *text;
};

/* Appends the lines of KEY with their ends, blank ones at its own ends left out. LINES ends with
 * one without a key. */
void manual_text(struct buf *out, const struct manual_line *lines, const char *key);

/* Appends the section of RULE, lines with their ends, blank ones at its own ends left out. What it
 * shows literally is indented by four blanks. */
void manual_section(struct buf *out, enum rule_id rule);

#endif
