#include "lint/check/change.h"

#include <stdlib.h>

struct span change_span(const struct check *check, struct span span)
{
	if (span.file != SPAN_NO_FILE)
		span.file += check->before->first;
	return span;
}

/* An mx line as it is compared. */
struct line {
	char *text; /* in lower case */
	const struct policy_mx *mx;
};

static int compare_lines(const void *left, const void *right)
{
	const struct line *a = left, *b = right;

	return strcmp(a->text, b->text);
}

static struct line *sorted_lines(struct arena *arena, const struct policy *policy)
{
	struct line *lines = arena_alloc(arena, policy->mx_count + 1, sizeof *lines);

	for (size_t i = 0; i < policy->mx_count; i++) {
		struct str text = policy->mx[i].text;

		lines[i] = (struct line){ arena_bytes(arena, text.len + 1), &policy->mx[i] };
		for (size_t c = 0; c < text.len; c++)
			lines[i].text[c] = ascii_lower(text.ptr[c]);
		lines[i].text[text.len] = '\0';
	}
	qsort(lines, policy->mx_count, sizeof *lines, compare_lines);
	return lines;
}

/* A wildcard among the COUNT LINES lets in what TEXT does: to senders, TEXT says nothing. */
static bool is_covered(
	struct arena *arena, const struct line *lines, size_t count, const char *text)
{
	const char *dot = strchr(text, '.');
	struct line key = { NULL, NULL };

	if (dot == NULL || text[0] == '*')
		return false;
	key.text = (char *)arena_printf(arena, "*%s", dot);
	return bsearch(&key, lines, count, sizeof *lines, compare_lines) != NULL;
}

static int compare_places(const void *left, const void *right)
{
	const struct policy_mx *a = *(const struct policy_mx *const *)left;
	const struct policy_mx *b = *(const struct policy_mx *const *)right;

	return (a->at.offset > b->at.offset) - (a->at.offset < b->at.offset);
}

const struct policy_mx **change_lines(
	struct arena *arena, const struct policy *a, const struct policy *b, size_t *count)
{
	const struct policy_mx **result = arena_alloc(arena, a->mx_count + 1, sizeof *result);
	struct line *left = sorted_lines(arena, a), *right = sorted_lines(arena, b);
	size_t k = 0;

	*count = 0;
	for (size_t i = 0; i < a->mx_count; i++) {
		while (k < b->mx_count && strcmp(right[k].text, left[i].text) < 0)
			k++;
		if ((k == b->mx_count || strcmp(right[k].text, left[i].text) != 0) &&
			!is_covered(arena, left, a->mx_count, left[i].text))
			result[(*count)++] = left[i].mx;
	}
	qsort(result, *count, sizeof *result, compare_places);
	return result;
}

static bool same_lines(struct arena *arena, const struct policy *a, const struct policy *b)
{
	size_t gone, come;

	change_lines(arena, a, b, &gone);
	change_lines(arena, b, a, &come);
	return gone == 0 && come == 0;
}

static bool knows_mx(const struct policy *policy)
{
	bool known = !policy->mx_unknown;

	for (size_t i = 0; known && i < policy->mx_count; i++)
		known = !policy->mx[i].unknown;
	return known;
}

/* What senders make of two policies. While the mode is none in both, they make nothing of the rest.
 */
enum policy_step change_compare(struct arena *arena, const struct policy *a, const struct policy *b)
{
	bool whole;

	if (a == NULL || b == NULL || !a->understood || !b->understood || a->mode == MODE_UNKNOWN ||
		b->mode == MODE_UNKNOWN)
		return STEP_UNKNOWN;
	if (a->mode != b->mode)
		return STEP_CHANGED;
	if (a->mode == MODE_NONE)
		return STEP_UNKNOWN;
	if (a->max_age_known && b->max_age_known && a->max_age != b->max_age)
		return STEP_CHANGED;
	whole = knows_mx(a) && knows_mx(b);
	if (whole && !same_lines(arena, a, b))
		return STEP_CHANGED;
	return whole && a->max_age_known && b->max_age_known ? STEP_SAME : STEP_UNKNOWN;
}

static const char *path_of(const struct sources *sources, const struct zone *zone)
{
	return sources->list[zone->files[0]->file].path;
}

/* The edition of the earlier version that ZONE was: the only one of that apex, if it is the only
 * one now, else the one in the same file. */
