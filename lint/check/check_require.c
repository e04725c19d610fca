/* require-mismatch: the rules of the house, which the configuration gives. */
#include "lint/check/check.h"

#include "lint/config/config.h"
#include "lint/match/regex.h"
#include "lint/zone/place.h"

enum { MESSAGE_MAX = 300 }; /* bytes of the configuration's message */

/* The rules of the house while they are judged. */
struct house {
	struct check *check;
	enum config_field field; /* whose values are shown */
};

static const char *const field_texts[] = {
	[CONFIG_FIELD_RUA] = "rua",
	[CONFIG_FIELD_MX] = "mx",
	[CONFIG_FIELD_MODE] = "mode",
	[CONFIG_FIELD_MAX_AGE] = "max_age",
	[CONFIG_FIELD_ID] = "id",
	[CONFIG_FIELD_HOST] = "host",
	[CONFIG_FIELD_TTL] = "ttl",
};

static void require_mismatch(const struct house *house, const struct config_require *rule,
	struct str value, struct span at)
{
	struct diag *diag = house->check->diag;
	const char *field = field_texts[rule->field], *quoted = diag_quote(diag, value);
	struct str message = str_take(rule->message.text, MESSAGE_MAX);
	struct finding *finding;

	if (message.len == 0)
		finding = diag_add(diag, RULE_REQUIRE_MISMATCH, at,
			"the %s '%s' breaks a rule of the house", field, quoted);
	else
		finding = diag_add(diag, RULE_REQUIRE_MISMATCH, at,
			"the %s '%s' breaks a rule of the house: %.*s", field, quoted,
			(int)message.len, message.ptr);
	diag_note(diag, finding, rule->match.at, "the rule is here");
	diag_help(diag, finding, "write a value that '%s' matches",
		diag_quote(diag, rule->match.text));
}

/* Holds VALUE, which stands AT, against the rules for the field. One that gave up once is left
 * alone: that is said instead, and a hostile expression costs no more than one match. */
static void show(const struct house *house, struct str value, struct span at)
{
	struct check *check = house->check;

	for (size_t i = 0; i < check->require_count; i++) {
		const struct config_require *rule = &check->requires[i];
		enum regex_answer answer;

		if (rule->field != house->field || check->gave_up[i])
			continue;
		answer = regex_match(rule->regex, value, NULL);
		check->gave_up[i] = answer == REGEX_GAVE_UP;
		if (answer == REGEX_NO)
			require_mismatch(house, rule, value, at);
	}
}

/* Host names are compared in lower case, without a final dot. */
static struct str folded(struct arena *arena, struct str text)
{
	char *lower = arena_bytes(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++)
		lower[i] = ascii_lower(text.ptr[i]);
	if (text.len > 1 && lower[text.len - 1] == '.')
		text.len--;
	return str_of(lower, text.len);
}

static struct str decimal(struct arena *arena, uint64_t value)
{
	return str_c(arena_printf(arena, "%llu", (unsigned long long)value));
}

static void show_mx(const struct house *house, const struct policy *policy)
{
	for (size_t i = 0; i < policy->mx_count; i++)
		if (policy->mx[i].valid && !policy->mx[i].unknown)
			show(house, folded(&house->check->arena, policy->mx[i].text),
				policy->mx[i].at);
}

static void show_mode(const struct house *house, const struct policy *policy)
{
	if (policy->mode != MODE_UNKNOWN)
		show(house, str_c(mode_text(policy->mode)), policy->mode_at);
}

static void show_max_age(const struct house *house, const struct policy *policy)
{
	if (policy->max_age_known)
		show(house, decimal(&house->check->arena, policy->max_age), policy->max_age_at);
}

static void show_id(const struct house *house, const struct domain *domain)
{
	struct sts sts;

	if (domain->sts == NULL)
		return;
	sts = check_sts(house->check, house->check->sources, domain->sts);
	if (sts.id.len > 0 && !sts.placeholder)
		show(house, sts.id,
			place_of_txt(house->check->sources, domain->sts, sts.id_from, sts.id_to));
}

