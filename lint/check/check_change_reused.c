/* change-id-reused: a sender that once saw an id holds the policy that it announced then. */
#include "lint/base/memory.h"
#include "lint/check/change.h"
#include "lint/check/old.h"
#include "lint/zone/place.h"

#include <stdlib.h>
#include <time.h>

enum { STEP_FILES = 3 };

/* A domain that has another id than before, and the history of what announced its policy (the file
 * that held the record before, and the zone file that includes that), and of the policy. */
struct step {
	const struct change *change;
	struct sts sts;
	struct history *zones, *policy;
	struct old_input *inputs; /* how the zones' versions are read */
	size_t zone_count;
};

/* The top-level file of ZONE that SOURCE is, or that includes it. */
static const struct zone_file *file_of(const struct zone *zone, uint32_t source)
{
	for (size_t i = 0; i < zone->file_count; i++) {
		const struct zone_file *file = zone->files[i];

		if (file->file == source)
			return file;
		for (size_t k = 0; k < file->include_count; k++)
			if (file->includes[k] == source)
				return file;
	}
	return NULL;
}

/* The last component of PATH is that of OTHER: it says as much of the zone's name. */
static bool same_base(const char *path, const char *other)
{
	return str_eq(path_base(str_c(path)), path_base(str_c(other)));
}

/* The id that zone number I announced in VERSION; empty when that is not known. */
static struct str id_in(
	struct check *check, const struct step *step, size_t i, const struct version *version)
{
	struct old_input input = step->inputs[i];

	if (!version->read)
		return STR("");
	if (version->moved && !same_base(version->path, step->zones[i].path))
		input.zone.apex = input.zone.origin = (struct name){ 0 };
	return old_zone(&check->arena, &input, version->text, step->change->now->sts->owner).id;
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

/* The newest version of the policy that was there while zone number I had the id of now, and means
 * another thing; NULL when there is none. */
static const struct version *find_use_in(struct check *check, const struct step *step, size_t i)
{
	const struct history *zones = &step->zones[i], *policies = step->policy;
	size_t z = 0, p = 0;
	bool same_id = false;
	size_t judged = SIZE_MAX;

	if (zones->list == NULL || policies->list == NULL) /* nothing is known of them */
		return NULL;
	while (z < zones->count && p < policies->count) {
		size_t from_zone = zones->list[z].step, from_policy = policies->list[p].step;

		if (judged != z)
			same_id = str_eq(id_in(check, step, i, &zones->list[z]), step->sts.id);
		judged = z;
		if (same_id && is_another(check, step, &policies->list[p]))
			return &policies->list[p];
		z += from_zone <= from_policy;
		p += from_policy <= from_zone;
	}
	return NULL;
}

static const struct version *find_use(struct check *check, const struct step *step)
{
	const struct version *use = NULL;

	for (size_t i = 0; use == NULL && i < step->zone_count; i++)
		use = find_use_in(check, step, i);
	return use;
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
		for (size_t i = 0; i < step->zone_count; i++)
			check->history_cut |= step->zones[i].cut;
		check->history_cut |= step->policy->cut;
		return;
	}
	finding = diag_add(check->diag, RULE_CHANGE_ID_REUSED,
		place_of_txt(check->sources, now->sts, step->sts.id_from, step->sts.id_to),
		"the id '%s' announced another policy before (of %s): senders that still hold that "
		"one do not fetch this",
		diag_quote(check->diag, step->sts.id), day_of(&check->arena, use->time));
	diag_help(check->diag, finding, "write: id=%s",
		change_fresh_id(check, step->change, step->sts.id));
}

/* Asks for the history of SOURCE, in which FILE of ZONE, or what it includes, was the record. */
static void add_zone(struct check *check, struct step *step, const struct sources *sources,
	const struct zone *zone, const struct zone_file *file, uint32_t source)
{
	struct old_input *input = &step->inputs[step->zone_count];

	*input = (struct old_input){ file->input, file->octodns };
	if (file->file != source) /* most are included to stand at the apex */
		input->zone.origin = zone->apex;
	step->zones[step->zone_count++] = (struct history){
		.path = sources_at(sources, source)->path,
		.whose = name_is_none(zone->apex) ? NULL : name_text(&check->arena, zone->apex),
	};
}

/* What was there before is asked for, as it was called then; what is new, as it is called now. */
static void name_files(struct check *check, struct step *step)
{
	const struct change *change = step->change;
	const struct domain *domain = change->before;
	const struct sources *sources = check->before->sources;
	const struct zone *zone = change->earlier;
	const struct policy *policy = change->now->policy;
	const struct zone_file *file;
	bool announced = domain != NULL && domain->sts != NULL && zone != NULL;
	bool served = domain != NULL && domain->policy != NULL;

	if (!announced) {
		domain = change->now;
		sources = check->sources;
		zone = change->zone;
	}
	file = file_of(zone, domain->sts->span.file);
	if (file != NULL)
		add_zone(check, step, sources, zone, file, domain->sts->span.file);
	if (file != NULL && file->file != domain->sts->span.file && !file->octodns)
		add_zone(check, step, sources, zone, file, file->file);
	step->policy->path = served ? sources_at(
					      check->before->sources, change->before->policy->file)
					      ->path :
				      sources_at(check->sources, policy->file)->path;
	step->policy->whose = change->now->text;
}

