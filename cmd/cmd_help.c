#include "cmd/command.h"

#include <stdio.h>
#include <string.h>

const struct option_list help_option_list = { NULL, 0 };

int cmd_help(int argc, char **argv)
{
	static char option[] = "--help";
	const struct command *command;
	char *forward[] = { NULL, option, NULL };

	if (argc > 2) {
		complain("help takes one command");
		return STATUS_TROUBLE;
	}
	if (argc == 2 && strcmp(argv[1], "-h") != 0 && strcmp(argv[1], "--help") != 0) {
		command = command_find(argv[1]);
		if (command == NULL)
			return STATUS_TROUBLE;
		if (command->run != cmd_help) {
			forward[0] = argv[1];
			return command->run(2, forward);
		}
	}
	puts("usage: mtasts COMMAND [OPTION]...\n\n"
	     "checks MTA-STS (RFC 8461) and SMTP TLS reporting (RFC 8460), offline\n");
	for (size_t i = 0; i < command_count; i++)
		printf("  %-10s %-24s %s\n", commands[i].name, commands[i].arguments,
			commands[i].summary);
	puts("\n  --version, --help\n\n'mtasts help COMMAND' lists the options of a command.");
	return output_status(STATUS_OK);
}
