/* Options: the table, suggestions, and points in time. The program's own files are included,
 * because only the library is linked. */
#include "tests/unit/unit.h"

#include "cmd/options.c"
#include "cmd/suggest.c"
#include "cmd/time.c"

#include <stdarg.h>
#include <string.h>

static char complaint[512];

void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(complaint, sizeof complaint, format, args);
	va_end(args);
}

static char taken[256];

static bool take(void *target, const char *value)
{
	(void)target;
	strcat(taken, "<");
	strcat(taken, value);
	strcat(taken, ">");
	return strcmp(value, "refused") != 0;
}

static const struct option_row rows[] = {
	{ "format", 'f', "NAME", "", take },
	{ "quiet", 'q', NULL, "", take },
	{ "select", 0, "LIST", "", take },
};

struct parse_case {
	const char *arguments; /* divided by blanks */
	bool ok;
	const char *taken;
	int operands;
	const char *complaint; /* a part of it */
};

static const struct parse_case parse_cases[] = {
	{ "", true, "", 0, "" },
	{ "-f text a b", true, "<text>", 2, "" },
	{ "a -ftext b --quiet", true, "<text><>", 2, "" },
	{ "--select=mx -q", true, "<mx><>", 0, "" },
	{ "-- --select -q", true, "", 2, "" },
	{ "- -q", true, "<>", 1, "" },
	{ "--sel mx", true, "<mx>", 0, "" },
	{ "--select", false, "", 0, "'--select' needs a value: LIST" },
	{ "-f", false, "", 0, "'--format' needs a value" },
	{ "--selcet mx", false, "", 0, "unknown option '--selcet'; did you mean '--select'?" },
	{ "--selcet=mx", false, "", 0, "unknown option '--selcet'; did you mean '--select'?" },
	{ "--entirely", false, "", 0, "unknown option '--entirely'" },
	{ "-x", false, "", 0, "unknown option '-x'" },
	{ "-qx", false, "<>", 0, "unknown option '-x'" },
	{ "--quiet=1", false, "", 0, "'--quiet' takes no value" },
	{ "-f refused -q", false, "<refused>", 0, "" },
};

static void parse(const struct parse_case *c)
{
	char text[256], *argv[16] = { (char *)"lint" }, *word, *rest = text;
	int argc = 1, first;

	taken[0] = complaint[0] = '\0';
	strcpy(text, c->arguments);
	while ((word = strtok_r(rest, " ", &rest)) != NULL)
		argv[argc++] = word;
	if (options_parse(argc, argv, rows, sizeof rows / sizeof *rows, NULL, &first) != c->ok ||
		strcmp(taken, c->taken) != 0 || (c->ok && argc - first != c->operands) ||
		strstr(complaint, c->complaint) == NULL ||
		(complaint[0] != '\0') != (c->complaint[0] != '\0'))
		fail_msg("'%s': %s %s", c->arguments, taken, complaint);
}

static void arguments(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof parse_cases / sizeof *parse_cases; i++)
		parse(&parse_cases[i]);
}

struct near_case {
	const char *wanted, *best;
};

static const struct near_case near_cases[] = {
	{ "jsn", "json" },
	{ "JSON", "json" },
	{ "jsonll", "jsonl" },
	{ "txt", "text" },
	{ "concsie", "concise" },
	{ "x", "" },
	{ "something", "" },
	{ "", "" },
};

static void suggestions(void **state)
{
	static const char *const words[] = { "text", "concise", "json", "jsonl" };

	(void)state;
	for (size_t i = 0; i < sizeof near_cases / sizeof *near_cases; i++) {
		struct suggestion near;

		suggest_init(&near, near_cases[i].wanted);
		for (size_t j = 0; j < sizeof words / sizeof *words; j++)
			suggest_offer(&near, words[j]);
		if (strcmp(near.best, near_cases[i].best) != 0)
			fail_msg("'%s': '%s'", near_cases[i].wanted, near.best);
	}
}

struct time_case {
	const char *text;
	bool ok;
	int64_t seconds;
};

static const struct time_case time_cases[] = {
	{ "0", true, 0 },
	{ "1767225600", true, 1767225600 },
	{ "1970-01-01T00:00:00Z", true, 0 },
	{ "2026-01-01T00:00:00Z", true, 1767225600 },
	{ "2026-01-01t01:30:00.5+01:30", true, 1767225600 },
	{ "2025-12-31T19:00:00-05:00", true, 1767225600 },
	{ "2024-02-29T12:34:56Z", true, 1709210096 },
	{ "2000-02-29T00:00:00Z", true, 951782400 },
	{ "2025-02-29T00:00:00Z", false, 0 },
	{ "2100-02-29T00:00:00Z", false, 0 },
	{ "2026-13-01T00:00:00Z", false, 0 },
	{ "2026-01-01T24:00:00Z", false, 0 },
	{ "2026-01-01T00:00:00", false, 0 },
	{ "2026-01-01", false, 0 },
	{ "2026-01-01T00:00:00Zx", false, 0 },
	{ "now", false, 0 },
	{ "-1", false, 0 },
	{ "", false, 0 },
};

static void times(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof time_cases / sizeof *time_cases; i++) {
		int64_t seconds = 0;

		if (time_parse(time_cases[i].text, &seconds) != time_cases[i].ok ||
			(time_cases[i].ok && seconds != time_cases[i].seconds))
			fail_msg("%s: %lld", time_cases[i].text, (long long)seconds);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments),
		cmocka_unit_test(suggestions),
		cmocka_unit_test(times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
