/* Files of an earlier version: what a path was, through links and out of the base. */
#include "tests/unit/unit.h"

#include "lint/base/past.h"
#include "lint/txt/id.h"

#include <unistd.h>

/* A base with one file in the pack, links to and fro, and a repository of its own. */
static void make(struct past *past)
{
	static const struct {
		const char *path;
		enum past_kind kind;
		const char *text;
	} entries[] = {
		{ "zones/b.zone", PAST_FILE, "two" },
		{ "zones/a.zone", PAST_FILE, "one" },
		{ "zones-old", PAST_FILE, "old" },
		{ "link", PAST_LINK, "zones/a.zone" },
		{ "dir", PAST_LINK, "./zones/" },
		{ "deep/up", PAST_LINK, "../dir/b.zone" },
		{ "absolute", PAST_LINK, "/base/zones/b.zone" },
		{ "out", PAST_LINK, "../elsewhere" },
		{ "away", PAST_LINK, "/etc/passwd" },
		{ "self", PAST_LINK, "self" },
		{ "module", PAST_DISK, "" },
	};

	past_init(past, "/base", "HEAD:");
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		struct past_entry *entry = past_add(past, str_c(entries[i].path), entries[i].kind);

		entry->offset = past_kept(past);
		entry->size = strlen(entries[i].text);
		assert_true(past_keep(past, str_c(entries[i].text)));
	}
	past_done(past);
}

static void finds(void **state)
{
	static const struct {
		const char *path;
		bool follow;
		enum past_answer answer;
		const char *entry;
	} rows[] = {
		{ "/base", true, PAST_DIRECTORY, NULL },
		{ "/base/zones", true, PAST_DIRECTORY, NULL },
		{ "/base/zones/", true, PAST_DIRECTORY, NULL },
		{ "/base/zone", true, PAST_MISSING, NULL },
		{ "/base/zones-old", true, PAST_ENTRY, "zones-old" },
		{ "/base/zones/a.zone", true, PAST_ENTRY, "zones/a.zone" },
		{ "/base/./zones//../zones/a.zone", true, PAST_ENTRY, "zones/a.zone" },
		{ "/base/zones/a.zone/x", true, PAST_MISSING, NULL },
		{ "/base/link", true, PAST_ENTRY, "zones/a.zone" },
		{ "/base/link", false, PAST_ENTRY, "link" },
		{ "/base/dir", true, PAST_DIRECTORY, NULL },
		{ "/base/dir/b.zone", false, PAST_ENTRY, "zones/b.zone" },
		{ "/base/deep/up", true, PAST_ENTRY, "zones/b.zone" },
		{ "/base/absolute", true, PAST_ENTRY, "zones/b.zone" },
		{ "/base/out", true, PAST_ESCAPES, NULL },
		{ "/base/out", false, PAST_ENTRY, "out" },
		{ "/base/away", true, PAST_ESCAPES, NULL },
		{ "/base/self", true, PAST_MISSING, NULL },
		{ "/base/module", true, PAST_OUTSIDE, NULL },
		{ "/base/module/x", true, PAST_OUTSIDE, NULL },
		{ "/basement", true, PAST_OUTSIDE, NULL },
		{ "/etc/passwd", true, PAST_OUTSIDE, NULL },
	};
	struct past past;

	(void)state;
	make(&past);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct past_entry *entry = NULL;

		assert_int_equal(
			past_find(&past, rows[i].path, rows[i].follow, &entry), rows[i].answer);
		if (rows[i].entry != NULL)
			assert_string_equal(entry->path, rows[i].entry);
	}
	past_finish(&past);
}

static void reads(void **state)
{
	const struct past_entry *entry = NULL;
	struct past_range range;
	struct past past;
	struct stat st;
	char text[16];
	int descriptor;

	(void)state;
	make(&past);
	assert_int_equal(past_find(&past, "/base/deep/up", true, &entry), PAST_ENTRY);
	descriptor = past_open(&past, entry);
	assert_true(descriptor >= 0);
	assert_int_equal(read(descriptor, text, sizeof text), 3);
	assert_memory_equal(text, "two", 3);
	close(descriptor);
	assert_int_equal(past_stat(&past, "/base/zones", true, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(past_stat(&past, "/base/link", false, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(past_stat(&past, "/base/gone", true, &st), -1);
	assert_true(past_below(&past, "/base/zones", &range));
	assert_int_equal(range.end - range.first, 2);
	assert_string_equal(past.list[range.first].path + range.strip, "a.zone");
	assert_false(past_below(&past, "/etc", &range));
	past_finish(&past);
}

/* Which ids are points in time (policy-testing-stale goes by that). */
static void times(void **state)
{
	static const struct {
		const char *id;
		int64_t seconds; /* 0: none */
	} rows[] = {
		{ "20260101000000", 1767225600 },
		{ "20260101000000Z", 1767225600 },
		{ "202601010000", 1767225600 },
		{ "20260101", 1767225600 },
		{ "2026010107", 1767225600 },
		{ "1767225600", 1767225600 },
		{ "1767225600000", 1767225600 },
		{ "20260230000000", 0 },
		{ "20261301", 0 },
		{ "20260101240000", 0 },
		{ "19700101", 0 },
		{ "29991231235959", 0 },
		{ "1", 0 },
		{ "12345678", 0 },
		{ "deadbeef", 0 },
		{ "Z", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t seconds = 0;
		bool found = id_time(str_c(rows[i].id), 1800000000, &seconds);

		assert_int_equal(found ? seconds : 0, rows[i].seconds);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(reads),
		cmocka_unit_test(times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
