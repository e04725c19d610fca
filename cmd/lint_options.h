/*
 * lint_options: what the command line of `mtasts lint` says.
 */
#ifndef CMD_LINT_OPTIONS_H
#define CMD_LINT_OPTIONS_H

#include "cmd/options.h"
#include "lint/lint.h"

enum color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

/* One --format: where a report goes. */
struct output {
	const struct report_format *format;
	const char *path; /* NULL: standard output */
};

struct lint_arguments {
	struct arena arena;
	struct lint_options options;
	const char **paths;
	size_t path_count;
	struct repo_named *named;
	size_t named_count, named_capacity;
	struct name *mx;
	size_t mx_count, mx_capacity;
	struct output *outputs;
	size_t output_count, output_capacity;
	const char **select, **ignore, **levels; /* as given, judged when all are known */
	size_t select_count, select_capacity;
	size_t ignore_count, ignore_capacity;
	size_t level_count, level_capacity;
	enum level fail_on; /* LEVEL_UNSET: never */
	enum color color;
	const char *config;		       /* NULL: looked for */
	const char *baseline, *write_baseline; /* NULL: none */
	bool no_ignores, isolated, has_profile;
	bool fix, unsafe_fixes, diff;
	bool list_files, statistics, quiet, verbose, help;
};

/* Fills ARGUMENTS. False after a complaint. */
bool lint_arguments_parse(struct lint_arguments *arguments, int argc, char **argv);
void lint_arguments_finish(struct lint_arguments *arguments);

/* Turns --select, --ignore and --level into levels: the longest name of a rule wins, --ignore wins
 * a tie. False after a complaint. */
bool lint_arguments_levels(struct lint_arguments *arguments);

/* --zone, --policy, --cert and --named-conf, for the table of options. */
bool lint_take_zone(void *target, const char *value);
bool lint_take_policy(void *target, const char *value);
bool lint_take_cert(void *target, const char *value);
bool lint_take_named_conf(void *target, const char *value);

/* Prints the options. */
void lint_arguments_usage(void);

/* Reads a point in time: RFC 3339, or seconds since the epoch. */
bool time_parse(const char *text, int64_t *seconds);

#endif
