#include "lint/check/change.h"
#include "lint/check/text.h"
#include "lint/digest/digest.h"
#include "lint/zone/mend.h"
#include "lint/zone/octodns.h"
#include "lint/zone/place.h"

static const struct text_owner wrong_owners[] = {
	{ { STR_INIT("_mta-sts"), STR_INIT("_tls") }, 2 },
	{ { STR_INIT("mta-sts") }, 1 },
	{ { STR_INIT("_mta_sts") }, 1 },
	{ { STR_INIT("mta_sts") }, 1 },
	{ { STR_INIT("_smtp_sts") }, 1 },
};

/* Above this a sender may not see a changed id for more than a day. */
enum { TTL_LONG = 86400 };

/* Where the TTL of RR is written: before its data, after its owner, the one word that begins with a
 * digit. The data where it is not: by $TTL, or in another format. */
struct span check_ttl_span(struct check *check, const struct rr *rr)
{
	uint64_t from = rr->owner_at.length > 0 ? rr->owner_at.offset + rr->owner_at.length :
						  rr->span.offset;
	struct span span = rr->value_at;
	struct buf text = { 0 };
	struct str rest;

	if (rr->dialect != RR_MASTER)
		return octodns_ttl_place(check->sources, rr);
	if (rr->generated || from >= rr->value_at.offset ||
		!source_again(check->sources, rr->value_at.file, from,
			(size_t)(rr->value_at.offset - from), &text))
		return span;
	for (rest = buf_str(&text); rest.len > 0; rest = str_skip(rest, 1)) {
		size_t len = 0;

		while (len < rest.len && ascii_is_alnum(rest.ptr[len]))
			len++;
		if (len > 0 && ascii_is_digit(rest.ptr[0])) {
			span.offset = from + (uint64_t)(rest.ptr - text.ptr);
			span.length = (uint32_t)len;
			break;
		}
		rest = str_skip(rest, len);
	}
	buf_finish(&text);
	return span;
}

static void record_ttl_long(struct check *check, const struct rr *rr)
{
	struct finding *finding;

	if (rr->ttl <= TTL_LONG)
		return;
	finding = diag_add(check->diag, RULE_RECORD_TTL_LONG, check_ttl_span(check, rr),
		"the TTL is %lu seconds, more than a day: so long a changed policy can go unseen",
		(unsigned long)rr->ttl);
	diag_help(check->diag, finding, "use a TTL of 3600 (1h) to 86400 (1d)");
}

static void read_sts(struct check *check, const struct zone *zone, const struct txt_input *input)
{
	(void)zone;
	sts_read(input, check->diag);
	record_ttl_long(check, input->rr);
}

static const struct lookup *record_answer(const struct domain *domain)
{
	return &domain->record;
}

static const struct text_kind record_kind = {
	.owner = { { STR_INIT("_mta-sts") }, 1 },
	.owner_text = "_mta-sts",
	.what = "an STS record",
	.version = STR_INIT("v=STSv1"),
	.wrong = wrong_owners,
	.wrong_count = sizeof wrong_owners / sizeof *wrong_owners,
	.duplicate = RULE_RECORD_DUPLICATE,
	.unrelated = RULE_RECORD_UNRELATED_TEXT,
	.owner_wrong = RULE_RECORD_OWNER_WRONG,
	.wildcard = RULE_RECORD_WILDCARD,
	.dangling = RULE_RECORD_CNAME_DANGLING,
	.unrelated_senders = SENDERS_RECORD_UNRELATED_TEXT,
	.kind = sts_kind,
	.other = tlsrpt_kind,
	.other_owner = "_smtp._tls",
	.read = read_sts,
	.alias = record_ttl_long,
	.answer = record_answer,
};

/* The `_mta-sts` CNAME of DOMAIN leads to where the run cannot see; NULL when it does not. */
static const struct rr *leads_outside(const struct domain *domain)
{
	const struct lookup *record = &domain->record;

	if (record->answer != ANSWER_UNKNOWN ||
		(record->reason != REASON_OUTSIDE && record->reason != REASON_DELEGATED))
		return NULL;
	return text_alias(&record_kind, domain);
}

static void record_cname_external(
	struct check *check, const struct domain *domain, const struct rr *alias)
{
	struct finding *finding = diag_add(check->diag, RULE_RECORD_CNAME_EXTERNAL, alias->value_at,
		"the record is at '%s', outside what is seen here: whoever holds that name sets "
		"the id",
		diag_quote(check->diag, str_c(name_text(&check->arena, domain->record.name))));

	diag_help(check->diag, finding, "make sure that the id there changes with the policy");
}

/* The policy host leads outside as well: then who holds the record may serve the policy, too. */
static bool is_served_outside(const struct domain *domain)
{
	const struct lookup *host = &domain->host;

	return host->answer == ANSWER_UNKNOWN && host->chain_count > 0;
}

