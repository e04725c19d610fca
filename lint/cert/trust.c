#include "lint/cert/trust.h"

#include "lint/digest/libcrypto.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const system_files[] = {
	"/etc/ssl/certs/ca-certificates.crt", /* Debian, Alpine, Arch */
	"/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora */
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/ca-bundle.pem", /* SUSE */
	"/etc/ssl/cert.pem",	  /* FreeBSD, OpenBSD, macOS */
	"/usr/local/share/certs/ca-root-nss.crt",
};

const char *trust_system(void)
{
	const char *given = getenv("SSL_CERT_FILE");

	if (given != NULL && given[0] != '\0')
		return given;
	for (size_t i = 0; i < sizeof system_files / sizeof *system_files; i++)
		if (access(system_files[i], R_OK) == 0)
			return system_files[i];
	return NULL;
}

/* Makes PATH a source. A file below ROOT is opened once and copied, so that it cannot be exchanged
 * for one that lies elsewhere. */
static enum source_status add_source(
	struct sources *sources, const char *root, const char *path, uint32_t *file)
{
	enum source_status status;
	int descriptor;

	if (root == NULL) {
		*file = sources_add(sources, str_c(path), NULL);
		return SOURCE_OK;
	}
	status = source_open_below(root, path, &descriptor);
	if (status != SOURCE_OK)
		return status;
	status = sources_add_pipe(sources, descriptor, path, file);
	close(descriptor);
	return status;
}

bool trust_read(struct trust *trust, const char *root, const char *path, const char **why)
{
	static const struct levels silent = { .selecting = true };
	const struct cert_reading how = { LEVEL_OFF, CERT_MAX_ROOTS };
	struct sources sources = { 0 };
	struct diag diag;
	struct cert_file file = { 0 };
	enum source_status status;
	uint32_t source;

	*trust = (struct trust){ .path = path };
	diag_init(&diag, &silent);
	status = add_source(&sources, root, path, &source);
	if (status == SOURCE_OK)
		cert_read(&file, source, how, &sources, &diag, &status);
	*why = status != SOURCE_OK ? source_status_text(status) :
	       file.count == 0	   ? "it holds no certificate" :
				     NULL;
	if (*why == NULL) {
		trust->store = libcrypto()->X509_STORE_new();
		for (size_t i = 0; i < file.count; i++)
			libcrypto()->X509_STORE_add_cert(trust->store, file.list[i].x509);
		libcrypto()->ERR_clear_error();
	}
	cert_finish(&file);
	diag_finish(&diag);
	sources_finish(&sources);
	return *why == NULL;
}

void trust_finish(struct trust *trust)
{
	if (trust->store != NULL)
		libcrypto()->X509_STORE_free(trust->store);
	*trust = (struct trust){ 0 };
}

/* Goes on where only the leaf is outside its validity or has another purpose, which is judged by
 * itself. */
static int go_on(int good, X509_STORE_CTX *context)
{
	int error = libcrypto()->X509_STORE_CTX_get_error(context);
	bool leaf = libcrypto()->X509_STORE_CTX_get_error_depth(context) == 0;

	return good == 1 || (leaf && (error == X509_V_ERR_CERT_HAS_EXPIRED ||
					     error == X509_V_ERR_CERT_NOT_YET_VALID ||
					     error == X509_V_ERR_INVALID_PURPOSE));
}

static enum chain chain_of(int error)
{
	static const struct {
		int error;
		enum chain chain;
	} known[] = {
		{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, CHAIN_INCOMPLETE },
		{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, CHAIN_INCOMPLETE },
		{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, CHAIN_INCOMPLETE },
		{ X509_V_ERR_CERT_HAS_EXPIRED, CHAIN_EXPIRED },
		{ X509_V_ERR_CERT_NOT_YET_VALID, CHAIN_EXPIRED },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].error == error)
			return known[i].chain;
	return CHAIN_UNTRUSTED;
}

static const struct cert *cert_of(const struct bundle *bundle, const X509 *x509)
{
	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->certs[i]->x509 == x509)
			return bundle->certs[i];
	return NULL;
}

/* What the look at the chain ended with. */
static void take_result(const struct bundle *bundle, struct leaf *leaf, X509_STORE_CTX *context)
{
	int error = libcrypto()->X509_STORE_CTX_get_error(context);

	leaf->chain = chain_of(error);
	leaf->link = cert_of(bundle, libcrypto()->X509_STORE_CTX_get_current_cert(context));
	leaf->why = libcrypto()->X509_verify_cert_error_string(error);
	if (leaf->link != NULL) {
		leaf->missing = leaf->link->issuer;
	} else if (leaf->chain == CHAIN_EXPIRED) {
		leaf->why = "the root itself is outside its validity";
	} else if (leaf->chain == CHAIN_INCOMPLETE) {
		leaf->chain = CHAIN_UNTRUSTED;
		leaf->why = "the file of roots holds an authority above it, but not the root above "
			    "that";
	}
}

void trust_judge(
	const struct trust *trust, const struct bundle *bundle, struct leaf *leaf, int64_t now)
{
	const struct libcrypto *lib = libcrypto();
	X509_STORE_CTX *context = lib->X509_STORE_CTX_new();
	OPENSSL_STACK *others = lib->OPENSSL_sk_new_null();

	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->certs[i] != leaf->cert)
			lib->OPENSSL_sk_push(others, bundle->certs[i]->x509);
	leaf->chain = CHAIN_NOT_JUDGED;
	if (context != NULL && lib->X509_STORE_CTX_init(context, trust->store, leaf->cert->x509,
				       (STACK_OF(X509) *)others) == 1) {
		X509_VERIFY_PARAM *param = lib->X509_STORE_CTX_get0_param(context);

		lib->X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
		lib->X509_VERIFY_PARAM_set_time(param, (time_t)now);
		lib->X509_STORE_CTX_set_verify_cb(context, go_on);
		if (lib->X509_verify_cert(context) == 1)
			leaf->chain = CHAIN_TRUSTED;
		else
			take_result(bundle, leaf, context);
	}
	lib->X509_STORE_CTX_free(context);
	lib->OPENSSL_sk_free(others);
	lib->ERR_clear_error();
}
