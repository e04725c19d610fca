/*
 * scan: a zone file as a sequence of logical records: the bytes up to a line end that stands in no
 * parentheses (RFC 1035 5.1), contiguous in memory, with their place in the file. The file goes
 * through one buffer of 256 KiB, which doubles for a long record until any record of up to
 * SCAN_MAX_RECORD fits; no memory is file-sized.
 *
 * A record ends before its `(` is closed when the end of the file, or SCAN_MAX_RECORD, comes first:
 * then it is the line of that `(`, and reading resumes on the next. To stay linear the scanner
 * looks at no byte more than twice: it remembers how far it has looked ahead (the front) and which
 * parentheses were still open there. Since strings and comments end with their line, these are the
 * same whichever line reading resumes on.
 */
#ifndef LINT_ZONE_SCAN_H
#define LINT_ZONE_SCAN_H

#include "lint/base/str.h"

enum { SCAN_BUFFER = 256 * 1024, SCAN_MAX_RECORD = 1024 * 1024 };

struct record {
	struct str text; /* without its line end; valid until the next scan_next() */
	uint64_t offset; /* of the text in the file */
	bool unclosed;	 /* holds a `(` that is never closed */
	bool unended;	 /* ends with the file, without a line end */
	bool too_long;	 /* one line above SCAN_MAX_RECORD: the text is only its first bytes */
};

/* Where looking at bytes stands: offset in the file, and what the byte there is part of. */
struct scan_front {
	uint64_t at;
	char inside; /* 0, '"' or ';' */
	bool escape; /* the byte before was a backslash */
};

struct scan {
	int descriptor;
	char *buffer;
	size_t capacity, fill;
	uint64_t base;	  /* offset in the file of buffer[0] */
	uint64_t next;	  /* offset of the next record */
	bool eof, failed; /* nothing more to read; a read error came before it */
	bool skip;	  /* the line at the front is given up: the next record follows it */
	/* Offsets of IGNORE_MARK that scan_note_marks() found, one more than IGNORE_MAX at most;
	 * some twice, since a record may be looked at again. */
	uint64_t *marks;
	size_t mark_count, mark_capacity;
	struct scan_front front;
	uint64_t *open; /* offsets of the parentheses open at the front, outermost first: */
	size_t open_first, open_end, open_capacity; /* from open_first up to open_end */
};

/* Reads from DESCRIPTOR, which scan_finish() closes. */
void scan_init(struct scan *scan, int descriptor);
void scan_finish(struct scan *scan);

/* Reads BYTES, of which it takes a copy, as if they stood at OFFSET of a file that ends behind
 * them. */
void scan_init_bytes(struct scan *scan, struct str bytes, uint64_t offset);

/* For the fast path: what is in the buffer from the next record on (nothing, before the first was
 * asked for); nothing either when the record is part of what was looked at before. SIMD_BYTES of 0
 * stand behind it. */
struct str scan_rest(const struct scan *scan);
/* The next record begins N bytes of that further on. */
void scan_skip(struct scan *scan, size_t n);
/* Reads on behind that, which moves; false at the end of the file, or when there is no room. */
bool scan_more(struct scan *scan);
/* Where in the file AT stands, a place in the buffer. */
static inline uint64_t scan_offset(const struct scan *scan, const char *at)
{
	return scan->base + (uint64_t)(at - scan->buffer);
}

/* Notes where IGNORE_MARK stands in the bytes of the buffer from FROM to END. Who reads a comment
 * calls it, so that a zone without comments is not searched. */
void scan_note_marks(struct scan *scan, const char *from, const char *end);

/* The next record, empty lines included; false at the end. */
bool scan_next(struct scan *scan, struct record *record);

#endif
