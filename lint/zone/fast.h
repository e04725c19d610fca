/*
 * fast: the common shapes of records, read from the scanner's buffer at the speed of memory. A
 * record is looked at 64 bytes at a time (simd.h) and is either read whole, to exactly what the
 * plain reader makes of it, or left to that, untouched: directives, escapes, templates, `@` in
 * quotes, names above 63 bytes, odd TTLs, types and classes, parentheses but around strings and
 * around data that no rule reads, whatever would make a finding, and the record that the buffer
 * cuts.
 */
#ifndef LINT_ZONE_FAST_H
#define LINT_ZONE_FAST_H

#include "lint/zone/reader.h"
#include "lint/zone/simd.h"

struct fast_type;

struct fast {
	struct reader *reader;
	const char *at;	   /* the next byte */
	const char *end;   /* of what was read; SIMD_BYTES of 0 stand behind it */
	const char *block; /* what the masks are of */
	struct simd_masks masks;
	/* The record being read: */
	const char *start;
	const char *value, *value_end; /* as value_at of a struct rr */
	const char *last;	       /* end of its last token */
	const struct fast_type *type;
	struct name_buf owner; /* where it is stated and is not that of the record before */
	struct str owner_text; /* empty where it is inherited */
	bool again;	       /* the owner is that of the record before */
	bool has_ttl, has_class;
	uint32_t ttl;
	bool keep; /* it is kept whole, its data is in reader->scratch */
};

/* A type, how its data are read, and its bit. */
struct fast_type {
	char word[8]; /* its mnemonic in lower case */
	bool (*read)(struct fast *fast);
	uint16_t type;
	enum type_bit bit;
};

/* The type named by LEN bytes at TEXT; NULL when there is no short path for it. */
const struct fast_type *fast_type_find(const char *text, size_t len);

/* Reads records from the top frame until one needs the plain reader. */
void fast_read(struct reader *reader);

/* Which bytes to look for. */
enum fast_stop {
	FAST_WORD,    /* the end of a word */
	FAST_STRING,  /* the end of a string, or what cannot stand in one */
	FAST_COMMENT, /* a control byte: the line end, mostly */
};

static inline uint64_t fast_mask(const struct fast *fast, enum fast_stop stop)
{
	return stop == FAST_WORD   ? fast->masks.low | fast->masks.stop :
	       stop == FAST_STRING ? fast->masks.control | fast->masks.stop :
				     fast->masks.control;
}

/* The first such byte from FROM on, or fast->end. */
static inline const char *fast_find(struct fast *fast, const char *from, enum fast_stop stop)
{
	for (;;) {
		size_t at = (size_t)(from - fast->block);

		if (at < SIMD_BYTES) {
			uint64_t bits = fast_mask(fast, stop) >> at;

			if (bits != 0)
				return from + __builtin_ctzll(bits);
			from = fast->block + SIMD_BYTES;
		}
		if (from >= fast->end)
			return fast->end;
		fast->block = from;
		fast->masks = simd_classify(from);
	}
}

static inline const char *fast_skip_blanks(const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	return at;
}

/* Reads the name of LEN bytes at TEXT to OUT. */
bool fast_name(const struct fast *fast, const char *text, size_t len, struct name_buf *out);

/* Goes from AT, behind the last token, over blanks and a comment to the line behind. */
bool fast_line_end(struct fast *fast, const char *at);

/* Skips the comment at AT to its line end, which is returned; NULL when that is not in the buffer
 * or a control byte comes first. */
const char *fast_comment(struct fast *fast, const char *at);

#endif
