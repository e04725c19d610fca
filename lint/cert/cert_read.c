#include "lint/cert/cert.h"

#include "lint/base/memory.h"
#include "lint/cert/facts.h"
#include "lint/cert/pem.h"
#include "lint/digest/libcrypto.h"

enum { LINE_SHOWN = 1024 };

struct reader {
	struct cert_file *file;
	struct sources *sources;
	struct diag *diag;
	struct cert_reading how;
	struct str text;
	const char *other; /* a label of a block that is no certificate; NULL: none */
	bool key;	   /* a private key was met */
};

/* The first line of the file. */
static struct span start_span(const struct reader *reader)
{
	size_t len = str_find_char(reader->text, '\n');

	return (struct span){ reader->file->file, (uint32_t)(len < LINE_SHOWN ? len : LINE_SHOWN),
		0 };
}

static void cert_unreadable(struct reader *reader, struct span at, const char *what)
{
	struct finding *finding = diag_add(reader->diag, RULE_CERT_UNREADABLE, at, "%s", what);

	diag_help(reader->diag, finding,
		"give the certificate and what leads to its authority as PEM, '-----BEGIN "
		"CERTIFICATE-----' and so on, or one certificate as DER");
	reader->file->cut = true;
}

/* The certificate is read all the same, so that what else is wrong with it is said at once. */
static void cert_unreadable_begin(struct reader *reader, struct span at)
{
	struct finding *finding = diag_add(reader->diag, RULE_CERT_UNREADABLE, at,
		"'-----BEGIN' does not begin its line: programs pass over this certificate");

	diag_help(reader->diag, finding,
		"nothing may stand before it: no blanks, no byte order mark, and a line end behind "
		"the certificate before it");
}

