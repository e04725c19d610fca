#include "cmd/gen_certs.h"

#include "cmd/command.h"
#include "lint/base/memory.h"

#include <stdlib.h>

/* Says what the reader found. */
static bool complain_findings(const char *path, const struct diag *diag)
{
	bool ok = true;

	for (size_t i = 0; i < diag->count; i++)
		if (diag->list[i]->level == LEVEL_ERROR) {
			complain("%s: %s", path, diag->list[i]->message);
			ok = false;
		}
	return ok;
}

static void add_leaves(struct gen_certs *certs, const struct cert_file *file, struct str host)
{
	struct bundle_part part = { .file = file };
	struct name_buf name;
	struct bundles bundles;

	name_from_host(STR("host"), &name); /* any: there is one file in the bundle */
	part.host = name_view(&name);
	bundles_build(&bundles, &part, 1);
	for (size_t i = 0; i < bundles.list->leaf_count; i++) {
		MEMORY_GROW(certs->leaves, certs->leaf_count, certs->leaf_capacity);
		certs->leaves[certs->leaf_count++] = (struct gen_leaf){ host,
			bundles.list->leaves[i].cert };
	}
	bundles_finish(&bundles);
}

/* One "[HOST=]FILE". */
static bool read_one(struct gen_certs *certs, struct str word)
{
	static const struct levels usual_levels;
	size_t equals = str_find_char(word, '=');
	bool has_host = equals < word.len;
	const char *path = has_host ? word.ptr + equals + 1 : word.ptr;
	struct cert_file *file = &certs->files[certs->file_count];
	struct sources sources = { 0 };
	enum source_status status;
	struct diag diag;
	bool ok;

	diag_init(&diag, &usual_levels);
	ok = cert_read(file, sources_add(&sources, str_c(path), NULL),
		(struct cert_reading){ LEVEL_INFO, CERT_MAX_COUNT }, &sources, &diag, &status);
	certs->file_count++;
	if (!ok)
		complain("%s: %s", path, source_status_text(status));
	else if ((ok = complain_findings(path, &diag)))
		add_leaves(certs, file, str_take(word, has_host ? equals : 0));
	diag_finish(&diag);
	sources_finish(&sources);
	return ok;
}

bool gen_certs_read(struct gen_certs *certs, const struct gen_arguments *arguments)
{
	bool ok = true;

	*certs = (struct gen_certs){ 0 };
	certs->files = memory_alloc(arguments->certs.count, sizeof *certs->files);
	for (size_t i = 0; i < arguments->certs.count; i++)
		ok = read_one(certs, arguments->certs.list[i]) && ok;
	return ok;
}

void gen_certs_finish(struct gen_certs *certs)
{
	for (size_t i = 0; i < certs->file_count; i++)
		cert_finish(&certs->files[i]);
	free(certs->files);
	free(certs->leaves);
}
