#include "cmd/completion.h"

#include <stdio.h>

static const char code[] = "# Offers the words of SET; what follows are options of compadd.\n"
			   "_mtasts_offer() {\n"
			   "\tlocal set=$1\n"
			   "\tshift\n"
			   "\tcase $set in\n"
			   "\tnone) ;;\n"
			   "\tfile) _files ;;\n"
			   "\tdir) _files -/ ;;\n"
			   "\t*) compadd \"$@\" -- ${=\"$(_mtasts_words $set)\"} ;;\n"
			   "\tesac\n"
			   "}\n\n"
			   "# FIRST AFTER FORM: the value of an option.\n"
			   "_mtasts_value() {\n"
			   "\tif [[ $3 == list ]]; then\n"
			   "\t\tcompset -P '*,'\n"
			   "\t\t_mtasts_offer $1 -S ''\n"
			   "\telif [[ $3 != one ]] && compset -P '*='; then\n"
			   "\t\t_mtasts_offer $2\n"
			   "\telif [[ $3 == pair ]]; then\n"
			   "\t\t_mtasts_offer $1 -S '='\n"
			   "\telse\n"
			   "\t\t_mtasts_offer $1\n"
			   "\tfi\n"
			   "}\n";

/* TEXT within single quotes and brackets, or before a colon. */
static void put_text(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '\'')
			fputs("'\\''", stdout);
		else
			completion_put_escaped((char[]){ *text, '\0' }, "[]:\\");
}

static void put_value(const struct command *command, const struct option_row *option)
{
	struct completion_value value = completion_value(command, option);

	fputs(":", stdout);
	put_text(option == NULL ? "argument" : option->argument);
	printf(": _mtasts_value %s %s %s'", completion_set_name(value.first),
		completion_set_name(value.after), completion_form_name(value.form));
}

static void put_option(const struct command *command, const struct option_row *option)
{
	const char *plus = option->argument == NULL ? "" : "+",
		   *equals = option->argument == NULL ? "" : "=";

	if (option->letter != 0)
		printf(" \\\n\t\t'*'{-%c%s,--%s%s}'[", option->letter, plus, option->name, equals);
	else
		printf(" \\\n\t\t'*--%s%s[", option->name, equals);
	put_text(option->help);
	putchar(']');
	if (option->argument == NULL)
		putchar('\'');
	else
		put_value(command, option);
}

static void put_command(const struct command *command)
{
	printf("\t%s) _arguments -s", command->name);
	for (size_t i = 0; i < command->options->count; i++)
		put_option(command, &command->options->rows[i]);
	fputs(" \\\n\t\t'*", stdout);
	put_value(command, NULL);
	puts(" ;;");
}

static void put_commands(void)
{
	puts("\n_mtasts() {\n\tlocal command=$words[2]\n\tif ((CURRENT == 2)); then\n"
	     "\t\tlocal -a commands=(");
	for (size_t i = 0; i < command_count; i++) {
		printf("\t\t\t'%s:", commands[i].name);
		put_text(commands[i].summary);
		puts("'");
	}
	puts("\t\t)\n\t\t_describe command commands\n\t\treturn\n\tfi\n"
	     "\tshift words\n\t((CURRENT--))\n\tcase $command in");
	for (size_t i = 0; i < command_count; i++)
		put_command(&commands[i]);
	puts("\tesac\n}\n");
}

void completion_zsh(void)
{
	puts("#compdef mtasts\n# Completion of mtasts for zsh, made by 'mtasts completion zsh'.\n");
	completion_put_word_function();
	fputs(code, stdout);
	put_commands();
	puts("if [[ $funcstack[1] == _mtasts ]]; then\n\t_mtasts \"$@\"\n"
	     "else\n\tcompdef _mtasts mtasts\nfi");
}
