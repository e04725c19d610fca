#include "lint/digest/digest.h"

#include "lint/base/buf.h"

#include <dlfcn.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* libcrypto is loaded when the first digest is made: linked, it would double the time that every
 * run takes to start, and most runs make none. */
#define TEXT_OF(macro) #macro
#define LIBRARY_OF(version) "libcrypto.so." TEXT_OF(version)

/* EVP_Q_digest(), see its manual. */
static int (*sha256_of)(OSSL_LIB_CTX *context, const char *name, const char *properties,
	const void *data, size_t size, unsigned char *out, size_t *len);
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

static void load(void)
{
	void *library = dlopen(LIBRARY_OF(OPENSSL_SHLIB_VERSION), RTLD_NOW | RTLD_LOCAL);
	void *symbol = library == NULL ? NULL : dlsym(library, "EVP_Q_digest");

	memcpy(&sha256_of, &symbol, sizeof symbol);
}

/* Without SHA-256 there is nothing that could go on. */
static void hash(struct str text, unsigned char *out)
{
	size_t len = 0;

	pthread_once(&loaded, load);
	if (sha256_of != NULL &&
		sha256_of(NULL, "SHA256", NULL, text.ptr, text.len, out, &len) == 1)
		return;
	fputs("mtasts: " LIBRARY_OF(OPENSSL_SHLIB_VERSION) " gives no SHA-256\n", stderr);
	exit(2);
}

void digest_policy_id(struct str text, char id[DIGEST_ID_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char octets[EVP_MAX_MD_SIZE];
	struct buf kept = { 0 };
	struct str part;

	while (text.ptr != NULL && str_cut(&text, '\r', &part))
		buf_add(&kept, part);
	hash(buf_str(&kept), octets);
	buf_finish(&kept);
	for (size_t i = 0; i < DIGEST_ID_LEN; i++)
		id[i] = digits[i % 2 == 0 ? octets[i / 2] >> 4 : octets[i / 2] & 15];
	id[DIGEST_ID_LEN] = '\0';
}
