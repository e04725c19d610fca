/* change-*: what the step from an earlier version breaks; and change-enforce-*, the step of the
 * mode itself. */
#include "lint/base/memory.h"
#include "lint/check/change.h"

#include <stdlib.h>

/* Related places for one finding; more add nothing. */
enum { MAX_NOTES = 3 };

/* Findings that stand in the way of mode enforce, sorted by domain; those without one, which are
 * about a file, by file. */
struct obstacles {
	const struct finding **list;
	size_t count;
};

static bool is_obstacle(const struct finding *finding)
{
	static const struct str groups[] = {
		STR_INIT("record"),
		STR_INIT("policy"),
		STR_INIT("mx"),
		STR_INIT("host"),
		STR_INIT("cert"),
	};

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (finding->level == LEVEL_ERROR && rule_matches(finding->rule, groups[i]))
			return true;
	return false;
}

static int compare_obstacles(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left;
	const struct finding *b = *(const struct finding *const *)right;
	int order = strcmp(a->domain == NULL ? "" : a->domain, b->domain == NULL ? "" : b->domain);

	if (order == 0)
		order = (a->span.file > b->span.file) - (a->span.file < b->span.file);
	if (order == 0)
		order = (a->span.offset > b->span.offset) - (a->span.offset < b->span.offset);
	return order;
}

static struct obstacles obstacles_of(const struct diag *diag)
{
	struct obstacles obstacles = { memory_alloc(diag->count, sizeof *obstacles.list), 0 };

	for (size_t i = 0; i < diag->count; i++)
		if (is_obstacle(diag->list[i]))
			obstacles.list[obstacles.count++] = diag->list[i];
	if (obstacles.count > 0)
		qsort(obstacles.list, obstacles.count, sizeof *obstacles.list, compare_obstacles);
	return obstacles;
}

/* The number of the first obstacle of DOMAIN, or for "" of the file FILE. */
static size_t first_obstacle(const struct obstacles *obstacles, const char *domain, uint32_t file)
{
	struct finding key = { .domain = domain, .span = { .file = file } };
	const struct finding *wanted = &key;
	size_t low = 0, high = obstacles->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_obstacles(&obstacles->list[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The obstacles of one domain. */
struct obstacle_range {
	const struct obstacles *all;
	const char *domain;
	uint32_t policy; /* the file of its policy */
	size_t at;
	bool in_policy; /* those of its domain are through */
};

static const struct finding *next_obstacle(struct obstacle_range *range)
{
	const struct obstacles *all = range->all;
	const struct finding *found = range->at < all->count ? all->list[range->at++] : NULL;

	if (!range->in_policy) {
		if (found != NULL && found->domain != NULL &&
			strcmp(found->domain, range->domain) == 0)
			return found;
		range->in_policy = true;
		range->at = first_obstacle(all, "", range->policy);
		found = range->at < all->count ? all->list[range->at++] : NULL;
	}
	return found != NULL && found->domain == NULL && found->span.file == range->policy ? found :
											     NULL;
}

static void change_enforce_unready(
	struct check *check, const struct obstacles *obstacles, const struct change *change)
{
	const struct policy *now = change->now->policy;
	struct obstacle_range range = { obstacles, change->now->text, now->file,
		first_obstacle(obstacles, change->now->text, 0), false };
	const struct finding *obstacle = next_obstacle(&range);
	struct finding *finding;

	if (obstacle == NULL)
		return;
	finding = diag_add(check->diag, RULE_CHANGE_ENFORCE_UNREADY, now->mode_at,
		"the mode becomes 'enforce' while errors stand: mail that fails is no longer "
		"delivered");
	for (size_t i = 0; obstacle != NULL && i < MAX_NOTES; i++) {
		diag_note(check->diag, finding, obstacle->span, "%s [%s]", obstacle->message,
			rules[obstacle->rule].slug);
		obstacle = next_obstacle(&range);
	}
	diag_note(check->diag, finding, change_span(check, change->before->policy->mode_at),
		"the mode was 'testing'");
	diag_help(check->diag, finding,
		"keep 'mode: testing' until the errors are repaired and senders have seen it");
}

/* Nothing announced a policy before. */
static bool is_first(struct check *check, const struct change *change)
{
	struct name_buf name;
	struct lookup record;

	if (change->earlier == NULL || !name_prepend(STR("_mta-sts"), change->now->name, &name))
		return false;
	record = world_lookup(
		check->before->world, change->earlier, name_view(&name), TYPE_TXT, &check->arena);
	return record.answer == ANSWER_ABSENT;
}

static void change_enforce_untested(struct check *check, const struct change *change)
{
	const struct policy *before = change->before == NULL ? NULL : change->before->policy;
	bool from_none = before != NULL && before->mode == MODE_NONE;
	struct finding *finding;

	if (!from_none && (before != NULL || change->now->sts == NULL || !is_first(check, change)))
		return;
	finding = diag_add(check->diag, RULE_CHANGE_ENFORCE_UNTESTED, change->now->policy->mode_at,
		"%s: no report has shown yet that senders can deliver",
		from_none ? "the mode goes from 'none' to 'enforce' in one step" :
			    "the first policy that is published is 'enforce' already");
	if (from_none)
		diag_note(check->diag, finding, change_span(check, before->mode_at),
			"the mode was 'none'");
	diag_help(check->diag, finding,
		"publish 'mode: testing' first, read the TLS reports for some weeks, then write "
		"'mode: enforce' with another id");
}

void check_change(struct check *check)
{
	const struct changes *changes = check->changes;
	struct obstacles obstacles;

	if (changes == NULL)
		return;
	obstacles = obstacles_of(check->diag);
	for (size_t i = 0; i < check->model->count; i++) {
		const struct change *change = &changes->list[i];
		const struct domain *now = change->now, *before = change->before;

		diag_context(check->diag, now->text, now->mode);
		if (now->mode == MODE_ENFORCE && (before == NULL || before->mode != MODE_TESTING))
			change_enforce_untested(check, change);
		if (now->mode == MODE_ENFORCE && before != NULL && before->mode == MODE_TESTING)
			change_enforce_unready(check, &obstacles, change);
		if (before != NULL && now->policy != NULL && before->policy != NULL) {
			change_ids(check, change);
			change_exchangers(check, change);
		}
		change_tlsa(check, change);
	}
	change_reused(check, changes);
	diag_context(check->diag, NULL, MODE_UNKNOWN);
	for (size_t i = 0; i < check->world->zone_count; i++)
		if (changes->earlier[i] != NULL)
			change_serial(check, &check->world->zones[i], changes->earlier[i]);
	free(obstacles.list);
}
