/*
 * simd: what is special in 64 bytes of a zone file, as masks: bit I speaks of byte I. SSE2 where
 * there is any, else eight bytes at a time in a 64-bit word; SIMD_PORTABLE forces the latter.
 */
#ifndef LINT_ZONE_SIMD_H
#define LINT_ZONE_SIMD_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { SIMD_BYTES = 64, SIMD_HALF = SIMD_BYTES / 2 };

struct simd_masks {
	uint64_t odd;  /* all but printable ASCII: line ends, tabs, other control bytes, 0x7f, bytes
			  of  UTF-8 */
	uint64_t stop; /* " ( ) ; \ and what may open a template: { <; by the way also | and \x1c */
};

#if defined(__SSE2__) && !defined(SIMD_PORTABLE)

#include <emmintrin.h>

/* The bytes that one step looks at. */
typedef __m128i simd_word;

enum { SIMD_STEP = 16 };

static inline simd_word simd_load(const char *from)
{
	return _mm_loadu_si128((const __m128i *)(const void *)from);
}

/* What the functions below find is marked in the highest bit of a byte: as bits, from AT on. */
static inline uint64_t simd_bits(simd_word found, int at)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(found) << at;
}

static inline simd_word simd_and(simd_word a, simd_word b)
{
	return _mm_and_si128(a, b);
}

static inline simd_word simd_or(simd_word a, simd_word b)
{
	return _mm_or_si128(a, b);
}

/* BYTE in every place. */
static inline simd_word simd_each(unsigned char byte)
{
	return _mm_set1_epi8((char)byte);
}

static inline simd_word simd_equal(simd_word v, unsigned char byte)
{
	return _mm_cmpeq_epi8(v, simd_each(byte));
}

/* Bytes that are BYTE at most. */
static inline simd_word simd_up_to(simd_word v, unsigned char byte)
{
	return _mm_cmpeq_epi8(_mm_min_epu8(v, simd_each(byte)), v);
}

/* Bytes from LOW to HIGH. */
static inline simd_word simd_between(simd_word v, unsigned char low, unsigned char high)
{
	return simd_up_to(_mm_sub_epi8(v, simd_each(low)), (unsigned char)(high - low));
}

/* Bytes from 0x20 to 0x7e. */
static inline simd_word simd_printable(simd_word v)
{
	return _mm_cmpgt_epi8(_mm_add_epi8(v, simd_each(1)), simd_each(0x20));
}

/* Bytes that are the same in A and B. */
static inline simd_word simd_alike(simd_word a, simd_word b)
{
	return _mm_cmpeq_epi8(a, b);
}

#else

typedef uint64_t simd_word;

enum { SIMD_STEP = 8 };

#define SIMD_SEVEN UINT64_C(0x7f7f7f7f7f7f7f7f)

