#include "lint/cert/facts.h"

#include "lint/digest/libcrypto.h"

#include <time.h>

const char *const facts_no_cert = "the data of this block is no certificate";

static struct str copy_string(const ASN1_STRING *string, struct arena *arena)
{
	const char *data = (const char *)libcrypto()->ASN1_STRING_get0_data(string);

	return arena_str(arena, str_of(data, (size_t)libcrypto()->ASN1_STRING_length(string)));
}

static void find_names(struct cert *cert, struct arena *arena)
{
	GENERAL_NAMES *all = libcrypto()->X509_get_ext_d2i(
		cert->x509, NID_subject_alt_name, NULL, NULL);
	int count = all == NULL ? 0 : libcrypto()->OPENSSL_sk_num((const OPENSSL_STACK *)all);

	cert->names = arena_alloc(arena, (size_t)count, sizeof *cert->names);
	for (int i = 0; i < count; i++) {
		const GENERAL_NAME *name = libcrypto()->OPENSSL_sk_value(
			(const OPENSSL_STACK *)all, i);

		if (name->type == GEN_DNS)
			cert->names[cert->name_count++] = copy_string(name->d.dNSName, arena);
	}
	libcrypto()->GENERAL_NAMES_free(all);
}

/* The (last) entry of that kind; without bytes when there is none. */
static struct str name_entry(const X509_NAME *name, int kind, struct arena *arena)
{
	int found = -1;

	for (int at = -1; (at = libcrypto()->X509_NAME_get_index_by_NID(name, kind, at)) >= 0;)
		found = at;
	if (found < 0)
		return (struct str){ 0 };
	return copy_string(libcrypto()->X509_NAME_ENTRY_get_data(
				   libcrypto()->X509_NAME_get_entry(name, found)),
		arena);
}

static struct str name_of(const X509_NAME *name, struct arena *arena)
{
	struct str organisation = name_entry(name, NID_organizationName, arena);

	return organisation.len > 0 ? organisation : name_entry(name, NID_commonName, arena);
}

static int64_t seconds(const ASN1_TIME *time)
{
	struct tm fields;

	return libcrypto()->ASN1_TIME_to_tm(time, &fields) == 1 ? (int64_t)timegm(&fields) : 0;
}

static const char *weak_digest(const struct cert *cert)
{
	static const struct {
		int kind;
		const char *name;
	} weak[] = { { NID_md2, "MD2" }, { NID_md4, "MD4" }, { NID_md5, "MD5" },
		{ NID_sha1, "SHA-1" } };
	int digest = NID_undef;

	libcrypto()->X509_get_signature_info(cert->x509, &digest, NULL, NULL, NULL);
	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++)
		if (weak[i].kind == digest)
			return weak[i].name;
	return NULL;
}

static unsigned rsa_bits(const struct cert *cert)
{
	EVP_PKEY *key = libcrypto()->X509_get0_pubkey(cert->x509);

	int kind = key == NULL ? EVP_PKEY_NONE : libcrypto()->EVP_PKEY_get_base_id(key);

	return kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS ?
		       (unsigned)libcrypto()->EVP_PKEY_get_bits(key) :
		       0;
}

static struct str key_of(const struct cert *cert, struct arena *arena)
{
	unsigned char *octets = NULL;
	int len = libcrypto()->i2d_X509_PUBKEY(
		libcrypto()->X509_get_X509_PUBKEY(cert->x509), &octets);
	struct str key = { 0 };

	if (len > 0)
		key = arena_str(arena, str_of((const char *)octets, (size_t)len));
	libcrypto()->CRYPTO_free(octets, OPENSSL_FILE, OPENSSL_LINE);
	return key;
}

static bool has_times(const X509 *x509)
{
	struct tm fields;

	return libcrypto()->ASN1_TIME_to_tm(libcrypto()->X509_get0_notBefore(x509), &fields) == 1 &&
	       libcrypto()->ASN1_TIME_to_tm(libcrypto()->X509_get0_notAfter(x509), &fields) == 1;
}

/* What is wrong with X509 so that no program takes it for valid. */
static const char *wrong_in(X509 *x509)
{
	if ((libcrypto()->X509_get_extension_flags(x509) & EXFLAG_INVALID) != 0)
		return "an extension of this certificate cannot be decoded: no program takes it "
		       "for valid";
	if (!has_times(x509))
		return "the validity of this certificate cannot be read: no program takes it for "
		       "valid";
	return NULL;
}

/* The certificate in DER. NULL with *WRONG when that is no valid one. */
static X509 *decode(struct str der, enum facts_form form, const char **wrong)
{
	const unsigned char *start = (const unsigned char *)der.ptr, *at = start;
	X509 *x509 = form == FACTS_TRUSTED ? libcrypto()->d2i_X509_AUX(NULL, &at, (long)der.len) :
					     libcrypto()->d2i_X509(NULL, &at, (long)der.len);

	*wrong = x509 == NULL ? facts_no_cert :
		 at != start + der.len ?
				"more stands behind the certificate, in one block of data" :
				wrong_in(x509);
	libcrypto()->ERR_clear_error();
	if (*wrong == NULL)
		return x509;
	libcrypto()->X509_free(x509);
	return NULL;
}

const char *facts_read(struct cert *cert, struct str der, enum facts_form form, struct arena *arena)
{
	const char *wrong;
	X509 *x509 = decode(der, form, &wrong);

	if (x509 == NULL)
		return wrong;
	cert->x509 = x509;
	cert->der = str_take(der, (size_t)libcrypto()->i2d_X509(x509, NULL));
	cert->key = key_of(cert, arena);
	find_names(cert, arena);
	cert->common_name = name_entry(
		libcrypto()->X509_get_subject_name(x509), NID_commonName, arena);
	cert->subject = name_of(libcrypto()->X509_get_subject_name(x509), arena);
	cert->issuer = name_of(libcrypto()->X509_get_issuer_name(x509), arena);
	cert->not_before = seconds(libcrypto()->X509_get0_notBefore(x509));
	cert->not_after = seconds(libcrypto()->X509_get0_notAfter(x509));
	cert->authority = libcrypto()->X509_check_ca(x509) != 0;
	cert->self_signed = libcrypto()->X509_self_signed(x509, 1) == 1;
	cert->server = libcrypto()->X509_check_purpose(x509, X509_PURPOSE_SSL_SERVER, 0) == 1;
	cert->rsa_bits = rsa_bits(cert);
	cert->weak_digest = weak_digest(cert);
	libcrypto()->ERR_clear_error();
	return NULL;
}
