/* change-id-*: the id of the record follows the policy, and nothing else (RFC 8461 3.1). */
#include "lint/check/change.h"
#include "lint/digest/digest.h"
#include "lint/txt/id.h"
#include "lint/zone/mend.h"
#include "lint/zone/place.h"

/* What both versions announce. */
struct ids {
	struct sts now, before;
};

/* False where one of the versions announces nothing that senders take. */
static bool read_ids(struct check *check, const struct change *change, struct ids *ids)
{
	if (change->now->sts == NULL || change->before->sts == NULL)
		return false;
	ids->now = check_sts(check, check->sources, change->now->sts);
	ids->before = check_sts(check, check->before->sources, change->before->sts);
	return ids->now.selected && ids->now.valid && ids->before.selected && ids->before.valid;
}

static struct span id_span(struct check *check, const struct change *change, const struct sts *sts)
{
	return place_of_txt(check->sources, change->now->sts, sts->id_from, sts->id_to);
}

static struct span earlier_id_span(
	struct check *check, const struct change *change, const struct sts *sts)
{
	return change_span(check, place_of_txt(check->before->sources, change->before->sts,
					  sts->id_from, sts->id_to));
}

/* Says where the policies part: the mode, the max_age, an mx line that came, else one that went. */
static void note_step(struct check *check, struct finding *finding, const struct change *change)
{
	const struct policy *now = change->now->policy, *before = change->before->policy;
	const struct policy_mx **come, **gone;
	size_t come_count, gone_count;

	if (now->mode != before->mode) {
		diag_note(check->diag, finding, now->mode_at, "the mode is '%s' now",
			mode_text(now->mode));
		diag_note(check->diag, finding, change_span(check, before->mode_at), "and was '%s'",
			mode_text(before->mode));
		return;
	}
	if (now->max_age_known && before->max_age_known && now->max_age != before->max_age) {
		diag_note(check->diag, finding, now->max_age_at, "the max_age is another one");
		diag_note(check->diag, finding, change_span(check, before->max_age_at),
			"than it was");
		return;
	}
	come = change_lines(&check->arena, now, before, &come_count);
	gone = change_lines(&check->arena, before, now, &gone_count);
	if (come_count > 0)
		diag_note(check->diag, finding, come[0]->at, "this pattern is new");
	if (gone_count > 0)
		diag_note(check->diag, finding, change_span(check, gone[0]->at),
			"this pattern is gone");
}

static bool is_among(struct str id, const struct str *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(id, list[i]))
			return true;
	return false;
}

const char *change_fresh_id(struct check *check, const struct change *change, struct str old)
{
	char *hash = arena_bytes(&check->arena, DIGEST_ID_LEN + 1);
	const struct str *had;
	const char *fresh;
	size_t count;

	digest_policy_id(change->now->policy->served, hash);
	if (check->id_sha256 && !str_eq(str_c(hash), old))
		return hash;
	if (check->id_timestamp)
		old = STR("20000101000000");
	had = change_earlier_ids(check, change, &count);
	fresh = id_next(&check->arena, old, check->now, str_c(hash));
	for (size_t i = 0; i < count && is_among(str_c(fresh), had, count); i++)
		fresh = id_next(&check->arena, str_c(fresh), check->now, str_c(hash));
	return fresh;
}

/* record-id-mismatch says it already, with the same help. */
static bool mismatches(struct check *check, const struct change *change, const struct sts *sts)
{
	char hash[DIGEST_ID_LEN + 1];

	if (!check->id_sha256 || !change->now->policy->usable ||
		diag_level(check->diag, RULE_RECORD_ID_MISMATCH, LEVEL_UNSET) == LEVEL_OFF)
		return false;
	digest_policy_id(change->now->policy->served, hash);
	return !str_eq(sts->id, str_c(hash));
}

static void change_id_stale(struct check *check, const struct change *change, const struct ids *ids)
{
	struct mend mend = { &check->diag->arena, check->sources, change->now->sts };
	const char *fresh = change_fresh_id(check, change, ids->now.id);
	struct finding *finding;

	if (mismatches(check, change, &ids->now))
		return;
	finding = diag_add(check->diag, RULE_CHANGE_ID_STALE, id_span(check, change, &ids->now),
		"the policy changed and the id '%s' did not: senders keep the old policy",
		diag_quote(check->diag, ids->now.id));
	note_step(check, finding, change);
	diag_help(check->diag, finding, "write: id=%s", fresh);
	if (finding == NULL)
		return;
	diag_fix(check->diag, finding, true);
	diag_fix_add(check->diag, finding,
		mend_txt(&mend, ids->now.id_from, ids->now.id_to, str_c(fresh)));
}

/* An id that derives from the text of the policy changes with its comments and line ends: that is
 * its way. So does one that comes with a policy which some senders could not read before. */
static void change_id_needless(
	struct check *check, const struct change *change, const struct ids *ids)
{
	const struct policy *now = change->now->policy;
	struct finding *finding;
	char hash[DIGEST_ID_LEN + 1];

	digest_policy_id(now->served, hash);
	if (!now->usable || !change->before->policy->usable || str_eq(ids->now.id, str_c(hash)))
		return;
	finding = diag_add(check->diag, RULE_CHANGE_ID_NEEDLESS, id_span(check, change, &ids->now),
		"the id is new, the policy means what it meant: every sender fetches it again for "
		"nothing");
	diag_note(check->diag, finding, earlier_id_span(check, change, &ids->before),
		"the id was this");
	diag_help(check->diag, finding, "keep the id '%s' until the policy changes",
		diag_quote(check->diag, ids->before.id));
}

void change_ids(struct check *check, const struct change *change)
{
	struct ids ids;
	bool same;

	if (change->step == STEP_UNKNOWN || !read_ids(check, change, &ids))
		return;
	same = str_eq(ids.now.id, ids.before.id);
	if (same && change->step == STEP_CHANGED)
		change_id_stale(check, change, &ids);
	if (!same && change->step == STEP_SAME)
		change_id_needless(check, change, &ids);
}
