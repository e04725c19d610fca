#include "lint/check/check.h"

#include "lint/base/jobs.h"
#include "lint/base/memory.h"
#include "lint/check/change.h"

#include <stdlib.h>

/* How many zones or domains are one job. */
enum { CHECK_JOB = 16 };

/* So many jobs run before their findings are put together: of a flood, most are dropped then. */
enum { CHECK_WAVE = 512 };

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
	size_t first; /* job of this wave */
	struct part *parts;
};

static void run_part(void *context, size_t job)
{
	const struct pass *pass = context;
	struct part *part = &pass->parts[job];
	struct check check = *pass->check;
	size_t from = (pass->first + job) * CHECK_JOB, end = from + CHECK_JOB;

	sources_part(&part->sources, check.sources);
	diag_init(&part->diag, check.diag->levels);
	check.sources = &part->sources;
	check.diag = &part->diag;
	check.arena = (struct arena){ 0 };
	check.found = (struct name_set){ 0 };
	for (size_t i = from; i < end && i < pass->count; i++) {
		pass->run(&check, pass->context, i);
		diag_context(check.diag, NULL, MODE_UNKNOWN);
		arena_finish(&check.arena);
	}
	part->found = check.found;
	sources_finish(&part->sources);
}

static void join_parts(struct check *check, struct part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		diag_join(check->diag, &parts[i].diag);
		name_set_join(&check->found, &parts[i].found);
		parts[i] = (struct part){ 0 };
	}
}

void check_jobs(struct check *check, size_t count,
	void (*run)(struct check *check, void *context, size_t index), void *context)
{
	struct pass pass = { .check = check, .run = run, .context = context, .count = count };
	size_t jobs = (count + CHECK_JOB - 1) / CHECK_JOB;

	pass.parts = memory_alloc(jobs < CHECK_WAVE ? jobs : CHECK_WAVE, sizeof *pass.parts);
	for (; pass.first < jobs; pass.first += CHECK_WAVE) {
		size_t wave = jobs - pass.first < CHECK_WAVE ? jobs - pass.first : CHECK_WAVE;

		jobs_run(check->workers, wave, run_part, &pass);
		join_parts(check, pass.parts, wave);
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
