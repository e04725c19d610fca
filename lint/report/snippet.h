/*
 * snippet: the line of an input that a finding points at, with a caret line under it. The bytes
 * are read again; nothing is shown when the file has changed since. Long lines are cut around the
 * place.
 */
#ifndef LINT_REPORT_SNIPPET_H
#define LINT_REPORT_SNIPPET_H

#include "lint/report/place.h"
#include "lint/report/report.h"

/* Writes two lines to OUT. AROUND and AFTER (may be "") stand before and after the carets. */
void snippet_write(FILE *out, struct sources *sources, struct span span, const struct place *start,
	const char *around, const char *after);

#endif
