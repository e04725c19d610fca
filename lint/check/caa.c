#include "lint/check/caa.h"

enum { CRITICAL = 128 };

/* RDATA (RFC 8659 4.1): flags, length of the tag, tag, value. */
struct str caa_tag_of(const struct rr *rr)
{
	size_t len = rr->rdata.len > 1 ? (unsigned char)rr->rdata.ptr[1] : 0;

	return str_take(str_skip(rr->rdata, 2), len);
}

struct str caa_value_of(const struct rr *rr)
{
	return str_skip(rr->rdata, 2 + caa_tag_of(rr).len);
}

static bool is_label_part(char c)
{
	return ascii_is_alnum(c) || c == '-';
}

/* TEXT is labels of letters, digits and inner hyphens, with dots between (RFC 8659 4.2). */
static bool is_domain(struct str text)
{
	struct str label;

	if (text.len == 0)
		return false;
	while (str_cut(&text, '.', &label))
		if (!str_all(label, is_label_part) || label.len == 0 ||
			!ascii_is_alnum(label.ptr[0]) || !ascii_is_alnum(label.ptr[label.len - 1]))
			return false;
	return true;
}

/* What stands before the parameters. */
static struct str issuer_of(const struct rr *rr)
{
	struct str value = caa_value_of(rr);

	return str_trim(str_take(value, str_find_char(value, ';')));
}

static bool has_tag(const struct rr *rr, const char *tag)
{
	return str_ieq(caa_tag_of(rr), str_c(tag));
}

/* The set of the closest name that has one; what an alias leads to is the alias's own. */
struct caa_set caa_find(const struct world *world, const struct zone *from, struct name name,
	bool wildcard, struct arena *arena)
{
	struct caa_set set = { .wildcard = wildcard };

	for (; !name_is_root(name); name = name_parent(name, 1)) {
		set.records = world_lookup(world, from, name, TYPE_CAA, arena);
		if (set.records.answer == ANSWER_ABSENT)
			continue;
		set.known = set.records.answer == ANSWER_FOUND && set.records.whole &&
			    set.records.count > 0;
		break;
	}
	return set;
}

const char *caa_tag(const struct caa_set *set)
{
	for (size_t i = 0; set->wildcard && i < set->records.count; i++)
		if (has_tag(set->records.rrs[i], "issuewild"))
			return "issuewild";
	return "issue";
}

const struct rr *caa_first(const struct caa_set *set)
{
	const char *tag = caa_tag(set);

	for (size_t i = 0; i < set->records.count; i++)
		if (has_tag(set->records.rrs[i], tag))
			return set->records.rrs[i];
	return set->records.rrs[0];
}

const struct rr *caa_critical(const struct caa_set *set)
{
	static const char *const known[] = { "issue", "issuewild", "iodef", "issuemail", "issuevmc",
		"contactemail", "contactphone" };

	for (size_t i = 0; i < set->records.count; i++) {
		const struct rr *rr = set->records.rrs[i];
		size_t j = 0;

		while (j < sizeof known / sizeof *known && !has_tag(rr, known[j]))
			j++;
		if (j == sizeof known / sizeof *known && rr->rdata.len > 0 &&
			((unsigned char)rr->rdata.ptr[0] & CRITICAL) != 0)
			return rr;
	}
	return NULL;
}

const struct rr *caa_malformed(const struct caa_set *set)
{
	const char *tag = caa_tag(set);

	for (size_t i = 0; i < set->records.count; i++) {
		struct str issuer = issuer_of(set->records.rrs[i]);

		if (has_tag(set->records.rrs[i], tag) && issuer.len > 0 && !is_domain(issuer))
			return set->records.rrs[i];
	}
	return NULL;
}

/* DOMAIN is NAME or below it. */
static bool is_or_below(struct str domain, struct str name)
{
	size_t more = domain.len > name.len ? domain.len - name.len : 0;

	return str_ieq(str_skip(domain, more), name) && (more == 0 || domain.ptr[more - 1] == '.');
}

static bool is_one_of(struct str issuer, const char *domains)
{
	struct str rest = str_c(domains), domain;

	while (str_cut(&rest, ' ', &domain))
		if (is_or_below(issuer, domain))
			return true;
	return false;
}