static void show_ttl(const struct house *house, const struct domain *domain)
{
	if (domain->sts != NULL)
		show(house, decimal(&house->check->arena, domain->sts->ttl),
			check_ttl_span(house->check, domain->sts));
}

/* Where `mta-sts.D` leads: the target of its CNAME, else its addresses. */
static void show_host(const struct house *house, const struct domain *domain)
{
	const struct lookup *host = &domain->host;
	struct arena *arena = &house->check->arena;

	if (host->chain_count > 0 && host->chain[0]->type == TYPE_CNAME) {
		const char *target = name_text(arena, rr_target(host->chain[0]));

		show(house, folded(arena, str_c(target)), host->chain[0]->value_at);
		return;
	}
	for (size_t i = 0; i < host->count; i++)
		show(house, str_c(rr_address_text(arena, host->rrs[i])), host->rrs[i]->value_at);
}

static void show_uris(const struct house *house, const struct rr *rr)
{
	struct check *check = house->check;
	struct txt_input input = {
		.sources = check->sources, .rr = rr, .value = rr_txt(&check->arena, rr)
	};
	struct diag unheard;
	struct tlsrpt tlsrpt;

	diag_init(&unheard, check->diag->levels);
	tlsrpt = tlsrpt_read(&input, &unheard);
	for (size_t i = 0; !tlsrpt.placeholder && i < tlsrpt.uri_count; i++)
		show(house, tlsrpt.uris[i].text,
			place_of_txt(check->sources, rr, tlsrpt.uris[i].from,
				tlsrpt.uris[i].from + tlsrpt.uris[i].text.len));
	diag_finish(&unheard);
}

static void show_rua(const struct house *house, const struct domain *domain)
{
	for (size_t i = 0; i < domain->report.count; i++)
		if (domain->report.rrs[i]->type == TYPE_TXT)
			show_uris(house, domain->report.rrs[i]);
}

/* Who has values of a field: each policy, or each domain. */
static const struct {
	enum config_field field;
	void (*of_policy)(const struct house *house, const struct policy *policy);
	void (*of_domain)(const struct house *house, const struct domain *domain);
} fields[] = {
	{ CONFIG_FIELD_MX, show_mx, NULL },
	{ CONFIG_FIELD_MODE, show_mode, NULL },
	{ CONFIG_FIELD_MAX_AGE, show_max_age, NULL },
	{ CONFIG_FIELD_ID, NULL, show_id },
	{ CONFIG_FIELD_TTL, NULL, show_ttl },
	{ CONFIG_FIELD_HOST, NULL, show_host },
	{ CONFIG_FIELD_RUA, NULL, show_rua },
};

static bool is_required(const struct check *check, enum config_field field)
{
	for (size_t i = 0; i < check->require_count; i++)
		if (check->requires[i].field == field)
			return true;
	return false;
}

static void judge_policies(
	const struct house *house, void (*of_policy)(const struct house *, const struct policy *))
{
	struct check *check = house->check;

	for (size_t i = 0; i < check->policy_count; i++) {
		of_policy(house, check->policies[i]);
		arena_finish(&check->arena);
	}
}

static void judge_domains(
	const struct house *house, void (*of_domain)(const struct house *, const struct domain *))
{
	struct check *check = house->check;

	for (size_t i = 0; i < check->model->count; i++) {
		const struct domain *domain = &check->model->list[i];

		diag_context(check->diag, domain->text, domain->mode);
		of_domain(house, domain);
		arena_finish(&check->arena);
	}
	diag_context(check->diag, NULL, MODE_UNKNOWN);
}

void check_require(struct check *check)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct house house = { check, fields[i].field };

		if (!is_required(check, house.field))
			continue;
		if (fields[i].of_policy != NULL)
			judge_policies(&house, fields[i].of_policy);
		else
			judge_domains(&house, fields[i].of_domain);
	}
}
