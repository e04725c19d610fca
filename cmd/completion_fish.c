#include "cmd/completion.h"

#include <stdio.h>

static const char
	code[] = "function __mtasts_is --description 'the command is one of these'\n"
		 "\tset -l tokens (commandline -opc)\n"
		 "\ttest (count $tokens) -gt 1; and contains -- $tokens[2] $argv\n"
		 "end\n\n"
		 "function __mtasts_none --description 'there is no command yet'\n"
		 "\ttest (count (commandline -opc)) -eq 1\n"
		 "end\n\n"
		 "function __mtasts_offer --argument-names set before text behind\n"
		 "\tif test $set = file\n"
		 "\t\tfor file in $text*\n"
		 "\t\t\ttest -d $file; and set file $file/\n"
		 "\t\t\techo $before$file\n"
		 "\t\tend\n"
		 "\telse\n"
		 "\t\tfor word in (__mtasts_words $set)\n"
		 "\t\t\techo $before$word$behind\n"
		 "\t\tend\n"
		 "\tend\n"
		 "end\n\n"
		 "# What an option takes: FIRST, AFTER and FORM.\n"
		 "function __mtasts_value --argument-names first after form\n"
		 "\tset -l text (commandline -ct | string replace -r -- '^(--[a-z-]+=|-[cf])' '')\n"
		 "\tset -l before (string match -r -- '^[^=]*=' $text)\n"
		 "\tif test $form = list\n"
		 "\t\t__mtasts_offer $first (string match -r -- '^.*,' $text; or echo '') '' ''\n"
		 "\telse if test -n \"$before\"\n"
		 "\t\t__mtasts_offer $after $before (string replace -r -- '^[^=]*=' '' $text) ''\n"
		 "\telse if test $form = pair\n"
		 "\t\t__mtasts_offer $first '' '' =\n"
		 "\telse\n"
		 "\t\t__mtasts_offer $first '' '' ''\n"
		 "\tend\n"
		 "end\n";

static void put_words(void)
{
	puts("function __mtasts_words\n\tswitch $argv[1]");
	for (enum word_set set = WORDS_COMMANDS; set < WORDS_COUNT; set++) {
		printf("\t\tcase %s\n\t\t\tstring split -n ' ' -- '", completion_set_name(set));
		completion_put_words(set);
		puts("'");
	}
	puts("\tend\nend\n");
}

/* Files are fish's own business, also those behind '='. */
static void put_value(struct completion_value value)
{
	if (value.first == WORDS_FILE)
		fputs(" -r -F", stdout);
	else if (value.first == WORDS_DIR)
		fputs(" -x -a '(__fish_complete_directories)'", stdout);
	else if (value.first == WORDS_NONE)
		fputs(" -x", stdout);
	else
		printf(" -x -a '(__mtasts_value %s %s %s)'", completion_set_name(value.first),
			completion_set_name(value.after), completion_form_name(value.form));
}

static void put_description(const char *text)
{
	fputs(" -d '", stdout);
	completion_put_escaped(text, "'\\");
	puts("'");
}

static void put_command(const struct command *command)
{
	struct completion_value value = completion_value(command, NULL);

	printf("\ncomplete -c mtasts -n __mtasts_none -f -a %s", command->name);
	put_description(command->summary);
	if (value.first == WORDS_FILE)
		printf("complete -c mtasts -n '__mtasts_is %s' -F\n", command->name);
	else if (value.first != WORDS_NONE)
		printf("complete -c mtasts -n '__mtasts_is %s' -a '(__mtasts_words %s)'\n",
			command->name, completion_set_name(value.first));
	for (size_t i = 0; i < command->options->count; i++) {
		const struct option_row *row = &command->options->rows[i];

		printf("complete -c mtasts -n '__mtasts_is %s' -l %s", command->name, row->name);
		if (row->letter != 0)
			printf(" -s %c", row->letter);
		if (row->argument != NULL)
			put_value(completion_value(command, row));
		put_description(row->help);
	}
}

void completion_fish(void)
{
	puts("# Completion of mtasts for fish, made by 'mtasts completion fish'.\n");
	put_words();
	fputs(code, stdout);
	puts("\ncomplete -c mtasts -f\ncomplete -c mtasts -n __mtasts_none -l help -l version");
	for (size_t i = 0; i < command_count; i++)
		put_command(&commands[i]);
}
