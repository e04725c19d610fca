/* policy-testing-stale: testing is a phase, not a state (RFC 8461 5). */
#include "lint/base/memory.h"
#include "lint/check/old.h"
#include "lint/txt/id.h"

#include <stdlib.h>

enum { DAY = 86400 };

/* Domains in testing whose id does not say since when, for one question. */
struct doubtful {
	const struct domain **list;
	struct history *histories;
	size_t count;
};

static void policy_testing_stale(
	struct check *check, const struct domain *domain, int64_t since, const char *how)
{
	int64_t age = check->now - since;
	struct finding *finding;

	if (age <= check->testing)
		return;
	diag_context(check->diag, domain->text, domain->mode);
	finding = diag_add(check->diag, RULE_POLICY_TESTING_STALE, domain->policy->mode_at,
		"the mode is 'testing' for %lld days, %s: the policy has protected nobody so long",
		(long long)(age / DAY), how);
	diag_help(check->diag, finding,
		"write 'mode: enforce' with another id once the TLS reports show no failures");
}

/* The id of the record is a point in time. */
static bool by_id(struct check *check, const struct domain *domain)
{
	struct sts sts;
	int64_t since;

	if (domain->sts == NULL)
		return false;
	sts = check_sts(check, check->sources, domain->sts);
	if (!sts.selected || !sts.valid || !id_time(sts.id, check->now, &since))
		return false;
	policy_testing_stale(check, domain, since, "by its id");
	return true;
}

/* The commit since which every version says testing; false when the newest does not. */
static bool by_history(const struct history *history, int64_t *since)
{
	bool known = false;

	for (size_t i = 0; i < history->count; i++) {
		const struct version *version = &history->list[i];
		struct policy policy;
		bool testing;

		if (!version->read)
			break;
		old_policy(&policy, version->text);
		testing = policy.mode == MODE_TESTING;
		policy_finish(&policy);
		if (!testing)
			break;
		*since = version->time;
		known = true;
	}
	return known;
}

static void ask(struct check *check, struct doubtful *doubtful)
{
	int64_t since;

	if (doubtful->count > 0 && check->historian != NULL &&
		check->historian->ask(check->historian->context, &check->arena, doubtful->histories,
			doubtful->count))
		for (size_t i = 0; i < doubtful->count; i++)
			if (by_history(&doubtful->histories[i], &since))
				policy_testing_stale(check, doubtful->list[i], since,
					"by the history of the file");
	doubtful->count = 0;
}

void check_testing(struct check *check)
{
	struct doubtful doubtful = { 0 };

	if (diag_level(check->diag, RULE_POLICY_TESTING_STALE, LEVEL_UNSET) == LEVEL_OFF)
		return;
	doubtful.list = memory_alloc(HISTORY_MAX_FILES, sizeof *doubtful.list);
	doubtful.histories = memory_alloc(HISTORY_MAX_FILES, sizeof *doubtful.histories);
	for (size_t i = 0; i < check->model->count; i++) {
		const struct domain *domain = &check->model->list[i];

		if (domain->mode != MODE_TESTING || by_id(check, domain))
			continue;
		doubtful.list[doubtful.count] = domain;
		doubtful.histories[doubtful.count++] = (struct history){
			.path = sources_at(check->sources, domain->policy->file)->path,
			.whose = domain->text
		};
		if (doubtful.count == HISTORY_MAX_FILES)
			ask(check, &doubtful);
	}
	ask(check, &doubtful);
	free(doubtful.list);
	free(doubtful.histories);
}
