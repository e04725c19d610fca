/* cert-*: the certificates of policy hosts (RFC 8461 3.3) and MX hosts (4.2). */
#include "lint/check/check.h"

enum { DAY = 86400, RSA_LEAST = 2048 };

/* A host whose certificates are judged, for one domain. */
struct subject {
	const char *host;
	const char *role;	 /* "policy host", "MX host" */
	enum level level;	 /* of what makes senders refuse it */
	const struct rr *mx;	 /* of an MX host, or NULL */
	const char *consequence; /* what follows, for people */
};

/* Says what follows, and where the host is named. */
static void explain(struct check *check, const struct subject *subject, struct finding *finding,
	const char *advice)
{
	diag_help(check->diag, finding, "%s (%s)", advice, subject->consequence);
	if (subject->mx != NULL)
		diag_note(check->diag, finding, subject->mx->value_at, "the MX record");
}

static struct finding *cert_common_name_only(
	struct check *check, const struct subject *subject, const struct cert *cert)
{
	return diag_add_level(check->diag, RULE_CERT_COMMON_NAME_ONLY, subject->level, cert->at,
		"the certificate of the %s '%s' has this name as common name only, which senders "
		"do not look at",
		subject->role, subject->host);
}

static struct finding *cert_name_mismatch(
	struct check *check, const struct subject *subject, const struct cert *cert)
{
	return diag_add_level(check->diag, RULE_CERT_NAME_MISMATCH, subject->level, cert->at,
		"the certificate of the %s '%s' is for %s", subject->role, subject->host,
		cert->name_count > 0 ? cert_names_text(&check->arena, cert) :
				       "no host: it has no DNS name as subjectAltName");
}

static void judge_name(struct check *check, const struct subject *subject, const struct leaf *leaf)
{
	const struct cert *cert = leaf->cert;
	struct finding *finding;

	if (cert_covers(cert, subject->host))
		return;
	finding = cert_common_name_covers(cert, subject->host) ?
			  cert_common_name_only(check, subject, cert) :
			  cert_name_mismatch(check, subject, cert);
	explain(check, subject, finding,
		arena_printf(&check->arena,
			"have it issued with the subjectAltName 'DNS:%s'; '*' stands for one whole "
			"label",
			subject->host));
}

/* 14 days (as configured), or a third of the lifetime of certificates that are short. */
static int64_t warning_time(const struct check *check, const struct cert *cert)
{
	int64_t third = (cert->not_after - cert->not_before) / 3;

	return third < check->cert_expiring ? third : check->cert_expiring;
}

static void cert_expired(struct check *check, const struct subject *subject,
	const struct cert *cert, const char *whose)
{
	struct finding *finding = diag_add_level(check->diag, RULE_CERT_EXPIRED, subject->level,
		cert->at, "%s of the %s '%s' expired at %s", whose, subject->role, subject->host,
		cert_time_text(&check->arena, cert->not_after));

	explain(check, subject, finding, "renew it");
}

static void cert_not_yet_valid(struct check *check, const struct subject *subject,
	const struct cert *cert, const char *whose)
{
	struct finding *finding = diag_add_level(check->diag, RULE_CERT_NOT_YET_VALID,
		subject->level, cert->at, "%s of the %s '%s' is not valid before %s", whose,
		subject->role, subject->host, cert_time_text(&check->arena, cert->not_before));

	explain(check, subject, finding, "use the one before it until then");
}

static void cert_expiring(
	struct check *check, const struct subject *subject, const struct cert *cert)
{
	int64_t left = cert->not_after - check->now;
	struct finding *finding;

	if (left > warning_time(check, cert))
		return;
	finding = diag_add(check->diag, RULE_CERT_EXPIRING, cert->at,
		"the certificate of the %s '%s' expires at %s, %s", subject->role, subject->host,
		cert_time_text(&check->arena, cert->not_after),
		left < DAY ? "within a day" :
			     arena_printf(&check->arena, "in %lld days", (long long)(left / DAY)));
	explain(check, subject, finding, "renew it now, and see why nothing did");
}

