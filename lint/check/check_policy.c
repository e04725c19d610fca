/* policy-*: what the policy file alone does not show. */
#include "lint/check/change.h"
#include "lint/check/check.h"
#include "lint/check/text.h"

#include "lint/dns/suffix.h"

#include <stdlib.h>

/* Where the hosts of the run's policies end: names (wire form, lower case) and addresses (the octet
 * 255, which begins no name, before their RDATA), sorted. */
struct host_set {
	struct str *list;
	size_t count;
};

static struct str key_of_name(struct arena *arena, struct name name)
{
	char *key = arena_bytes(arena, name.len);

	for (size_t i = 0; i < name.len; i++)
		key[i] = ascii_lower((char)name.wire[i]);
	return str_of(key, name.len);
}

static struct str key_of_address(struct arena *arena, const struct rr *rr)
{
	char *key = arena_bytes(arena, rr->rdata.len + 1);

	key[0] = (char)255;
	memcpy(key + 1, rr->rdata.ptr, rr->rdata.len);
	return str_of(key, rr->rdata.len + 1);
}

static int compare_keys(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void host_set_collect(struct host_set *set, struct check *check)
{
	const struct model *model = check->model;
	size_t most = 0;

	for (size_t i = 0; i < model->count; i++)
		most += 1 + model->list[i].host.count;
	set->list = arena_alloc(&check->arena, most, sizeof *set->list);
	for (size_t i = 0; i < model->count; i++) {
		const struct lookup *host = &model->list[i].host;

		if (model->list[i].policy == NULL || name_is_none(host->name))
			continue;
		set->list[set->count++] = key_of_name(&check->arena, host->name);
		for (size_t j = 0; j < host->count; j++)
			set->list[set->count++] = key_of_address(&check->arena, host->rrs[j]);
	}
	qsort(set->list, set->count, sizeof *set->list, compare_keys);
}

static bool host_set_has(const struct host_set *set, struct str key)
{
	return bsearch(&key, set->list, set->count, sizeof key, compare_keys) != NULL;
}

/* The policy host of DOMAIN is served from here, as far as the zones show. */
static bool host_is_ours(
	struct check *check, const struct host_set *set, const struct domain *domain)
{
	const struct lookup *host = &domain->host;

	if (host->answer == ANSWER_FOUND && host->chain_count == 0 && !host->wildcard)
		return true;
	if (host->chain_count > 0 && host_set_has(set, key_of_name(&check->arena, host->name)))
		return true;
	for (size_t i = 0; i < host->count; i++)
		if (host_set_has(set, key_of_address(&check->arena, host->rrs[i])))
			return true;
	return false;
}

/* A domain announces a policy that the run does not hold. */
static void policy_missing(
	struct check *check, const struct host_set *set, const struct domain *domain)
{
	const struct lookup *record = &domain->record;
	const struct rr *rr = record->chain_count > 0 ? record->chain[0] : domain->sts;
	enum level level = LEVEL_INFO;
	struct finding *finding;

	if (domain->policy != NULL || rr == NULL || record->answer == ANSWER_ABSENT)
		return;
	if (check->policy_count > 0 && domain->configured != NULL && !record->wildcard)
		level = LEVEL_ERROR;
	else if (check->policy_count > 0 && host_is_ours(check, set, domain))
		level = LEVEL_WARNING;
	if (change_explains(check, domain, RULE_POLICY_MISSING, level))
		return;
	finding = diag_add_level(check->diag, RULE_POLICY_MISSING, level, rr_owner_span(rr),
		level == LEVEL_INFO ? "the policy of '%s' is not here: it is not checked" :
				      "'%s' announces a policy that is not here",
		domain->text);
	diag_help(check->diag, finding,
		"its policy is served at "
		"https://mta-sts.%s/.well-known/mta-sts.txt: keep the file as "
		"mta-sts.%s/.well-known/mta-sts.txt, or say which it is with --policy %s=FILE",
		domain->text, domain->text, domain->text);
}

/* Nothing, or too much, tells whose policy it is. */
static void policy_orphan(struct check *check, const struct policy_orphan *orphan)
{
	struct buf names = { 0 };
	struct finding *finding;

	if (!orphan->policy->understood)
		return;
	for (size_t i = 0; i < orphan->candidate_count && i < 4; i++)
		buf_printf(&names, "%s'%s'", i == 0 ? "" : ", ",
			name_text(&check->arena, orphan->candidates[i]));
	finding = diag_add_level(check->diag, RULE_POLICY_ORPHAN,
		check->world->apex_count == 0 ? LEVEL_INFO : LEVEL_UNSET,
		orphan->policy->first_line,
		orphan->candidate_count > 0 ? "the policy could be that of %.*s%s" :
					      "nothing tells whose policy this is%.*s%s",
		(int)names.len, names.len > 0 ? names.ptr : "",
		orphan->candidate_count > 4 ? " and others" : "");
	diag_help(check->diag, finding,
		"put it at mta-sts.DOMAIN/.well-known/mta-sts.txt, or say --policy DOMAIN=FILE");
	buf_finish(&names);
}

/* The domain lies in a zone of the run and owns nothing there; replaces record-missing. */
static void policy_orphan_nowhere(struct check *check, const struct domain *domain)
{
	const struct lookup *record = &domain->record;
	struct finding *finding;
	uint32_t owns = 0;

	if (domain->policy == NULL || !domain->policy->understood || domain->zone == NULL ||
		record->answer != ANSWER_ABSENT || record->chain_count > 0)
		return;
	zone_exists(domain->zone, domain->name, &owns);
	if (owns != 0)
		return;
	finding = diag_add(check->diag, RULE_POLICY_ORPHAN, domain->policy->first_line,
		"the policy is for '%s', which owns nothing in the zone '%s'", domain->text,
		name_text(&check->arena, domain->zone->apex));
	diag_help(check->diag, finding,
		"correct the name of the directory or file, remove the policy, or say --policy "
		"DOMAIN=FILE");
}

/* "*.D" in the policy of D: whoever gets a certificate for any host of D may receive its mail. */
static void policy_mx_wildcard_own(struct check *check, const struct policy_use *use)
{
	const struct policy *policy = use->policy;
	struct name_buf base;

	for (size_t i = 0; policy->understood && i < policy->mx_count; i++) {
		const struct policy_mx *mx = &policy->mx[i];
		struct finding *finding;

		if (!mx->valid || !str_starts(mx->text, STR("*.")) ||
			!name_from_host(str_skip(mx->text, 2), &base) ||
			!name_equal(name_view(&base), use->domain) ||
			suffix_section(str_skip(mx->text, 2)) != SUFFIX_NONE)
			continue;
		finding = diag_add(check->diag, RULE_POLICY_MX_WILDCARD_OWN, mx->at,
			"'%s' covers every host of the domain: whoever has a certificate for one "
			"of "
			"them may receive its mail",
			diag_quote(check->diag, mx->text));
		diag_help(check->diag, finding, "write the names of the MX hosts");
	}
}

/* TEXT is meant as NAME and is not it. */
static bool is_misspelt(struct str text, struct str name)
{
	return !str_eq(text, name) && text.len + 2 >= name.len && str_distance(text, name, 2) <= 2;
}

/* The file has a name, or lies in a directory, that no sender asks for (RFC 8461 3.3). */
static void policy_path(struct check *check, const struct policy *policy)
{
	const struct source *source = sources_at(check->sources, policy->file);
	struct str path = str_c(source->path), file = path_base(path);
	struct str directory = path_base(path_dir(path));
	struct str wanted = STR("mta-sts.txt"), well_known = STR(".well-known");
	struct finding *finding = NULL;

	if (!policy->understood || policy->literal || source->spool >= 0)
		return;
	if (is_misspelt(file, wanted) || str_eq(file, STR("mta-sts.txt.txt")))
		finding = diag_add(check->diag, RULE_POLICY_PATH, policy->first_line,
			"the file is named '%s': senders ask for 'mta-sts.txt'",
			diag_quote(check->diag, file));
	else if (is_misspelt(directory, well_known))
		finding = diag_add(check->diag, RULE_POLICY_PATH, policy->first_line,
			"the directory is named '%s': senders ask for '.well-known'",
			diag_quote(check->diag, directory));
	diag_help(check->diag, finding,
		"rename it: the policy is served at "
		"/.well-known/mta-sts.txt");
}

/* GitHub Pages leaves out directories that begin with a dot. */
static void policy_path_unpublished(struct check *check, const struct policy *policy)
{
	if (!policy->understood)
		return;
	diag_help(check->diag,
		diag_add(check->diag, RULE_POLICY_PATH, policy->first_line,
			"GitHub Pages leaves out '.well-known', so the policy is not published"),
		"add an empty file '.nojekyll' at the top of what is published, or "
		"'include: [\".well-known\"]' to _config.yml");
}

static void check_uses(struct check *check)
{
	for (size_t i = 0; i < check->use_count; i++) {
		const struct policy_use *use = &check->uses[i];

		diag_context(check->diag, name_text(&check->arena, use->domain), use->policy->mode);
		policy_mx_wildcard_own(check, use);
	}
	diag_context(check->diag, NULL, MODE_UNKNOWN);
}

/* The domains that some policy of the run may be for: that is policy-orphan's to say. */
static void collect_candidates(const struct check *check, struct name_set *set)
{
	for (size_t i = 0; i < check->orphan_count; i++)
		for (size_t j = 0; j < check->orphans[i].candidate_count; j++)
			name_set_add(set, check->orphans[i].candidates[j]);
}

/* What is collected over all domains before any is judged. */
struct collected {
	struct host_set hosts;
	struct name_set candidates;
};

static void judge_domain(struct check *check, void *context, size_t index)
{
	struct collected *collected = context;
	const struct domain *domain = &check->model->list[index];

	diag_context(check->diag, domain->text, domain->mode);
	if (!name_set_has(&collected->candidates, domain->name))
		policy_missing(check, &collected->hosts, domain);
	policy_orphan_nowhere(check, domain);
}

static void check_domains(struct check *check)
{
	struct collected collected = { 0 };

	host_set_collect(&collected.hosts, check);
	collect_candidates(check, &collected.candidates);
	name_set_ready(&collected.candidates);
	check_jobs(check, check->model->count, judge_domain, &collected);
	name_set_finish(&collected.candidates);
}

void check_policy(struct check *check)
{
	check_domains(check);
	check_uses(check);
	for (size_t i = 0; i < check->orphan_count; i++)
		policy_orphan(check, &check->orphans[i]);
	for (size_t i = 0; i < check->policy_count; i++)
		policy_path(check, check->policies[i]);
	for (size_t i = 0; i < check->unpublished_count; i++)
		policy_path_unpublished(check, check->unpublished[i]);
}
