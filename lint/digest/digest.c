#include "lint/digest/digest.h"

#include "lint/base/buf.h"
#include "lint/digest/libcrypto.h"

#include <stdio.h>
#include <stdlib.h>

/* Without its digests there is nothing that could go on. */
size_t digest_octets(enum digest_kind kind, struct str text, unsigned char out[DIGEST_MAX_OCTETS])
{
	static const char *const names[] = { "SHA256", "SHA512" };
	size_t len = 0;

	if (libcrypto()->EVP_Q_digest(NULL, names[kind], NULL, text.ptr, text.len, out, &len) == 1)
		return len;
	fprintf(stderr, "mtasts: libcrypto gives no %s\n", names[kind]);
	exit(2);
}

void digest_hex(struct str text, char hex[DIGEST_ID_LEN + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char octets[DIGEST_MAX_OCTETS];

	digest_octets(DIGEST_SHA256, text, octets);
	for (size_t i = 0; i < DIGEST_ID_LEN; i++)
		hex[i] = digits[i % 2 == 0 ? octets[i / 2] >> 4 : octets[i / 2] & 15];
	hex[DIGEST_ID_LEN] = '\0';
}

void digest_policy_id(struct str text, char id[DIGEST_ID_LEN + 1])
{
	struct buf kept = { 0 };
	struct str part;

	while (text.ptr != NULL && str_cut(&text, '\r', &part))
		buf_add(&kept, part);
	digest_hex(buf_str(&kept), id);
	buf_finish(&kept);
}
