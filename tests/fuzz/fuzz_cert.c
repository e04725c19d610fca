/* Certificates, PEM and DER: the reader, names, and chains within the file. */
#include "tests/fuzz/fuzz.h"

#include "lint/cert/trust.h"

/* Roots to hold chains against: the first input that holds a certificate. */
static struct trust trust;

static void judge(const struct cert_file *file, uint32_t source)
{
	struct name_buf host;
	struct bundle_part part = { .file = file };
	struct bundles bundles;
	struct arena arena = { 0 };

	name_from_host(STR("mail.example.com"), &host);
	part.host = name_view(&host);
	bundles_build(&bundles, &part, 1);
	if (bundles.list[0].leaf_count == 0 ? file->count > 0 && !file->cut : file->count == 0)
		abort();
	for (size_t i = 0; i < bundles.list[0].leaf_count; i++) {
		struct leaf *leaf = &bundles.list[0].leaves[i];

		if (leaf->cert->at.file != source)
			abort();
		cert_covers(leaf->cert, "mail.example.com");
		cert_common_name_covers(leaf->cert, "mail.example.com");
		cert_names_text(&arena, leaf->cert);
		cert_time_text(&arena, leaf->cert->not_after);
		if (trust.store != NULL)
			trust_judge(&trust, &bundles.list[0], leaf, 1767225600);
	}
	arena_finish(&arena);
	bundles_finish(&bundles);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	const struct cert_reading how = { LEVEL_ERROR, CERT_MAX_COUNT };
	struct sources sources = { 0 };
	struct cert_file file;
	enum source_status status;
	const char *root, *why;
	struct diag diag;
	uint32_t source = fuzz_file(&sources, fuzz_str(data, size), &root);

	diag_init(&diag, &fuzz_levels);
	if (!cert_read(&file, source, how, &sources, &diag, &status))
		abort();
	if (file.count == 0 && diag.count == 0)
		abort();
	judge(&file, source);
	if (trust.store == NULL)
		trust_read(&trust, NULL, sources_at(&sources, source)->path, &why);
	diag_sort(&diag, &sources);
	fuzz_judge(&diag, &sources, size);
	cert_finish(&file);
	diag_finish(&diag);
	sources_finish(&sources);
	return 0;
}
