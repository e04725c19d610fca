#include "lint/cert/issuer.h"

#include "lint/digest/libcrypto.h"

static bool x509_signed(X509 *issuer, X509 *subject)
{
	const struct libcrypto *lib = libcrypto();
	EVP_PKEY *key;
	bool result;

	if (lib->X509_NAME_cmp(
		    lib->X509_get_subject_name(issuer), lib->X509_get_issuer_name(subject)) != 0)
		return false;
	key = lib->X509_get0_pubkey(issuer);
	result = key != NULL && lib->X509_verify(subject, key) == 1;
	lib->ERR_clear_error();
	return result;
}

bool issuer_signed(const struct cert *issuer, const struct cert *cert)
{
	return x509_signed(issuer->x509, cert->x509);
}

bool issuer_der_signed(struct str der, const struct cert *cert)
{
	const unsigned char *at = (const unsigned char *)der.ptr;
	X509 *issuer = libcrypto()->d2i_X509(NULL, &at, (long)der.len);
	bool result = issuer != NULL && x509_signed(issuer, cert->x509);

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
