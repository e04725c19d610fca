/* host-caa-forbids: who may issue the policy host's certificate (RFC 8659). */
#include "lint/check/caa.h"
#include "lint/check/target.h"

/* The policy host of a domain, and the records that speak of it and of a wildcard over it. */
struct subject {
	const struct domain *domain;
	const char *host;
	struct caa_set own, wildcard;
};

static struct finding *add(
	struct check *check, const struct rr *rr, const char *what, const char *host)
{
	return diag_add(check->diag, RULE_HOST_CAA_FORBIDS, rr->value_at,
		"the CAA records of '%s' %s a certificate for '%s'",
		name_text(&check->arena, rr->owner), what, host);
}

/* Says why nobody may, where that is not what was meant. */
static const char *reason(struct check *check, const struct caa_set *set)
{
	const struct rr *critical = caa_critical(set), *malformed = caa_malformed(set);

	if (critical != NULL)
		return arena_printf(&check->arena,
			"'%s' is no known tag, and its flag 128 forbids all that do not know it; ",
			diag_quote(check->diag, caa_tag_of(critical)));
	if (malformed != NULL)
		return arena_printf(&check->arena,
			"'%s' is not the domain of one authority, and so stands for none; ",
			diag_quote(check->diag, caa_value_of(malformed)));
	return "";
}

static const struct rr *place(const struct caa_set *set)
{
	const struct rr *critical = caa_critical(set), *malformed = caa_malformed(set);

	return critical != NULL ? critical : malformed != NULL ? malformed : caa_first(set);
}

static void nobody_may(struct check *check, const struct subject *subject)
{
	const struct caa_set *set = &subject->own;
	struct finding *finding = add(check, place(set), "let no authority issue", subject->host);

	diag_help(check->diag, finding,
		"%sadd '%s. CAA 0 issue \"AUTHORITY\"' with the domain of the authority that you "
		"use",
		reason(check, set), subject->host);
}

/* The authority of CERT may not issue it anew. */
static void issuer_may_not(struct check *check, const struct subject *subject,
	const struct caa_set *set, const struct cert *cert, const char *domains)
{
	const struct rr *rr = place(set);
	struct str domain = str_c(domains == NULL ? "AUTHORITY" : domains);
	struct finding *finding = add(check, rr,
		arena_printf(&check->arena, "do not let '%s' issue",
			diag_quote(check->diag, cert->issuer)),
		set->wildcard ? arena_printf(&check->arena, "*.%s", subject->domain->text) :
				subject->host);

	diag_help(check->diag, finding, "%sadd '%s. CAA 0 %s \"%.*s\"', or the next renewal fails",
		reason(check, set),
		set->wildcard ? name_text(&check->arena, rr->owner) : subject->host, caa_tag(set),
		(int)str_find_char(domain, ' '), domain.ptr);
	diag_note(check->diag, finding, cert->at, "the certificate");
}

/* CERT says NAME itself. */
static bool says(const struct cert *cert, const char *name)
{
	for (size_t i = 0; i < cert->name_count; i++)
		if (str_ieq(cert->names[i], str_c(name)))
			return true;
	return false;
}

/* Of an authority of which nothing is known, only that nobody may issue says something. */
static bool forbidden(const struct caa_set *set, const char *domains)
{
	return set->known && !(domains == NULL ? caa_permits(set) : caa_names(set, domains));
}

static void judge_cert(struct check *check, const struct subject *subject, const struct cert *cert)
{
	const char *domains = caa_domains(cert->issuer);

	if (cert->self_signed)
		return;
	if (says(cert, subject->host) && forbidden(&subject->own, domains))
		issuer_may_not(check, subject, &subject->own, cert, domains);
	else if (says(cert, arena_printf(&check->arena, "*.%s", subject->domain->text)) &&
		 forbidden(&subject->wildcard, domains))
		issuer_may_not(check, subject, &subject->wildcard, cert, domains);
}

static bool permits_nobody(const struct caa_set *set)
{
	return set->known && !caa_permits(set);
}

void check_host_caa(struct check *check, const struct domain *domain)
{
	struct subject subject = { .domain = domain };
	const struct bundle *bundle;
	struct name_buf host;

	if (domain->zone == NULL || domain->host.answer == ANSWER_ABSENT ||
		!name_prepend(STR("mta-sts"), domain->name, &host))
		return;
	subject.host = name_text(&check->arena, name_view(&host));
	subject.own = caa_find(check->world, domain->zone, name_view(&host), false, &check->arena);
	subject.wildcard = caa_find(check->world, domain->zone, domain->name, true, &check->arena);
	if (permits_nobody(&subject.own) && permits_nobody(&subject.wildcard)) {
		nobody_may(check, &subject);
		return;
	}
	bundle = bundles_find(check->bundles, name_view(&host));
	for (size_t i = 0; bundle != NULL && i < bundle->leaf_count; i++)
		judge_cert(check, &subject, bundle->leaves[i].cert);
}
