/*
 * issuer: who signed whom, by the certificates and keys alone: no root, date or purpose counts.
 */
#ifndef LINT_CERT_ISSUER_H
#define LINT_CERT_ISSUER_H

#include "lint/cert/cert.h"

/* CERT says that ISSUER issued it, and its signature says so too. A look at that takes one of
 * *TRIES, since a hostile bundle could ask for very many; without any left the answer is no. */
bool issuer_signed(const struct cert *issuer, const struct cert *cert, unsigned *tries);

/* The same of an issuer of which there is the certificate in DER, or only the key, as a
 * SubjectPublicKeyInfo. Several threads may ask. */
bool issuer_der_signed(struct str der, const struct cert *cert);
bool issuer_key_signed(struct str key, const struct cert *cert);

#endif
