/*
 * trust: the authorities that senders trust, and whether a certificate leads to one of them
 * (RFC 5280 6). Senders use the roots of their system; these differ a little from one to the next.
 */
#ifndef LINT_CERT_TRUST_H
#define LINT_CERT_TRUST_H

#include "lint/cert/bundle.h"

struct x509_store_st;

struct trust {
	const char *path; /* the file the roots are from */
	struct x509_store_st *store;
};

/* The file with the roots of this machine: SSL_CERT_FILE of the environment, else the first that is
 * there of those that systems have. NULL when there is none. */
const char *trust_system(void);

/* Reads the roots from PATH, which must lie below ROOT, links resolved, unless that is NULL. False
 * with a reason when it cannot be read or holds none. */
bool trust_read(struct trust *trust, const char *root, const char *path, const char **why);
void trust_finish(struct trust *trust);

/* Judges the way from LEAF of BUNDLE to a root at the time NOW, seconds since the epoch; whether
 * the leaf itself is valid then is left out. Several threads may ask. */
void trust_judge(
	const struct trust *trust, const struct bundle *bundle, struct leaf *leaf, int64_t now);

#endif
