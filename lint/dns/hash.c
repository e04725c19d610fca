/* SipHash-1-3 (Aumasson and Bernstein) over a parent's hash and a label, with a random key. */
#include "lint/dns/name.h"

#include <pthread.h>
#include <sys/random.h>

static uint64_t key[2];
static pthread_once_t key_once = PTHREAD_ONCE_INIT;

static void key_init(void)
{
	/* Short of randomness, a fixed key costs only the protection against made-up collisions. */
	if (getrandom(key, sizeof key, GRND_NONBLOCK) != (ssize_t)sizeof key)
		key[0] = UINT64_C(0x6d746173747368a5);
}

static uint64_t rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
}

uint64_t name_hash_label(uint64_t parent, struct str label)
{
	uint64_t v[4], word = 0;

	pthread_once(&key_once, key_init);
	v[0] = key[0] ^ UINT64_C(0x736f6d6570736575);
	v[1] = key[1] ^ UINT64_C(0x646f72616e646f6d);
	v[2] = key[0] ^ UINT64_C(0x6c7967656e657261);
	v[3] = key[1] ^ UINT64_C(0x7465646279746573);
	sip_word(v, parent);
	for (size_t i = 0; i < label.len; i++) {
		word |= (uint64_t)(unsigned char)ascii_lower(label.ptr[i]) << (i % 8 * 8);
		if (i % 8 == 7) {
			sip_word(v, word);
			word = 0;
		}
	}
	sip_word(v, word | (uint64_t)(label.len + 8) << 56);
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t name_hash(struct name name)
{
	unsigned char offsets[NAME_MAX_LABELS];
	size_t labels = name_offsets(name, offsets);
	uint64_t hash = 0;

	for (size_t i = labels; i-- > 0;) {
		const unsigned char *label = name.wire + offsets[i];

		hash = name_hash_label(hash, str_of((const char *)label + 1, *label));
	}
	return hash;
}
