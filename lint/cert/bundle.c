#include "lint/cert/bundle.h"

static bool has_leaf(const struct cert_file *file)
{
	for (size_t i = 0; i < file->count; i++)
		if (!file->list[i].authority)
			return true;
	return false;
}

static void add_leaf(struct bundle *bundle, const struct cert *cert)
{
	for (size_t i = 0; i < bundle->leaf_count; i++)
		if (str_eq(bundle->leaves[i].cert->der, cert->der))
			return;
	bundle->leaves[bundle->leaf_count++] = (struct leaf){ .cert = cert };
}

/* The same certificate in several files of a host is seldom, and there are few: compared one by one
 * up to this many. */
enum { COMPARED = 64 };

static void add_cert(struct bundle *bundle, const struct cert *cert)
{
	size_t from = bundle->count > COMPARED ? bundle->count - COMPARED : 0;

	for (size_t i = from; i < bundle->count; i++)
		if (str_eq(bundle->certs[i]->der, cert->der))
			return;
	bundle->certs[bundle->count++] = cert;
}

static void fill(struct bundles *bundles, struct bundle *bundle, const struct bundle_part *parts,
	size_t count)
{
	size_t most = 0;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		most += parts[i].file->count;
		any = any || has_leaf(parts[i].file);
	}
	bundle->host = parts->host;
	bundle->certs = arena_alloc(&bundles->arena, most, sizeof *bundle->certs);
	bundle->leaves = arena_alloc(&bundles->arena, most, sizeof *bundle->leaves);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < parts[i].file->count; j++) {
			const struct cert *cert = &parts[i].file->list[j];

			add_cert(bundle, cert);
			if (any ? !cert->authority : j == 0)
				add_leaf(bundle, cert);
		}
}

void bundles_build(struct bundles *bundles, const struct bundle_part *parts, size_t count)
{
	size_t end;

	*bundles = (struct bundles){ 0 };
	bundles->list = arena_alloc(&bundles->arena, count, sizeof *bundles->list);
	for (size_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count; end++)
			if (!name_equal(parts[end].host, parts[i].host))
				break;
		fill(bundles, &bundles->list[bundles->count++], &parts[i], end - i);
	}
}

const struct bundle *bundles_find(const struct bundles *bundles, struct name host)
{
	size_t low = 0, high = bundles->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = name_cmp(bundles->list[middle].host, host);

		if (order == 0)
			return &bundles->list[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

void bundles_finish(struct bundles *bundles)
{
	arena_finish(&bundles->arena);
}
