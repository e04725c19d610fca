/*
 * facts: what a certificate says. Used by the reader of certificates only.
 */
#ifndef LINT_CERT_FACTS_H
#define LINT_CERT_FACTS_H

#include "lint/cert/cert.h"

enum facts_form {
	FACTS_PLAIN,
	FACTS_TRUSTED, /* OpenSSL's own: more stands behind the certificate */
};

/* What is wrong with data that are no certificate at all. */
extern const char *const facts_no_cert;

/* Decodes DER, which outlives CERT, and fills all but `at` and `file`; memory is in ARENA. NULL, or
 * what is wrong with it, for people. */
const char *facts_read(
	struct cert *cert, struct str der, enum facts_form form, struct arena *arena);

#endif
