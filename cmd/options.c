#include "cmd/options.h"

#include "cmd/command.h"
#include "cmd/suggest.h"
#include "lint/base/buf.h"
#include "lint/base/memory.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

/* getopt_long() returns the row's number and this. */
enum { FIRST_VALUE = 256 };

static struct option *long_options(const struct option_row *table, size_t count)
{
	struct option *result = memory_alloc(count + 1, sizeof *result);

	for (size_t i = 0; i < count; i++)
		result[i] = (struct option){
			.name = table[i].name,
			.has_arg = table[i].argument == NULL ? no_argument : required_argument,
			.val = FIRST_VALUE + (int)i,
		};
	return result;
}

static void short_options(const struct option_row *table, size_t count, char *out)
{
	*out++ = ':';
	for (size_t i = 0; i < count; i++) {
		if (table[i].letter == 0)
			continue;
		*out++ = table[i].letter;
		if (table[i].argument != NULL)
			*out++ = ':';
	}
	*out = '\0';
}

static const struct option_row *row_of(const struct option_row *table, size_t count, int value)
{
	for (size_t i = 0; i < count; i++)
		if (value == FIRST_VALUE + (int)i ||
			(table[i].letter != 0 && value == table[i].letter))
			return &table[i];
	return NULL;
}

static const char *separator(size_t i, size_t count)
{
	return i == 0 ? "" : i + 1 == count ? " or " : ", ";
}

/* NAME, with its hyphens, begins several options. False when it does not. */
static bool complain_ambiguous(const struct option_row *table, size_t count, const char *name)
{
	struct str begin = str_c(name + strspn(name, "-"));
	struct buf list = { 0 };
	size_t found = 0, put = 0;

	for (size_t i = 0; i < count; i++)
		found += str_starts(str_c(table[i].name), begin);
	for (size_t i = 0; i < count; i++)
		if (str_starts(str_c(table[i].name), begin))
			buf_printf(&list, "%s--%s", separator(put++, found), table[i].name);
	if (found > 1)
		complain("option '%s' is ambiguous: %.*s", name, (int)list.len, list.ptr);
	buf_finish(&list);
	return found > 1;
}

static bool complain_unknown(const struct option_row *table, size_t count, const char *word)
{
	size_t len = strcspn(word, "=");
	char name[64], text[300];
	struct suggestion near;

	if (optopt != 0 && optopt < FIRST_VALUE && strncmp(word, "--", 2) != 0) {
		complain("unknown option '-%c'", optopt);
		return false;
	}
	if (optopt >= FIRST_VALUE) {
		complain("option '--%s' takes no value", table[optopt - FIRST_VALUE].name);
		return false;
	}
	snprintf(name, sizeof name, "%.*s", len < sizeof name ? (int)len : (int)sizeof name - 1,
		word);
	if (complain_ambiguous(table, count, name))
		return false;
	suggest_init(&near, name + strspn(name, "-"));
	for (size_t i = 0; i < count; i++)
		suggest_offer(&near, table[i].name);
	if (near.best[0] != '\0')
		snprintf(text, sizeof text, "; did you mean '--%s'?", near.best);
	complain("unknown option '%s'%s", name, near.best[0] != '\0' ? text : "");
	return false;
}

static bool complain_missing(const struct option_row *table, size_t count, int value)
{
	const struct option_row *row = row_of(table, count, value);

	complain("option '--%s' needs a value: %s", row->name, row->argument);
	return false;
}

static bool take_all(int argc, char **argv, const struct option_row *table, size_t count,
	void *target, const char *letters, const struct option *names)
{
	int value;

	optind = 0;
	opterr = 0;
	while ((value = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		const struct option_row *row;

		if (value == '?')
			return complain_unknown(table, count, argv[optind - 1]);
		if (value == ':')
			return complain_missing(table, count, optopt);
		row = row_of(table, count, value);
		if (!row->take(target, row->argument == NULL ? "" : optarg))
			return false;
	}
	return true;
}

bool options_parse(int argc, char **argv, const struct option_row *table, size_t count,
	void *target, int *first)
{
	struct option *names = long_options(table, count);
	char *letters = memory_alloc(count * 2 + 2, 1);
	bool ok;

	short_options(table, count, letters);
	ok = take_all(argc, argv, table, count, target, letters, names);
	*first = optind;
	free(letters);
	free(names);
	return ok;
}

int options_word(const char *option, const char *const *words, size_t count, const char *value)
{
	struct suggestion near;
	struct buf list = { 0 };
	char text[300];

	suggest_init(&near, value);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(words[i], value) == 0) {
			buf_finish(&list);
			return (int)i;
		}
		suggest_offer(&near, words[i]);
		buf_printf(&list, "%s%s", separator(i, count), words[i]);
	}
	complain("%s: '%s' is not %.*s%s", option, value, (int)list.len, list.ptr,
		suggest_text(&near, text, sizeof text));
	buf_finish(&list);
	return -1;
}

void options_usage(const struct option_row *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = &table[i];
		char letter[] = { '-', row->letter, ',', '\0' };
		char left[64];

		snprintf(left, sizeof left, "%3s --%s%s%s", row->letter == 0 ? "" : letter,
			row->name, row->argument == NULL ? "" : " ",
			row->argument == NULL ? "" : row->argument);
		printf("  %-32s %s\n", left, row->help);
	}
}
