#include "cmd/command.h"

#include "cmd/configuration.h"
#include "cmd/fix.h"
#include "cmd/known.h"
#include "cmd/lint_options.h"
#include "cmd/output.h"
#include "cmd/problems.h"
#include "lint/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One line for each file: what it was taken for, whose it is, and why. */
static void put_files(struct lint *lint, FILE *out)
{
	size_t count;
	const struct list_entry *entries = lint_list(lint, &count);

	for (size_t i = 0; i < count; i++) {
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

/* Writes every report, to STANDARD what goes to no file. False when one of them could not be
 * written. */
static bool put_reports(
	const struct lint_arguments *arguments, const struct report *report, FILE *standard)
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
		ok = output_write(&usual, report, &style, standard);
		if (is_github())
			report_github(report, &style, standard);
		return ok;
	}
	for (size_t i = 0; i < arguments->output_count; i++) {
		const struct output *output = &arguments->outputs[i];

		style.color = output->path == NULL ? wants_color(arguments->color) :
						     arguments->color == COLOR_ALWAYS;
		ok = output_write(output, report, &style, standard) && ok;
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
	options->no_ignores = arguments->no_ignores;
	options->isolated = arguments->isolated;
	if (arguments->isolated)
		return true;
	if (!configuration_read(config, arguments->config, &found))
		return false;
	if (!found)
		return true;
	options->config = options->request.config = config;
	if (config->has_profile && !arguments->has_profile)
		options->levels.profile = config->profile;
	for (unsigned i = 0; i < RULE_COUNT; i++)
		if (options->levels.set[i] == LEVEL_UNSET)
			options->levels.set[i] = config->levels[i];
	return true;
}

/* What LINT found and could not do. */
static int report(const struct lint_arguments *arguments, struct lint *lint, FILE *standard)
{
	int status = has_findings(&lint->report, arguments->fail_on) ? STATUS_FINDINGS : STATUS_OK;
	bool all_read = problems_complain(&lint->repo);

	if (lint->notice != NULL)
		complain("%s", lint->notice);
	known_complain(lint, arguments);
	if (arguments->verbose)
		put_files(lint, stderr);
	if (arguments->list_files) {
		put_files(lint, stdout);
		status = STATUS_OK;
	} else if (standard != NULL && !put_reports(arguments, &lint->report, standard)) {
		status = STATUS_TROUBLE;
	}
	return all_read ? status : STATUS_TROUBLE;
}

/* Prints the patch: in its place there is no report. */
static int print_patch(
	struct fixing *fixing, const struct lint_arguments *arguments, struct lint *lint)
{
	int status = report(arguments, lint, NULL);
	bool any = fixing_diff(fixing, stdout);

	if (any && !arguments->quiet)
		fixing_summarize(fixing, stderr);
	return status == STATUS_TROUBLE ? status : any ? STATUS_FINDINGS : STATUS_OK;
}

/* Writes what was fixed, and reports what is left. Fixed standard input goes to standard output,
 * the report to standard error then. */
static int write_fixed(
	struct fixing *fixing, const struct lint_arguments *arguments, struct lint *lint)
{
	FILE *standard = stdout;
	struct buf input = { 0 };

	fixing_write(fixing);
	/* What is left has its lines in the files as they are now. */
	if (fixing->trouble || fixing_count(fixing) > 0) {
		lint_finish(lint);
		lint_run(lint, &arguments->options);
		lint->report.fixed = fixing_count(fixing);
	}
	if (fixing_input(lint, &input)) {
		fwrite(buf_str(&input).ptr, 1, input.len, stdout);
		standard = stderr;
	}
	buf_finish(&input);
	return report(arguments, lint, standard);
}

static int fix(const struct lint_arguments *arguments)
{
	struct fixing fixing;
	struct lint lint;
	int status;

	fixing_run(&fixing, &lint, arguments);
	status = (arguments->diff ? print_patch : write_fixed)(&fixing, arguments, &lint);
	if (fixing.trouble)
		status = STATUS_TROUBLE;
	lint_finish(&lint);
	fixing_finish(&fixing);
	return output_status(status);
}

static int lint(const struct lint_arguments *arguments)
{
	struct lint lint;
	int status;

	lint_run(&lint, &arguments->options);
	status = report(arguments, &lint, arguments->write_baseline != NULL ? NULL : stdout);
	if (arguments->write_baseline != NULL && status != STATUS_TROUBLE)
		status = known_write(&lint, arguments) ? STATUS_OK : STATUS_TROUBLE;
	lint_finish(&lint);
	return output_status(status);
}

int cmd_lint(int argc, char **argv)
{
	struct lint_arguments arguments;
	struct config config = { 0 };
	struct baseline baseline = { .count = 0 };
	int status = STATUS_TROUBLE;

	if (lint_arguments_parse(&arguments, argc, argv)) {
		if (arguments.help) {
			command_usage("lint");
			putchar('\n');
			lint_arguments_usage();
			status = output_status(STATUS_OK);
		} else if (configure(&arguments, &config) && known_read(&baseline, &arguments)) {
			status = (arguments.fix || arguments.diff ? fix : lint)(&arguments);
		}
	}
	lint_arguments_finish(&arguments);
	config_finish(&config);
	baseline_finish(&baseline);
	return status;
}
