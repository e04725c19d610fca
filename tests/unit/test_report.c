/* Reports: line and column of places, and the lines that are shown. */
#include "tests/unit/unit.h"

#include "lint/base/text.h"
#include "lint/report/place.h"
#include "lint/report/snippet.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct levels levels;

/* A source that holds TEXT. */
static uint32_t source_of(struct sources *sources, struct str text)
{
	FILE *file = tmpfile();
	uint32_t index;
	int descriptor;

	assert_non_null(file);
	assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
	rewind(file);
	assert_int_equal(sources_add_pipe(sources, fileno(file), "<test>", &index), SOURCE_OK);
	fclose(file);
	/* As reading does: notes the size. */
	assert_int_equal(source_open(sources, index, &descriptor), SOURCE_OK);
	close(descriptor);
	return index;
}

struct place_case {
	struct str text;
	uint64_t offset;
	uint64_t line, column, line_start;
};

static const struct place_case place_cases[] = {
	{ STR_INIT(""), 0, 1, 1, 0 },
	{ STR_INIT("ab"), 2, 1, 3, 0 },
	{ STR_INIT("ab\ncd"), 2, 1, 3, 0 },
	{ STR_INIT("ab\ncd"), 3, 2, 1, 3 },
	{ STR_INIT("ab\r\ncd"), 3, 1, 4, 0 },
	{ STR_INIT("ab\r\ncd"), 5, 2, 2, 4 },
	{ STR_INIT("\n\n\n"), 3, 4, 1, 3 },
	{ STR_INIT("\xc3\xa9x"), 2, 1, 2, 0 },
	{ STR_INIT("\xf0\x9f\x90\xa2x"), 4, 1, 2, 0 },
	/* An ill-formed byte is one character. */
	{ STR_INIT("\xff\xfex"), 2, 1, 3, 0 },
	{ STR_INIT("\xe2\x82x"), 2, 1, 3, 0 },
	{ STR_INIT("\xe2\x82"), 2, 1, 3, 0 },
	{ STR_INIT("\xed\xa0\x80x"), 3, 1, 4, 0 },
	{ STR_INIT("a\tb"), 2, 1, 3, 0 },
	{ STR_INIT("a\0b"), 2, 1, 3, 0 },
	/* Behind the end. */
	{ STR_INIT("ab"), 9, 1, 3, 0 },
};

static void places_are_counted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof place_cases / sizeof *place_cases; i++) {
		const struct place_case *c = &place_cases[i];
		struct sources sources = { 0 };
		struct places places;
		struct diag diag;
		struct span span = { source_of(&sources, c->text), 0, c->offset };

		diag_init(&diag, &levels);
		diag_add(&diag, RULE_POLICY_BLANK_LINE, span, "x");
		places_init(&places, &diag, &sources);
		if (places_finding(&places, 0)->start.line != c->line ||
			places_finding(&places, 0)->start.column != c->column ||
			places_finding(&places, 0)->start.line_start != c->line_start)
			fail_msg("case %zu: %d:%d", i, (int)places_finding(&places, 0)->start.line,
				(int)places_finding(&places, 0)->start.column);
		places_finish(&places);
		diag_finish(&diag);
		sources_finish(&sources);
	}
}

/* Notes in any order, several files, ends and starts: each gets its own. */
static void notes_have_places(void **state)
{
	struct sources sources = { 0 };
	struct places places;
	struct diag diag;
	uint32_t a = source_of(&sources, STR("one\ntwo\n"));
	struct finding *finding;

	(void)state;
	diag_init(&diag, &levels);
	finding = diag_add(&diag, RULE_POLICY_BLANK_LINE, (struct span){ a, 3, 4 }, "x");
	diag_note(&diag, finding, (struct span){ a, 1, 1 }, "first");
	diag_note(&diag, finding, (struct span){ SPAN_NO_FILE, 0, 0 }, "nowhere");
	diag_note(&diag, finding, (struct span){ a, 3, 4 }, "again");
	places_init(&places, &diag, &sources);
	assert_int_equal(places_finding(&places, 0)->start.line, 2);
	assert_int_equal(places_finding(&places, 0)->end.column, 4);
	assert_int_equal(places_finding(&places, 0)->end.line_start, 4);
	assert_int_equal(places_note(&places, 0, 0)->start.column, 2);
	assert_int_equal(places_note(&places, 0, 0)->end.column, 3);
	assert_int_equal(places_note(&places, 0, 1)->start.line, 0);
	assert_int_equal(places_note(&places, 0, 2)->start.line, 2);
	places_finish(&places);
	diag_finish(&diag);
	sources_finish(&sources);
}