/* SET limits who may issue, and names none of DOMAINS, or nobody at all where that is NULL. */
static bool forbids(const struct caa_set *set, const char *domains)
{
	const char *tag = caa_tag(set);
	bool limited = false;

	if (caa_critical(set) != NULL)
		return true;
	for (size_t i = 0; i < set->records.count; i++) {
		struct str issuer = issuer_of(set->records.rrs[i]);

		if (!has_tag(set->records.rrs[i], tag))
			continue;
		limited = true;
		if (domains == NULL ? is_domain(issuer) : is_one_of(issuer, domains))
			return false;
	}
	return limited;
}

bool caa_permits(const struct caa_set *set)
{
	return !forbids(set, NULL);
}

bool caa_names(const struct caa_set *set, const char *domains)
{
	return !forbids(set, domains);
}

/* By the organisation in the names of their certificates. */
static const struct {
	struct str organisation;
	const char *domains;
} authorities[] = {
	{ STR_INIT("Actalis S.p.A."), "actalis.it" },
	{ STR_INIT("Amazon"), "amazon.com amazontrust.com awstrust.com amazonaws.com" },
	{ STR_INIT("Asseco Data Systems S.A."), "certum.pl certum.eu" },
	{ STR_INIT("Buypass AS-983163327"), "buypass.com buypass.no" },
	{ STR_INIT("COMODO CA Limited"),
		"sectigo.com comodoca.com comodo.com usertrust.com trust-provider.com" },
	{ STR_INIT("Certainly"), "certainly.com" },
	{ STR_INIT("D-Trust GmbH"), "d-trust.net dtrust.de d-trust.de dtrust.net" },
	{ STR_INIT("Deutsche Telekom Security GmbH"), "telesec.de dfn.de" },
	{ STR_INIT("DigiCert Inc"),
		"digicert.com rapidssl.com geotrust.com thawte.com symantec.com digicert.ne.jp "
		"cybertrust.ne.jp digitalcertvalidation.com quovadisglobal.com amazon.com "
		"amazontrust.com awstrust.com amazonaws.com pkioverheid.nl" },
	{ STR_INIT("DigiCert, Inc."),
		"digicert.com rapidssl.com geotrust.com thawte.com symantec.com digicert.ne.jp "
		"cybertrust.ne.jp digitalcertvalidation.com quovadisglobal.com amazon.com "
		"amazontrust.com awstrust.com amazonaws.com pkioverheid.nl" },
	{ STR_INIT("Entrust Limited"), "entrust.net affirmtrust.com" },
	{ STR_INIT("Entrust, Inc."), "entrust.net affirmtrust.com" },
	{ STR_INIT("GlobalSign nv-sa"), "globalsign.com" },
	{ STR_INIT("GoDaddy.com, Inc."), "godaddy.com starfieldtech.com" },
	{ STR_INIT("Google Trust Services"), "pki.goog google.com" },
	{ STR_INIT("Google Trust Services LLC"), "pki.goog google.com" },
	{ STR_INIT("Hellenic Academic and Research Institutions CA"), "harica.gr" },
	{ STR_INIT("IdenTrust"), "identrust.com" },
	{ STR_INIT("Let's Encrypt"), "letsencrypt.org" },
	{ STR_INIT("Microsoft Corporation"), "microsoft.com digicert.com" },
	{ STR_INIT("SSL Corporation"), "ssl.com entrust.net affirmtrust.com" },
	{ STR_INIT("Sectigo Limited"),
		"sectigo.com comodoca.com comodo.com usertrust.com trust-provider.com entrust.net "
		"affirmtrust.com" },
	{ STR_INIT("Starfield Technologies, Inc."), "starfieldtech.com godaddy.com amazon.com" },
	{ STR_INIT("SwissSign AG"), "swisssign.com swisssign.net" },
	{ STR_INIT("ZeroSSL"), "sectigo.com zerossl.com" },
};

const char *caa_domains(struct str issuer)
{
	for (size_t i = 0; i < sizeof authorities / sizeof *authorities; i++)
		if (str_eq(authorities[i].organisation, issuer))
			return authorities[i].domains;
	return NULL;
}
