/* TLSA records for the MX hosts whose certificates are given (RFC 7672 3.1.1: usage 3, the key, its
 * SHA-256). */
#include "gen/parts.h"

#include "lint/base/text.h"

static void add(struct gen_domain *domain, struct str host, const struct cert *leaf)
{
	struct gen_tlsa *tlsa = &domain->tlsa[domain->tlsa_count];

	*tlsa = (struct gen_tlsa){ host, cert_key_digest(domain->arena, leaf) };
	for (size_t i = 0; i < domain->tlsa_count; i++)
		if (str_eq(domain->tlsa[i].host, host) &&
			strcmp(domain->tlsa[i].digest, tlsa->digest) == 0)
			return;
	domain->tlsa_count++;
}

/* The MX hosts that LEAF covers; a pattern is no host. */
static void add_covered(struct gen_domain *domain, const struct cert *leaf)
{
	for (size_t i = 0; i < domain->spec->mx_count; i++)
		if (domain->mx[i].ptr != NULL && !str_starts(domain->mx[i], STR("*.")) &&
			cert_covers(leaf, domain->mx[i].ptr))
			add(domain, domain->mx[i], leaf);
}

void gen_tlsa(struct gen_domain *domain, struct gen_refusals *refusals)
{
	const struct gen_spec *spec = domain->spec;
	struct str host;

	if (!(spec->needs & GEN_NEEDS_CERT))
		return;
	domain->tlsa = arena_alloc(
		domain->arena, spec->leaf_count * (spec->mx_count + 1), sizeof *domain->tlsa);
	for (size_t i = 0; i < spec->leaf_count; i++) {
		const struct gen_leaf *leaf = &spec->leaves[i];

		if (leaf->host.len == 0)
			add_covered(domain, leaf->cert);
		else if (gen_host_text(domain->arena, leaf->host, &host))
			add(domain, host, leaf->cert);
		else
			gen_refuse(
				refusals, "'%s' is no host", text_quote(domain->arena, leaf->host));
	}
	if (spec->leaf_count == 0)
		gen_refuse(refusals,
			"%s: a TLSA record is made of a certificate: add --cert [HOST=]FILE",
			domain->text);
	else if (domain->tlsa_count == 0)
		gen_refuse(refusals,
			"%s: the certificates are for no MX host of it; --cert HOST=FILE says "
			"whose one is, --mx HOST and --from-zone FILE which MX hosts there are",
			domain->text);
}

void gen_to_tlsa(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	for (size_t i = 0; i < domain->tlsa_count; i++)
		buf_printf(&buf, "_25._tcp.%s.\t%lu\tIN\tTLSA\t3 1 1 %s\n",
			domain->tlsa[i].host.ptr, (unsigned long)domain->spec->ttl,
			domain->tlsa[i].digest);
	gen_file_take(files, arena_printf(files->arena, "%s.tlsa.zone", domain->text), &buf);
}
