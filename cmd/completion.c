#include "cmd/completion.h"

#include "gen/gen.h"
#include "lint/diag/rule.h"
#include "lint/report/report.h"

#include <stdio.h>
#include <string.h>

static const char *const set_names[WORDS_COUNT] = {
	[WORDS_NONE] = "none",
	[WORDS_FILE] = "file",
	[WORDS_DIR] = "dir",
	[WORDS_COMMANDS] = "commands",
	[WORDS_SHELLS] = "shells",
	[WORDS_SLUGS] = "slugs",
	[WORDS_SELECTORS] = "selectors",
	[WORDS_LEVELS] = "levels",
	[WORDS_FAIL_ON] = "fail-on",
	[WORDS_PROFILES] = "profiles",
	[WORDS_COLORS] = "colors",
	[WORDS_FORMATS] = "formats",
	[WORDS_MODES] = "modes",
	[WORDS_TARGETS] = "targets",
	[WORDS_IDS] = "ids",
	[WORDS_EOLS] = "eols",
};

/* The sets that no table holds. */
static const char *const fixed_words[WORDS_COUNT] = {
	[WORDS_SHELLS] = "bash zsh fish",
	[WORDS_LEVELS] = "error warning info off",
	[WORDS_FAIL_ON] = "error warning info never",
	[WORDS_PROFILES] = "default relaxed strict",
	[WORDS_COLORS] = "auto always never",
	[WORDS_MODES] = "testing enforce none",
	[WORDS_IDS] = "sha256 timestamp",
	[WORDS_EOLS] = "crlf lf",
};

/* What the word for an argument does not tell. COMMAND NULL: of all commands. */
static const struct {
	const char *command, *option; /* "": beside the options */
	struct completion_value value;
} values[] = {
	{ "lint", "", { WORDS_FILE, WORDS_NONE, FORM_ONE } },
	{ "lint", "format", { WORDS_FORMATS, WORDS_FILE, FORM_MAYBE } },
	{ "lint", "select", { WORDS_SELECTORS, WORDS_NONE, FORM_LIST } },
	{ "lint", "ignore", { WORDS_SELECTORS, WORDS_NONE, FORM_LIST } },
	{ "lint", "level", { WORDS_SLUGS, WORDS_LEVELS, FORM_PAIR } },
	{ "lint", "profile", { WORDS_PROFILES, WORDS_NONE, FORM_ONE } },
	{ "lint", "fail-on", { WORDS_FAIL_ON, WORDS_NONE, FORM_ONE } },
	{ "lint", "color", { WORDS_COLORS, WORDS_NONE, FORM_ONE } },
	{ "gen", "mode", { WORDS_MODES, WORDS_NONE, FORM_ONE } },
	{ "gen", "to", { WORDS_TARGETS, WORDS_NONE, FORM_LIST } },
	{ "gen", "id", { WORDS_IDS, WORDS_NONE, FORM_ONE } },
	{ "gen", "eol", { WORDS_EOLS, WORDS_NONE, FORM_ONE } },
	{ "rules", "", { WORDS_SELECTORS, WORDS_NONE, FORM_ONE } },
	{ "completion", "", { WORDS_SHELLS, WORDS_NONE, FORM_ONE } },
	{ "help", "", { WORDS_COMMANDS, WORDS_NONE, FORM_ONE } },
};

static const struct {
	const char *argument;
	struct completion_value value;
} arguments[] = {
	{ "FILE", { WORDS_FILE, WORDS_NONE, FORM_ONE } },
	{ "PATH", { WORDS_FILE, WORDS_NONE, FORM_ONE } },
	{ "DIR", { WORDS_DIR, WORDS_NONE, FORM_ONE } },
	{ "[ORIGIN=]FILE", { WORDS_FILE, WORDS_FILE, FORM_MAYBE } },
	{ "[DOMAIN=]FILE", { WORDS_FILE, WORDS_FILE, FORM_MAYBE } },
	{ "[HOST=]FILE", { WORDS_FILE, WORDS_FILE, FORM_MAYBE } },
};

struct completion_value completion_value(
	const struct command *command, const struct option_row *option)
{
	const char *name = option == NULL ? "" : option->name;

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (strcmp(values[i].command, command->name) == 0 &&
			strcmp(values[i].option, name) == 0)
			return values[i].value;
	for (size_t i = 0; option != NULL && i < sizeof arguments / sizeof *arguments; i++)
		if (strcmp(arguments[i].argument, option->argument) == 0)
			return arguments[i].value;
	return (struct completion_value){ WORDS_NONE, WORDS_NONE, FORM_ONE };
}

const char *completion_set_name(enum word_set set)
{
	return set_names[set];
}

const char *completion_form_name(enum value_form form)
{
	static const char *const names[] = { "one", "list", "pair", "maybe" };

	return names[form];
}

static void put_word(const char *word, size_t len)
{
	printf("%.*s ", (int)len, word);
}

/* The slugs, which are sorted, each group before its first. */
static void put_rules(bool groups)
{
	for (size_t i = 0; i < RULE_COUNT; i++) {
		size_t group = strcspn(rules[i].slug, "-");

		if (groups && (i == 0 || strncmp(rules[i - 1].slug, rules[i].slug, group + 1) != 0))
			put_word(rules[i].slug, group);
		put_word(rules[i].slug, strlen(rules[i].slug));
	}
}

void completion_put_words(enum word_set set)
{
	if (fixed_words[set] != NULL)
		fputs(fixed_words[set], stdout);
	if (set == WORDS_SLUGS || set == WORDS_SELECTORS)
		put_rules(set == WORDS_SELECTORS);
	for (size_t i = 0; set == WORDS_COMMANDS && i < command_count; i++)
		put_word(commands[i].name, strlen(commands[i].name));
	for (size_t i = 0; set == WORDS_FORMATS && i < report_format_count; i++)
		put_word(report_formats[i].name, strlen(report_formats[i].name));
	for (size_t i = 0; set == WORDS_TARGETS && i < gen_target_count; i++)
		put_word(gen_targets[i].name, strlen(gen_targets[i].name));
}

void completion_put_escaped(const char *text, const char *special)
{
	for (; *text != '\0'; text++) {
		if (strchr(special, *text) != NULL)
			putchar('\\');
		putchar(*text);
	}
}

void completion_put_word_function(void)
{
	puts("_mtasts_words() {\n\tcase $1 in");
	for (enum word_set set = WORDS_COMMANDS; set < WORDS_COUNT; set++) {
		printf("\t%s) echo '", set_names[set]);
		completion_put_words(set);
		puts("' ;;");
	}
	puts("\tesac\n}\n");
}
