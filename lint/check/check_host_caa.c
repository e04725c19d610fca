/* host-caa-forbids: who may issue the policy host's certificate (RFC 8659). */
#include "lint/check/target.h"

struct property {
	struct str tag, value;
};

/* RDATA of a CAA (RFC 8659 4.1): flags, length of the tag, tag, value. */
static struct property property_of(const struct rr *rr)
{
	struct str rest = str_skip(rr->rdata, 2);
	size_t tag = rr->rdata.len > 1 ? (unsigned char)rr->rdata.ptr[1] : 0;

	return (struct property){ str_take(rest, tag), str_skip(rest, tag) };
}

/* The value names an issuer: something stands before the first ';' (RFC 8659 4.2). */
static bool names_issuer(struct str value)
{
	return str_trim(str_take(value, str_find_char(value, ';'))).len > 0;
}

/* What the properties TAG of a set say: 0 there are none, 1 some name an issuer, -1 none does. */
static int set_permits(const struct lookup *set, struct str tag)
{
	int permits = 0;

	for (size_t i = 0; i < set->count; i++) {
		struct property property = property_of(set->rrs[i]);

		if (!str_ieq(property.tag, tag))
			continue;
		if (names_issuer(property.value))
			return 1;
		permits = -1;
	}
	return permits;
}

/* The set of the closest name, NAME or above, that has one (RFC 8659 3). False when there is none,
 * or it cannot be known. */
static bool closest_set(
	struct check *check, const struct domain *domain, struct name name, struct lookup *set)
{
	for (; !name_is_root(name); name = name_parent(name, 1)) {
		*set = world_lookup(check->world, domain->zone, name, TYPE_CAA, &check->arena);
		if (set->answer != ANSWER_ABSENT)
			return set->answer == ANSWER_FOUND && set->whole && set->count > 0;
	}
	return false;
}

/* A certificate for `*.D` would do as well; the sets of D speak of it (RFC 8659 4.3). */
static bool forbids_wildcard(struct check *check, const struct domain *domain)
{
	struct lookup set;
	int permits;

	if (!closest_set(check, domain, domain->name, &set))
		return false;
	permits = set_permits(&set, STR("issuewild"));
	return permits < 0 || (permits == 0 && set_permits(&set, STR("issue")) < 0);
}

static void host_caa_forbids(
	struct check *check, const struct domain *domain, const struct lookup *set)
{
	const struct rr *rr = set->rrs[0];
	struct finding *finding = diag_add(check->diag, RULE_HOST_CAA_FORBIDS, rr->value_at,
		"the CAA records of '%s' let no authority issue a certificate for 'mta-sts.%s'",
		name_text(&check->arena, rr->owner), domain->text);

	diag_help(check->diag, finding,
		"add 'mta-sts.%s. CAA 0 issue \"AUTHORITY\"' with the domain of the authority that "
		"you use",
		domain->text);
}

/* Authorities and the domains that their CAA records name, by the organisation in the names of
 * their certificates. Of others nothing is known. */
static const struct {
	struct str organisation;
	const char *domains[4];
} authorities[] = {
	{ STR_INIT("Actalis S.p.A."), { "actalis.it" } },
	{ STR_INIT("Amazon"),
		{ "amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com" } },
	{ STR_INIT("Buypass AS-983163327"), { "buypass.com", "buypass.no" } },
	{ STR_INIT("DigiCert Inc"), { "digicert.com", "www.digicert.com", "digicert.ne.jp" } },
	{ STR_INIT("GlobalSign nv-sa"), { "globalsign.com" } },
	{ STR_INIT("GoDaddy.com, Inc."), { "godaddy.com", "starfieldtech.com" } },
	{ STR_INIT("Google Trust Services"), { "pki.goog" } },
	{ STR_INIT("Google Trust Services LLC"), { "pki.goog" } },
	{ STR_INIT("Let's Encrypt"), { "letsencrypt.org" } },
	{ STR_INIT("Sectigo Limited"),
		{ "sectigo.com", "comodoca.com", "comodo.com", "usertrust.com" } },
	{ STR_INIT("SwissSign AG"), { "swisssign.com", "swisssign.net" } },
};

/* The authority of ISSUER, as an index; or how many there are. */
static size_t authority_of(struct str issuer)
{
	size_t i = 0;

	while (i < sizeof authorities / sizeof *authorities &&
		!str_eq(authorities[i].organisation, issuer))
		i++;
	return i;
}

/* The domain before the parameters of an `issue` property. */
static struct str issuer_domain(struct str value)
{
	return str_trim(str_take(value, str_find_char(value, ';')));
}

static bool set_names(const struct lookup *set, size_t authority)
{
	for (size_t i = 0; i < set->count; i++) {
		struct property property = property_of(set->rrs[i]);

		for (size_t j = 0; str_ieq(property.tag, STR("issue")) && j < 4; j++)
			if (authorities[authority].domains[j] != NULL &&
				str_ieq(issuer_domain(property.value),
					str_c(authorities[authority].domains[j])))
				return true;
	}
	return false;
}

/* CERT says the host's name itself, without a wildcard. */
static bool names_host(const struct cert *cert, const char *host)
{
	for (size_t i = 0; i < cert->name_count; i++)
		if (str_ieq(cert->names[i], str_c(host)))
			return true;
	return false;
}

/* The authority of a certificate given for the host may not issue it (anew). */
static void judge_issuer(struct check *check, const struct lookup *set, struct name host)
{
	const struct bundle *bundle = bundles_find(check->bundles, host);
	const char *text = name_text(&check->arena, host);

	for (size_t i = 0; bundle != NULL && i < bundle->leaf_count; i++) {
		const struct cert *cert = bundle->leaves[i].cert;
		size_t authority = authority_of(cert->issuer);
		struct finding *finding;

		if (authority == sizeof authorities / sizeof *authorities ||
			!names_host(cert, text) || set_names(set, authority))
			continue;
		finding = diag_add(check->diag, RULE_HOST_CAA_FORBIDS, set->rrs[0]->value_at,
			"the CAA records of '%s' do not let '%s' issue the certificate of '%s'",
			name_text(&check->arena, set->rrs[0]->owner),
			diag_quote(check->diag, cert->issuer), text);
		diag_help(check->diag, finding,
			"add '%s. CAA 0 issue \"%s\"', or the next renewal fails", text,
			authorities[authority].domains[0]);
		diag_note(check->diag, finding, cert->at, "the certificate");
	}
}

void check_host_caa(struct check *check, const struct domain *domain)
{
	struct name_buf host;
	struct lookup set;

	if (domain->zone == NULL || domain->host.answer == ANSWER_ABSENT ||
		!name_prepend(STR("mta-sts"), domain->name, &host) ||
		!closest_set(check, domain, name_view(&host), &set))
		return;
	if (set_permits(&set, STR("issue")) < 0 && forbids_wildcard(check, domain))
		host_caa_forbids(check, domain, &set);
	else if (set_permits(&set, STR("issue")) > 0)
		judge_issuer(check, &set, name_view(&host));
}
