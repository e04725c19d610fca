/*
 * output: where reports go. A file appears whole or not at all: it is written beside its place and
 * renamed.
 */
#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include "cmd/lint_options.h"

/* Writes the report as OUTPUT says, to STANDARD if that is no file. False after a complaint. */
bool output_write(const struct output *output, const struct report *report,
	const struct report_style *style, FILE *standard);

/* The paths A and B are one file, or will be when it is written. */
bool output_same_file(const char *a, const char *b);

#endif
