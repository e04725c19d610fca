/*
 * digest: SHA-256, for ids (RFC 8461 leaves their making to the domain). The only user of OpenSSL's
 * EVP (see libcrypto.h for when it is loaded).
 */
#ifndef LINT_DIGEST_DIGEST_H
#define LINT_DIGEST_DIGEST_H

#include "lint/base/str.h"

enum { DIGEST_ID_LEN = 32 };

/* The digests that TLSA records hold (RFC 6698 2.1.3). */
enum digest_kind { DIGEST_SHA256, DIGEST_SHA512 };
enum { DIGEST_MAX_OCTETS = 64 };

/* Writes the digest of TEXT; returns its octets. */
size_t digest_octets(enum digest_kind kind, struct str text, unsigned char out[DIGEST_MAX_OCTETS]);

/* Writes the first 32 digits of SHA-256 over TEXT, lower case hex with a final NUL. */
void digest_hex(struct str text, char hex[DIGEST_ID_LEN + 1]);

/* The id of a policy: digest_hex() of TEXT without its CR bytes, so that the ends of its lines do
 * not matter. Anyone can make it again: `tr -d '\r' <mta-sts.txt | sha256sum | cut -c1-32`. */
void digest_policy_id(struct str text, char id[DIGEST_ID_LEN + 1]);

#endif
