/*
 * fast: the common shapes of records, read from the scanner's buffer at the speed of memory. A
 * record is either read whole, to exactly what the plain reader makes of it, or left to that,
 * untouched: directives, escapes, templates, `@`, names above 63 bytes, odd TTLs, types and
 * classes, parentheses but around strings and around data that no rule reads, whatever would make a
 * finding, and the record that the buffer cuts.
 *
 * Zones repeat themselves: an owner is mostly that of the line before, or a sibling or child of one
 * a few lines before (fast_owner.c); what stands between owner and data is one of a few texts
 * (fast_head.c). Data are only checked; what is kept is decoded afterwards (fast_data.c).
 */
#ifndef LINT_ZONE_FAST_H
#define LINT_ZONE_FAST_H

#include "lint/zone/reader.h"
#include "lint/zone/simd.h"

/* A name whose ancestors and itself are known to the zone, and which names may lie right below. */
struct fast_parent {
	const char *text; /* as written, in the buffer */
	uint64_t hash;
	bool within; /* it is the apex, or lies below */
};

/* Parents are found by the length of their text. The parent of a name without dots is the origin,
 * that of a last label with its dot the root: neither has a text. */
enum { FAST_PARENTS = SIMD_BYTES, FAST_ORIGIN = SIMD_BYTES - 1 };

struct fast {
	struct reader *reader;
	const char *at;	   /* the next byte */
	const char *end;   /* of what was read; SIMD_BYTES of 0 stand behind it */
	const char *block; /* what the masks are of */
	struct simd_masks masks;
	size_t room;   /* bytes that a relative name may have; 0 when there is no origin */
	bool inherits; /* a line may begin with a blank */
	struct fast_parent parents[FAST_PARENTS];
	uint64_t parents_known; /* a bit for each */
	const uint64_t *key;	/* of hashes */
	struct str owner;	/* the last one that was stated here; empty for none */
	bool may_again;		/* its records, in a large file, may be read again */
	bool name_stale;	/* reader->owner is another one still, */
	bool last_stale;	/* and zone->last too */
	bool context_noted;	/* for records that are read again */
	bool goes_on; /* the last owner is that of a record which was read here, in what the buffer
			 held before */
	bool *any;    /* becomes true with the first record */
	/* The record being read: */
	const char *start;
	struct str stated; /* its owner; empty where it is inherited */
	uint64_t dots;	   /* in that, where it is a new one */
	bool again;	   /* the owner is `owner` */
	const struct fast_head *head;
	const char *value, *value_end; /* as value_at of a struct rr */
	const char *last;	       /* end of its last token */
	unsigned char octets[4];       /* an IPv4 address, or the preference of an MX */
	bool keep;		       /* it is kept whole */
};

/* What stands between owner and data, as it was written. */
enum { FAST_HEAD_MAX = 32, FAST_HEADS = 16 };

struct fast_head {
	char text[FAST_HEAD_MAX];
	const struct fast_type *type;
	uint32_t ttl;
	unsigned char len;
	bool has_ttl, has_class;
	unsigned char next[2]; /* those that came after it the last time, and another time before */
};

struct fast_heads {
	struct fast_head list[FAST_HEADS];
	size_t count; /* of those that were put there */
	struct fast_head *last;
	struct fast_head other; /* one that does not fit */
};

/* A type, how its data are read, and its bit. */
struct fast_type {
	char word[8]; /* its mnemonic in lower case */
	/* Checks the data and goes behind the line; sets `keep`, and what it takes to decode. */
	bool (*read)(struct fast *fast);
	/* Adds the data to reader->scratch; NULL where they are never kept. */
	void (*decode)(struct fast *fast);
	uint16_t type;
	enum type_bit bit;
};

/* The type named by LEN bytes at TEXT; NULL when there is no short path for it. */
const struct fast_type *fast_type_find(const char *text, size_t len);

/* Reads records from the top frame until one needs the plain reader. */
void fast_read(struct reader *reader);

/* The owner at the start of the line, which is not `owner` (fast_owner.c). */
bool fast_owner_new(struct fast *fast);
/* Makes an owner that is not `owner` the last one. */
void fast_owner_enter(struct fast *fast);
/* Brings reader->owner, and zone->last, up to date. */
void fast_owner_name(struct fast *fast);
void fast_owner_finish(struct fast *fast);

/* Makes reader->heads, if it is not there. */
void fast_heads_start(struct reader *reader);

/* TTL, class and type, from AT on (fast_head.c), which are not what they were after this head the
 * last time; what stands behind them, or NULL. */
const char *fast_head_new(struct fast *fast, const char *at);

/* One or more strings (fast_text.c), and their octets. */
bool fast_text_read(struct fast *fast);
void fast_text_decode(struct fast *fast);

/* Which bytes to look for. */
enum fast_stop {
	FAST_STRING,  /* the end of a string, or what cannot stand in one */
	FAST_COMMENT, /* what is not printable: the line end, mostly */
};

static inline uint64_t fast_mask(const struct fast *fast, enum fast_stop stop)
{
	return stop == FAST_STRING ? fast->masks.odd | fast->masks.stop : fast->masks.odd;
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

/* The owner at the start of the line; false when there is no simple one. */
static inline bool fast_owner_read(struct fast *fast)
{
	const char *text = fast->at;
	size_t len = fast->owner.len;

	if (len == 0 || !ascii_is_blank(text[len]) || !simd_same(text, fast->owner.ptr, len))
		return fast_owner_new(fast);
	fast->again = true;
	fast->stated = str_of(text, len);
	return true;
}

/* HEAD, and no more blanks, stand at AT. */
static inline bool fast_head_is(const struct fast_head *head, const char *at)
{
	return head->len > 0 && simd_same(at, head->text, head->len) &&
	       !ascii_is_blank(at[head->len]);
}

/* TTL, class and type, from AT on; what stands behind them, or NULL. */
static inline const char *fast_head_read(struct fast *fast, const char *at)
{
	struct fast_heads *heads = fast->reader->heads;
	struct fast_head *guess = &heads->list[heads->last->next[0]];

	if (!fast_head_is(guess, at))
		return fast_head_new(fast, at);
	heads->last = guess;
	fast->head = guess;
	return at + guess->len;
}

/* The length of the plain name at TEXT, and where its DOTS are; 0 when there is none of less than
 * SIMD_BYTES, with an empty label, or with no origin for it. */
static inline size_t fast_name(const struct fast *fast, const char *text, uint64_t *dots)
{
	struct simd_name name = simd_name(text);
	size_t len = name.others == 0 ? 0 : (size_t)__builtin_ctzll(name.others);
	bool relative;

	if (len == 0)
		return 0;
	*dots = name.dots & ((UINT64_C(1) << len) - 1);
	relative = *dots >> (len - 1) == 0;
	if ((*dots & (*dots << 1 | 1)) != 0 || (relative && len > fast->room))
		return 0;
	return len;
}

/* The name of LEN bytes at TEXT, as fast_name() found it, in wire form. */
void fast_name_wire(const struct fast *fast, const char *text, size_t len, struct name_buf *out);

/* Goes from AT, behind the last token, over blanks and a comment to the line behind. */
bool fast_line_end_far(struct fast *fast, const char *at);

static inline bool fast_line_end(struct fast *fast, const char *at)
{
	if (*at != '\n' || at >= fast->end)
		return fast_line_end_far(fast, at);
	fast->at = at + 1;
	return true;
}

/* Skips the comment at AT to its line end, which is returned; NULL when that is not in the buffer
 * or a control byte comes first. */
const char *fast_comment(struct fast *fast, const char *at);

#endif