static void cert_private_key(struct reader *reader, struct span at)
{
	struct finding *finding;

	if (reader->key)
		return;
	reader->key = true;
	finding = diag_add_level(reader->diag, RULE_CERT_PRIVATE_KEY, reader->how.keys, at,
		"a private key stands in this file");
	diag_help(reader->diag, finding, "%s",
		reader->how.keys == LEVEL_ERROR ?
			"keep keys out of the repository; whoever can read it can be the host: "
			"replace the key and have the certificate issued anew" :
			"nothing of it is read; where this file is to go into a repository, take "
			"the certificates only");
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

/* Takes DER for a certificate. NULL, or what is wrong with it. */
static const char *take_cert(
	struct reader *reader, struct str der, enum facts_form form, struct span at)
{
	struct cert_file *file = reader->file;
	struct cert *cert = add_cert(file);
	const char *wrong = facts_read(cert, arena_str(&file->arena, der), form, &file->arena);

	if (wrong != NULL)
		return wrong;
	cert->at = at;
	cert->file = sources_at(reader->sources, file->file)->name;
	file->count++;
	return NULL;
}

/* The data of a block of PEM. */
static void take_data(struct reader *reader, struct str label, struct str data, struct span at)
{
	bool trusted = str_eq(label, STR("TRUSTED CERTIFICATE"));
	const char *wrong;

	if (!trusted && !str_eq(label, STR("CERTIFICATE")) &&
		!str_eq(label, STR("X509 CERTIFICATE"))) {
		reader->other = diag_quote(reader->diag, label);
		return;
	}
	wrong = take_cert(reader, data, trusted ? FACTS_TRUSTED : FACTS_PLAIN, at);
	if (wrong != NULL)
		cert_unreadable(reader, at, wrong);
}

/* Decodes TEXT, a block of PEM whose first line is AT. */
static void decode(struct reader *reader, struct str text, struct span at)
{
	const struct libcrypto *lib = libcrypto();
	BIO *bio = lib->BIO_new_mem_buf(text.ptr, (int)text.len);
	char *label = NULL, *header = NULL;
	unsigned char *data = NULL;
	long len = 0;

	if (bio != NULL && lib->PEM_read_bio(bio, &label, &header, &data, &len) == 1)
		take_data(reader, str_c(label), str_of((const char *)data, (size_t)len), at);
	else
		cert_unreadable(reader, at,
			"this block is no PEM: characters, line lengths or its end are wrong");
	lib->CRYPTO_free(label, OPENSSL_FILE, OPENSSL_LINE);
	lib->CRYPTO_free(header, OPENSSL_FILE, OPENSSL_LINE);
	lib->CRYPTO_free(data, OPENSSL_FILE, OPENSSL_LINE);
	lib->BIO_free(bio);
	lib->ERR_clear_error();
}

static void take_block(struct reader *reader, const struct pem_block *block)
{
	struct span at = { reader->file->file, (uint32_t)block->first.len,
		(uint64_t)(block->first.ptr - reader->text.ptr) };
	struct buf plain = { 0 };

	if (str_find(block->first, STR("PRIVATE KEY")) < block->first.len) {
		cert_private_key(reader, at);
		return;
	}
	if (!block->whole) {
		cert_unreadable(reader, at, "this block has no end: the file was cut");
		return;
	}
	if (!block->begins_line &&
		str_find(block->first, STR("CERTIFICATE-----")) < block->first.len)
		cert_unreadable_begin(reader, at);
	if (!block->begins_line)
		pem_unindent(block->text, &plain);
	decode(reader, block->begins_line ? block->text : buf_str(&plain), at);
	buf_finish(&plain);
}

static void read_pem(struct reader *reader)
{
	struct pem_block block;

	for (size_t at = 0; pem_next(reader->text, &at, &block);) {
		if (reader->file->count == reader->how.most) {
			struct span here = { reader->file->file, (uint32_t)block.first.len,
				(uint64_t)(block.first.ptr - reader->text.ptr) };

			cert_unreadable(reader, here,
				arena_printf(&reader->file->arena,
					"more than %zu certificates: the rest is not read",
					reader->how.most));
			return;
		}
		take_block(reader, &block);
	}
	if (reader->file->count > 0 || reader->file->cut)
		return;
	cert_unreadable(reader, start_span(reader),
		reader->key	      ? "a private key and no certificate" :
		reader->other == NULL ? "no certificate" :
					arena_printf(&reader->file->arena,
						"'%s', and no certificate", reader->other));
}

static void read_der(struct reader *reader)
{
	const unsigned char *at = (const unsigned char *)reader->text.ptr;
	struct span whole = { reader->file->file, 0, 0 };
	const char *wrong = take_cert(reader, reader->text, FACTS_PLAIN, whole);
	EVP_PKEY *key;

	if (wrong == NULL)
		return;
	key = libcrypto()->d2i_AutoPrivateKey(NULL, &at, (long)reader->text.len);
	libcrypto()->ERR_clear_error();
	if (key != NULL)
		cert_private_key(reader, whole);
	libcrypto()->EVP_PKEY_free(key);
	cert_unreadable(reader, whole,
		key != NULL	       ? "a private key and no certificate" :
		wrong == facts_no_cert ? "no certificate in PEM, and none in DER; PKCS #7 and #12 "
					 "are not read" :
					 wrong);
}

static void read_text(struct reader *reader)
{
	struct pem_block block;
	size_t at = 0;

	if (reader->text.len > CERT_MAX_BYTES)
		cert_unreadable(reader, start_span(reader), "larger than 32 MiB");
	else if (str_starts(reader->text, STR("\xff\xfe")) ||
		 str_starts(reader->text, STR("\xfe\xff")))
		cert_unreadable(reader, start_span(reader), "UTF-16 text: PEM is ASCII");
	else if (str_starts(reader->text, STR("\x30")) && !pem_next(reader->text, &at, &block))
		read_der(reader);
	else
		read_pem(reader);
}

bool cert_read(struct cert_file *file, uint32_t source, struct cert_reading how,
	struct sources *sources, struct diag *diag, enum source_status *status)
{
	struct reader reader = { file, sources, diag, how, .text = STR("") };
	struct buf bytes = { 0 };

	*file = (struct cert_file){ .file = source };
	sources_at(sources, source)->secret = true;
	*status = source_read(sources, source, CERT_MAX_BYTES + 1, &bytes);
	reader.text = buf_str(&bytes);
	if (*status == SOURCE_OK)
		read_text(&reader);
	buf_finish(&bytes);
	return *status == SOURCE_OK;
}