/* Characters that lie across the border of two reads are still one. */
static void borders_of_reads(void **state)
{
	enum { COUNT = 1 << 20 };
	struct sources sources = { 0 };
	struct places places;
	struct diag diag;
	struct buf buf = { 0 };
	uint32_t file;

	(void)state;
	buf_add_char(&buf, 'x');
	for (size_t i = 0; i < COUNT; i++)
		buf_add(&buf, STR("\xe2\x82\xac"));
	file = source_of(&sources, buf_str(&buf));
	diag_init(&diag, &levels);
	for (size_t i = 0; i < 10000; i++)
		diag_add(&diag, RULE_POLICY_BLANK_LINE, (struct span){ file, 3, 1 + 300 * i }, "x");
	places_init(&places, &diag, &sources);
	for (size_t i = 0; i < 10000; i++)
		assert_int_equal(places_finding(&places, i)->start.column, 2 + 100 * i);
	assert_int_equal(places_finding(&places, 9999)->end.column, 3 + 999900);
	places_finish(&places);
	diag_finish(&diag);
	buf_finish(&buf);
	sources_finish(&sources);
}

struct snippet_case {
	const char *name;
	struct str text;
	uint64_t offset;
	uint32_t length;
	const char *expected;
};

static const struct snippet_case snippet_cases[] = {
	{ "a word", STR_INIT("mode: enforced\n"), 6, 8,
		"    1 | mode: enforced\n"
		"      |       ^^^^^^^^\n" },
	{ "a place between bytes", STR_INIT("ab\n"), 2, 0,
		"    1 | ab\n"
		"      |   ^\n" },
	{ "tabs", STR_INIT("a\tMX\t10 b\n"), 5, 4,
		"    1 | a\tMX\t10 b\n"
		"      |  \t  \t^^^^\n" },
	{ "tabs in what is marked", STR_INIT("a\tMX\t10\t\n"), 2, 6,
		"    1 | a\tMX\t10\t\n"
		"      |  \t^^\t^^^\n" },
	{ "wide characters",
		STR_INIT("\xe6\x97\xa5 \xef\xbc\xa1"
			 "e\xcc\x81 x\n"),
		4, 6,
		"    1 | \xe6\x97\xa5 \xef\xbc\xa1"
		"e\xcc\x81 x\n"
		"      |    ^^^\n" },
	{ "an escape", STR_INIT("a\x1b[mb\n"), 4, 1,
		"    1 | a\\x1b[mb\n"
		"      |        ^\n" },
	{ "beyond the line", STR_INIT("ab\ncd\n"), 1, 4,
		"    1 | ab\n"
		"      |  ^\n" },
	{ "CRLF", STR_INIT("ab\r\ncd\r\n"), 4, 2,
		"    2 | cd\n"
		"      | ^^\n" },
	{ "an empty line", STR_INIT("a\n\nb\n"), 2, 1,
		"    2 |\n"
		"      | ^\n" },
	{ "characters", STR_INIT("caf\xc3\xa9 x\n"), 6, 1,
		"    1 | caf\xc3\xa9 x\n"
		"      |      ^\n" },
	{ "no final newline", STR_INIT("ab"), 0, 2,
		"    1 | ab\n"
		"      | ^^\n" },
};

static char *shown(struct sources *sources, struct span span)
{
	struct places places;
	struct diag diag;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	diag_init(&diag, &levels);
	diag_add(&diag, RULE_POLICY_BLANK_LINE, span, "x");
	places_init(&places, &diag, sources);
	snippet_write(out, sources, span, &places_finding(&places, 0)->start, "", "");
	fclose(out);
	places_finish(&places);
	diag_finish(&diag);
	return text;
}

static void snippets(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof snippet_cases / sizeof *snippet_cases; i++) {
		const struct snippet_case *c = &snippet_cases[i];
		struct sources sources = { 0 };
		char *text = shown(&sources,
			(struct span){ source_of(&sources, c->text), c->length, c->offset });

		if (strcmp(text, c->expected) != 0)
			fail_msg("%s:\n%s", c->name, text);
		free(text);
		sources_finish(&sources);
	}
}

