/*
 * facts: what a certificate says. Used by the reader of certificates only.
 */
#ifndef LINT_CERT_FACTS_H
#define LINT_CERT_FACTS_H

#include "lint/cert/cert.h"

/* Decodes DER, which outlives CERT, and fills all but `at` and `file`; memory is in ARENA. TRUSTED:
 * OpenSSL's own form, with more behind it. False when it is no certificate. */
bool cert_facts(struct cert *cert, struct str der, bool trusted, struct arena *arena);

#endif
