/*
 * options: one table of options drives parsing (getopt_long), the usage text and suggestions.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct option_row {
	const char *name;
	char letter;	      /* short form; 0: none */
	const char *argument; /* what it takes, for people; NULL: nothing */
	const char *help;
	/* Takes the value ("" without argument) into TARGET; false after a complaint. */
	bool (*take)(void *target, const char *value);
};

/* A table, for those who tell of it (completions). */
struct option_list {
	const struct option_row *rows;
	size_t count;
};

/* Parses ARGV by the COUNT rows of TABLE. *FIRST is the first operand (argv is permuted). False
 * after a complaint. */
bool options_parse(int argc, char **argv, const struct option_row *table, size_t count,
	void *target, int *first);

/* The index of VALUE among COUNT WORDS; -1 after a complaint about OPTION, which lists them. */
int options_word(const char *option, const char *const *words, size_t count, const char *value);

/* Prints the options, one a line, to standard output. */
void options_usage(const struct option_row *table, size_t count);

#endif
