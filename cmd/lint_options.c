#include "cmd/lint_options.h"

#include "cmd/command.h"
#include "cmd/output.h"
#include "cmd/suggest.h"
#include "lint/base/jobs.h"
#include "lint/base/memory.h"
#include "lint/dns/rr.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Neither an address nor a pattern: what a policy must cover is compared with this name. */
static bool is_host(struct str text, struct name_buf *host)
{
	unsigned char address[16];

	return name_from_host(text, host) && name_is_ldh(name_view(host)) &&
	       address_parse(text, address) == 0;
}

static bool take_mx(void *target, const char *value)
{
	struct lint_arguments *arguments = target;
	struct name_buf host;

	if (!is_host(str_c(value), &host)) {
		complain("--mx: '%s' is no host name", value);
		return false;
	}
	MEMORY_GROW(arguments->mx, arguments->mx_count, arguments->mx_capacity);
	arguments->mx[arguments->mx_count++] = name_copy(&arguments->arena, name_view(&host));
	return true;
}

static bool take_root(void *target, const char *value)
{
	struct lint_arguments *arguments = target;
	struct stat st;

	arguments->options.request.root = value;
	if (stat(value, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	complain("--root: '%s' is no directory", value);
	return false;
}

static bool take_against(void *target, const char *value)
{
	struct stat st;

	((struct lint_arguments *)target)->options.against = value;
	if (stat(value, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	complain("--against: '%s' is no directory", value);
	return false;
}

static bool complain_format(const char *value, size_t len)
{
	struct suggestion near;
	char name[64], text[300];

	snprintf(
		name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name - 1), value);
	suggest_init(&near, name);
	for (size_t i = 0; i < report_format_count; i++)
		suggest_offer(&near, report_formats[i].name);
	complain("unknown format '%s'%s", name,
		suggest_or(&near, text, sizeof text, "mtasts lint --help"));
	return false;
}

static bool take_format(void *target, const char *value)
{
	struct lint_arguments *arguments = target;
	size_t len = strcspn(value, "=");
	struct output new = { report_find(str_of(value, len)), NULL };

	if (new.format == NULL)
		return complain_format(value, len);
	if (value[len] == '=' && strcmp(value + len, "=-") != 0)
		new.path = value + len + 1;
	if (new.path != NULL &&new.path[0] == '\0') {
		complain("no file in '%s'", value);
		return false;
	}
	for (size_t i = 0; i < arguments->output_count; i++) {
		const char *other = arguments->outputs[i].path;

		if (other == NULL && new.path == NULL) {
			complain("two formats for standard output: '%s' and '%s'; "
				 "-f %s=FILE writes one to a file",
				arguments->outputs[i].format->name, new.format->name,
				new.format->name);
			return false;
		}
		if (other != NULL && new.path != NULL && output_same_file(other, new.path)) {
			complain("two formats for the file '%s'", new.path);
			return false;
		}
	}
	MEMORY_GROW(arguments->outputs, arguments->output_count, arguments->output_capacity);
	arguments->outputs[arguments->output_count++] = new;
	return true;
}

static bool take_select(void *target, const char *value)
{
	struct lint_arguments *arguments = target;

	MEMORY_GROW(arguments->select, arguments->select_count, arguments->select_capacity);
	arguments->select[arguments->select_count++] = value;
	return true;
}

static bool take_ignore(void *target, const char *value)
{
	struct lint_arguments *arguments = target;

	MEMORY_GROW(arguments->ignore, arguments->ignore_count, arguments->ignore_capacity);
	arguments->ignore[arguments->ignore_count++] = value;
	return true;
}

static bool take_level(void *target, const char *value)
{
	struct lint_arguments *arguments = target;

	MEMORY_GROW(arguments->levels, arguments->level_count, arguments->level_capacity);
	arguments->levels[arguments->level_count++] = value;
	return true;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool take_profile(void *target, const char *value)
{
	static const char *const words[] = { "default", "relaxed", "strict" };
	static const enum profile profiles[] = { PROFILE_DEFAULT, PROFILE_RELAXED, PROFILE_STRICT };
	int i = options_word("--profile", words, COUNT(words), value);

	if (i < 0)
		return false;
	((struct lint_arguments *)target)->options.levels.profile = profiles[i];
	((struct lint_arguments *)target)->has_profile = true;
	return true;
}

static bool take_fail_on(void *target, const char *value)
{
	static const char *const words[] = { "error", "warning", "info", "never" };
	static const enum level levels[] = { LEVEL_ERROR, LEVEL_WARNING, LEVEL_INFO, LEVEL_UNSET };
	int i = options_word("--fail-on", words, COUNT(words), value);

	if (i >= 0)
		((struct lint_arguments *)target)->fail_on = levels[i];
	return i >= 0;
}

static bool take_color(void *target, const char *value)
{
	static const char *const words[] = { "auto", "always", "never" };
	static const enum color colors[] = { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
	int i = options_word("--color", words, COUNT(words), value);

	if (i >= 0)
		((struct lint_arguments *)target)->color = colors[i];
	return i >= 0;
}

static bool take_now(void *target, const char *value)
{
	if (time_parse(value, &((struct lint_arguments *)target)->options.now))
		return true;
	complain("--now: '%s' is neither RFC 3339 (2026-01-31T12:00:00Z) nor seconds since 1970",
		value);
	return false;
}

static bool take_jobs(void *target, const char *value)
{
	struct lint_arguments *arguments = target;
	uint64_t jobs;

	if (str_number(str_c(value), JOBS_MAX_WORKERS, &jobs) && jobs > 0) {
		arguments->options.request.workers = (unsigned)jobs;
		return true;
	}
	complain("-j: '%s' is no number from 1 to %d", value, JOBS_MAX_WORKERS);
	return false;
}

#define TAKE_TEXT(name, field)                                                                     \
	static bool take_##name(void *target, const char *value)                                   \
	{                                                                                          \
		((struct lint_arguments *)target)->field = value;                                  \
		return true;                                                                       \
	}

TAKE_TEXT(stdin_name, options.request.stdin_name)
TAKE_TEXT(config, config)
TAKE_TEXT(since, options.since)
TAKE_TEXT(baseline, baseline)
TAKE_TEXT(write_baseline, write_baseline)

#define TAKE_FLAG(field)                                                                           \
	static bool take_##field(void *target, const char *value)                                  \
	{                                                                                          \
		(void)value;                                                                       \
		((struct lint_arguments *)target)->field = true;                                   \
		return true;                                                                       \
	}

TAKE_FLAG(isolated)
TAKE_FLAG(list_files)
TAKE_FLAG(no_ignores)
TAKE_FLAG(fix)
TAKE_FLAG(unsafe_fixes)
TAKE_FLAG(diff)
TAKE_FLAG(statistics)
TAKE_FLAG(quiet)
TAKE_FLAG(verbose)
TAKE_FLAG(help)

static const struct option_row table[] = {
	{ "zone", 0, "[ORIGIN=]FILE", "FILE is a zone", lint_take_zone },
	{ "policy", 0, "[DOMAIN=]FILE", "FILE is a policy", lint_take_policy },
	{ "cert", 0, "[HOST=]FILE", "FILE holds the certificates of HOST", lint_take_cert },
	{ "named-conf", 0, "FILE", "the zones that BIND, NSD or Knot has in FILE",
		lint_take_named_conf },
	{ "mx", 0, "HOST", "the MX host where no zone is at hand", take_mx },
	{ "root", 0, "DIR", "included files may lie anywhere in DIR", take_root },
	{ "stdin-filename", 0, "NAME", "what '-' is called", take_stdin_name },
	{ "config", 'c', "FILE", "instead of the .mtasts.yaml that is found", take_config },
	{ "isolated", 0, NULL, "use no configuration", take_isolated },
	{ "format", 'f', "NAME[=FILE]", "how to report, to FILE (see below)", take_format },
	{ "select", 0, "LIST", "only these rules (slugs or prefixes)", take_select },
	{ "ignore", 0, "LIST", "not these rules", take_ignore },
	{ "level", 0, "SLUG=LEVEL", "error, warning, info or off", take_level },
	{ "profile", 0, "NAME", "default, strict or relaxed", take_profile },
	{ "fail-on", 0, "LEVEL", "error, warning (default), info or never", take_fail_on },
	{ "since", 0, "REV", "judge what changed since this git revision", take_since },
	{ "against", 0, "DIR", "judge what changed since DIR was copied", take_against },
	{ "baseline", 0, "FILE", "do not report the findings in FILE", take_baseline },
	{ "write-baseline", 0, "FILE", "write all findings to FILE instead", take_write_baseline },
	{ "fix", 0, NULL, "mend in the files what has one right answer", take_fix },
	{ "unsafe-fixes", 0, NULL, "also what changes the meaning", take_unsafe_fixes },
	{ "diff", 0, NULL, "print what --fix would do as a patch", take_diff },
	{ "no-ignores", 0, NULL, "suppress nothing", take_no_ignores },
	{ "list-files", 0, NULL, "say what each file is taken for, and why", take_list_files },
	{ "statistics", 0, NULL, "count the findings of each rule", take_statistics },
	{ "quiet", 'q', NULL, "no summary", take_quiet },
	{ "verbose", 'v', NULL, "say on standard error which files are read", take_verbose },
	{ "color", 0, "WHEN", "auto, always or never", take_color },
	{ "now", 0, "TIME", "the time, instead of the clock's", take_now },
	{ "jobs", 'j', "N", "worker threads (default: the number of processors)", take_jobs },
	{ "help", 'h', NULL, "show this", take_help },
};

const struct option_list lint_option_list = { table, COUNT(table) };

void lint_arguments_usage(void)
{
	options_usage(table, COUNT(table));
	puts("\nformats:");
	for (size_t i = 0; i < report_format_count; i++)
		printf("  %-12s %s\n", report_formats[i].name, report_formats[i].summary);
}

/* An option names what is to be judged; certificates alone are for what lies here. */
static bool names_input(const struct lint_arguments *arguments)
{
	for (size_t i = 0; i < arguments->named_count; i++)
		if (arguments->named[i].kind != FILE_CERT)
			return true;
	return false;
}

static void fill_request(struct lint_arguments *arguments, int argc, char **argv, int first)
{
	static const char *const here[] = { "." };
	struct repo_request *request = &arguments->options.request;

	request->paths = (const char *const *)(argv + first);
	request->path_count = (size_t)(argc - first);
	if (argc == first && !names_input(arguments)) {
		request->paths = here;
		request->path_count = 1;
	}
	request->list_passed = arguments->list_files || arguments->verbose;
	request->named = arguments->named;
	request->named_count = arguments->named_count;
	arguments->options.mx = arguments->mx;
	arguments->options.mx_count = arguments->mx_count;
}

/* Two options contradict each other, which is said. */
static bool contradict(const struct lint_arguments *arguments)
{
	const struct {
		bool both;
		const char *text;
	} rows[] = {
		{ arguments->isolated && arguments->config != NULL,
			"--isolated and --config: --isolated uses no configuration" },
		{ arguments->options.since != NULL && arguments->options.against != NULL,
			"--since and --against: there is one earlier version" },
		{ arguments->fix && arguments->diff,
			"--fix and --diff: --diff prints what --fix would do" },
		{ arguments->diff && arguments->output_count > 0,
			"--diff and --format: --diff prints a patch instead of the report" },
		{ arguments->write_baseline != NULL && (arguments->fix || arguments->diff),
			"--write-baseline writes what is found: fix first" },
		{ arguments->write_baseline != NULL && strcmp(arguments->write_baseline, "-") == 0,
			"--write-baseline wants the name of a file" },
		{ arguments->list_files && (arguments->fix || arguments->diff),
			"--list-files judges nothing, so there is nothing to fix" },
		{ arguments->list_files &&
				(arguments->output_count > 0 || arguments->write_baseline != NULL),
			"--list-files judges nothing, so there is nothing to report" },
		{ arguments->unsafe_fixes && !arguments->fix && !arguments->diff,
			"--unsafe-fixes says what --fix and --diff do: add one of them" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].both) {
			complain("%s", rows[i].text);
			return true;
		}
	return false;
}

bool lint_arguments_parse(struct lint_arguments *arguments, int argc, char **argv)
{
	int first;

	*arguments = (struct lint_arguments){ .fail_on = LEVEL_WARNING };
	arguments->options.now = (int64_t)time(NULL);
	if (!options_parse(argc, argv, table, COUNT(table), arguments, &first))
		return false;
	if (arguments->help)
		return true;
	if (contradict(arguments) || !lint_arguments_levels(arguments))
		return false;
	fill_request(arguments, argc, argv, first);
	return true;
}

void lint_arguments_finish(struct lint_arguments *arguments)
{
	free(arguments->named);
	free(arguments->mx);
	free(arguments->outputs);
	free(arguments->select);
	free(arguments->ignore);
	free(arguments->levels);
	arena_finish(&arguments->arena);
}