static void judge_time(struct check *check, const struct subject *subject, const struct leaf *leaf)
{
	const struct cert *cert = leaf->cert;

	if (check->now > cert->not_after)
		cert_expired(check, subject, cert, "the certificate");
	else if (check->now < cert->not_before)
		cert_not_yet_valid(check, subject, cert, "the certificate");
	else
		cert_expiring(check, subject, cert);
}

static void cert_self_signed(
	struct check *check, const struct subject *subject, const struct leaf *leaf)
{
	struct finding *finding = diag_add_level(check->diag, RULE_CERT_SELF_SIGNED, subject->level,
		leaf->cert->at, "the certificate of the %s '%s' signed itself", subject->role,
		subject->host);

	explain(check, subject, finding, "have one issued by an authority that senders trust");
}

static void cert_chain_incomplete(
	struct check *check, const struct subject *subject, const struct leaf *leaf)
{
	struct finding *finding = diag_add_level(check->diag, RULE_CERT_CHAIN_INCOMPLETE,
		subject->level, leaf->link != NULL ? leaf->link->at : leaf->cert->at,
		"the chain of the %s '%s' ends here: its issuer '%s' is neither in the bundle nor "
		"among the trusted roots",
		subject->role, subject->host, diag_quote(check->diag, leaf->missing));

	explain(check, subject, finding,
		"append the certificate of that authority, as 'fullchain.pem' has it; where it is "
		"an authority of your own, senders do not trust it");
}

static void cert_untrusted(
	struct check *check, const struct subject *subject, const struct leaf *leaf)
{
	struct finding *finding = diag_add_level(check->diag, RULE_CERT_UNTRUSTED, subject->level,
		leaf->link != NULL ? leaf->link->at : leaf->cert->at,
		"the certificate of the %s '%s' leads to no trusted root: %s", subject->role,
		subject->host, leaf->why);

	explain(check, subject, finding, "have one issued by an authority that senders trust");
}

static void judge_chain(struct check *check, const struct subject *subject,
	const struct bundle *bundle, const struct leaf *leaf)
{
	bool valid = check->now >= leaf->cert->not_before && check->now <= leaf->cert->not_after;

	if (leaf->chain == CHAIN_TRUSTED || (leaf->chain == CHAIN_EXPIRED && !valid) ||
		(leaf->chain == CHAIN_INCOMPLETE && bundle->cut))
		return;
	if (leaf->cert->self_signed)
		cert_self_signed(check, subject, leaf);
	else if (leaf->chain == CHAIN_INCOMPLETE)
		cert_chain_incomplete(check, subject, leaf);
	else if (leaf->chain == CHAIN_UNTRUSTED ||
		 (leaf->chain == CHAIN_EXPIRED && leaf->link == NULL))
		cert_untrusted(check, subject, leaf);
	else if (leaf->chain == CHAIN_EXPIRED)
		(check->now < leaf->link->not_before ? cert_not_yet_valid : cert_expired)(
			check, subject, leaf->link, "an authority's certificate in the chain");
}

static void cert_purpose(
	struct check *check, const struct subject *subject, const struct leaf *leaf)
{
	const struct cert *cert = leaf->cert;
	struct finding *finding;

	if (cert->server && (!cert->authority || cert->self_signed))
		return;
	finding = diag_add_level(check->diag, RULE_CERT_PURPOSE, subject->level, cert->at,
		cert->server ? "the certificate of the %s '%s' is an authority's" :
			       "the certificate of the %s '%s' is not for TLS servers",
		subject->role, subject->host);
	explain(check, subject, finding,
		"have one issued for servers: extended key usage 'serverAuth', basic constraints "
		"'CA:FALSE'");
}