static const struct zone *find_earlier(const struct check *check, const struct zone *zone)
{
	size_t now, count;
	const struct zone *zones;

	if (name_is_none(zone->apex))
		return NULL;
	world_editions(check->world, zone->apex, &now);
	zones = world_editions(check->before->world, zone->apex, &count);
	if (count == 0 || !name_equal(zones[0].apex, zone->apex))
		return NULL;
	if (count == 1 && now == 1)
		return &zones[0];
	for (size_t i = 0; i < count; i++)
		if (strcmp(path_of(check->sources, zone),
			    path_of(check->before->sources, &zones[i])) == 0)
			return &zones[i];
	return NULL;
}

/* The domain NAME of MODEL in edition ZONE, or in a zone of another apex, where it went when a zone
 * was split or joined; without ZONE in any. */
static const struct domain *find_domain(const struct model *model, const struct world *world,
	const struct zone *zone, struct name name)
{
	const struct domain *found = model_find(model, zone, name);
	const struct zone *zones;
	size_t count;

	zones = world_editions(world, name, &count);
	for (size_t i = 0; found == NULL && i < count; i++)
		if (zone == NULL || !name_equal(zones[i].apex, zone->apex))
			found = model_find(model, &zones[i], name);
	return found;
}

static const char *policy_path(const struct sources *sources, const struct domain *domain)
{
	return domain->policy == NULL ? "" : sources->list[domain->policy->file].path;
}

/* Of several domains of that name and edition, one for each policy: the one with the same file. */
static const struct domain *same_file(
	const struct check *check, const struct domain *first, const struct domain *now)
{
	const struct model *model = check->before->model;
	const char *path = policy_path(check->sources, now);

	for (const struct domain *domain = first;
		domain < model->list + model->count && domain->zone == first->zone &&
		name_equal(domain->name, first->name);
		domain++)
		if (strcmp(policy_path(check->before->sources, domain), path) == 0)
			return domain;
	return first;
}

static struct change change_now(struct check *check, const struct changes *changes, size_t i)
{
	const struct domain *now = &check->model->list[i];
	struct change change = { .now = now, .zone = now->zone };

	if (now->zone != NULL)
		change.earlier = changes->earlier[now->zone->index];
	change.before = find_domain(
		check->before->model, check->before->world, change.earlier, now->name);
	if (change.before == NULL)
		return change;
	change.before = same_file(check, change.before, now);
	change.step = change_compare(&check->arena, now->policy, change.before->policy);
	return change;
}

/* For each zone of the earlier version what it is now. */
static const struct zone **zones_now(struct check *check, const struct changes *changes)
{
	const struct zone **now = arena_alloc(
		&check->arena, check->before->world->zone_count + 1, sizeof *now);

	for (size_t i = 0; i < check->world->zone_count; i++)
		if (changes->earlier[i] != NULL)
			now[changes->earlier[i]->index] = &check->world->zones[i];
	return now;
}

void changes_init(struct changes *changes, struct check *check)
{
	const struct model *was = check->before->model;
	const struct zone **now;

	*changes = (struct changes){ 0 };
	changes->earlier = arena_alloc(
		&changes->arena, check->world->zone_count + 1, sizeof *changes->earlier);
	changes->list = arena_alloc(
		&changes->arena, check->model->count + was->count + 1, sizeof *changes->list);
	for (size_t i = 0; i < check->world->zone_count; i++)
		changes->earlier[i] = find_earlier(check, &check->world->zones[i]);
	for (size_t i = 0; i < check->model->count; i++)
		changes->list[changes->count++] = change_now(check, changes, i);
	now = zones_now(check, changes);
	for (size_t i = 0; i < was->count; i++) {
		const struct domain *before = &was->list[i];
		const struct zone *zone = before->zone == NULL ? NULL : now[before->zone->index];

		if (find_domain(check->model, check->world, zone, before->name) == NULL)
			changes->list[changes->count++] = (struct change){
				.before = before, .zone = zone, .earlier = before->zone
			};
	}
	for (size_t i = 0; i < changes->count; i++)
		change_removed(check, changes, &changes->list[i]);
	for (unsigned i = 0; i <= LEVEL_ERROR; i++)
		name_set_ready(&changes->removed[i]);
	diag_context(check->diag, NULL, MODE_UNKNOWN);
}

void changes_finish(struct changes *changes)
{
	for (unsigned i = 0; i <= LEVEL_ERROR; i++)
		name_set_finish(&changes->removed[i]);
	arena_finish(&changes->arena);
}

bool change_of_policy(const struct check *check, size_t index)
{
	return check->changes != NULL && check->changes->list[index].step == STEP_CHANGED;
}

bool change_explains(const struct check *check, const struct domain *domain, enum rule_id rule,
	enum level situation)
{
	unsigned level = diag_level(check->diag, rule, situation);

	for (; check->changes != NULL && level <= LEVEL_ERROR; level++)
		if (name_set_has(&check->changes->removed[level], domain->name))
			return true;
	return false;
}
