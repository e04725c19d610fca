#include "lint/cert/cert.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"
#include "lint/cert/facts.h"
#include "lint/digest/digest.h"
#include "lint/digest/libcrypto.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { NAMES_SHOWN = 5 };

static const struct str begin_mark = { "-----BEGIN ", 11 };
static const struct str end_mark = { "-----END ", 9 };

struct reader {
	struct cert_file *file;
	struct sources *sources;
	struct diag *diag;
	enum level keys;
	struct str text;
	const char *other; /* a label of a block that is no certificate; NULL: none */
	bool faulty;	   /* a finding says that something cannot be read */
	bool key;	   /* a private key was met */
};

static struct span span_at(const struct reader *reader, size_t from, size_t to)
{
	return (struct span){ reader->file->file, (uint32_t)(to - from), from };
}

static void cert_unreadable(struct reader *reader, struct span at, const char *what)
{
	struct finding *finding = diag_add(reader->diag, RULE_CERT_UNREADABLE, at, "%s", what);

	diag_help(reader->diag, finding,
		"give the certificate and what leads to its authority as PEM, '-----BEGIN "
		"CERTIFICATE-----' and so on, or one certificate as DER");
	reader->faulty = true;
}

static void cert_private_key(struct reader *reader, struct span at)
{
	struct finding *finding;

	if (reader->key)
		return;
	reader->key = true;
	finding = diag_add_level(reader->diag, RULE_CERT_PRIVATE_KEY, reader->keys, at,
		"a private key stands in this file");
	diag_help(reader->diag, finding,
		"keep keys out of the repository; whoever can read it can be the host: replace the "
		"key "
		"and have the certificate issued anew");
}

/* The end of the line that begins at or goes on at AT, without what ends it. */
static size_t line_end(struct str text, size_t at)
{
	size_t end = at + str_find_char(str_skip(text, at), '\n');

	return end > at && end <= text.len && text.ptr[end - 1] == '\r' ? end - 1 : end;
}

/* The next place from AT on where a line begins with MARK; the length of the text when none does.
 */
static size_t find_mark(struct str text, size_t at, struct str mark)
{
	for (; at < text.len; at += str_find_char(str_skip(text, at), '\n') + 1)
		if (str_starts(str_skip(text, at), mark))
			return at;
	return text.len;
}

static struct cert *add_cert(struct cert_file *file)
{
	if (file->count == file->capacity) {
		file->capacity = file->capacity == 0 ? 4 : file->capacity * 2;
		file->list = memory_resize(file->list, file->capacity, sizeof *file->list);
	}
	file->list[file->count] = (struct cert){ 0 };
	return &file->list[file->count];
}

/* Takes DER for a certificate. */
static bool take_cert(struct reader *reader, struct str der, bool trusted, struct span at)
{
	struct cert_file *file = reader->file;
	struct cert *cert = add_cert(file);

	if (!cert_facts(cert, arena_str(&file->arena, der), trusted, &file->arena))
		return false;
	cert->at = at;
	cert->file = sources_at(reader->sources, file->file)->name;
	file->count++;
	return true;
}

/* One block of PEM (RFC 7468), whose first line is AT. */
static void take_block(struct reader *reader, struct str block, struct span at)
{
	BIO *bio = libcrypto()->BIO_new_mem_buf(block.ptr, (int)block.len);
	char *label = NULL, *header = NULL;
	unsigned char *data = NULL;
	long len = 0;
	bool good = bio != NULL &&
		    libcrypto()->PEM_read_bio(bio, &label, &header, &data, &len) == 1;
	struct str name = good ? str_c(label) : STR("");
	struct str der = good ? str_of((const char *)data, (size_t)len) : STR("");

	if (!good)
		cert_unreadable(reader, at,
			"this block is no PEM: characters, line lengths or its "
			"end are wrong");
	else if (str_eq(name, STR("CERTIFICATE")) || str_eq(name, STR("X509 CERTIFICATE")) ||
		 str_eq(name, STR("TRUSTED CERTIFICATE"))) {
		if (!take_cert(reader, der, name.ptr[0] == 'T', at))
			cert_unreadable(reader, at, "the data of this block is no certificate");
	} else {
		reader->other = diag_quote(reader->diag, name);
	}
	libcrypto()->CRYPTO_free(label, OPENSSL_FILE, OPENSSL_LINE);
	libcrypto()->CRYPTO_free(header, OPENSSL_FILE, OPENSSL_LINE);
	libcrypto()->CRYPTO_free(data, OPENSSL_FILE, OPENSSL_LINE);
	libcrypto()->BIO_free(bio);
	libcrypto()->ERR_clear_error();
}

