/* dane-tlsa-mismatch: TLSA records beside the certificates of MX hosts (RFC 7672 3.1). */
#include "lint/check/check.h"
#include "lint/check/target.h"
#include "lint/check/tlsa.h"

/* The TLSA records of an MX host: of where it leads as an alias first (RFC 7672 2.2.2). False when
 * there are none, or not all can be seen. */
static bool tlsa_set(
	struct check *check, const struct domain *domain, struct name host, struct lookup *set)
{
	struct lookup addresses = world_addresses(check->world, domain->zone, host, &check->arena);
	const struct name hosts[] = { addresses.name, host };
	struct name_buf tcp, owner;

	for (size_t i = addresses.chain_count > 0 ? 0 : 1; i < 2; i++) {
		if (!name_prepend(STR("_tcp"), hosts[i], &tcp) ||
			!name_prepend(STR("_25"), name_view(&tcp), &owner))
			return false;
		*set = world_lookup(
			check->world, domain->zone, name_view(&owner), TYPE_TLSA, &check->arena);
		if (set->answer != ANSWER_ABSENT)
			return set->answer == ANSWER_FOUND && set->whole;
	}
	return false;
}

/* What the usable records of SET say of a leaf. */
struct verdict {
	const struct rr *usable; /* the first; NULL: there are none */
	bool matches, authority; /* some record fits; some speaks of an authority */
};

static struct verdict judge_set(
	const struct lookup *set, const struct bundle *bundle, const struct cert *leaf)
{
	struct verdict verdict = { 0 };

	for (size_t i = 0; i < set->count; i++) {
		struct tlsa tlsa = tlsa_of(set->rrs[i]);

		if (!tlsa_is_usable(&tlsa))
			continue;
		if (verdict.usable == NULL)
			verdict.usable = set->rrs[i];
		if (tlsa.usage == TLSA_USAGE_DANE_EE) {
			verdict.matches = verdict.matches || tlsa_matches(&tlsa, leaf);
			continue;
		}
		verdict.authority = true;
		for (size_t j = 0; j < bundle->count; j++)
			verdict.matches = verdict.matches || tlsa_matches(&tlsa, bundle->certs[j]);
	}
	return verdict;
}

static void dane_tlsa_mismatch(struct check *check, const struct verdict *verdict, const char *host,
	const struct cert *leaf)
{
	struct finding *finding = diag_add_level(check->diag, RULE_DANE_TLSA_MISMATCH,
		verdict->authority ? LEVEL_WARNING : LEVEL_ERROR, verdict->usable->value_at,
		"no TLSA record of '%s' fits its certificate%s", host,
		verdict->authority ? ", nor one of the authorities given with it" : "");

	diag_help(check->diag, finding,
		"add '_25._tcp.%s. TLSA 3 1 1 %s'; where the zone is signed, senders that know "
		"DANE do not deliver to this host, whatever the policy says",
		host, cert_key_digest(&check->arena, leaf));
	diag_note(check->diag, finding, leaf->at, "the certificate");
}

static void judge_exchanger(struct check *check, const struct domain *domain, struct name host)
{
	const struct bundle *bundle = bundles_find(check->bundles, host);
	struct lookup set;

	if (bundle == NULL || bundle->leaf_count == 0 || !tlsa_set(check, domain, host, &set))
		return;
	for (size_t i = 0; i < bundle->leaf_count; i++) {
		const struct cert *leaf = bundle->leaves[i].cert;
		struct verdict verdict = judge_set(&set, bundle, leaf);

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
}

void check_dane_match(struct check *check)
{
	if (check->bundles->count > 0)
		check_jobs(check, check->model->count, judge_domain, NULL);
}
