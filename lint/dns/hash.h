/*
 * hash: the step of name_hash_label(), for those who hash many labels. A step multiplies eight
 * bytes of the label with what came before, both under 64 bits of a random key, and folds the 128
 * bits of the product by exclusive or. Who does not know the key cannot choose labels that meet:
 * that would take a factor of zero or a product whose halves cancel as another's do, one chance in
 * about 2^62 for a pair. Hashes never leave the process, so nobody learns the key from them.
 */
#ifndef LINT_DNS_HASH_H
#define LINT_DNS_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes behind a label that hash_label() may read. */
enum { HASH_PAD = 8 };

/* Two random words, the same for the whole life of the process. */
const uint64_t *hash_key(void);

static inline uint64_t hash_load(const unsigned char *from)
{
	uint64_t word;

	memcpy(&word, from, sizeof word);
	return word;
}

/* The first N bytes (1 to 7, in memory) of WORD, the others 0. */
static inline uint64_t hash_first(uint64_t word, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return word & ~(UINT64_MAX >> (8 * n));
#else
	return word & ~(UINT64_MAX << (8 * n));
#endif
}

/* Letters A-Z of WORD in lower case; bytes above 0x7f stay. */
static inline uint64_t hash_lower(uint64_t word)
{
	uint64_t low = word & UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t above = low + UINT64_C(0x2525252525252525); /* above 'Z' */
	uint64_t from = low + UINT64_C(0x3f3f3f3f3f3f3f3f);  /* from 'A' on */

	return word | (((from & ~above & ~word) & UINT64_C(0x8080808080808080)) >> 2);
}

static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
	uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
	uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32), other = a0 * b1 + (uint32_t)middle;

	return (other << 32 | (uint32_t)low) ^ (a1 * b1 + (middle >> 32) + (other >> 32));
#endif
}

/* The hash of a name from that of its PARENT and its first label: LEN bytes in lower case, with
 * HASH_PAD bytes behind them. */
static inline uint64_t hash_label(
	const uint64_t key[2], uint64_t parent, const unsigned char *label, size_t len)
{
	uint64_t hash = parent ^ (uint64_t)len << 56;

	for (; len >= 8; label += 8, len -= 8)
		hash = hash_fold(hash ^ key[0], hash_load(label) ^ key[1]);
	if (len > 0)
		hash = hash_fold(hash ^ key[0], hash_first(hash_load(label), len) ^ key[1]);
	return hash;
}

/* The same for LEN bytes at LABEL in any case. */
static inline uint64_t hash_text(
	const uint64_t key[2], uint64_t parent, const char *label, size_t len)
{
	const unsigned char *at = (const unsigned char *)label;
	uint64_t hash = parent ^ (uint64_t)len << 56;

	for (; len >= 8; at += 8, len -= 8)
		hash = hash_fold(hash ^ key[0], hash_lower(hash_load(at)) ^ key[1]);
	if (len > 0)
		hash = hash_fold(
			hash ^ key[0], hash_lower(hash_first(hash_load(at), len)) ^ key[1]);
	return hash;
}

#endif
