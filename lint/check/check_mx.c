/* mx-*: the policy of each domain against its mail exchangers. */
#include "lint/check/coverage.h"
#include "lint/check/target.h"

#include <stdlib.h>

/* Related places for one finding; more add nothing. */
enum { MAX_NOTES = 8 };

/* One domain with its policy's patterns. */
struct subject {
	const struct domain *domain;
	const struct coverage *coverage;
	bool lends;	/* other domains take the policy as well */
	size_t left;	/* exchangers without a fault that replaces mx-uncovered */
	size_t covered; /* exchangers that match a pattern, faulty ones too */
	bool *lacking;	/* for each exchanger: left, and not covered */
	size_t lacks;
};

/* Relates the pattern that is nearest to HOST; true if it is near enough to be meant for it. */
static bool note_patterns(struct check *check, struct finding *finding,
	const struct subject *subject, struct name host)
{
	const char *why;
	const struct policy_mx *near = coverage_nearest(
		subject->coverage, host, &check->arena, &why);

	if (why != NULL)
		diag_note(check->diag, finding, near->at, "'%s' does not cover it: %s",
			diag_quote(check->diag, near->text), why);
	else
		diag_note(check->diag, finding, near->at, "the patterns are here");
	return why != NULL;
}

static const char *consequence(const struct domain *domain)
{
	static const char *const text[] = {
		[MODE_UNKNOWN] = "in mode enforce senders refuse this host",
		[MODE_ENFORCE] = "senders refuse this host while the mode is enforce",
		[MODE_TESTING] = "senders will refuse this host once the mode is enforce",
		[MODE_NONE] = "senders do not look while the mode is none",
	};

	return text[domain->mode];
}

/* Where an exchanger stands: its MX record, or for --mx the patterns that lack it. */
static struct span exchanger_at(const struct subject *subject, const struct exchanger *exchanger)
{
	return exchanger->rr != NULL ? exchanger->rr->value_at :
				       subject->coverage->policy->mx[0].at;
}

static void mx_uncovered(
	struct check *check, const struct subject *subject, const struct exchanger *exchanger)
{
	const char *host = name_text(&check->arena, exchanger->host);
	struct finding *finding = diag_add(check->diag, RULE_MX_UNCOVERED,
		exchanger_at(subject, exchanger), "MX host '%s' matches no pattern of the policy",
		host);

	bool near = note_patterns(check, finding, subject, exchanger->host);

	diag_help(check->diag, finding, "add the line 'mx: %s' to the policy%s (%s)", host,
		near ? ", or correct the name that is wrong" : "", consequence(subject->domain));
	policy_add_mx(subject->coverage->policy, check->diag, finding, host);
}

static void mx_none_covered(struct check *check, const struct subject *subject)
{
	const struct domain *domain = subject->domain;
	const char *first = NULL;
	size_t notes = 0;
	struct finding *finding = diag_add(check->diag, RULE_MX_NONE_COVERED,
		subject->coverage->policy->mx[0].at,
		"no MX host of '%s' matches any pattern of the policy", domain->text);

	for (size_t i = 0; i < domain->exchanger_count && notes < MAX_NOTES; i++) {
		const struct exchanger *exchanger = &domain->exchangers[i];
		const char *host = name_text(&check->arena, exchanger->host);

		if (!subject->lacking[i])
			continue;
		first = first == NULL ? host : first;
		if (exchanger->rr != NULL)
			diag_note(check->diag, finding, exchanger->rr->value_at, "MX host '%s'",
				host);
		notes++;
	}
	diag_help(check->diag, finding, "add a line for each MX host, 'mx: %s' first (%s)", first,
		domain->mode == MODE_ENFORCE ?
			"no sender that honours the policy delivers any mail now" :
			"in mode enforce no mail would be delivered");
}

static void judge_coverage(struct check *check, const struct subject *subject)
{
	const struct domain *domain = subject->domain;
	bool none = domain->mx_known && subject->covered == 0 && subject->lacks == subject->left &&
		    (domain->mode == MODE_ENFORCE || domain->mode == MODE_TESTING);

	if (subject->lacks > 0 && none) {
		mx_none_covered(check, subject);
		return;
	}
	for (size_t i = 0; i < domain->exchanger_count; i++)
		if (subject->lacking[i])
			mx_uncovered(check, subject, &domain->exchangers[i]);
}

/* DOMAIN gets no mail: it has the policy for others, which take it (LENDS). */
static bool only_lends(const struct domain *domain, bool lends)
{
	return lends && !domain->policy_shared && domain->addresses.answer == ANSWER_ABSENT;
}

