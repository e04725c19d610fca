/*
 * A zone of many faults, testdata/zone/faults.zone: one run finds them all, each at its place
 * (faults.expected), whatever the line ends and however the zone is split into files.
 */
#include "tests/unit/zone_case.h"

static struct buf zone_text, expected;

static void read_file(const char *path, struct buf *buf)
{
	FILE *file = fopen(path, "r");
	size_t got;

	assert_non_null(file);
	while ((got = fread(buf_room(buf, 4096), 1, 4096, file)) > 0)
		buf->len += got;
	fclose(file);
}

static int read_files(void **state)
{
	(void)state;
	read_file("testdata/zone/faults.zone", &zone_text);
	read_file("testdata/zone/faults.expected", &expected);
	return 0;
}

static int finish_files(void **state)
{
	(void)state;
	buf_finish(&zone_text);
	buf_finish(&expected);
	return 0;
}

/* Appends `LINE:COLUMN slug` of the findings in the file NAME; its first line is FIRST. */
static void list_findings(struct zone_case *c, const char *name, size_t first, struct buf *out)
{
	for (size_t i = 0; i < c->diag.count; i++) {
		const struct finding *finding = c->diag.list[i];
		size_t line = first, start = 0;
		struct buf before = { 0 };
		char path[256];

		case_path(c, name, path);
		if (strcmp(c->sources.list[finding->span.file].path, path) != 0)
			continue;
		assert_true(source_again(
			&c->sources, finding->span.file, 0, (size_t)finding->span.offset, &before));
		for (size_t j = 0; j < before.len; j++)
			if (before.ptr[j] == '\n') {
				line++;
				start = j + 1;
			}
		buf_printf(out, "%zu:%zu %s\n", line, before.len - start + 1,
			rules[finding->rule].slug);
		buf_finish(&before);
	}
}

static void assert_expected(struct buf *found)
{
	buf_add_char(found, '\0');
	buf_add_char(&expected, '\0');
	expected.len--;
	assert_string_equal(found->ptr, expected.ptr);
	buf_finish(found);
}

static void whole(void **state)
{
	struct zone_case c;
	struct buf found = { 0 };

	(void)state;
	case_text(&c, NULL, buf_str(&zone_text));
	list_findings(&c, "zone", 1, &found);
	assert_expected(&found);
	case_end(&c);
}

static void with_crlf(void **state)
{
	struct zone_case c;
	struct buf text = { 0 }, found = { 0 };

	(void)state;
	for (size_t i = 0; i < zone_text.len; i++) {
		if (zone_text.ptr[i] == '\n')
			buf_add_char(&text, '\r');
		buf_add_char(&text, zone_text.ptr[i]);
	}
	case_text(&c, NULL, buf_str(&text));
	list_findings(&c, "zone", 1, &found);
	assert_expected(&found);
	buf_finish(&text);
	case_end(&c);
}

/* The text from line AT on stands in a file that the first part includes. */
static void split(size_t at)
{
	struct zone_case c;
	struct str rest = buf_str(&zone_text), line;
	struct buf first = { 0 }, found = { 0 };

	for (size_t i = 1; i < at; i++) {
		assert_true(str_cut(&rest, '\n', &line));
		buf_add(&first, line);
		buf_add_char(&first, '\n');
	}
	buf_add(&first, STR("$INCLUDE rest\n"));
	case_start(&c);
	case_file(&c, "zone", buf_str(&first));
	case_file(&c, "rest", rest);
	case_read(&c, NULL);
	list_findings(&c, "zone", 1, &found);
	list_findings(&c, "rest", at, &found);
	assert_expected(&found);
	buf_finish(&first);
	case_end(&c);
}

static void over_an_include(void **state)
{
	static const size_t lines[] = { 2, 5, 9, 17, 20, 25, 38 };

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		split(lines[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(with_crlf),
		cmocka_unit_test(over_an_include),
	};

	return cmocka_run_group_tests(tests, read_files, finish_files);
}
