/* scan: where records end, in memory that does not grow with the file and in linear time. */
#include "tests/unit/zone_case.h"

#include "lint/zone/scan.h"

#include <unistd.h>

static void open_scan(struct scan *scan, struct str text)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
	fflush(file);
	rewind(file);
	scan_init(scan, dup(fileno(file)));
	fclose(file);
}

static void extents(void **state)
{
	static const struct {
		struct str text;
		const char *records; /* each in <>, `!` behind one with an unclosed parenthesis */
	} rows[] = {
		{ STR_INIT(""), "" },
		{ STR_INIT("\n"), "<>" },
		{ STR_INIT("a\nb"), "<a><b>" },
		{ STR_INIT("a\r\nb\rc\n"), "<a\r><b><c>" },
		{ STR_INIT("a (\nb\n) c\nd\n"), "<a (\nb\n) c><d>" },
		{ STR_INIT("a (\r\nb\r)\nd\n"), "<a (\r\nb\r)><d>" },
		{ STR_INIT("a \"(\" ; (\nb \\( \\\" (\n)\n"), "<a \"(\" ; (><b \\( \\\" (\n)>" },
		{ STR_INIT("a \"x\nb ( \"x\n \"y\" )\nc\n"), "<a \"x><b ( \"x\n \"y\" )><c>" },
		{ STR_INIT("a \"x\\\nb\\\nc"), "<a \"x\\><b\\><c>" },
		{ STR_INIT("a ) (\nb )\nc"), "<a ) (\nb )><c>" },
		{ STR_INIT("a \\\n(\nb )\nc"), "<a \\><(\nb )><c>" },
		{ STR_INIT("a (\nb\nc (\nd\n)\n"), "<a (>!<b><c (\nd\n)>" },
		{ STR_INIT("a ( )\nb (\nc ( d\n) e (\nf (\n g )\nh"),
			"<a ( )><b (>!<c ( d\n) e (>!<f (\n g )><h>" },
		{ STR_INIT("((\n(\n((\n)\n("), "<((>!<(>!<((>!<)><(>!" },
		{ STR_INIT("( ; )\n\")\n\"\n"), "<( ; )>!<\")><\">" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf found = { 0 };
		struct record record;
		struct scan scan;

		open_scan(&scan, rows[i].text);
		while (scan_next(&scan, &record)) {
			assert_memory_equal(
				record.text.ptr, rows[i].text.ptr + record.offset, record.text.len);
			buf_add_char(&found, '<');
			buf_add(&found, record.text);
			buf_add(&found, record.unclosed ? STR(">!") : STR(">"));
		}
		buf_add_char(&found, '\0');
		assert_string_equal(found.ptr, rows[i].records);
		buf_finish(&found);
		scan_finish(&scan);
	}
}

/* Records of all lengths across the edges of the buffer. */
static void buffer_edges(void **state)
{
	struct buf text = { 0 };
	struct record record;
	struct scan scan;
	uint64_t next = 0;

	(void)state;
	for (size_t n = 1; text.len < 3 * SCAN_BUFFER; n = n * 7 % 50021 + 1) {
		for (size_t i = 0; i < n; i++)
			buf_add_char(&text, (char)('a' + i % 26));
		buf_add(&text, n % 3 == 0 ? STR(" (\n )\n") : n % 3 == 1 ? STR("\r\n") : STR("\n"));
	}
	open_scan(&scan, buf_str(&text));
	while (scan_next(&scan, &record)) {
		assert_int_equal(record.offset, next);
		assert_memory_equal(record.text.ptr, text.ptr + next, record.text.len);
		assert_false(record.unclosed || record.too_long);
		next += record.text.len + 1;
	}
	assert_int_equal(next, text.len);
	buf_finish(&text);
	scan_finish(&scan);
}

struct totals {
	size_t records, unclosed, too_long, capacity;
};

/* Scans COUNT times REPEAT between FIRST and LAST. */
static struct totals scan_repeated(
	struct str first, struct str repeat, size_t count, struct str last)
{
	struct totals totals = { 0 };
	FILE *file = tmpfile();
	struct record record;
	struct scan scan;

	assert_non_null(file);
	fwrite(first.ptr, 1, first.len, file);
	for (size_t i = 0; i < count; i++)
		fwrite(repeat.ptr, 1, repeat.len, file);
	fwrite(last.ptr, 1, last.len, file);
	fflush(file);
	rewind(file);
	scan_init(&scan, dup(fileno(file)));
	fclose(file);
	while (scan_next(&scan, &record)) {
		totals.records++;
		totals.unclosed += record.unclosed;
		totals.too_long += record.too_long;
	}
	totals.capacity = scan.capacity;
	scan_finish(&scan);
	return totals;
}

enum { MIB = 1024 * 1024 };

static void long_records(void **state)
{
	struct totals t = scan_repeated(STR("a\n"), STR("x"), 20 * MIB, STR("\nb\n"));

	(void)state;
	assert_int_equal(t.records, 3);
	assert_int_equal(t.too_long, 1);
	assert_true(t.capacity <= 2 * SCAN_MAX_RECORD);
	t = scan_repeated(STR("a (\n"), STR("x"), 20 * MIB, STR("\nb\n"));
	assert_int_equal(t.records, 3);
	assert_int_equal(t.unclosed, 1);
	assert_int_equal(t.too_long, 1);
	t = scan_repeated(STR("a ("), STR("x\n"), MIB / 2 - 100, STR(")\nb\n"));
	assert_int_equal(t.records, 2);
	assert_int_equal(t.unclosed, 0);
	t = scan_repeated(STR("a (\n"), STR("x\n"), MIB, STR(")\nb\n"));
	assert_int_equal(t.unclosed, 1);
	assert_int_equal(t.records, MIB + 3);
}

/* Unclosed parentheses by the million: rescanning would take days. */
static void linear_time(void **state)
{
	static const struct str repeats[] = {
		STR_INIT("(\n"),
		STR_INIT("a (\nb ) (\n"),
		STR_INIT("((((((((((((((((((((((((((((((\n"),
		STR_INIT("(\n)\n(\n"),
		STR_INIT("a ( \"x\n"),
	};

	(void)state;
	alarm(UNIT_PATIENCE);
	for (size_t i = 0; i < sizeof repeats / sizeof *repeats; i++) {
		struct totals t = scan_repeated(
			STR(""), repeats[i], 10 * MIB / repeats[i].len, STR(""));

		assert_true(t.capacity <= 2 * SCAN_MAX_RECORD);
	}
	alarm(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(extents),
		cmocka_unit_test(buffer_edges),
		cmocka_unit_test(long_records),
		cmocka_unit_test(linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
