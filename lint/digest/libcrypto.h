/*
 * libcrypto: OpenSSL's functions, loaded when the first is used. Linked in the usual way they would
 * double the time that every run takes to start, and most runs need none. A program without shared
 * libraries (LIBCRYPTO_STATIC) has them at hand.
 *
 * A function is used as `libcrypto()->EVP_Q_digest(...)`, once it stands in libcrypto.def.
 */
#ifndef LINT_DIGEST_LIBCRYPTO_H
#define LINT_DIGEST_LIBCRYPTO_H

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

struct libcrypto {
#define CRYPTO(function) __typeof__(function) *function;
#include "lint/digest/libcrypto.def"
#undef CRYPTO
};

/* The functions. Without the library, or one of them, the program ends: nothing could go on. */
const struct libcrypto *libcrypto(void);

#endif
