#include "lint/dns/name.h"
#include "lint/dns/suffix.h"
#include "lint/policy/mx.h"

/* Names below which a provider gives each customer, or groups of them, a host. */
static const struct str shared[] = {
	STR_INIT("mail.protection.outlook.com"),
	STR_INIT("mx.microsoft"),
	STR_INIT("pphosted.com"),
	STR_INIT("gslb.pphosted.com"),
	STR_INIT("iphmx.com"),
	STR_INIT("ess.barracudanetworks.com"),
	STR_INIT("mail.eo.outlook.com"),
};

static bool is_shared(struct str base)
{
	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
		if (str_ieq(base, shared[i]))
			return true;
	/* One label below mx.microsoft come groups of customers: a-v1.mx.microsoft. */
	return base.len > 13 && str_ieq(str_skip(base, base.len - 13), STR(".mx.microsoft"));
}

static void policy_mx_wildcard_broad(struct str value, struct span at, struct diag *diag)
{
	diag_help(diag,
		diag_add(diag, RULE_POLICY_MX_WILDCARD_BROAD, at,
			"'%s' covers every name that anybody registers there: the policy protects "
			"against nobody",
			diag_quote(diag, value)),
		"write the names of the MX hosts");
}

static void policy_mx_wildcard_shared(struct str value, struct span at, struct diag *diag)
{
	diag_help(diag,
		diag_add(diag, RULE_POLICY_MX_WILDCARD_SHARED, at,
			"'%s' covers the hosts of other customers as well",
			diag_quote(diag, value)),
		"write the names of your own MX hosts, if they do not change");
}

void policy_mx_judge_wildcard(struct str value, struct span at, struct diag *diag)
{
	struct str base = str_skip(value, 2);
	enum suffix_section section = suffix_section(base);

	if (section == SUFFIX_ICANN)
		policy_mx_wildcard_broad(value, at, diag);
	else if (section == SUFFIX_PRIVATE || is_shared(base))
		policy_mx_wildcard_shared(value, at, diag);
}
