#include "cmd/command.h"

#include "lint/diag/manual.h"

#include <stdio.h>
#include <string.h>

const struct option_list help_option_list = { NULL, 0 };

static const struct manual_line manuals[] = {
#define ROW(command, line) { command, line },
#include "cmd/help.inc"
#undef ROW
	{ NULL, NULL },
};

static void put_overview(void)
{
	puts("usage: mtasts COMMAND [OPTION]...\n\n"
	     "checks MTA-STS (RFC 8461) and SMTP TLS reporting (RFC 8460), offline\n");
	for (size_t i = 0; i < command_count; i++)
		printf("  %-10s %-24s %s\n", commands[i].name, commands[i].arguments,
			commands[i].summary);
	puts("\n  --version, --help\n\n'mtasts COMMAND --help' lists the options of a command, "
	     "'mtasts help COMMAND' prints its\nmanual, 'mtasts rules RULE' that of a rule.");
}

static void put_manual(const struct command *command)
{
	struct buf text = { 0 };

	printf("usage: mtasts %s %s\n\n%s\n\n", command->name, command->arguments,
		command->summary);
	manual_text(&text, manuals, command->name);
	fwrite(text.ptr, 1, text.len, stdout);
	buf_finish(&text);
}

int cmd_help(int argc, char **argv)
{
	const struct command *command = NULL;

	if (argc > 2) {
		complain("help takes one command");
		return STATUS_TROUBLE;
	}
	if (argc == 2 && strcmp(argv[1], "-h") != 0 && strcmp(argv[1], "--help") != 0) {
		command = command_find(argv[1]);
		if (command == NULL)
			return STATUS_TROUBLE;
	}
	if (command == NULL || command->run == cmd_help)
		put_overview();
	else
		put_manual(command);
	return output_status(STATUS_OK);
}
