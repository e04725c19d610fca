/*
 * span: a run of bytes in a source of the run. Line and column are computed when a finding is
 * printed. A length of 0 is a place between bytes (where something is missing).
 */
#ifndef LINT_BASE_SPAN_H
#define LINT_BASE_SPAN_H

#include <stdint.h>

/* No source: a finding about the run as a whole. */
#define SPAN_NO_FILE UINT32_MAX

struct span {
	uint32_t file;	 /* index in the table of sources */
	uint32_t length; /* bytes */
	uint64_t offset; /* bytes from the start of the file */
};

#endif
