/* change-removed-*: senders hold on to a policy that is gone (RFC 8461 8.3: first mode none, then
 * wait, then remove). */
#include "lint/check/change.h"

#include <unistd.h>

/* So many addresses of a policy host are compared. */
enum { MAX_ADDRESSES = 1000 };

/* What the zone says of a domain that need not be one any more. */
struct present {
	struct lookup record, host;
	bool receives; /* it may get mail: an MX or address of its own, or that is not known */
};

static struct lookup look_up(
	struct check *check, const struct change *change, struct str label, bool text)
{
	struct name_buf name;

	if (!name_prepend(label, change->before->name, &name))
		return (struct lookup){ .answer = ANSWER_UNKNOWN };
	return text ? world_lookup(check->world, change->zone, name_view(&name), TYPE_TXT,
			      &check->arena) :
		      world_addresses(check->world, change->zone, name_view(&name), &check->arena);
}

static struct present present_of(struct check *check, const struct change *change)
{
	struct name name = change->before->name;
	struct lookup mx = world_lookup(check->world, change->zone, name, TYPE_MX, &check->arena);
	struct lookup addresses = world_addresses(check->world, change->zone, name, &check->arena);
	bool refuses = mx.answer == ANSWER_FOUND && mx.count > 0;

	for (size_t i = 0; i < mx.count; i++)
		refuses = refuses && name_is_root(rr_mx_exchange(mx.rrs[i]));
	return (struct present){
		.record = look_up(check, change, STR("_mta-sts"), true),
		.host = look_up(check, change, STR("mta-sts"), false),
		.receives = !refuses &&
			    (mx.answer != ANSWER_ABSENT || addresses.answer != ANSWER_ABSENT),
	};
}

static bool leads_outside(const struct lookup *lookup)
{
	return lookup->answer == ANSWER_UNKNOWN &&
	       (lookup->reason == REASON_OUTSIDE || lookup->reason == REASON_DELEGATED);
}

static bool record_is_gone(struct check *check, const struct present *present)
{
	const struct lookup *record = &present->record;

	if (record->answer != ANSWER_FOUND)
		return record->answer == ANSWER_ABSENT;
	for (size_t i = 0; i < record->count; i++)
		if (sts_kind(rr_txt(&check->arena, record->rrs[i])) != TXT_UNRELATED)
			return false;
	return record->whole;
}

/* Another server answers for the policy host now: it may have the policy. */
static bool moved(const struct lookup *now, const struct lookup *before)
{
	if (now->answer != ANSWER_FOUND || before->answer != ANSWER_FOUND)
		return false;
	for (size_t i = 0; i < now->count && i < MAX_ADDRESSES; i++)
		for (size_t k = 0; k < before->count && k < MAX_ADDRESSES; k++)
			if (now->rrs[i]->type == before->rrs[k]->type &&
				str_eq(now->rrs[i]->rdata, before->rrs[k]->rdata))
				return false;
	return now->count > 0 && before->count > 0;
}

/* POLICY, which nothing tells the domain of, was not there before. */
static bool is_new(const struct check *check, const struct policy *policy)
{
	const struct sources *before = check->before->sources;
	const struct past_entry *entry;

	return before->past == NULL ||
	       past_find(before->past, sources_at(check->sources, policy->file)->path, true,
		       &entry) != PAST_ENTRY;
}

/* The policy may be in the run, under a name that does not tell whose it is: policy-orphan says so.
 */
static bool may_be_orphan(const struct check *check, struct name domain)
{
	for (size_t i = 0; i < check->orphan_count; i++) {
		const struct policy_orphan *orphan = &check->orphans[i];

		if (orphan->candidate_count == 0 && is_new(check, orphan->policy))
			return true;
		for (size_t k = 0; k < orphan->candidate_count; k++)
			if (name_equal(orphan->candidates[k], domain))
				return true;
	}
	return false;
}

/* POLICY, of before, is still in its place, and the configuration leaves it out. */
static bool is_left_out(const struct check *check, const struct policy *policy)
{
	const char *path = sources_at(check->before->sources, policy->file)->path;

	if (!check->configured)
		return false;
	for (size_t i = 0; i < check->policy_count; i++)
		if (strcmp(sources_at(check->sources, check->policies[i]->file)->path, path) == 0)
			return false;
	return access(path, F_OK) == 0;
}

enum gone {
	GONE_NOTHING,
	GONE_RECORD,
	GONE_HOST,
	GONE_POLICY,
};

/* The first of what senders need that no longer answers. */
static enum gone what_is_gone(
	struct check *check, const struct change *change, const struct present *present)
{
	const struct domain *before = change->before;
	bool answered = before->host.answer == ANSWER_FOUND || leads_outside(&before->host);

