#include "cmd/command.h"

#include "cmd/configuration.h"
#include "cmd/lint_options.h"
#include "cmd/output.h"
#include "cmd/suggest.h"
#include "lint/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One line on standard error for what could not be read. */
static void complain_problems(const struct repo *repo)
{
	for (size_t i = 0; i < repo->problem_count; i++) {
		const struct repo_problem *problem = &repo->problems[i];
		struct suggestion near = { 0 };
		char text[300];

		if (problem->missing)
			suggest_file(&near, problem->name);
		complain("%s: %s%s", problem->name, problem->reason,
			suggest_text(&near, text, sizeof text));
	}
}

/* One line for each file: what it was taken for, whose it is, and why. */
static void put_files(struct lint *lint, FILE *out)
{
	const struct list_entry *entries = lint_list(lint);

	for (size_t i = 0; i < lint->repo.count; i++) {
		report_put_file(out, entries[i].name);
		fputs(": ", out);
		report_put(out, entries[i].text);
		fputc('\n', out);
	}
}

static bool wants_color(enum color color)
{
	const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0') &&
	       (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

/* GitHub runs this: people read the log there, and annotations. */
static bool is_github(void)
{
	const char *github = getenv("GITHUB_ACTIONS");

	return github != NULL && strcmp(github, "true") == 0;
}

/* Writes every report. False when one of them could not be written. */
static bool put_reports(const struct lint_arguments *arguments, const struct report *report)
{
	static const struct output usual = { .format = &report_formats[0] };
	struct report_style style = {
		.summary = !arguments->quiet,
		.statistics = arguments->statistics,
		.fail_on = arguments->fail_on,
	};
	bool ok = true;

	if (arguments->output_count == 0) {
		style.color = wants_color(arguments->color);
		ok = output_write(&usual, report, &style);
		if (is_github())
			report_github(report, &style, stdout);
		return ok;
	}
	for (size_t i = 0; i < arguments->output_count; i++) {
		const struct output *output = &arguments->outputs[i];

		style.color = output->path == NULL ? wants_color(arguments->color) :
						     arguments->color == COLOR_ALWAYS;
		ok = output_write(output, report, &style) && ok;
	}
	return ok;
}

static bool has_findings(const struct report *report, enum level fail_on)
{
	for (unsigned level = fail_on; fail_on != LEVEL_UNSET && level <= LEVEL_ERROR; level++)
		if (report->by_level[level] > 0)
			return true;
	return false;
}

/* What the configuration says of the run, into CONFIG, which outlives it. False after complaints.
 */
static bool configure(struct lint_arguments *arguments, struct config *config)
{
	struct lint_options *options = &arguments->options;
	bool found;

	*config = (struct config){ 0 };
	if (arguments->isolated)
		return true;
	if (!configuration_read(config, arguments->config, &found))
		return false;
	if (!found)
		return true;
	options->config = config;
	if (config->has_profile && !arguments->has_profile)
		options->levels.profile = config->profile;
	for (unsigned i = 0; i < RULE_COUNT; i++)
		if (options->levels.set[i] == LEVEL_UNSET)
			options->levels.set[i] = config->levels[i];
	return true;
}

static int lint(const struct lint_arguments *arguments)
{
	struct lint lint;
	int status = STATUS_OK;

	lint_run(&lint, &arguments->options);
	complain_problems(&lint.repo);
	if (lint.notice != NULL)
		complain("%s", lint.notice);
	if (arguments->verbose)
		put_files(&lint, stderr);
	if (arguments->list_files) {
		put_files(&lint, stdout);
	} else {
		if (has_findings(&lint.report, arguments->fail_on))
			status = STATUS_FINDINGS;
		if (!put_reports(arguments, &lint.report))
			status = STATUS_TROUBLE;
	}
	if (lint.repo.problem_count > 0)
		status = STATUS_TROUBLE;
	lint_finish(&lint);
	return output_status(status);
}

int cmd_lint(int argc, char **argv)
{
	struct lint_arguments arguments;
	struct config config = { 0 };
	int status = STATUS_TROUBLE;

	if (lint_arguments_parse(&arguments, argc, argv)) {
		if (arguments.help) {
			command_usage("lint");
			putchar('\n');
			lint_arguments_usage();
			status = output_status(STATUS_OK);
		} else if (configure(&arguments, &config)) {
			status = lint(&arguments);
		}
	}
	lint_arguments_finish(&arguments);
	config_finish(&config);
	return status;
}
