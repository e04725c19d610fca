/* mx-target-*: the names that MX and CNAME records lead to. */
#include "lint/check/target.h"

#include "lint/dns/suffix.h"
#include "lint/zone/mend.h"
#include "lint/zone/place.h"

/* HOST could be an IP address with an origin after it: worth reading the file again. */
static bool looks_numeric(struct name host)
{
	size_t labels = name_labels(host);
	struct str first = labels > 0 ? name_label(host, 0) : STR("");
	uint64_t octet;

	return str_find_char(first, ':') < first.len || str_find_char(first, '[') < first.len ||
	       (labels >= 4 && str_number(first, 255, &octet));
}

static bool is_address(struct str text)
{
	unsigned char address[16];

	if (text.len > 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']')
		text = str_of(text.ptr + 1, text.len - 2);
	if (str_istarts(text, STR("IPv6:")))
		text = str_skip(text, 5);
	return address_parse(text, address) > 0;
}

/* The exchange is an address: as written, or before the origin that was appended. */
static bool target_is_address(struct check *check, const struct rr *mx, struct str *text)
{
	struct name host = rr_mx_exchange(mx);

	if (!looks_numeric(host))
		return false;
	*text = str_c(name_text(&check->arena, host));
	if (is_address(*text))
		return true;
	return place_is_relative(check->sources, &check->arena, mx, text) && is_address(*text);
}

/* The policy names HOST, of several labels, and not by a wildcard. */
static bool is_in_policy(const struct policy *policy, struct str host)
{
	if (policy == NULL || str_find_char(host, '.') == host.len)
		return false;
	for (size_t i = 0; i < policy->mx_count; i++)
		if (str_ieq(policy->mx[i].text, host))
			return true;
	return false;
}

/* The text of a missing dot, taken as an absolute name, is one that this run, the policy or the
 * world knows. */
static bool is_meant_absolute(
	struct check *check, const struct domain *domain, struct str text, bool absent)
{
	static const struct name root = { (const unsigned char *)"", 1 };
	struct name_buf meant;

	if (name_parse(text, root, &meant, NULL) != NAME_OK || meant.len == 1)
		return false;
	if (name_within(name_view(&meant), domain->name) ||
		world_editions(check->world, name_view(&meant), &(size_t){ 0 }) != NULL ||
		is_in_policy(domain->policy, text))
		return true;
	return absent && suffix_registrable(text);
}

static bool judge_relative(struct check *check, const struct domain *domain, const struct rr *rr,
	struct target *target)
{
	struct name name = rr->type == TYPE_MX ? rr_mx_exchange(rr) : rr_target(rr);
	struct lookup lookup = world_lookup(check->world, domain->zone, name, 0, &check->arena);
	bool absent = lookup.answer == ANSWER_ABSENT;

	if (!absent && !(lookup.answer == ANSWER_FOUND && lookup.wildcard))
		return false;
	target->wildcard = !absent;
	return place_is_relative(check->sources, &check->arena, rr, &target->text) &&
	       is_meant_absolute(check, domain, target->text, absent);
}

bool target_explains(struct check *check, const struct domain *domain, const struct lookup *lookup)
{
	struct target target;

	for (size_t i = 0; domain != NULL && i < lookup->chain_count; i++)
		if (lookup->chain[i]->type == TYPE_CNAME &&
			judge_relative(check, domain, lookup->chain[i], &target))
			return true;
	return false;
}

struct target target_of_mx(struct check *check, const struct domain *domain, const struct rr *mx)
{
	struct target target = { .fault = TARGET_FINE };

	if (target_is_address(check, mx, &target.text))
		target.fault = TARGET_ADDRESS;
	else if (judge_relative(check, domain, mx, &target))
		target.fault = TARGET_RELATIVE;
	else if (!name_is_ldh(rr_mx_exchange(mx)))
		target.fault = TARGET_INVALID;
	return target;
}

static void mx_target_address(
	struct check *check, const struct domain *domain, const struct rr *mx, struct str text)
{
	struct finding *finding = diag_add(check->diag, RULE_MX_TARGET_ADDRESS, mx->value_at,
		"'%s' is an IP address; an MX names a host", diag_quote(check->diag, text));

	if (mx->dialect != RR_MASTER)
		diag_help(check->diag, finding,
			"give the address to a host, 'mail: { type: A, value: ADDRESS }', and "
			"write "
			"'exchange: mail.%s.'",
			domain->text);
	else
		diag_help(check->diag, finding,
			"give the address to a host, 'mail.%s. A ADDRESS', and write 'MX %u "
			"mail.%s.'",
			domain->text, (unsigned)rr_mx_preference(mx), domain->text);
}

