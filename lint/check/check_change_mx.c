/* change-mx-*: policy and MX records reach senders at different times, the policy when they see
 * another id, the records when the old ones have left their caches. */
#include "lint/check/change.h"
#include "lint/check/coverage.h"
#include "lint/dns/pattern.h"

/* So many patterns that went are looked at: more say nothing new. */
enum { MAX_PATTERNS = 64 };

/* The exchangers and patterns of both versions. */
struct step {
	const struct domain *now, *before;
	struct coverage covers, covered;
	struct name_set hosts, earlier_hosts;
	bool best_is_safe; /* those that are tried first are as before, and both policies cover them
			    */
};

static void collect_hosts(struct name_set *hosts, const struct domain *domain)
{
	for (size_t i = 0; i < domain->exchanger_count; i++)
		name_set_add(hosts, domain->exchangers[i].host);
	name_set_ready(hosts);
}

static unsigned preference(const struct exchanger *exchanger)
{
	return exchanger->rr == NULL ? 0 : rr_mx_preference(exchanger->rr);
}

/* The least preference of DOMAIN's exchangers, which is tried first. */
static unsigned best(const struct domain *domain)
{
	unsigned least = UINT16_MAX;

	for (size_t i = 0; i < domain->exchanger_count; i++)
		if (preference(&domain->exchangers[i]) < least)
			least = preference(&domain->exchangers[i]);
	return least;
}

/* The best exchangers of DOMAIN are all among HOSTS, and both policies cover them. */
static bool best_among(const struct step *step, const struct domain *domain, struct name_set *hosts)
{
	unsigned least = best(domain);

	for (size_t i = 0; i < domain->exchanger_count; i++) {
		struct name host = domain->exchangers[i].host;

		if (preference(&domain->exchangers[i]) == least &&
			(!name_set_has(hosts, host) ||
				!coverage_matches(&step->covered, host, NULL) ||
				!coverage_matches(&step->covers, host, NULL)))
			return false;
	}
	return true;
}

static void change_mx_before_policy(
	struct check *check, struct step *step, const struct exchanger *exchanger)
{
	const struct policy *before = step->before->policy;
	struct finding *finding;

	if (exchanger->rr == NULL || name_set_has(&step->earlier_hosts, exchanger->host) ||
		!coverage_matches(&step->covers, exchanger->host, NULL) ||
		!coverage_lacks(&step->covered, exchanger->host, &check->arena))
		return;
	finding = diag_add_level(check->diag, RULE_CHANGE_MX_BEFORE_POLICY,
		step->best_is_safe ? LEVEL_INFO : LEVEL_UNSET, exchanger->rr->value_at,
		"MX host '%s' comes together with its pattern: senders that still hold the old "
		"policy refuse it",
		diag_quote(check->diag, str_c(name_text(&check->arena, exchanger->host))));
	diag_note(check->diag, finding, change_span(check, before->mx[0].at),
		"the patterns of the old policy are here; senders may hold it for %llu seconds",
		(unsigned long long)before->max_age);
	diag_help(check->diag, finding,
		"publish the policy with a new id first, and add the MX record when senders have "
		"had the time to see that id (a day, or more than the TTL of the record)");
}

/* The exchanger of before that PATTERN let in, and that neither the zone nor the policy has now. */
static const struct exchanger *left_behind(
	struct check *check, struct step *step, const struct policy_mx *pattern)
{
	for (size_t i = 0; pattern->valid && i < step->before->exchanger_count; i++) {
		const struct exchanger *exchanger = &step->before->exchangers[i];

		if (exchanger->rr != NULL && !name_set_has(&step->hosts, exchanger->host) &&
			!coverage_matches(&step->covers, exchanger->host, NULL) &&
			pattern_matches(
				pattern->text, str_c(name_text(&check->arena, exchanger->host))))
			return exchanger;
	}
	return NULL;
}

static void change_mx_pattern_dropped(
	struct check *check, struct step *step, const struct policy_mx *pattern)
{
	const struct policy *now = step->now->policy;
	const struct exchanger *exchanger = left_behind(check, step, pattern);
	struct finding *finding;

	if (exchanger == NULL)
		return;
	finding = diag_add(check->diag, RULE_CHANGE_MX_PATTERN_DROPPED, now->mx[0].at,
		"the pattern '%s' goes together with its MX: resolvers keep that record for %lu "
		"seconds",
		diag_quote(check->diag, pattern->text), (unsigned long)exchanger->rr->ttl);
	diag_note(check->diag, finding, change_span(check, pattern->at), "the pattern was here");
	diag_note(check->diag, finding, change_span(check, exchanger->rr->value_at),
		"the MX record was here");
	diag_help(check->diag, finding,
		"keep the line 'mx: %s' until then: senders with the new policy refuse a host that "
		"an old MX record still names",
		diag_quote(check->diag, pattern->text));
}

void change_exchangers(struct check *check, const struct change *change)
{
	struct step step = { .now = change->now, .before = change->before };
	const struct policy *now = change->now->policy, *before = change->before->policy;
	const struct policy_mx **gone;
	size_t count;

	if (change->step != STEP_CHANGED || !change->now->mx_known || !change->before->mx_known ||
		now->mx_count == 0 || before->mx_count == 0 || now->mode == MODE_NONE ||
		before->mode == MODE_NONE)
		return;
	coverage_init(&step.covers, now, &check->arena);
	coverage_init(&step.covered, before, &check->arena);
	collect_hosts(&step.hosts, step.now);
	collect_hosts(&step.earlier_hosts, step.before);
	step.best_is_safe = best_among(&step, step.now, &step.earlier_hosts) &&
			    best_among(&step, step.before, &step.hosts);
	if (now->mode == MODE_ENFORCE && before->mode == MODE_ENFORCE)
		for (size_t i = 0; i < change->now->exchanger_count; i++)
			change_mx_before_policy(check, &step, &change->now->exchangers[i]);
	gone = change_lines(&check->arena, before, now, &count);
	for (size_t i = 0; step.covers.judges && i < count && i < MAX_PATTERNS; i++)
		change_mx_pattern_dropped(check, &step, gone[i]);
	name_set_finish(&step.hosts);
	name_set_finish(&step.earlier_hosts);
}
