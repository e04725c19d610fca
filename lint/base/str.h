/*
 * str: views of bytes. A view owns nothing, is never NUL-terminated and may hold NUL (TXT data
 * does); it lives as long as the memory it looks at. Classification is ASCII by explicit ranges:
 * no locale changes a verdict.
 */
#ifndef LINT_BASE_STR_H
#define LINT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *ptr;
	size_t len;
};

/* A view of a string literal. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* The same, where C wants a constant expression (static tables). */
#define STR_INIT(literal)                                                                          \
	{                                                                                          \
		"" literal, sizeof(literal) - 1                                                    \
	}

/* True for A-Z and a-z. */
static inline bool ascii_is_alpha(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* True for 0-9. */
static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* True for letters and digits. */
static inline bool ascii_is_alnum(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c);
}

/* True for WSP of RFC 5234: space and horizontal tab. */
static inline bool ascii_is_printable(char c)
{
	return c >= ' ' && c <= '~';
}

static inline bool ascii_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* C in lower case if it is A-Z, else C. */
static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* The view of LEN bytes at PTR. */
static inline struct str str_of(const char *ptr, size_t len)
{
	return (struct str){ ptr, len };
}

/* The view of a NUL-terminated string. */
static inline struct str str_c(const char *s)
{
	return (struct str){ s, strlen(s) };
}

/* S without its first N bytes; empty when it has fewer. */
static inline struct str str_skip(struct str s, size_t n)
{
	return n >= s.len ? str_of(s.ptr + s.len, 0) : str_of(s.ptr + n, s.len - n);
}

/* The first N bytes of S, or all of it. */
static inline struct str str_take(struct str s, size_t n)
{
	return str_of(s.ptr, n < s.len ? n : s.len);
}

/* Equal bytes; str_ieq folds ASCII case. */
bool str_eq(struct str a, struct str b);
bool str_ieq(struct str a, struct str b);

bool str_is_ascii(struct str s);

/* S is not empty, and each of its bytes is what IS says. */
bool str_all(struct str s, bool (*is)(char c));

/* S begins with PREFIX; str_istarts folds ASCII case. */
bool str_starts(struct str s, struct str prefix);
bool str_istarts(struct str s, struct str prefix);

/* S ends with SUFFIX. */
bool str_ends(struct str s, struct str suffix);

/* memcmp order, the shorter first. */
int str_cmp(struct str a, struct str b);

/* Offset of the first C, or of the first NEEDLE, in S; S.len when there is none. */
size_t str_find_char(struct str s, char c);
size_t str_find(struct str s, struct str needle);
/* The same, folding ASCII case. */
size_t str_ifind(struct str s, struct str needle);

/* S without blanks (space, tab) at its start, its end, or both. */
struct str str_ltrim(struct str s);
struct str str_rtrim(struct str s);
struct str str_trim(struct str s);

/* Cuts the part before the first C off *REST and returns it; without C the whole. False at the end:
 * when *REST.ptr is NULL, which it becomes after the last part. Empty parts count. */
bool str_cut(struct str *rest, char c, struct str *part);

/* A decimal number of digits only, 1 to 20 of them, up to MAX. False for anything else. */
bool str_number(struct str s, uint64_t max, uint64_t *value);

/* The number of single-byte insertions, deletions and replacements between A and B, folding ASCII
 * case, counted up to LIMIT (then LIMIT + 1). For suggestions; both are cut at 64 bytes. */
unsigned str_distance(struct str a, struct str b, unsigned limit);

#endif