static inline simd_word simd_load(const char *from)
{
	uint64_t v;

	memcpy(&v, from, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

static inline uint64_t simd_bits(simd_word found, int at)
{
	return ((found >> 7) * UINT64_C(0x0102040810204080)) >> 56 << at;
}

static inline simd_word simd_and(simd_word a, simd_word b)
{
	return a & b;
}

static inline simd_word simd_or(simd_word a, simd_word b)
{
	return a | b;
}

static inline simd_word simd_each(unsigned char byte)
{
	return UINT64_C(0x0101010101010101) * byte;
}

/* BYTE is below 0x80, here and in simd_up_to(). */
static inline simd_word simd_equal(simd_word v, unsigned char byte)
{
	v ^= simd_each(byte);
	return ~(((v & SIMD_SEVEN) + SIMD_SEVEN) | v) & ~SIMD_SEVEN;
}

static inline simd_word simd_up_to(simd_word v, unsigned char byte)
{
	return ~(((v & SIMD_SEVEN) + simd_each((unsigned char)(0x7f - byte))) | v) & ~SIMD_SEVEN;
}

static inline simd_word simd_between(simd_word v, unsigned char low, unsigned char high)
{
	return simd_up_to(v, high) & ~simd_up_to(v, (unsigned char)(low - 1));
}

static inline simd_word simd_printable(simd_word v)
{
	return simd_up_to(v, 0x7e) & ~simd_up_to(v, 0x1f);
}

static inline simd_word simd_alike(simd_word a, simd_word b)
{
	return simd_equal(a ^ b, 0);
}

#endif

#define SIMD_STEP_BITS ((UINT64_C(1) << SIMD_STEP) - 1)

/* The masks of the SIMD_BYTES from FROM on. */
static inline struct simd_masks simd_classify(const char *from)
{
	struct simd_masks masks = { 0, 0 };

	for (int at = 0; at < SIMD_BYTES; at += SIMD_STEP) {
		simd_word v = simd_load(from + at);
		simd_word parenthesis = simd_equal(simd_and(v, simd_each(0xfe)), '(');
		simd_word back = simd_equal(simd_or(v, simd_each(0x60)), '|'); /* and < */
		simd_word semicolon = simd_equal(simd_or(v, simd_each(0x40)), '{');

		masks.odd |= (simd_bits(simd_printable(v), 0) ^ SIMD_STEP_BITS) << at;
		masks.stop |= simd_bits(
			simd_or(simd_or(parenthesis, back), simd_or(semicolon, simd_equal(v, '"'))),
			at);
	}
	return masks;
}

/* BYTE stands somewhere in the SIMD_BYTES from FROM on. */
static inline bool simd_any(const char *from, unsigned char byte)
{
	simd_word found = simd_equal(simd_load(from), byte);

	for (int at = SIMD_STEP; at < SIMD_BYTES; at += SIMD_STEP)
		found = simd_or(found, simd_equal(simd_load(from + at), byte));
	return simd_bits(found, 0) != 0;
}

/* Where BYTE stands in the SIMD_BYTES from FROM on. */
static inline uint64_t simd_find(const char *from, unsigned char byte)
{
	uint64_t found = 0;

	for (int at = 0; at < SIMD_BYTES; at += SIMD_STEP)
		found |= simd_bits(simd_equal(simd_load(from + at), byte), at);
	return found;
}

/* The bytes of V that stand in plain names: letters, digits and - . / _ * */
static inline simd_word simd_plain(simd_word v)
{
	simd_word others = simd_or(simd_equal(v, '_'), simd_equal(v, '*'));
	simd_word letters = simd_between(simd_or(v, simd_each(0x20)), 'a', 'z');

	return simd_or(simd_or(others, letters), simd_between(v, '-', '9'));
}

struct simd_name {
	uint64_t others; /* bytes that do not stand in plain names */
	uint64_t dots;
};

/* The masks of the SIMD_BYTES from FROM on, or of the first half where a byte of that ends the
 * name. */
static inline struct simd_name simd_name(const char *from)
{
	struct simd_name name = { 0, 0 };

	for (int half = 0; half < SIMD_BYTES && name.others == 0; half += SIMD_HALF)
		for (int at = half; at < half + SIMD_HALF; at += SIMD_STEP) {
			simd_word v = simd_load(from + at);

			name.others |= (simd_bits(simd_plain(v), 0) ^ SIMD_STEP_BITS) << at;
			name.dots |= simd_bits(simd_equal(v, '.'), at);
		}
	return name;
}

/* The places of the SIMD_HALF from A and B on that are the same. */
static inline uint64_t simd_alike_half(const char *a, const char *b)
{
	uint64_t alike = 0;

	for (int at = 0; at < SIMD_HALF; at += SIMD_STEP)
		alike |= simd_bits(simd_alike(simd_load(a + at), simd_load(b + at)), at);
	return alike;
}

/* True if the LEN bytes at A and at B are the same. Up to SIMD_HALF of them are compared without a
 * branch; so many are looked at. */
static inline bool simd_same(const char *a, const char *b, size_t len)
{
	for (; len > SIMD_HALF; a += SIMD_HALF, b += SIMD_HALF, len -= SIMD_HALF)
		if (simd_alike_half(a, b) != UINT32_MAX)
			return false;
	return (~simd_alike_half(a, b) & ((UINT64_C(1) << len) - 1)) == 0;
}

/* Which of the bytes from FROM on are digits, and which are dots: 16 of them. */
struct simd_quad {
	uint64_t digits, dots;
};

static inline struct simd_quad simd_quad(const char *from)
{
	struct simd_quad quad = { 0, 0 };

	for (int at = 0; at < 16; at += SIMD_STEP) {
		simd_word v = simd_load(from + at);

		quad.digits |= simd_bits(simd_between(v, '0', '9'), at);
		quad.dots |= simd_bits(simd_equal(v, '.'), at);
	}
	return quad;
}

/* Which of the SIMD_BYTES from FROM on are hexadecimal digits, and which are colons. */
struct simd_groups {
	uint64_t digits, colons;
};

static inline struct simd_groups simd_groups(const char *from)
{
	struct simd_groups groups = { 0, 0 };

	for (int at = 0; at < SIMD_BYTES; at += SIMD_STEP) {
		simd_word v = simd_load(from + at);
		simd_word letters = simd_between(simd_or(v, simd_each(0x20)), 'a', 'f');

		groups.digits |= simd_bits(simd_or(letters, simd_between(v, '0', '9')), at);
		groups.colons |= simd_bits(simd_equal(v, ':'), at);
	}
	return groups;
}

#endif