/* The policy changes here, the id elsewhere: senders keep the old policy until both did (RFC 8461
 * 8.2). */
static void record_delegation_split(
	struct check *check, const struct domain *domain, const struct rr *alias, bool changed)
{
	struct finding *finding = diag_add_level(check->diag, RULE_RECORD_DELEGATION_SPLIT,
		changed ? LEVEL_WARNING : LEVEL_UNSET, alias->value_at,
		"the record is at '%s', outside, but the policy is served from here: a changed "
		"policy "
		"gets no new id",
		diag_quote(check->diag, str_c(name_text(&check->arena, domain->record.name))));

	diag_note(check->diag, finding, domain->policy->first_line, "the policy is here");
	diag_help(check->diag, finding,
		"lead 'mta-sts.%s' to the same provider, or hold the record here", domain->text);
}

/* The zone holds nothing at the domain's own name: policy-orphan says so, and that explains the
 * rest. */
static bool is_orphan(const struct domain *domain)
{
	uint32_t owns = 0;

	if (domain->zone == NULL || domain->record.answer != ANSWER_ABSENT)
		return false;
	zone_exists(domain->zone, domain->name, &owns);
	return owns == 0;
}

/* The policy announces nothing by itself: without a record no sender asks for it. */
static void record_missing(struct text_walk *walk, struct check *check, const struct domain *domain)
{
	enum level level = domain->mode == MODE_NONE ? LEVEL_INFO : LEVEL_UNSET;
	const struct policy *policy = domain->policy;
	struct finding *finding;

	if (!policy->understood || is_orphan(domain) || !text_is_missing(walk, check, domain) ||
		change_explains(check, domain, RULE_RECORD_MISSING, level))
		return;
	finding = diag_add_level(check->diag, RULE_RECORD_MISSING, level, policy->first_line,
		"'%s' has a policy and no record at '_mta-sts.%s' that announces it", domain->text,
		domain->text);
	diag_help(check->diag, finding, "add: %s",
		text_missing(walk, check, domain, "v=STSv1; id=20260101000000"));
}

/* The record as its reader sees it; what is wrong with it was said before. */
struct sts check_sts(struct check *check, struct sources *sources, const struct rr *rr)
{
	struct txt_input input = {
		.sources = sources, .rr = rr, .value = rr_txt(&check->arena, rr)
	};
	struct diag unheard;
	struct sts sts;

	diag_init(&unheard, check->diag->levels);
	sts = sts_read(&input, &unheard);
	diag_finish(&unheard);
	return sts;
}

static void fix_id(struct check *check, struct finding *finding, const struct rr *rr,
	const struct sts *sts, const char *id)
{
	struct mend mend = { &check->diag->arena, check->sources, rr };

	if (finding == NULL)
		return;
	diag_fix(check->diag, finding, true);
	diag_fix_add(check->diag, finding, mend_txt(&mend, sts->id_from, sts->id_to, str_c(id)));
}

/* Only where the configuration says that ids derive from policies, and both are right otherwise:
 * what is repaired gets another id anyway. */
static void record_id_mismatch(struct check *check, const struct domain *domain)
{
	const struct policy *policy = domain->policy;
	char id[DIGEST_ID_LEN + 1];
	struct finding *finding;
	struct sts sts;

	if (!check->id_sha256 || policy == NULL || !policy->usable || domain->sts == NULL ||
		domain->record.answer != ANSWER_FOUND)
		return;
	sts = check_sts(check, check->sources, domain->sts);
	digest_policy_id(policy->served, id);
	if (!sts.valid || !sts.selected || str_eq(sts.id, str_c(id)))
		return;
	finding = diag_add(check->diag, RULE_RECORD_ID_MISMATCH,
		place_of_txt(check->sources, domain->sts, sts.id_from, sts.id_to),
		"the id '%s' is not that of the policy: it does not change when the policy does",
		diag_quote(check->diag, sts.id));
	diag_note(check->diag, finding, policy->first_line, "the policy is here");
	diag_help(check->diag, finding, "write: id=%s", id);
	fix_id(check, finding, domain->sts, &sts, id);
}

static void judge_domain(struct check *check, void *walk, size_t index)
{
	const struct domain *domain = &check->model->list[index];
	const struct rr *alias = leads_outside(domain);

	diag_context(check->diag, domain->text, domain->mode);
	if (alias != NULL && domain->policy != NULL && !is_served_outside(domain))
		record_delegation_split(check, domain, alias, change_of_policy(check, index));
	else if (alias != NULL)
		record_cname_external(check, domain, alias);
	if (domain->policy != NULL)
		record_missing(walk, check, domain);
	record_id_mismatch(check, domain);
}

void check_record(struct check *check)
{
	struct text_walk walk;

	text_walk(&walk, check, &record_kind);
	check_jobs(check, check->model->count, judge_domain, &walk);
	text_walk_finish(&walk);
}
