#include "cmd/command.h"

#include "cmd/suggest.h"
#include "lint/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const struct command commands[] = {
	{ "lint", "[OPTION]... [PATH]...", "judge zones and policies", cmd_lint,
		&lint_option_list },
	{ "gen", "[OPTION]... [DOMAIN]...",
		"write a correct record and policy, and what serves them", cmd_gen,
		&gen_option_list },
	{ "rules", "[SLUG|PREFIX]", "list the rules, or explain one", cmd_rules,
		&rules_option_list },
	{ "config", "[--schema]", "print the configuration in effect, or its JSON Schema",
		cmd_config, &config_option_list },
	{ "completion", "bash|zsh|fish", "print what completes these commands in a shell",
		cmd_completion, &completion_option_list },
	{ "help", "[COMMAND]", "print the manual of a command", cmd_help, &help_option_list },
};
const size_t command_count = sizeof commands / sizeof *commands;

/* Escapes all but the line's own text; the message is one line. */
void complain(const char *format, ...)
{
	struct buf buf = { 0 };
	char text[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	text_escape(&buf, str_c(text));
	fprintf(stderr, "mtasts: %.*s\n", (int)buf.len, buf.ptr);
	buf_finish(&buf);
}

int output_status(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	complain("standard output: %s", strerror(errno));
	return STATUS_TROUBLE;
}

const struct command *command_find(const char *name)
{
	struct suggestion near;
	char text[300];

	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	if (name[0] == '-') {
		complain("unknown option '%s'; 'mtasts --help' lists the commands", name);
		return NULL;
	}
	suggest_init(&near, name);
	for (size_t i = 0; i < command_count; i++)
		suggest_offer(&near, commands[i].name);
	complain("unknown command '%s'%s", name,
		suggest_or(&near, text, sizeof text, "mtasts --help"));
	return NULL;
}

void command_usage(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].name, name) == 0)
			printf("usage: mtasts %s %s\n\n%s; 'mtasts help %s' says more\n",
				commands[i].name, commands[i].arguments, commands[i].summary,
				commands[i].name);
}

/* A file opened later must not take the number of a closed standard stream. */
static void hold_standard_streams(void)
{
	for (int i = 0; i <= 2; i++)
		if (fcntl(i, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			_exit(STATUS_TROUBLE);
}

static int version(void)
{
	printf("mtasts %s\n", VERSION);
	return output_status(STATUS_OK);
}

int main(int argc, char **argv)
{
	const struct command *command;
	static char help[] = "help";
	char *overview[] = { help, NULL };

	hold_standard_streams();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		complain("no command; 'mtasts --help' lists them");
		return STATUS_TROUBLE;
	}
	if (strcmp(argv[1], "--version") == 0)
		return version();
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return cmd_help(1, overview);
	command = command_find(argv[1]);
	return command == NULL ? STATUS_TROUBLE : command->run(argc - 1, argv + 1);
}
