/* host-*: the policy host mta-sts.D, as far as the zones of the run show it. */
#include "lint/check/change.h"
#include "lint/check/target.h"

/* The first record of the answer at the policy host; NULL when there is none. */
static const struct rr *host_record(const struct domain *domain)
{
	if (domain->host.chain_count > 0)
		return domain->host.chain[0];
	return domain->host.count > 0 ? domain->host.rrs[0] : NULL;
}

/* The `_mta-sts` record, which demands a host; else the policy, which does too. */
static bool demand_at(const struct domain *domain, struct span *at)
{
	const struct rr *record = domain_record(domain);

	if (record != NULL)
		*at = rr_owner_span(record);
	else if (domain->policy != NULL)
		*at = domain->policy->first_line;
	else
		return false;
	return true;
}

/* A record of `mta-sts.D.ORIGIN`, which a missing final dot makes of `mta-sts.D.`; NULL if none. */
static const struct rr *doubled_host(struct check *check, const struct domain *domain)
{
	struct name_buf host, doubled;
	const struct rr **rrs;
	size_t count;

	if (domain->zone == NULL || !name_prepend(STR("mta-sts"), domain->name, &host) ||
		!name_join(name_view(&host), domain->zone->apex, &doubled))
		return NULL;
	rrs = zone_node(domain->zone, name_view(&doubled), 0, &check->arena, &count);
	return count > 0 ? rrs[0] : NULL;
}

static void host_missing(struct check *check, const struct domain *domain)
{
	struct finding *finding;
	const struct rr *doubled;
	struct span at;

	if (domain->host.answer != ANSWER_ABSENT || domain->host.chain_count > 0 ||
		domain->nowhere || !demand_at(domain, &at) ||
		change_explains(check, domain, RULE_HOST_MISSING, LEVEL_UNSET))
		return;
	doubled = doubled_host(check, domain);
	finding = diag_add(check->diag, RULE_HOST_MISSING, at, "the policy host 'mta-sts.%s' %s",
		domain->text,
		domain->host.reason == REASON_NO_NAME ? "does not exist" : "has no address");
	if (doubled == NULL) {
		diag_help(check->diag, finding,
			"add 'mta-sts.%s.' with the A, AAAA or CNAME record of the web server that "
			"serves "
			"the policy",
			domain->text);
		return;
	}
	diag_help(check->diag, finding, "write 'mta-sts.%s.' with the final dot", domain->text);
	diag_note(check->diag, finding, rr_owner_span(doubled),
		"without its final dot the name means 'mta-sts.%s.%s'", domain->text,
		name_text(&check->arena, domain->zone->apex));
}

/* The way to the policy host leaves what the run can see: to no zone of it, or below a delegation.
 */
static bool leads_outside(const struct domain *domain)
{
	const struct lookup *host = &domain->host;

	return host->answer == ANSWER_UNKNOWN && host->chain_count > 0 &&
	       (host->reason == REASON_OUTSIDE || host->reason == REASON_DELEGATED);
}

static void host_wildcard(struct check *check, const struct domain *domain)
{
	const struct rr *rr = host_record(domain);
	struct finding *finding;

	if (rr == NULL || !name_is_wildcard(rr->owner) ||
		(domain->host.answer != ANSWER_FOUND && !leads_outside(domain)))
		return;
	finding = diag_add(check->diag, RULE_HOST_WILDCARD, rr_owner_span(rr),
		"only the wildcard '%s' answers for the policy host 'mta-sts.%s'",
		name_text(&check->arena, rr->owner), domain->text);
	diag_help(check->diag, finding,
		"give 'mta-sts.%s.' a record of its own, so that no later change of the wildcard "
		"moves it",
		domain->text);
}

static const char *dangling_why(const struct lookup *host)
{
	static const char *const why[] = {
		[REASON_NONE] = "",
		[REASON_NO_NAME] = "which does not exist",
		[REASON_NO_DATA] = "which has no address",
		[REASON_LOOP] = "in a circle or beyond 16 steps",
	};

	return host->reason < sizeof why / sizeof *why && why[host->reason] != NULL ?
		       why[host->reason] :
		       "which has no address";
}

static void host_cname_dangling(struct check *check, const struct domain *domain)
{
	const struct lookup *host = &domain->host;
	const struct rr *first, *last;
	struct finding *finding;

	if (host->answer != ANSWER_ABSENT || host->chain_count == 0 ||
		target_explains(check, domain, host))
		return;
	first = host->chain[0];
	last = host->reason == REASON_LOOP ? first : host->chain[host->chain_count - 1];
	finding = diag_add(check->diag, RULE_HOST_CNAME_DANGLING, last->value_at,
		"the policy host 'mta-sts.%s' leads to '%s', %s", domain->text,
		name_text(
			&check->arena, host->reason == REASON_LOOP ? rr_target(first) : host->name),
		dangling_why(host));
	diag_help(check->diag, finding,
		"give that name an A or AAAA record, or point 'mta-sts.%s.' at a web server that "
		"is there",
		domain->text);
	if (last != first)
		diag_note(check->diag, finding, first->value_at, "the way there begins here");
}

static void host_cname_external(struct check *check, const struct domain *domain)
{
	const struct lookup *host = &domain->host;
	struct finding *finding;

	if (!leads_outside(domain))
		return;
	finding = diag_add(check->diag, RULE_HOST_CNAME_EXTERNAL,
		host->chain[host->chain_count - 1]->value_at,
		"the policy host 'mta-sts.%s' is '%s', which is not in these zones", domain->text,
		name_text(&check->arena, host->name));
	diag_help(check->diag, finding,
		"the web server there must answer for 'mta-sts.%s' with a certificate for exactly "
		"that name",
		domain->text);
}

static void judge_domain(struct check *check, void *context, size_t index)
{
	static void (*const judges[])(struct check *, const struct domain *) = {
		host_missing,
		host_wildcard,
		host_cname_dangling,
		host_cname_external,
		check_host_address,
		check_host_caa,
	};

	const struct domain *domain = &check->model->list[index];

	(void)context;
	diag_context(check->diag, domain->text, domain->mode);
	for (size_t i = 0; i < sizeof judges / sizeof *judges; i++)
		judges[i](check, domain);
}

void check_host(struct check *check)
{
	check_jobs(check, check->model->count, judge_domain, NULL);
}