/* What git says of a single domain takes a run of it. Only what is counted comes again: at some
 * number that has not the digits of a time. */
enum { MAX_ASKED = 20, COUNTER_MAX_LEN = 13 };

static bool is_counted(struct str id)
{
	return id.len <= COUNTER_MAX_LEN && str_all(id, ascii_is_digit);
}

struct str *change_earlier_ids(struct check *check, const struct change *change, size_t *count)
{
	struct history *files = arena_alloc(&check->arena, STEP_FILES, sizeof *files);
	struct old_input inputs[STEP_FILES];
	struct step step = { .change = change, .policy = files, .zones = files + 1 };
	struct str *ids = arena_alloc(
		&check->arena, (STEP_FILES - 1) * HISTORY_MAX_VERSIONS + 1, sizeof *ids);
	const struct domain *before = change->before;

	*count = 0;
	step.inputs = inputs;
	if (before != NULL && before->sts != NULL)
		ids[(*count)++] = check_sts(check, check->before->sources, before->sts).id;
	if (check->historian == NULL ||
		!is_counted(check_sts(check, check->sources, change->now->sts).id) ||
		check->changes->asked++ >= MAX_ASKED)
		return ids;
	name_files(check, &step);
	if (step.zone_count > 0 && check->historian->ask(check->historian->context, &check->arena,
					   step.zones, step.zone_count))
		for (size_t i = 0; i < step.zone_count; i++)
			for (size_t k = 0; k < step.zones[i].count; k++)
				ids[(*count)++] = id_in(check, &step, i, &step.zones[i].list[k]);
	return ids;
}

/* Steps whose histories are asked for at once. */
struct batch {
	struct step *steps;
	struct history *files;
	struct old_input *inputs; /* one for each of the files */
	size_t step_count, file_count;
};

static void add_step(struct check *check, struct batch *batch, struct step *step)
{
	step->policy = &batch->files[batch->file_count];
	step->zones = step->policy + 1;
	step->inputs = &batch->inputs[batch->file_count + 1];
	name_files(check, step);
	batch->file_count += 1 + step->zone_count;
	batch->steps[batch->step_count++] = *step;
}

/* Its histories end with it. */
static void judge_batch(struct check *check, struct batch *batch)
{
	if (batch->step_count > 0 && check->historian->ask(check->historian->context, &check->arena,
					     batch->files, batch->file_count))
		for (size_t i = 0; i < batch->step_count; i++)
			change_id_reused(check, &batch->steps[i]);
	batch->step_count = batch->file_count = 0;
	memset(batch->files, 0, HISTORY_MAX_FILES * sizeof *batch->files);
}

/* CHANGE gave the record another id than it had, or brought the record, and senders take it. */
static bool is_step(struct check *check, const struct change *change, struct step *step)
{
	const struct domain *now = change->now, *before = change->before;
	struct sts old = { .selected = false };

	if (now->policy == NULL || now->sts == NULL || change->zone == NULL ||
		now->mode == MODE_UNKNOWN)
		return false;
	*step = (struct step){ .change = change };
	step->sts = check_sts(check, check->sources, now->sts);
	if (before != NULL && before->sts != NULL)
		old = check_sts(check, check->before->sources, before->sts);
	return step->sts.selected && step->sts.valid && !str_eq(step->sts.id, old.id);
}

void change_reused(struct check *check, const struct changes *changes)
{
	struct batch batch = { .step_count = 0 };
	struct step step;

	if (check->historian == NULL ||
		diag_level(check->diag, RULE_CHANGE_ID_REUSED, LEVEL_UNSET) == LEVEL_OFF)
		return;
	batch.steps = memory_alloc(HISTORY_MAX_FILES, sizeof *batch.steps);
	batch.files = memory_alloc(HISTORY_MAX_FILES, sizeof *batch.files);
	batch.inputs = memory_alloc(HISTORY_MAX_FILES, sizeof *batch.inputs);
	for (size_t i = 0; i < check->model->count; i++) {
		if (batch.file_count + STEP_FILES > HISTORY_MAX_FILES)
			judge_batch(check, &batch);
		if (is_step(check, &changes->list[i], &step))
			add_step(check, &batch, &step);
	}
	judge_batch(check, &batch);
	free(batch.steps);
	free(batch.files);
	free(batch.inputs);
}