/* A long line is cut around the place, between characters, and the carets stand below it. */
static void long_lines_are_cut(void **state)
{
	struct sources sources = { 0 };
	struct buf buf = { 0 };
	char *text, *carets;

	(void)state;
	buf_add_char(&buf, 'x');
	for (size_t i = 0; i < 1000; i++)
		buf_add(&buf, STR("\xe2\x82\xac"));
	buf_add(&buf, STR("yhere"));
	for (size_t i = 0; i < 1000; i++)
		buf_add(&buf, STR("\xe2\x82\xac"));
	text = shown(&sources, (struct span){ source_of(&sources, buf_str(&buf)), 4, 3002 });
	assert_null(strstr(text, "\\x"));
	assert_true(strlen(text) < 500);
	carets = strchr(text, '\n') + 1;
	assert_int_equal(text_columns(str_of(text, (size_t)(strstr(text, "here") - text))),
		strchr(carets, '^') - carets);
	assert_non_null(strstr(text, "...\n"));
	free(text);
	buf_finish(&buf);
	sources_finish(&sources);
}

/* A file that changed since it was read shows nothing, and has no lines. */
/* What FORMAT makes of DIAG, to be freed. */
static char *written(
	const char *format, const struct report *report, const struct report_style *style)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	report_find(str_c(format))->write(report, style, out);
	fclose(out);
	return text;
}

/* Each format, and whether it tells of a suppressed finding. */
static const struct {
	const char *format;
	bool shows;
} suppressed_cases[] = {
	{ "text", false },
	{ "concise", false },
	{ "json", true },
	{ "jsonl", true },
};

static void suppressed_findings(void **state)
{
	struct sources sources = { 0 };
	struct report_style style = { .summary = true, .statistics = true };
	struct suppression suppression = { { source_of(&sources, STR("ab\ncd\n")), 2, 3 },
		"\x1b[1m", false };
	struct report report = { .sources = &sources };
	struct diag diag;

	(void)state;
	diag_init(&diag, &levels);
	diag_add(&diag, RULE_POLICY_BLANK_LINE, (struct span){ 0, 1, 0 }, "counts");
	diag_add(&diag, RULE_POLICY_ENCODING, (struct span){ 0, 1, 1 }, "hidden")
		->suppressed = &suppression;
	report.diag = &diag;
	for (size_t i = 0; i < sizeof suppressed_cases / sizeof *suppressed_cases; i++) {
		char *text = written(suppressed_cases[i].format, &report, &style);

		assert_non_null(strstr(text, "counts"));
		assert_int_equal(strstr(text, "hidden") != NULL, suppressed_cases[i].shows);
		assert_int_equal(
			strstr(text, "policy-encoding") != NULL, suppressed_cases[i].shows);
		assert_int_equal(strstr(text, "\"suppressed\":{\"by\":\"comment\","
					      "\"reason\":\"\\\\x1b[1m\"") != NULL,
			suppressed_cases[i].shows);
		assert_int_equal(strstr(text, "\"start\":{\"line\":2,\"column\":1,"
					      "\"offset\":3},\"end\":{\"line\":2,\"column\":3,"
					      "\"offset\":5}}}") != NULL,
			suppressed_cases[i].shows);
		free(text);
	}
	diag_finish(&diag);
	sources_finish(&sources);
}

static void changed_files_show_nothing(void **state)
{
	char path[] = "/tmp/test_report.XXXXXX";
	int descriptor = mkstemp(path), again;
	struct sources sources = { 0 };
	uint32_t file;
	char *text;

	(void)state;
	assert_int_equal(write(descriptor, "one\n", 4), 4);
	file = sources_add(&sources, str_c(path), NULL);
	assert_int_equal(source_open(&sources, file, &again), SOURCE_OK);
	close(again);
	assert_int_equal(write(descriptor, "two\n", 4), 4);
	text = shown(&sources, (struct span){ file, 3, 0 });
	assert_string_equal(text, "");
	free(text);
	close(descriptor);
	unlink(path);
	sources_finish(&sources);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_counted),
		cmocka_unit_test(notes_have_places),
		cmocka_unit_test(borders_of_reads),
		cmocka_unit_test(snippets),
		cmocka_unit_test(long_lines_are_cut),
		cmocka_unit_test(suppressed_findings),
		cmocka_unit_test(changed_files_show_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
