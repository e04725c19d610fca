#include "lint/policies.h"

#include "lint/base/jobs.h"
#include "lint/base/memory.h"
#include "lint/repo/pages.h"

#include <stdlib.h>

enum { POLICIES_JOB = 16 };

struct reading {
	const struct repo_file *file;
	struct policy *policy; /* NULL: it could not be read */
	enum source_status status;
	bool unpublished;
};

struct readings {
	struct reading *list;
	size_t count;
	struct diag *diags; /* one for each job */
	struct lint *lint;
	const struct levels *levels;
};

static void read_policy(struct reading *reading, struct lint *lint, struct diag *diag)
{
	reading->policy = memory_alloc(1, sizeof *reading->policy);
	if (policy_read(reading->policy, reading->file->source, &lint->settings.limits,
		    &lint->sources, diag, &reading->status)) {
		reading->unpublished = pages_leaves_out(reading->file);
		return;
	}
	policy_finish(reading->policy);
	free(reading->policy);
	reading->policy = NULL;
}

/* One file that options give to several domains is read once. */
static bool is_again(const struct reading *reading, const struct reading *first)
{
	return reading > first && reading[-1].file->source == reading->file->source;
}

static void read_some(void *context, size_t job)
{
	const struct readings *readings = context;
	size_t end = (job + 1) * POLICIES_JOB;

	diag_init(&readings->diags[job], readings->levels);
	for (size_t i = job * POLICIES_JOB; i < end && i < readings->count; i++)
		if (!is_again(&readings->list[i], readings->list))
			read_policy(&readings->list[i], readings->lint, &readings->diags[job]);
}

static void keep(struct lint *lint, const struct reading *reading)
{
	if (reading->policy == NULL) {
		repo_problem(&lint->repo, lint->sources.list[reading->file->source].name,
			reading->status);
		return;
	}
	lint->policies[lint->policy_count++] = reading->policy;
	if (reading->unpublished)
		lint->unpublished[lint->unpublished_count++] = reading->policy;
}

/* Puts together what was read, in the order of the files. */
static size_t join(const struct readings *readings, struct pair_policy *into)
{
	struct lint *lint = readings->lint;
	size_t count = 0;

	for (size_t i = 0; i < readings->count; i++) {
		struct reading *reading = &readings->list[i];

		if (is_again(reading, readings->list))
			reading->policy = reading[-1].policy;
		else
			keep(lint, reading);
		if (reading->policy != NULL)
			into[count++] = (struct pair_policy){
				.policy = reading->policy,
				.file = reading->file,
				.name = lint->sources.list[reading->file->source].name,
				.sources = &lint->sources,
			};
	}
	return count;
}

size_t lint_read_policies(struct lint *lint, const struct levels *levels, struct pair_policy *into)
{
	struct readings readings = { .lint = lint, .levels = levels };
	size_t jobs, count;

	readings.list = memory_alloc(lint->repo.count, sizeof *readings.list);
	for (size_t i = 0; i < lint->repo.count; i++)
		if (lint->repo.list[i].kind == FILE_POLICY)
			readings.list[readings.count++].file = &lint->repo.list[i];
	jobs = (readings.count + POLICIES_JOB - 1) / POLICIES_JOB;
	readings.diags = memory_alloc(jobs, sizeof *readings.diags);
	jobs_run(lint->repo.request->workers, jobs, read_some, &readings);
	for (size_t i = 0; i < jobs; i++)
		diag_join(&lint->diag, &readings.diags[i]);
	lint->policies = memory_alloc(readings.count, sizeof *lint->policies);
	lint->unpublished = memory_alloc(readings.count, sizeof *lint->unpublished);
	count = join(&readings, into);
	free(readings.diags);
	free(readings.list);
	return count;
}
