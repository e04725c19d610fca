#include "lint/check/check.h"

#include "lint/base/jobs.h"
#include "lint/base/memory.h"
#include "lint/check/change.h"

#include <stdlib.h>

/* How many zones or domains are one job. */
enum { CHECK_JOB = 16 };

/* What a job has for itself. */
struct part {
	struct sources sources;
	struct diag diag;
	struct name_set found;
};

struct pass {
	const struct check *check;
	void (*run)(struct check *check, void *context, size_t index);
	void *context;
	size_t count;
	struct part *parts;
};

static void run_part(void *context, size_t job)
{
	const struct pass *pass = context;
	struct part *part = &pass->parts[job];
	struct check check = *pass->check;
	size_t end = (job + 1) * CHECK_JOB;

	sources_part(&part->sources, check.sources);
	diag_init(&part->diag, check.diag->levels);
	check.sources = &part->sources;
	check.diag = &part->diag;
	check.arena = (struct arena){ 0 };
	check.found = (struct name_set){ 0 };
	for (size_t i = job * CHECK_JOB; i < end && i < pass->count; i++) {
		pass->run(&check, pass->context, i);
		diag_context(check.diag, NULL, MODE_UNKNOWN);
		arena_finish(&check.arena);
	}
	part->found = check.found;
	sources_finish(&part->sources);
}

void check_jobs(struct check *check, size_t count,
	void (*run)(struct check *check, void *context, size_t index), void *context)
{
	struct pass pass = { .check = check, .run = run, .context = context, .count = count };
	size_t jobs = (count + CHECK_JOB - 1) / CHECK_JOB;

	pass.parts = memory_alloc(jobs, sizeof *pass.parts);
	jobs_run(check->workers, jobs, run_part, &pass);
	for (size_t i = 0; i < jobs; i++) {
		diag_join(check->diag, &pass.parts[i].diag);
		name_set_join(&check->found, &pass.parts[i].found);
	}
	free(pass.parts);
}

/* The order does not show: findings are sorted before they are reported. */
static void (*const families[])(struct check *check) = {
	check_zone,
	check_record,
	check_policy,
	check_mx,
	check_host,
	check_server,
	check_tlsrpt,
	check_cert,
	check_dane,
	check_testing,
	check_require,
	check_change,
};

void check_run(struct check *check)
{
	struct changes changes;

	if (check->before != NULL) {
		changes_init(&changes, check);
		check->changes = &changes;
	}
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		diag_context(check->diag, NULL, MODE_UNKNOWN);
		families[i](check);
		arena_finish(&check->arena);
	}
	diag_context(check->diag, NULL, MODE_UNKNOWN);
	if (check->changes != NULL)
		changes_finish(&changes);
	check->changes = NULL;
}
