/*
 * name: domain names (RFC 1035 3.1) in wire form: length-prefixed labels, the root label last, at
 * most 255 octets. Case is kept for display and folded (ASCII) in every comparison (RFC 4343). A
 * `struct name` is a view; a name without bytes (wire NULL) is "no name", which is not the root.
 */
#ifndef LINT_DNS_NAME_H
#define LINT_DNS_NAME_H

#include "lint/base/arena.h"
#include "lint/base/buf.h"

enum { NAME_MAX_WIRE = 255, NAME_MAX_LABEL = 63, NAME_MAX_LABELS = 128 };

struct name {
	const unsigned char *wire;
	size_t len; /* octets, the root label included */
};

/* Room for any name. */
struct name_buf {
	unsigned char wire[NAME_MAX_WIRE];
	unsigned char len; /* 0: no name */
};

enum name_status {
	NAME_OK,
	NAME_EMPTY_LABEL, /* "a..b", a leading dot, an empty name */
	NAME_LABEL_LONG,  /* a label above 63 octets */
	NAME_TOO_LONG,	  /* above 255 octets */
	NAME_BAD_ESCAPE,  /* "\256", "\1a", a backslash at the end */
	NAME_NO_ORIGIN,	  /* relative, and there is no origin */
};

/* What is wrong, for people. */
const char *name_status_text(enum name_status status);

/* One octet of presentation form at S (which is not empty), of a name or of other data: its value,
 * and the bytes it takes; 0 for a bad escape (RFC 1035 5.1: \DDD and \X; X is no line end). */
size_t name_octet(struct str s, unsigned char *octet);

/* Reads the presentation form (RFC 1035 5.1: escapes \DDD and \X; "@" alone is the origin),
 * appending ORIGIN (may be no name) when TEXT has no final dot. On an error *ERROR_AT (may be NULL)
 * is the offset in TEXT of what is wrong. */
enum name_status name_parse(
	struct str text, struct name origin, struct name_buf *out, size_t *error_at);

/* A host or domain name as people write it outside zones: no escapes, the final dot optional.
 * False when it is not one. */
bool name_from_host(struct str text, struct name_buf *out);

/* Reads wire form at the start of S; false when it is malformed or compressed. *USED: its octets.
 */
bool name_from_wire(struct str s, struct name_buf *out, size_t *used);

struct name name_view(const struct name_buf *buf);
struct name name_copy(struct arena *arena, struct name name);
static inline bool name_is_none(struct name name)
{
	return name.wire == NULL;
}
static inline bool name_is_root(struct name name)
{
	return name.len == 1;
}

/* The labels of NAME without the root: how many, and the I-th from the left. */
size_t name_labels(struct name name);
struct str name_label(struct name name, size_t i);

/* Where each label of NAME begins, from the left: for walks over all of them in linear time.
 * Returns how many, the root not counted. */
size_t name_offsets(struct name name, unsigned char offsets[NAME_MAX_LABELS]);

/* NAME without its first N labels; the root at the end. */
struct name name_parent(struct name name, size_t n);

/* LABEL (1 to 63 octets) before NAME; false when the result is too long. */
bool name_prepend(struct str label, struct name name, struct name_buf *out);

/* The labels of FIRST before those of LAST; false when the result is too long. */
bool name_join(struct name first, struct name last, struct name_buf *out);

/* NAME is what a missing final dot makes of a name at or below APEX, which was appended once more:
 * "mail.example.com.example.com". *SINGLE (may be NULL) is the name that was meant. */
bool name_undouble(struct name name, struct name apex, struct name_buf *single);

bool name_equal(struct name a, struct name b);
/* Canonical order (RFC 4034 6.1): by labels from the right, case folded, a name before those below
 * it. */
int name_cmp(struct name a, struct name b);
/* NAME is APEX or lies below it. */
bool name_within(struct name name, struct name apex);
/* The first label is LABEL, ASCII case folded. */
bool name_starts_with(struct name name, struct str label);
/* The first label is "*". */
bool name_is_wildcard(struct name name);
/* Every label is letters, digits and inner hyphens (RFC 5321 4.1.2); the root is not one. */
bool name_is_ldh(struct name name);

/* The presentation form without the final dot ("." for the root), with escapes, as it is in the
 * zone; name_text gives it NUL-terminated. */
void name_print(struct buf *buf, struct name name);
const char *name_text(struct arena *arena, struct name name);

/* Keyed 64-bit hash (SipHash-1-3) with case folded. A name's hash is that of its first label with
 * the hash of its parent, so name_hash_label(name_hash(parent), label) == name_hash(child). The key
 * is random for each process: no order may depend on it. */
uint64_t name_hash(struct name name);
uint64_t name_hash_label(uint64_t parent, struct str label);

#endif
