/* dane-tlsa-mismatch: TLSA records beside the certificates of MX hosts (RFC 7672 3.1). */
#include "lint/check/check.h"
#include "lint/check/target.h"
#include "lint/check/tlsa.h"

/* The usual mistake: usage 2 for what is no authority. */
static const char *advice(struct check *check, const struct tlsa_verdict *verdict, const char *host,
	const char *digest)
{
	struct tlsa tlsa;

	if (verdict->own == NULL)
		return arena_printf(&check->arena, "%sadd '_25._tcp.%s. TLSA 3 1 1 %s'",
			verdict->unseen ?
				"where a record is of an authority above these, the "
				"server must send it: give its certificate as well; else " :
				"",
			host, digest);
	tlsa = tlsa_of(verdict->own);
	return arena_printf(&check->arena,
		"write 'TLSA 3 %u %u' with the same data: usage 2 is for an authority's "
		"certificate, and this is the host's own",
		tlsa.selector, tlsa.matching);
}

static void dane_tlsa_mismatch(struct check *check, const struct tlsa_verdict *verdict,
	const char *host, const struct cert *leaf)
{
	const struct rr *rr = verdict->own != NULL ? verdict->own : verdict->usable;
	struct finding *finding = diag_add_level(check->diag, RULE_DANE_TLSA_MISMATCH,
		verdict->unseen ? LEVEL_WARNING : LEVEL_ERROR, rr->value_at,
		"no TLSA record of '%s' fits its certificate%s", host,
		verdict->unseen ? ", nor one of the authorities given with it" : "");

	diag_help(check->diag, finding,
		"%s; where the zone is signed, senders that know DANE do not deliver to this "
		"host, whatever the policy says",
		advice(check, verdict, host, cert_key_digest(&check->arena, leaf)));
	diag_note(check->diag, finding, leaf->at, "the certificate");
}

static void judge_exchanger(struct check *check, const struct domain *domain, struct name host)
{
	const struct bundle *bundle = bundles_find(check->bundles, host);
	struct lookup set;

	if (bundle == NULL || bundle->leaf_count == 0 ||
		!tlsa_look_up(check->world, domain->zone, host, &check->arena, &set))
		return;
	for (size_t i = 0; i < bundle->leaf_count; i++) {
		const struct cert *leaf = bundle->leaves[i].cert;
		struct tlsa_verdict verdict = tlsa_judge(&set, bundle, leaf);

		if (verdict.usable != NULL && !verdict.matches)
			dane_tlsa_mismatch(check, &verdict, name_text(&check->arena, host), leaf);
	}
}

static void judge_domain(struct check *check, void *context, size_t index)
{
	const struct domain *domain = &check->model->list[index];

	(void)context;
	diag_context(check->diag, domain->text, domain->mode);
	for (size_t i = 0; i < domain->exchanger_count; i++)
		judge_exchanger(check, domain, domain->exchangers[i].host);
	if (!name_is_none(domain_implicit_host(domain)))
		judge_exchanger(check, domain, domain_implicit_host(domain));
}

void check_dane_match(struct check *check)
{
	if (check->bundles->count > 0)
		check_jobs(check, check->model->count, judge_domain, NULL);
}