/* The block that begins at BEGIN. Returns where to go on. */
static size_t take_at(struct reader *reader, size_t begin)
{
	struct str text = reader->text;
	size_t first = line_end(text, begin);
	size_t end = find_mark(text, first, end_mark), next = find_mark(text, first, begin_mark);
	struct span at = span_at(reader, begin, first);
	struct str label = str_of(text.ptr + begin, first - begin);

	if (str_find(label, STR("PRIVATE KEY")) < label.len) {
		cert_private_key(reader, at);
		return end < next ? end : next;
	}
	if (end >= next) {
		cert_unreadable(reader, at, "this block has no end: the file was cut");
		return next;
	}
	end += str_find_char(str_skip(text, end), '\n');
	take_block(reader, str_of(text.ptr + begin, end - begin), at);
	return end;
}

static void read_pem(struct reader *reader, size_t at)
{
	while (at < reader->text.len) {
		if (reader->file->count == CERT_MAX_COUNT) {
			cert_unreadable(reader, span_at(reader, at, line_end(reader->text, at)),
				"more than 1000 certificates: the rest is not read");
			return;
		}
		at = find_mark(reader->text, take_at(reader, at), begin_mark);
	}
	if (reader->file->count > 0 || reader->faulty)
		return;
	cert_unreadable(reader, span_at(reader, 0, line_end(reader->text, 0)),
		reader->key	      ? "a private key and no certificate" :
		reader->other == NULL ? "no certificate" :
					arena_printf(&reader->file->arena,
						"'%s', and no certificate", reader->other));
}

static void read_der(struct reader *reader)
{
	const unsigned char *at = (const unsigned char *)reader->text.ptr;
	struct span whole = span_at(reader, 0, 0);
	EVP_PKEY *key;

	if (take_cert(reader, reader->text, false, whole))
		return;
	key = libcrypto()->d2i_AutoPrivateKey(NULL, &at, (long)reader->text.len);
	libcrypto()->ERR_clear_error();
	if (key != NULL)
		cert_private_key(reader, whole);
	libcrypto()->EVP_PKEY_free(key);
	cert_unreadable(reader, whole,
		key != NULL ? "a private key and no certificate" :
			      "no certificate in PEM, and none in DER; PKCS #7 and #12 are not "
			      "read");
}

bool cert_read(struct cert_file *file, uint32_t source, enum level keys, struct sources *sources,
	struct diag *diag, enum source_status *status)
{
	struct reader reader = { file, sources, diag, keys, .text = STR("") };
	struct buf bytes = { 0 };
	size_t at;

	*file = (struct cert_file){ .file = source };
	sources_at(sources, source)->secret = true;
	*status = source_read(sources, source, CERT_MAX_BYTES + 1, &bytes);
	reader.text = buf_str(&bytes);
	if (*status == SOURCE_OK) {
		at = find_mark(reader.text, 0, begin_mark);
		if (reader.text.len > CERT_MAX_BYTES)
			cert_unreadable(&reader, span_at(&reader, 0, 0), "larger than 32 MiB");
		else if (at == reader.text.len && str_starts(reader.text, STR("\x30")))
			read_der(&reader);
		else
			read_pem(&reader, at);
	}
	buf_finish(&bytes);
	return *status == SOURCE_OK;
}

void cert_finish(struct cert_file *file)
{
	for (size_t i = 0; i < file->count; i++)
		libcrypto()->X509_free(file->list[i].x509);
	free(file->list);
	arena_finish(&file->arena);
}

static bool check_host(const struct cert *cert, const char *host, unsigned flags)
{
	return libcrypto()->X509_check_host(cert->x509, host, strlen(host),
		       flags | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
}

bool cert_covers(const struct cert *cert, const char *host)
{
	return check_host(cert, host, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
}

bool cert_common_name_covers(const struct cert *cert, const char *host)
{
	return cert->name_count == 0 && check_host(cert, host, 0);
}

const char *cert_names_text(struct arena *arena, const struct cert *cert)
{
	const char *text = "no name";

	for (size_t i = 0; i < cert->name_count && i < NAMES_SHOWN; i++)
		text = arena_printf(arena, "%s%s'%s'", i == 0 ? "" : text, i == 0 ? "" : ", ",
			text_quote(arena, cert->names[i]));
	if (cert->name_count > NAMES_SHOWN)
		text = arena_printf(arena, "%s and %zu more", text, cert->name_count - NAMES_SHOWN);
	return text;
}

const char *cert_time_text(struct arena *arena, int64_t time)
{
	time_t seconds = (time_t)time;
	char text[64];
	struct tm fields;

	if (gmtime_r(&seconds, &fields) == NULL ||
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &fields) == 0)
		return "a time beyond reckoning";
	return arena_printf(arena, "%s", text);
}

const char *cert_key_digest(struct arena *arena, const struct cert *cert)
{
	unsigned char octets[DIGEST_MAX_OCTETS];
	size_t len = digest_octets(DIGEST_SHA256, cert->key, octets);
	char *text = arena_bytes(arena, 2 * len + 1);

	for (size_t i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", octets[i]);
	return text;
}