static void mx_target_relative(
	struct check *check, const struct rr *rr, const struct target *target)
{
	struct name name = rr->type == TYPE_MX ? rr_mx_exchange(rr) : rr_target(rr);
	const char *text = diag_quote(check->diag, target->text);
	struct finding *finding = diag_add(check->diag, RULE_MX_TARGET_RELATIVE, rr->value_at,
		"'%s' has no final dot, so it means '%s', %s", text, name_text(&check->arena, name),
		target->wildcard ? "which only a wildcard answers for" : "which does not exist");
	struct mend mend = { &check->diag->arena, check->sources, rr };

	diag_help(check->diag, finding, "write '%s.'", text);
	if (finding != NULL) {
		diag_fix(check->diag, finding, !target->wildcard);
		diag_fix_add(check->diag, finding, mend_final_dot(&mend));
		diag_fix_askers(finding, sources_at(check->sources, rr->span.file)->included);
	}
}

static void mx_target_invalid(struct check *check, const struct rr *mx)
{
	struct finding *finding = diag_add(check->diag, RULE_MX_TARGET_INVALID, mx->value_at,
		"'%s' is no host name: labels are letters, digits and inner hyphens",
		name_text(&check->arena, rr_mx_exchange(mx)));

	diag_help(check->diag, finding,
		"rename the host: servers refuse such names, and no mx line of a policy can say "
		"them");
}

static void mx_target_cname(struct check *check, const struct rr *mx, const struct lookup *lookup)
{
	const struct rr *alias = lookup->chain_count > 0 ? lookup->chain[0] : NULL;
	struct finding *finding;

	if (alias == NULL)
		return;
	finding = diag_add(check->diag, RULE_MX_TARGET_CNAME, mx->value_at,
		"MX host '%s' is an alias of '%s'", name_text(&check->arena, rr_mx_exchange(mx)),
		name_text(&check->arena, lookup->name));
	if (mx->dialect != RR_MASTER)
		diag_help(check->diag, finding,
			"write 'exchange: %s.', and put that name into the policy: senders match "
			"the "
			"name in the MX",
			name_text(&check->arena, lookup->name));
	else
		diag_help(check->diag, finding,
			"write 'MX %u %s.', and put that name into the policy: senders match the "
			"name "
			"in the MX",
			(unsigned)rr_mx_preference(mx), name_text(&check->arena, lookup->name));
	diag_note(check->diag, finding, alias->value_at, "the alias is here");
}

static void mx_target_address_missing(
	struct check *check, const struct rr *mx, const struct lookup *lookup)
{
	const char *host = name_text(&check->arena, rr_mx_exchange(mx));
	struct finding *finding;

	if (lookup->answer != ANSWER_ABSENT)
		return;
	if (lookup->chain_count > 0)
		finding = diag_add(check->diag, RULE_MX_TARGET_ADDRESS_MISSING, mx->value_at,
			"MX host '%s' leads to '%s', which has no address", host,
			name_text(&check->arena, lookup->name));
	else
		finding = diag_add(check->diag, RULE_MX_TARGET_ADDRESS_MISSING, mx->value_at,
			"MX host '%s' %s", host,
			lookup->reason == REASON_NO_NAME ? "does not exist" : "has no address");
	diag_help(check->diag, finding,
		"add 'A' or 'AAAA' records for it, or correct the name; mail for it waits and "
		"comes back");
}

static void judge_exchanger(struct check *check, const struct domain *domain, const struct rr *mx)
{
	struct target target = target_of_mx(check, domain, mx);
	struct lookup lookup;

	if (target.fault == TARGET_ADDRESS)
		mx_target_address(check, domain, mx, target.text);
	else if (target.fault == TARGET_RELATIVE)
		mx_target_relative(check, mx, &target);
	else if (target.fault == TARGET_INVALID)
		mx_target_invalid(check, mx);
	if (target.fault != TARGET_FINE)
		return;
	lookup = world_addresses(check->world, domain->zone, rr_mx_exchange(mx), &check->arena);
	mx_target_cname(check, mx, &lookup);
	mx_target_address_missing(check, mx, &lookup);
}

/* The CNAMEs on the way of LOOKUP. */
static void judge_aliases(
	struct check *check, const struct domain *domain, const struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->chain_count; i++) {
		const struct rr *rr = lookup->chain[i];
		struct target target = { .fault = TARGET_FINE };

		if (rr->type == TYPE_CNAME && judge_relative(check, domain, rr, &target))
			mx_target_relative(check, rr, &target);
	}
}

void check_mx_target(struct check *check, const struct domain *domain)
{
	for (size_t i = 0; i < domain->exchanger_count; i++)
		if (domain->exchangers[i].rr != NULL)
			judge_exchanger(check, domain, domain->exchangers[i].rr);
	judge_aliases(check, domain, &domain->record);
	judge_aliases(check, domain, &domain->report);
	judge_aliases(check, domain, &domain->host);
}
