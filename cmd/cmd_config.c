#include "cmd/command.h"

#include "cmd/configuration.h"
#include "cmd/options.h"
#include "lint/config/schema.h"

#include <stdio.h>

struct config_arguments {
	const char *config; /* NULL: looked for */
	bool isolated, schema, help;
};

static bool take_config(void *target, const char *value)
{
	((struct config_arguments *)target)->config = value;
	return true;
}

static bool take_isolated(void *target, const char *value)
{
	(void)value;
	((struct config_arguments *)target)->isolated = true;
	return true;
}

static bool take_schema(void *target, const char *value)
{
	(void)value;
	((struct config_arguments *)target)->schema = true;
	return true;
}

static bool take_help(void *target, const char *value)
{
	(void)value;
	((struct config_arguments *)target)->help = true;
	return true;
}

static const struct option_row table[] = {
	{ "config", 'c', "FILE", "instead of the .mtasts.yaml that is found", take_config },
	{ "isolated", 0, NULL, "what holds without a configuration", take_isolated },
	{ "schema", 0, NULL, "print a JSON Schema of the configuration", take_schema },
	{ "help", 'h', NULL, "show this", take_help },
};

enum { ROWS = sizeof table / sizeof *table };

const struct option_list config_option_list = { table, ROWS };

static int show(const struct config_arguments *arguments)
{
	struct config config = { 0 };
	bool ok, found = false;

	ok = arguments->isolated || configuration_read(&config, arguments->config, &found);
	if (ok)
		config_effective_write(found ? &config : NULL, stdout);
	config_finish(&config);
	return ok ? output_status(STATUS_OK) : STATUS_TROUBLE;
}

int cmd_config(int argc, char **argv)
{
	struct config_arguments arguments = { 0 };
	int first;

	if (!options_parse(argc, argv, table, ROWS, &arguments, &first))
		return STATUS_TROUBLE;
	if (arguments.help) {
		command_usage("config");
		putchar('\n');
		options_usage(table, ROWS);
		return output_status(STATUS_OK);
	}
	if (first < argc) {
		complain("config takes no '%s'; -c FILE names a configuration", argv[first]);
		return STATUS_TROUBLE;
	}
	if (arguments.isolated && arguments.config != NULL) {
		complain("--isolated and --config: --isolated uses no configuration");
		return STATUS_TROUBLE;
	}
	if (!arguments.schema)
		return show(&arguments);
	config_schema_write(stdout);
	return output_status(STATUS_OK);
}
