#include "cmd/completion.h"

#include <stdio.h>

static void put_option_names(const struct option_list *options)
{
	for (size_t i = 0; i < options->count; i++)
		printf("--%s ", options->rows[i].name);
}

static void put_options(void)
{
	puts("_mtasts_options() {\n\tcase $1 in");
	for (size_t i = 0; i < command_count; i++) {
		printf("\t%s) echo '", commands[i].name);
		put_option_names(commands[i].options);
		puts("' ;;");
	}
	puts("\tesac\n}\n");
}

static void put_value(const struct command *command, const struct option_row *option)
{
	struct completion_value value = completion_value(command, option);

	printf("\t%s:", command->name);
	if (option != NULL)
		printf("--%s", option->name);
	if (option != NULL && option->letter != 0)
		printf(" | %s:-%c", command->name, option->letter);
	printf(") echo '%s %s %s' ;;\n", completion_set_name(value.first),
		completion_set_name(value.after), completion_form_name(value.form));
}

static void put_values(void)
{
	puts("# What an option takes, or a command beside its options: FIRST AFTER FORM.\n"
	     "_mtasts_value() {\n\tcase $1:$2 in");
	for (size_t i = 0; i < command_count; i++) {
		const struct option_list *options = commands[i].options;

		put_value(&commands[i], NULL);
		for (size_t j = 0; j < options->count; j++)
			if (options->rows[j].argument != NULL)
				put_value(&commands[i], &options->rows[j]);
	}
	puts("\tesac\n}\n");
}

/* Bash breaks words at '=', and replaces only what stands behind it. */
static const char code
	[] = "# Offers of SET what begins with TEXT, with BEFORE and BEHIND around it.\n"
	     "_mtasts_offer() {\n"
	     "\tlocal set=$1 text=$2 before=$3 behind=$4\n"
	     "\tcase $set in\n"
	     "\tnone) ;;\n"
	     "\tfile | dir)\n"
	     "\t\tcompopt -o filenames 2>/dev/null\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -A \"${set/dir/directory}\" -- \"$text\")\n"
	     "\t\t;;\n"
	     "\t*)\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -W \"$(_mtasts_words \"$set\")\" \\\n"
	     "\t\t\t-P \"$before\" -S \"$behind\" -- \"$text\")\n"
	     "\t\t;;\n"
	     "\tesac\n"
	     "}\n\n"
	     "# The value TEXT of OPTION, or beside the options of COMMAND.\n"
	     "_mtasts_complete() {\n"
	     "\tlocal command=$1 option=$2 text=$3 first after form before=\n"
	     "\tread -r first after form <<<\"$(_mtasts_value \"$command\" \"$option\")\"\n"
	     "\tif [[ -z $first ]]; then\n"
	     "\t\tread -r first after form <<<\"$(_mtasts_value \"$command\" '')\"\n"
	     "\tfi\n"
	     "\tif [[ $form == list ]]; then\n"
	     "\t\tbefore=${text%\"${text##*,}\"}\n"
	     "\t\tcompopt -o nospace 2>/dev/null\n"
	     "\t\t_mtasts_offer \"$first\" \"${text##*,}\" \"$before\" ''\n"
	     "\telif [[ $form != one && $text == *=* ]]; then\n"
	     "\t\t_mtasts_offer \"$after\" \"${text#*=}\" '' ''\n"
	     "\telif [[ $form == pair ]]; then\n"
	     "\t\tcompopt -o nospace 2>/dev/null\n"
	     "\t\t_mtasts_offer \"$first\" \"$text\" '' =\n"
	     "\telse\n"
	     "\t\t_mtasts_offer \"$first\" \"$text\" '' ''\n"
	     "\tfi\n"
	     "}\n\n"
	     "_mtasts() {\n"
	     "\tlocal -a words=()\n"
	     "\tlocal i word text option=\n"
	     "\tfor ((i = 1; i <= COMP_CWORD; i++)); do\n"
	     "\t\tword=${COMP_WORDS[i]}\n"
	     "\t\tif [[ ${#words[@]} -gt 0 && ($word == = || ${COMP_WORDS[i - 1]} == =) ]]; then\n"
	     "\t\t\twords[${#words[@]} - 1]+=$word\n"
	     "\t\telse\n"
	     "\t\t\twords+=(\"$word\")\n"
	     "\t\tfi\n"
	     "\tdone\n"
	     "\tCOMPREPLY=()\n"
	     "\ttext=${words[${#words[@]} - 1]}\n"
	     "\tif ((${#words[@]} == 1)); then\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -W \"$(_mtasts_words commands) --help "
	     "--version\" \\\n"
	     "\t\t\t-- \"$text\")\n"
	     "\t\treturn\n"
	     "\tfi\n"
	     "\tif ((${#words[@]} > 2)); then\n"
	     "\t\toption=${words[${#words[@]} - 2]}\n"
	     "\tfi\n"
	     "\tif [[ $text == --*=* ]]; then\n"
	     "\t\t_mtasts_complete \"${words[0]}\" \"${text%%=*}\" \"${text#*=}\"\n"
	     "\telif [[ $text == -* ]]; then\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -W \"$(_mtasts_options \"${words[0]}\")\" -- "
	     "\"$text\")\n"
	     "\telse\n"
	     "\t\t_mtasts_complete \"${words[0]}\" \"$option\" \"$text\"\n"
	     "\tfi\n"
	     "}\n\n"
	     "complete -F _mtasts mtasts\n";

void completion_bash(void)
{
	puts("# Completion of mtasts for bash, made by 'mtasts completion bash'.\n");
	completion_put_word_function();
	put_options();
	put_values();
	fputs(code, stdout);
}
