#include "cmd/command.h"

#include "cmd/completion.h"
#include "cmd/suggest.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	void (*write)(void);
} shells[] = {
	{ "bash", completion_bash },
	{ "zsh", completion_zsh },
	{ "fish", completion_fish },
};
enum { SHELLS = sizeof shells / sizeof *shells };

static bool take_help(void *target, const char *value)
{
	(void)value;
	*(bool *)target = true;
	return true;
}

static const struct option_row table[] = {
	{ "help", 'h', NULL, "show this", take_help },
};

const struct option_list completion_option_list = { table, sizeof table / sizeof *table };

static int complain_unknown(const char *name)
{
	struct suggestion near;
	char text[300];

	suggest_init(&near, name);
	for (size_t i = 0; i < SHELLS; i++)
		suggest_offer(&near, shells[i].name);
	complain("completion: unknown shell '%s'%s; there are bash, zsh and fish", name,
		suggest_text(&near, text, sizeof text));
	return STATUS_TROUBLE;
}

int cmd_completion(int argc, char **argv)
{
	bool help = false;
	int first;

	if (!options_parse(argc, argv, table, sizeof table / sizeof *table, &help, &first))
		return STATUS_TROUBLE;
	if (help) {
		command_usage("completion");
		return output_status(STATUS_OK);
	}
	if (argc - first != 1) {
		complain("completion takes one shell: bash, zsh or fish");
		return STATUS_TROUBLE;
	}
	for (size_t i = 0; i < SHELLS; i++)
		if (strcmp(shells[i].name, argv[first]) == 0) {
			shells[i].write();
			return output_status(STATUS_OK);
		}
	return complain_unknown(argv[first]);
}
