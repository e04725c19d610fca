/* change-removed-early, and what the history of a zone says of its serial. */
#include "lint/check/change.h"
#include "lint/check/old.h"

enum { DAY = 86400 };

static bool ask(struct check *check, struct history *history)
{
	return check->historian != NULL &&
	       check->historian->ask(check->historian->context, &check->arena, history, 1);
}

/* What the history of a policy says of its end. */
struct end {
	int64_t since;	  /* when the mode became none */
	int64_t over;	  /* when no sender holds what was served before any more */
	uint64_t max_age; /* of that which they hold longest; 0: none is known */
};

/* POLICY was served until the time LAST. */
static void take_policy(struct end *end, const struct policy *policy, int64_t last)
{
	if (policy->mode == MODE_NONE || !policy->max_age_known ||
		last + (int64_t)policy->max_age <= end->over)
		return;
	end->over = last + (int64_t)policy->max_age;
	end->max_age = policy->max_age;
}

/* Goes back over the versions that say none, then over those before. */
static struct end end_of(const struct history *history)
{
	struct end end = { 0, 0, 0 };
	bool ending = true;

	for (size_t i = 0; i < history->count; i++) {
		const struct version *version = &history->list[i];
		struct policy policy;

		if (!version->read) {
			ending = false;
			continue;
		}
		old_policy(&policy, version->text);
		ending = ending && policy.mode == MODE_NONE;
		if (ending)
			end.since = version->time;
		else if (i > 0)
			take_policy(&end, &policy, history->list[i - 1].time);
		policy_finish(&policy);
	}
	return end;
}

void change_removed_early(struct check *check, const struct change *change, struct span at)
{
	const struct policy *before = change->before->policy;
	struct history history = { .path = NULL };
	struct finding *finding;
	struct end end;
	int64_t waited;

	history.path = sources_at(check->before->sources, before->file)->path;
	history.whose = change->before->text;
	if (diag_level(check->diag, RULE_CHANGE_REMOVED_EARLY, LEVEL_UNSET) == LEVEL_OFF ||
		!ask(check, &history))
		return;
	end = end_of(&history);
	waited = check->now > end.since ? check->now - end.since : 0;
	if (end.since == 0 || end.max_age == 0 || check->now >= end.over)
		return;
	finding = diag_add(check->diag, RULE_CHANGE_REMOVED_EARLY, at,
		"the mode was 'none' for %lld of the %llu days that senders may hold the policy "
		"before it",
		(long long)(waited / DAY), (unsigned long long)(end.max_age / DAY));
	diag_note(check->diag, finding, change_span(check, before->mode_at), "the mode was none");
	diag_help(check->diag, finding,
		"keep record and policy for %llu seconds more, then remove them",
		(unsigned long long)(end.over - check->now));
}

/* Of so many versions at least one raises the serial where people do. */
enum { SERIAL_VERSIONS = 20 };

bool change_serial_is_static(struct check *check, const struct rr *soa, const struct zone *zone)
{
	struct history history = { .path = sources_at(check->sources, soa->span.file)->path,
		.whose = name_text(&check->arena, zone->apex) };
	const struct zone_file *file = zone->files[0];
	size_t seen = 0;

	if (file->file != soa->span.file || !ask(check, &history))
		return false;
	for (size_t i = 0; i < history.count && i < SERIAL_VERSIONS; i++) {
		const struct version *version = &history.list[i];
		struct old_zone old;

		if (version->object == NULL)
			continue;
		if (!version->read)
			return false;
		old = old_zone(&check->arena, &(struct old_input){ file->input, file->octodns },
			version->text, (struct name){ 0 });
		if (!old.has_serial || old.serial != rr_serial(soa))
			return false;
		seen++;
	}
	return seen > 1;
}
