/* change-id-reused: a sender that once saw an id holds the policy that it announced then. */
#include "lint/base/memory.h"
#include "lint/check/change.h"
#include "lint/check/old.h"
#include "lint/zone/place.h"

#include <stdlib.h>
#include <time.h>

enum { STEP_FILES = 2, MAX_STEPS = HISTORY_MAX_FILES / STEP_FILES };

/* A domain that has another id than before, and the history of its zone file and its policy. */
struct step {
	const struct change *change;
	struct sts sts;
	struct history *zone, *policy;
};

static const struct zone_file *file_of(const struct zone *zone, uint32_t source)
{
	for (size_t i = 0; i < zone->file_count; i++) {
		const struct zone_file *file = zone->files[i];

		if (file->file == source)
			return file;
	}
	return NULL;
}

/* The id that the zone announced in VERSION; empty when that is not known. */
static struct str id_in(struct check *check, const struct step *step, const struct version *version)
{
	const struct rr *rr = step->change->now->sts;
	const struct zone_file *file = file_of(step->change->zone, rr->span.file);

	if (file == NULL || !version->read)
		return STR("");
	return old_zone(&check->arena, file, step->zone->path, version->text, rr->owner).id;
}

/* The policy of VERSION means another thing than now. */
static bool is_another(struct check *check, const struct step *step, const struct version *version)
{
	struct policy policy;
	bool result = false;

	if (!version->read)
		return false;
	old_policy(&policy, version->text);
	result = change_compare(&check->arena, step->change->now->policy, &policy) == STEP_CHANGED;
	policy_finish(&policy);
	return result;
}

/* The newest version of the policy that was there while the id was the one of now, and means
 * another thing; NULL when there is none. */
static const struct version *find_use(struct check *check, const struct step *step)
{
	const struct history *zones = step->zone, *policies = step->policy;
	size_t z = 0, p = 0;
	bool same_id = false;
	size_t judged = SIZE_MAX;

	while (z < zones->count && p < policies->count) {
		size_t from_zone = zones->list[z].step, from_policy = policies->list[p].step;

		if (judged != z)
			same_id = str_eq(id_in(check, step, &zones->list[z]), step->sts.id);
		judged = z;
		if (same_id && is_another(check, step, &policies->list[p]))
			return &policies->list[p];
		z += from_zone <= from_policy;
		p += from_policy <= from_zone;
	}
	return NULL;
}

static const char *day_of(struct arena *arena, int64_t time)
{
	time_t seconds = (time_t)time;
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	return arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static void change_id_reused(struct check *check, const struct step *step)
{
	const struct domain *now = step->change->now;
	const struct version *use = find_use(check, step);
	struct finding *finding;

	diag_context(check->diag, now->text, now->mode);
	if (use == NULL) {
		check->history_cut = check->history_cut || step->zone->cut || step->policy->cut;
		return;
	}
	finding = diag_add(check->diag, RULE_CHANGE_ID_REUSED,
		place_of_txt(check->sources, now->sts, step->sts.id_from, step->sts.id_to),
		"the id '%s' announced another policy before (of %s): senders that still hold that "
		"one do not fetch this",
		diag_quote(check->diag, step->sts.id), day_of(&check->arena, use->time));
	diag_help(check->diag, finding, "write: id=%s",
		change_fresh_id(check, now->policy, step->sts.id));
}

/* Asks for the histories of COUNT steps at once. */
static void judge_steps(struct check *check, struct step *steps, size_t count)
{
	struct history *list = arena_alloc(&check->arena, count * STEP_FILES, sizeof *list);

	for (size_t i = 0; i < count; i++) {
		const struct domain *now = steps[i].change->now;

		steps[i].zone = &list[i * STEP_FILES];
		steps[i].policy = &list[i * STEP_FILES + 1];
		steps[i].zone->path = sources_at(check->sources, now->sts->span.file)->path;
		steps[i].policy->path = sources_at(check->sources, now->policy->file)->path;
	}
	if (!check->historian->ask(
		    check->historian->context, &check->arena, list, count * STEP_FILES))
		return;
	for (size_t i = 0; i < count; i++)
		change_id_reused(check, &steps[i]);
}

/* CHANGE gave the record another id, which senders take. */
static bool is_step(struct check *check, const struct change *change, struct step *step)
{
	const struct domain *now = change->now, *before = change->before;
	struct sts old;

	if (before == NULL || now->policy == NULL || now->sts == NULL || before->sts == NULL ||
		change->zone == NULL || now->mode == MODE_UNKNOWN)
		return false;
	*step = (struct step){ .change = change };
	step->sts = check_sts(check, check->sources, now->sts);
	old = check_sts(check, check->before->sources, before->sts);
	return step->sts.selected && step->sts.valid && !str_eq(step->sts.id, old.id);
}

void change_reused(struct check *check, const struct changes *changes)
{
	struct step *steps = memory_alloc(MAX_STEPS, sizeof *steps);
	size_t count = 0;

	if (check->historian == NULL ||
		diag_level(check->diag, RULE_CHANGE_ID_REUSED, LEVEL_UNSET) == LEVEL_OFF) {
		free(steps);
		return;
	}
	for (size_t i = 0; i < check->model->count; i++) {
		count += is_step(check, &changes->list[i], &steps[count]);
		if (count == MAX_STEPS) {
			judge_steps(check, steps, count);
			count = 0;
		}
	}
	if (count > 0)
		judge_steps(check, steps, count);
	free(steps);
}