	if (record_is_gone(check, present))
		return GONE_RECORD;
	if (present->host.answer == ANSWER_ABSENT)
		return answered ? GONE_HOST : GONE_NOTHING;
	if (before->policy == NULL || !before->policy->understood ||
		leads_outside(&present->host) || moved(&present->host, &before->host) ||
		may_be_orphan(check, before->name) || is_left_out(check, before->policy))
		return GONE_NOTHING;
	return change->now == NULL || change->now->policy == NULL ? GONE_POLICY : GONE_NOTHING;
}

/* Where something is missing: the record, else the policy, else the beginning of the zone. */
static struct span demand_at(const struct change *change, const struct present *present)
{
	const struct lookup *record = &present->record;
	const struct zone_file *file = change->zone->files[0];

	if (record->chain_count > 0)
		return rr_owner_span(record->chain[0]);
	if (record->answer == ANSWER_FOUND && record->count > 0)
		return rr_owner_span(record->rrs[0]);
	if (change->now != NULL && change->now->policy != NULL)
		return change->now->policy->first_line;
	for (size_t i = 0; i < change->zone->record_count; i++)
		if (change->zone->records[i]->type == TYPE_SOA)
			return rr_owner_span(change->zone->records[i]);
	return (struct span){ file->file, 0, 0 };
}

static void note_earlier(
	struct check *check, struct finding *finding, const struct domain *before, enum gone gone)
{
	if (gone == GONE_RECORD)
		diag_note(check->diag, finding, change_span(check, before->sts->value_at),
			"the record was here");
	if (gone == GONE_HOST && before->host.chain_count > 0)
		diag_note(check->diag, finding,
			change_span(check, rr_owner_span(before->host.chain[0])),
			"the policy host was here");
	else if (gone == GONE_HOST && before->host.count > 0)
		diag_note(check->diag, finding,
			change_span(check, rr_owner_span(before->host.rrs[0])),
			"the policy host was here");
	if (before->policy != NULL)
		diag_note(check->diag, finding,
			change_span(check, before->mode != MODE_UNKNOWN ?
						   before->policy->mode_at :
						   before->policy->first_line),
			"the policy was this");
}

static void change_removed_abruptly(struct check *check, struct changes *changes,
	const struct change *change, enum gone gone, struct span at)
{
	static const enum level levels[] = {
		[MODE_UNKNOWN] = LEVEL_INFO,
		[MODE_ENFORCE] = LEVEL_UNSET,
		[MODE_TESTING] = LEVEL_WARNING,
	};
	static const char *const what[] = {
		[GONE_RECORD] = "the record at '_mta-sts.",
		[GONE_HOST] = "the policy host 'mta-sts.",
		[GONE_POLICY] = "the policy of '",
	};
	const struct domain *before = change->before;
	const struct policy *policy = before->policy;
	struct finding *finding;

	finding = diag_add_level(check->diag, RULE_CHANGE_REMOVED_ABRUPTLY, levels[before->mode],
		at, "%s%s' is gone at once: senders keep the policy, %s, until its max_age is over",
		what[gone], before->text,
		before->mode == MODE_UNKNOWN ? "which is not seen here" :
		before->mode == MODE_ENFORCE ? "which enforces" :
					       "which is in testing");
	note_earlier(check, finding, before, gone);
	if (policy != NULL && policy->max_age_known)
		diag_help(check->diag, finding,
			"bring it back; publish 'mode: none' with another id first, wait %llu "
			"seconds (the max_age that senders hold), and remove it then",
			(unsigned long long)policy->max_age);
	else
		diag_help(check->diag, finding,
			"bring it back; publish 'mode: none' with another id first, wait as long "
			"as the greatest max_age that was served, and remove it then");
	if (finding != NULL)
		name_set_add(&changes->removed[finding->level], before->name);
}

/* The domain announced a policy that senders took, in a zone that is still here. */
static bool was_announced(struct check *check, const struct change *change)
{
	const struct domain *before = change->before;
	struct sts sts;

	if (before == NULL || before->zone == NULL || change->zone == NULL || before->sts == NULL)
		return false;
	sts = check_sts(check, check->before->sources, before->sts);
	return sts.selected && sts.valid;
}

void change_removed(struct check *check, struct changes *changes, const struct change *change)
{
	struct present present;
	enum gone gone;

	if (!was_announced(check, change))
		return;
	present = present_of(check, change);
	gone = present.receives ? what_is_gone(check, change, &present) : GONE_NOTHING;
	diag_context(check->diag, change->before->text, MODE_UNKNOWN);
	if (gone != GONE_NOTHING && change->before->mode != MODE_NONE)
		change_removed_abruptly(check, changes, change, gone, demand_at(change, &present));
	if (gone != GONE_NOTHING && change->before->mode == MODE_NONE)
		change_removed_early(check, change, demand_at(change, &present));
}
