/*
 * completion: what a shell offers when somebody presses TAB, from the tables of commands, options,
 * rules, formats and targets. A shell has one function here that writes its script.
 */
#ifndef CMD_COMPLETION_H
#define CMD_COMPLETION_H

#include "cmd/command.h"

enum word_set {
	WORDS_NONE, /* nobody can know: a time, a host */
	WORDS_FILE,
	WORDS_DIR,
	WORDS_COMMANDS,
	WORDS_SHELLS,
	WORDS_SLUGS,
	WORDS_SELECTORS, /* slugs, and the groups that they begin with */
	WORDS_LEVELS,
	WORDS_FAIL_ON,
	WORDS_PROFILES,
	WORDS_COLORS,
	WORDS_FORMATS,
	WORDS_MODES,
	WORDS_TARGETS,
	WORDS_IDS,
	WORDS_EOLS,
	WORDS_COUNT,
};

enum value_form {
	FORM_ONE,
	FORM_LIST,  /* FIRST,FIRST... */
	FORM_PAIR,  /* FIRST=AFTER */
	FORM_MAYBE, /* FIRST or ...=AFTER */
};

/* What an option takes, or what a command takes beside its options. */
struct completion_value {
	enum word_set first, after;
	enum value_form form;
};

/* OPTION NULL: what COMMAND takes beside its options. */
struct completion_value completion_value(
	const struct command *command, const struct option_row *option);

/* The name of SET, and of FORM, in the scripts. */
const char *completion_set_name(enum word_set set);
const char *completion_form_name(enum value_form form);

/* Prints the words of SET with a blank between. */
void completion_put_words(enum word_set set);

/* Prints TEXT with a backslash before each byte that is in SPECIAL. */
void completion_put_escaped(const char *text, const char *special);

/* Prints the function _mtasts_words SET, which bash and zsh both read. */
void completion_put_word_function(void);

void completion_bash(void);
void completion_zsh(void);
void completion_fish(void);

#endif
