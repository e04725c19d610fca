/*
 * command: the subcommands. A command gets its own name as argv[0] and returns the exit status.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "cmd/options.h"

enum status {
	STATUS_OK,
	STATUS_FINDINGS,
	STATUS_TROUBLE, /* usage, configuration, input or output; wins over findings */
};

struct command {
	const char *name;
	const char *arguments; /* for the usage line */
	const char *summary;
	int (*run)(int argc, char **argv);
	const struct option_list *options;
};

extern const struct command commands[];
extern const size_t command_count;

int cmd_lint(int argc, char **argv);
int cmd_gen(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_config(int argc, char **argv);
int cmd_completion(int argc, char **argv);
int cmd_help(int argc, char **argv);

extern const struct option_list lint_option_list, gen_option_list, rules_option_list,
	config_option_list, completion_option_list, help_option_list;

/* The command of that name; NULL after a complaint when there is none. */
const struct command *command_find(const char *name);

/* The line "usage: mtasts NAME ARGUMENTS" of the running command, to standard output. */
void command_usage(const char *name);

/* One line on standard error: "mtasts: ...", what comes from outside escaped. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends the output: false after a complaint when something of it was not written. */
int output_status(int status);

#endif