static void mx_implicit(struct check *check, const struct subject *subject)
{
	const struct domain *domain = subject->domain;
	struct name host = domain_implicit_host(domain);
	bool deaf = domain->addresses.answer == ANSWER_ABSENT;
	struct finding *finding;

	if (name_is_none(host) || only_lends(domain, subject->lends) ||
		!coverage_lacks(subject->coverage, host, &check->arena) ||
		mx_wildcard_explains(check, domain->zone, domain->name))
		return;
	finding = diag_add_level(check->diag, RULE_MX_IMPLICIT, deaf ? LEVEL_WARNING : LEVEL_UNSET,
		subject->coverage->policy->mx[0].at, "'%s' has no MX record%s", domain->text,
		deaf ? " and no address, so it gets no mail" :
		       ", so mail goes to its own address, which no pattern of the policy covers");
	diag_help(check->diag, finding, "add MX records for the hosts of the policy%s%s%s",
		deaf ? "" : ", or the line 'mx: ", deaf ? "" : name_text(&check->arena, host),
		deaf ? ", or 'MX 0 .' where no mail is wanted" : "'");
}

static const struct exchanger *other_exchanger(const struct domain *domain)
{
	return domain->exchanger_count > 0 ? &domain->exchangers[0] : NULL;
}

static void null_conflict(struct check *check, const struct domain *domain, const struct rr *null)
{
	const struct exchanger *other = other_exchanger(domain);
	unsigned preference = rr_mx_preference(null);
	struct finding *finding;

	if (other != NULL && other->rr != NULL) {
		finding = diag_add(check->diag, RULE_MX_NULL_CONFLICT, null->value_at,
			"the null MX of '%s' stands beside another MX", domain->text);
		diag_help(check->diag, finding,
			"remove 'MX %u .' if the domain takes mail, else every other MX",
			preference);
		diag_note(check->diag, finding, other->rr->value_at, "MX host '%s'",
			name_text(&check->arena, other->host));
	} else if (preference != 0) {
		finding = diag_add_level(check->diag, RULE_MX_NULL_CONFLICT, LEVEL_WARNING,
			null->value_at, "the null MX of '%s' has preference %u", domain->text,
			preference);
		diag_help(check->diag, finding, "write 'MX 0 .'");
	}
}

static void mx_null_conflict(struct check *check, const struct domain *domain)
{
	for (size_t i = 0; i < domain->mx.count; i++)
		if (name_is_root(rr_mx_exchange(domain->mx.rrs[i])))
			null_conflict(check, domain, domain->mx.rrs[i]);
}

static void mx_null_policy(struct check *check, const struct domain *domain)
{
	struct finding *finding;

	if (domain->null_mx == NULL || domain->exchanger_count > 0 || !domain->mx_known ||
		(domain->mode != MODE_ENFORCE && domain->mode != MODE_TESTING))
		return;
	finding = diag_add(check->diag, RULE_MX_NULL_POLICY, domain->null_mx->value_at,
		"'%s' accepts no mail, but has a policy of mode %s", domain->text,
		mode_text(domain->mode));
	diag_help(check->diag, finding,
		"a domain without mail needs no MTA-STS: write 'mode: none', and remove record and "
		"policy "
		"once its max_age has passed");
	diag_note(check->diag, finding, domain->policy->mode_at, "the mode is here");
}

/* Fills what the coverage rules need of a domain. */
static void judge_exchangers(struct check *check, struct subject *subject)
{
	const struct domain *domain = subject->domain;

	subject->lacking = arena_alloc(
		&check->arena, domain->exchanger_count + 1, sizeof *subject->lacking);
	for (size_t i = 0; i < domain->exchanger_count; i++) {
		const struct exchanger *exchanger = &domain->exchangers[i];

		if (coverage_matches(subject->coverage, exchanger->host, NULL)) {
			subject->covered++;
			subject->left++;
			continue;
		}
		if (exchanger->rr != NULL &&
			target_of_mx(check, domain, exchanger->rr).fault != TARGET_FINE)
			continue;
		subject->left++;
		subject->lacking[i] = coverage_lacks(
			subject->coverage, exchanger->host, &check->arena);
		subject->lacks += subject->lacking[i];
	}
}

static void judge_domain(struct check *check, const struct domain *domain,
	const struct coverage *coverage, bool lends)
{
	struct subject subject = { .domain = domain, .coverage = coverage, .lends = lends };

	diag_context(check->diag, domain->text, domain->mode);
	check_mx_target(check, domain);
	mx_null_conflict(check, domain);
	mx_null_policy(check, domain);
	if (!coverage->judges)
		return;
	judge_exchangers(check, &subject);
	judge_coverage(check, &subject);
	mx_implicit(check, &subject);
}

