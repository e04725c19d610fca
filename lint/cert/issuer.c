#include "lint/cert/issuer.h"

#include "lint/digest/libcrypto.h"

static bool x509_named(X509 *issuer, X509 *subject)
{
	const struct libcrypto *lib = libcrypto();

	return lib->X509_NAME_cmp(
		       lib->X509_get_subject_name(issuer), lib->X509_get_issuer_name(subject)) == 0;
}

static bool x509_signed(X509 *issuer, X509 *subject)
{
	EVP_PKEY *key = libcrypto()->X509_get0_pubkey(issuer);
	bool result = key != NULL && libcrypto()->X509_verify(subject, key) == 1;

	libcrypto()->ERR_clear_error();
	return result;
}

bool issuer_signed(const struct cert *issuer, const struct cert *cert, unsigned *tries)
{
	if (*tries == 0 || !x509_named(issuer->x509, cert->x509))
		return false;
	--*tries;
	return x509_signed(issuer->x509, cert->x509);
}

bool issuer_der_signed(struct str der, const struct cert *cert)
{
	const unsigned char *at = (const unsigned char *)der.ptr;
	X509 *issuer = libcrypto()->d2i_X509(NULL, &at, (long)der.len);
	bool result = issuer != NULL && x509_named(issuer, cert->x509) &&
		      x509_signed(issuer, cert->x509);

	libcrypto()->X509_free(issuer);
	libcrypto()->ERR_clear_error();
	return result;
}

bool issuer_key_signed(struct str key, const struct cert *cert)
{
	const unsigned char *at = (const unsigned char *)key.ptr;
	EVP_PKEY *decoded = libcrypto()->d2i_PUBKEY(NULL, &at, (long)key.len);
	bool result = decoded != NULL && libcrypto()->X509_verify(cert->x509, decoded) == 1;

	libcrypto()->EVP_PKEY_free(decoded);
	libcrypto()->ERR_clear_error();
	return result;
}