static void weak_key(struct check *check, const struct subject *subject, const struct cert *cert,
	const char *advice)
{
	struct finding *finding;

	if (cert->rsa_bits == 0 || cert->rsa_bits >= RSA_LEAST)
		return;
	finding = diag_add(check->diag, RULE_CERT_WEAK, cert->at,
		"an RSA key of %u bits, for the %s '%s'", cert->rsa_bits, subject->role,
		subject->host);
	explain(check, subject, finding, advice);
}

static void weak_digest(struct check *check, const struct subject *subject, const struct cert *cert,
	enum level level)
{
	struct finding *finding;

	if (cert->weak_digest == NULL || cert->self_signed)
		return;
	finding = diag_add_level(check->diag, RULE_CERT_WEAK, level, cert->at,
		"signed with %s, for the %s '%s'", cert->weak_digest, subject->role, subject->host);
	explain(check, subject, finding, "have it issued anew, with SHA-256");
}

/* What an authority of the chain has; that of a root counts by being trusted. */
static void weak_authority(
	struct check *check, const struct subject *subject, const struct cert *cert)
{
	if (!cert->authority || cert->self_signed)
		return;
	weak_key(check, subject, cert, "have it issued by an authority with a longer key");
	weak_digest(check, subject, cert, LEVEL_WARNING);
}

static void cert_weak(struct check *check, const struct subject *subject,
	const struct bundle *bundle, const struct leaf *leaf)
{
	weak_key(check, subject, leaf->cert,
		"make a key of 2048 bits or more, or one for ECDSA P-256");
	weak_digest(check, subject, leaf->cert, subject->level);
	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->certs[i] != leaf->cert)
			weak_authority(check, subject, bundle->certs[i]);
}

static void judge_host(struct check *check, const struct subject *subject, struct name host)
{
	const struct bundle *bundle = bundles_find(check->bundles, host);

	for (size_t i = 0; bundle != NULL && i < bundle->leaf_count; i++) {
		const struct leaf *leaf = &bundle->leaves[i];

		judge_name(check, subject, leaf);
		judge_time(check, subject, leaf);
		judge_chain(check, subject, bundle, leaf);
		cert_purpose(check, subject, leaf);
		cert_weak(check, subject, bundle, leaf);
	}
}

static void judge_policy_host(struct check *check, const struct domain *domain)
{
	struct subject subject = {
		.role = "policy host",
		.level = LEVEL_ERROR,
		.consequence = "senders cannot fetch the policy",
	};
	struct name_buf host;

	if (!name_prepend(STR("mta-sts"), domain->name, &host))
		return;
	subject.host = name_text(&check->arena, name_view(&host));
	judge_host(check, &subject, name_view(&host));
}

/* MX is the record that names HOST; NULL: none does. */
static void judge_mail_host(struct check *check, const struct domain *domain, struct name host,
	const struct rr *mx)
{
	struct subject subject = {
		.host = name_text(&check->arena, host),
		.role = "MX host",
		.level = domain->mode == MODE_ENFORCE ? LEVEL_ERROR : LEVEL_WARNING,
		.mx = mx,
		.consequence = domain->mode == MODE_ENFORCE ?
				       "senders do not deliver to this host" :
				       "senders will not deliver to this host in mode enforce",
	};

	judge_host(check, &subject, host);
}

static void judge_domain(struct check *check, void *context, size_t index)
{
	const struct domain *domain = &check->model->list[index];
	struct name implicit = domain_implicit_host(domain);

	(void)context;
	diag_context(check->diag, domain->text, domain->mode);
	judge_policy_host(check, domain);
	if (domain->mode == MODE_NONE)
		return;
	for (size_t i = 0; i < domain->exchanger_count; i++)
		judge_mail_host(check, domain, domain->exchangers[i].host,
			domain->exchangers[i].rr);
	if (!name_is_none(implicit))
		judge_mail_host(check, domain, implicit, NULL);
}

void check_cert(struct check *check)
{
	if (check->bundles->count > 0)
		check_jobs(check, check->model->count, judge_domain, NULL);
}
