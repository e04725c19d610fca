#include "lint/dns/hash.h"

#include "lint/dns/name.h"

#include <pthread.h>
#include <sys/random.h>

static uint64_t key[2];
static pthread_once_t key_once = PTHREAD_ONCE_INIT;

static void key_init(void)
{
	/* Short of randomness, a fixed key costs only the protection against made-up collisions. */
	if (getrandom(key, sizeof key, GRND_NONBLOCK) != (ssize_t)sizeof key) {
		key[0] = UINT64_C(0x9e3779b97f4a7c15);
		key[1] = UINT64_C(0xc2b2ae3d27d4eb4f);
	}
}

const uint64_t *hash_key(void)
{
	pthread_once(&key_once, key_init);
	return key;
}

uint64_t name_hash_label(uint64_t parent, struct str label)
{
	unsigned char lower[NAME_MAX_LABEL + 1 + HASH_PAD] = { 0 };

	for (size_t i = 0; i < label.len; i++)
		lower[i] = (unsigned char)ascii_lower(label.ptr[i]);
	return hash_label(hash_key(), parent, lower, label.len);
}

uint64_t name_hash(struct name name)
{
	unsigned char offsets[NAME_MAX_LABELS], lower[NAME_MAX_WIRE + HASH_PAD + 1] = { 0 };
	size_t labels = name_offsets(name, offsets);
	const uint64_t *keys = hash_key();
	uint64_t hash = 0;

	for (size_t i = 0; i < name.len; i++)
		lower[i] = (unsigned char)ascii_lower((char)name.wire[i]);
	for (size_t i = labels; i-- > 0;)
		hash = hash_label(keys, hash, lower + offsets[i] + 1, lower[offsets[i]]);
	return hash;
}
