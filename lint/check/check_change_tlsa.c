/* change-tlsa-rollover: a new certificate whose key no TLSA record announced before (RFC 7671 8.1).
 */
#include "lint/check/change.h"
#include "lint/check/tlsa.h"

static bool was_there(const struct bundle *before, const struct cert *leaf)
{
	for (size_t i = 0; i < before->count; i++)
		if (str_eq(before->certs[i]->der, leaf->der))
			return true;
	return false;
}

/* What stands now for the certificate that no record of before fits. */
enum now {
	NOW_OTHER, /* nothing is known, or dane-tlsa-mismatch speaks of it */
	NOW_FITS,
	NOW_GONE, /* senders use no record any more */
};

static enum now records_now(struct check *check, const struct change *change,
	const struct bundle *bundle, const struct cert *leaf)
{
	struct lookup set = { .answer = ANSWER_UNKNOWN };
	struct tlsa_verdict verdict;

	if (!tlsa_look_up(check->world, change->zone, bundle->host, &check->arena, &set))
		return set.answer == ANSWER_ABSENT ? NOW_GONE : NOW_OTHER;
	verdict = tlsa_judge(&set, bundle, leaf);
	if (verdict.usable == NULL)
		return NOW_GONE;
	return verdict.matches ? NOW_FITS : NOW_OTHER;
}

static void change_tlsa_rollover(struct check *check, struct name host, const struct cert *leaf,
	const struct rr *old, enum now now)
{
	const char *text = name_text(&check->arena, host);
	struct finding *finding = diag_add(check->diag, RULE_CHANGE_TLSA_ROLLOVER, leaf->at,
		"the certificate of the MX host '%s' is new, and %s: senders that still have the "
		"old records refuse it",
		text,
		now == NOW_FITS ? "so is the TLSA record that fits it" :
				  "its TLSA records go in the same step");

	if (now == NOW_FITS)
		diag_help(check->diag, finding,
			"first publish '_25._tcp.%s. TLSA 3 1 1 %s' beside the old record, wait "
			"for its TTL of %lu seconds, then put the certificate into use and remove "
			"the old record",
			text, cert_key_digest(&check->arena, leaf), (unsigned long)old->ttl);
	else
		diag_help(check->diag, finding,
			"remove the records first, wait for their TTL of %lu seconds, then put "
			"the certificate into use",
			(unsigned long)old->ttl);
	diag_note(check->diag, finding, change_span(check, old->value_at), "the record until now");
}

static void judge_host(struct check *check, const struct change *change, struct name host)
{
	const struct bundle *now = bundles_find(check->bundles, host);
	const struct bundle *before = bundles_find(check->before->bundles, host);
	struct lookup set;

	if (now == NULL || before == NULL ||
		!tlsa_look_up(check->before->world, change->earlier, host, &check->arena, &set))
		return;
	for (size_t i = 0; i < now->leaf_count; i++) {
		const struct cert *leaf = now->leaves[i].cert;
		struct tlsa_verdict verdict = tlsa_judge(&set, now, leaf);
		enum now records;

		if (verdict.usable == NULL || verdict.matches || verdict.unseen ||
			was_there(before, leaf))
			continue;
		records = records_now(check, change, now, leaf);
		if (records != NOW_OTHER)
			change_tlsa_rollover(check, host, leaf, verdict.usable, records);
	}
}

void change_tlsa(struct check *check, const struct change *change)
{
	const struct domain *now = change->now;

	for (size_t i = 0; now != NULL && i < now->exchanger_count; i++)
		judge_host(check, change, now->exchangers[i].host);
	if (now != NULL && !name_is_none(domain_implicit_host(now)))
		judge_host(check, change, domain_implicit_host(now));
}
