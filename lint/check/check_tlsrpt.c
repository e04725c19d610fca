#include "lint/check/text.h"

#include "lint/zone/place.h"

static const struct text_owner wrong_owners[] = {
	{ { STR_INIT("_smtp"), STR_INIT("_tls"), STR_INIT("_tls") }, 3 },
	{ { STR_INIT("_smtp"), STR_INIT("_tcp") }, 2 },
	{ { STR_INIT("_tls"), STR_INIT("_smtp") }, 2 },
	{ { STR_INIT("_mta-sts"), STR_INIT("_tls") }, 2 },
	{ { STR_INIT("smtp"), STR_INIT("_tls") }, 2 },
	{ { STR_INIT("_tls") }, 1 },
	{ { STR_INIT("_smtp-tlsrpt") }, 1 },
	{ { STR_INIT("_smtp_tlsrpt") }, 1 },
	{ { STR_INIT("_smtp_tls") }, 1 },
	{ { STR_INIT("_tlsrpt") }, 1 },
};

/* Why nothing can be sent to HOST, as far as the run can see; NULL when it cannot see that. */
static const char *mail_obstacle(struct check *check, const struct zone *zone, struct name host)
{
	struct lookup mx = world_lookup(check->world, zone, host, TYPE_MX, &check->arena);

	if (mx.answer == ANSWER_FOUND && mx.whole && mx.count == 1 &&
		name_is_root(rr_mx_exchange(mx.rrs[0])))
		return "accepts no mail: it has a null MX";
	if (mx.answer != ANSWER_ABSENT ||
		world_addresses(check->world, zone, host, &check->arena).answer != ANSWER_ABSENT)
		return NULL;
	return "has neither MX nor address";
}

static const char *web_obstacle(struct check *check, const struct zone *zone, struct name host)
{
	if (world_addresses(check->world, zone, host, &check->arena).answer != ANSWER_ABSENT)
		return NULL;
	return "has no address";
}

static void tlsrpt_rua_undeliverable(struct check *check, const struct zone *zone,
	const struct txt_input *input, const struct tlsrpt_uri *uri)
{
	size_t from = uri->from + (size_t)(uri->host.ptr - uri->text.ptr);
	const char *obstacle;
	struct finding *finding;
	struct name_buf host;

	if (!name_from_host(uri->host, &host) || !name_is_ldh(name_view(&host)))
		return;
	obstacle = uri->mail ? mail_obstacle(check, zone, name_view(&host)) :
			       web_obstacle(check, zone, name_view(&host));
	if (obstacle == NULL)
		return;
	finding = diag_add(check->diag, RULE_TLSRPT_RUA_UNDELIVERABLE,
		place_of_txt(check->sources, input->rr, from, from + uri->host.len),
		"no report reaches '%s': '%s' %s", diag_quote(check->diag, uri->text),
		diag_quote(check->diag, uri->host), obstacle);
	diag_help(check->diag, finding,
		uri->mail ? "name a mailbox that receives mail" :
			    "give the host an address, or name another");
}

static void read_tlsrpt(struct check *check, const struct zone *zone, const struct txt_input *input)
{
	struct tlsrpt tlsrpt = tlsrpt_read(input, check->diag);

	for (size_t i = 0; i < tlsrpt.uri_count; i++)
		tlsrpt_rua_undeliverable(check, zone, input, &tlsrpt.uris[i]);
}

static const struct lookup *report_answer(const struct domain *domain)
{
	return &domain->report;
}

static const struct text_kind report_kind = {
	.owner = { { STR_INIT("_smtp"), STR_INIT("_tls") }, 2 },
	.owner_text = "_smtp._tls",
	.what = "a TLSRPT record",
	.version = STR_INIT("v=TLSRPTv1"),
	.wrong = wrong_owners,
	.wrong_count = sizeof wrong_owners / sizeof *wrong_owners,
	.duplicate = RULE_TLSRPT_DUPLICATE,
	.unrelated = RULE_TLSRPT_UNRELATED_TEXT,
	.owner_wrong = RULE_TLSRPT_OWNER_WRONG,
	.wildcard = RULE_TLSRPT_WILDCARD,
	.dangling = RULE_TLSRPT_CNAME_DANGLING,
	.unrelated_senders = SENDERS_COUNT,
	.kind = tlsrpt_kind,
	.other = sts_kind,
	.other_owner = "_mta-sts",
	.read = read_tlsrpt,
	.answer = report_answer,
};

/* The record by which DOMAIN announces MTA-STS: its TXT, or its `_mta-sts` CNAME; NULL without. */
static const struct rr *announcement(const struct domain *domain)
{
	const struct rr *first = domain->record.chain_count > 0 ? domain->record.chain[0] : NULL;

	if (first != NULL && first->type == TYPE_CNAME &&
		name_starts_with(first->owner, STR("_mta-sts")))
		return first;
	return domain->sts;
}

/* In testing, reports are all that MTA-STS yields; the other modes do without. */
static void tlsrpt_missing(struct text_walk *walk, struct check *check, const struct domain *domain)
{
	const struct rr *rr = announcement(domain);
	struct finding *finding;

	if (rr == NULL || domain->mode == MODE_NONE || !text_is_missing(walk, check, domain))
		return;
	diag_context(check->diag, domain->text, domain->mode);
	finding = diag_add_level(check->diag, RULE_TLSRPT_MISSING,
		domain->mode == MODE_TESTING ? LEVEL_UNSET : LEVEL_INFO, rr_owner_span(rr),
		"'%s' has MTA-STS and no TLSRPT record: nobody reports what fails", domain->text);
	diag_help(check->diag, finding, "add: %s",
		text_missing(walk, check, domain,
			arena_printf(
				&check->arena, "v=TLSRPTv1; rua=mailto:tlsrpt@%s", domain->text)));
}

static void judge_domain(struct check *check, void *walk, size_t index)
{
	tlsrpt_missing(walk, check, &check->model->list[index]);
}

void check_tlsrpt(struct check *check)
{
	struct text_walk walk;

	text_walk(&walk, check, &report_kind);
	check_jobs(check, check->model->count, judge_domain, &walk);
	text_walk_finish(&walk);
}
