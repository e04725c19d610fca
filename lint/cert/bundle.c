#include "lint/cert/bundle.h"

#include "lint/cert/issuer.h"

/* That of BUNDLE which is the same as CERT; there is one. */
static const struct cert *kept(const struct bundle *bundle, const struct cert *cert)
{
	size_t i = 0;

	while (!str_eq(bundle->certs[i]->der, cert->der))
		i++;
	return bundle->certs[i];
}

static void add_leaf(struct bundle *bundle, const struct cert *cert)
{
	for (size_t i = 0; i < bundle->leaf_count; i++)
		if (str_eq(bundle->leaves[i].cert->der, cert->der))
			return;
	bundle->leaves[bundle->leaf_count++] = (struct leaf){ .cert = kept(bundle, cert) };
}

/* The same certificate in several files of a host is seldom, and there are few: compared one by one
 * up to this many. */
enum { COMPARED = 64 };

/* How many signatures are looked at, at most, to find out who signed whom. */
enum { SIGNATURES = 32 };

static void add_cert(struct bundle *bundle, const struct cert *cert)
{
	size_t from = bundle->count > COMPARED ? bundle->count - COMPARED : 0;

	for (size_t i = from; i < bundle->count; i++)
		if (str_eq(bundle->certs[i]->der, cert->der))
			return;
	bundle->certs[bundle->count++] = cert;
}

/* CERT signed another of the bundle, whatever it says that it may. */
static bool signed_another(const struct bundle *bundle, const struct cert *cert, unsigned *tries)
{
	for (size_t i = 0; i < bundle->count; i++)
		if (!bundle->certs[i]->self_signed && bundle->certs[i] != cert &&
			issuer_signed(cert, bundle->certs[i], tries))
			return true;
	return false;
}

/* A certificate of the host itself, in what was given as its own. */
static bool is_leaf(const struct bundle *bundle, const struct cert *cert, unsigned *tries)
{
	return !cert->authority && (cert->self_signed || !signed_another(bundle, cert, tries));
}

static void add_own(struct bundle *bundle, const struct bundle_part *part, unsigned *tries)
{
	for (size_t i = 0; i < part->file->count; i++)
		if (is_leaf(bundle, kept(bundle, &part->file->list[i]), tries))
			add_leaf(bundle, &part->file->list[i]);
}

static void add_covering(struct bundle *bundle, const struct bundle_part *part, const char *host)
{
	for (size_t i = 0; i < part->file->count; i++) {
		const struct cert *cert = &part->file->list[i];

		if (cert_covers(cert, host) || cert_common_name_covers(cert, host))
			add_leaf(bundle, cert);
	}
}

/* Nothing in the bundle is a host's by what it says. */
static void add_first_leaves(struct bundle *bundle, const struct bundle_part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (parts[i].file->count > 0 && !parts[i].file->cut)
			add_leaf(bundle, &parts[i].file->list[0]);
}

static void fill(struct bundles *bundles, struct bundle *bundle, const struct bundle_part *parts,
	size_t count)
{
	unsigned tries = SIGNATURES;
	size_t most = 0;

	for (size_t i = 0; i < count; i++) {
		most += parts[i].file->count;
		bundle->cut = bundle->cut || parts[i].file->cut;
	}
	bundle->host = parts->host;
	bundle->certs = arena_alloc(&bundles->arena, most, sizeof *bundle->certs);
	bundle->leaves = arena_alloc(&bundles->arena, most, sizeof *bundle->leaves);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < parts[i].file->count; j++)
			add_cert(bundle, &parts[i].file->list[j]);
	for (size_t i = 0; i < count; i++)
		if (parts[i].covering)
			add_covering(bundle, &parts[i], name_text(&bundles->arena, parts->host));
		else
			add_own(bundle, &parts[i], &tries);
	if (bundle->leaf_count == 0)
		add_first_leaves(bundle, parts, count);
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

/* CERT is among the first COUNT of LIST. */
static bool is_among(const struct cert *cert, const struct cert *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == cert)
			return true;
	return false;
}

size_t bundle_above(const struct bundle *bundle, const struct cert *leaf, struct arena *arena,
	const struct cert *const **above)
{
	const struct cert **found = arena_alloc(arena, bundle->count + 1, sizeof *found);
	unsigned tries = SIGNATURES;
	size_t count = 0;

	for (size_t done = 0; done <= count; done++)
		for (size_t i = 0; i < bundle->count; i++) {
			const struct cert *cert = bundle->certs[i];

			if (!str_eq(cert->der, leaf->der) && !is_among(cert, found, count) &&
				issuer_signed(cert, done == 0 ? leaf : found[done - 1], &tries))
				found[count++] = cert;
		}
	*above = found;
	return count;
}

void bundles_finish(struct bundles *bundles)
{
	arena_finish(&bundles->arena);
}