/* Marks in USED the patterns that a domain needs. False when its hosts are not all known, or
 * something else was said that explains why a pattern is not used. */
static bool mark_used(struct check *check, const struct domain *domain,
	const struct coverage *coverage, bool lends, bool *used)
{
	struct name host = domain_implicit_host(domain);
	bool one = false;

	if (!domain->mx_known)
		return false;
	if (!name_is_none(host))
		return coverage_matches(coverage, host, used) || only_lends(domain, lends);
	for (size_t i = 0; i < domain->exchanger_count; i++) {
		const struct exchanger *exchanger = &domain->exchangers[i];

		if (coverage_matches(coverage, exchanger->host, used))
			one = true;
		else if (exchanger->rr != NULL &&
			 target_of_mx(check, domain, exchanger->rr).fault != TARGET_FINE)
			return false;
	}
	return one;
}

/* DOMAINS are the COUNT domains that use the policy of COVERAGE. */
static void mx_pattern_unused(struct check *check, const struct domain *const *domains,
	size_t count, const struct coverage *coverage, bool lends)
{
	const struct policy *policy = coverage->policy;
	bool *used = arena_alloc(&check->arena, policy->mx_count + 1, sizeof *used);

	if (!coverage->judges || (policy->mode != MODE_ENFORCE && policy->mode != MODE_TESTING))
		return;
	for (size_t i = 0; i < count; i++)
		if (!mark_used(check, domains[i], coverage, lends, used))
			return;
	diag_context(check->diag, count == 1 ? domains[0]->text : NULL, policy->mode);
	for (size_t i = 0; i < policy->mx_count; i++) {
		struct finding *finding;

		if (used[i] || !policy->mx[i].valid)
			continue;
		finding = diag_add(check->diag, RULE_MX_PATTERN_UNUSED, policy->mx[i].at,
			"the pattern '%s' matches no MX host of %s",
			diag_quote(check->diag, policy->mx[i].text),
			count == 1 ? domains[0]->text : "any domain with this policy");
		diag_help(check->diag, finding,
			"remove the line once no cached MX record can need it, or add the MX "
			"record that it "
			"is for");
	}
}

static int compare_policies(const void *a, const void *b)
{
	const struct domain *const *x = a, *const *y = b;
	/* One file is one policy. */
	uint32_t left = (*x)->policy == NULL ? SPAN_NO_FILE : (*x)->policy->file;
	uint32_t right = (*y)->policy == NULL ? SPAN_NO_FILE : (*y)->policy->file;

	if (left != right)
		return left < right ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* Domains, those of one policy after each other. */
struct by_policy {
	const struct domain **domains;
	size_t *ends; /* of each group: the domains of one policy, or one without */
};

/* Domains of one policy have several names: they are not only editions of one. */
static bool has_several_names(const struct domain *const *domains, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (!name_equal(domains[i]->name, domains[0]->name))
			return true;
	return false;
}

static void judge_group(struct check *check, void *context, size_t index)
{
	const struct by_policy *all = context;
	size_t first = index == 0 ? 0 : all->ends[index - 1];
	const struct policy *policy = all->domains[first]->policy;
	struct coverage coverage;
	bool lends;

	coverage_init(&coverage, policy, &check->arena);
	lends = has_several_names(&all->domains[first], all->ends[index] - first);
	for (size_t i = first; i < all->ends[index]; i++)
		judge_domain(check, all->domains[i], &coverage, lends);
	if (policy != NULL)
		mx_pattern_unused(
			check, &all->domains[first], all->ends[index] - first, &coverage, lends);
}

void check_mx(struct check *check)
{
	size_t count = check->model->count, groups = 0;
	struct by_policy all;

	all.domains = arena_alloc(&check->arena, count + 1, sizeof *all.domains);
	all.ends = arena_alloc(&check->arena, count + 1, sizeof *all.ends);
	for (size_t i = 0; i < count; i++)
		all.domains[i] = &check->model->list[i];
	qsort(all.domains, count, sizeof *all.domains, compare_policies);
	for (size_t i = 0; i < count; i++) {
		const struct policy *policy = all.domains[i]->policy;

		if (i == 0 || policy == NULL || policy != all.domains[i - 1]->policy)
			groups++;
		all.ends[groups - 1] = i + 1;
	}
	check_jobs(check, groups, judge_group, &all);
	check_mx_wildcard(check);
	check_mx_names(check);
}
