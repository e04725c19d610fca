/* Edits of bytes: order, merging, what is refused, the diff; serials. */
#include "tests/unit/unit.h"

#include "lint/dns/serial.h"
#include "lint/fix/edit.h"

#include <string.h>

enum { MAX_EDITS = 4 };

static const struct row {
	const char *old, *new; /* NEW is NULL: refused */
	struct {
		size_t offset, length;
		const char *text;
	} edits[MAX_EDITS]; /* until one without text */
} rows[] = {
	{ "abc", "abc", { { 0, 0, NULL } } },
	{ "abc", "aXc", { { 1, 1, "X" } } },
	{ "abc", "XabcY", { { 3, 0, "Y" }, { 0, 0, "X" } } },
	{ "abc", "", { { 0, 3, "" } } },
	{ "", "new", { { 0, 0, "new" } } },
	/* the same edit twice is one */
	{ "abc", "aXc", { { 1, 1, "X" }, { 1, 1, "X" } } },
	{ "abc", "aXYbc", { { 1, 0, "X" }, { 1, 0, "Y" }, { 1, 0, "X" } } },
	/* two that differ contradict each other */
	{ "abc", NULL, { { 1, 1, "X" }, { 1, 1, "Y" } } },
	{ "abc", NULL, { { 0, 2, "X" }, { 1, 2, "Y" } } },
	{ "abc", NULL, { { 0, 3, "X" }, { 1, 0, "Y" } } },
	/* beside each other they do not */
	{ "abc", "XYc", { { 1, 1, "Y" }, { 0, 1, "X" } } },
	{ "abc", "aYXc", { { 1, 1, "X" }, { 1, 0, "Y" } } },
	{ "abc", "aXYc", { { 1, 1, "X" }, { 2, 0, "Y" } } },
	/* outside the file */
	{ "abc", NULL, { { 4, 0, "X" } } },
	{ "abc", NULL, { { 2, 2, "X" } } },
	{ "abc", NULL, { { 1, SIZE_MAX, "X" } } },
};

static void fill(struct edits *edits, const struct row *row)
{
	for (size_t i = 0; i < MAX_EDITS && row->edits[i].text != NULL; i++)
		edits_add(edits, row->edits[i].offset, row->edits[i].length,
			str_c(row->edits[i].text));
}

static void settle_and_apply(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct edits edits = { 0 };
		struct buf out = { 0 };
		const char *why = NULL;
		bool ok;

		fill(&edits, &rows[i]);
		ok = edits_settle(&edits, strlen(rows[i].old), &why);
		assert_int_equal(ok, rows[i].new != NULL);
		if (ok) {
			edits_apply(&edits, str_c(rows[i].old), &out);
			assert_true(str_eq(buf_str(&out), str_c(rows[i].new)));
		} else {
			assert_non_null(why);
		}
		buf_finish(&out);
		edits_finish(&edits);
	}
}

static void diff_is(const char *old, size_t offset, size_t length, const char *text,
	const char *name, const char *expected)
{
	struct edits edits = { 0 };
	struct buf out = { 0 };
	const char *why;

	edits_add(&edits, offset, length, str_c(text));
	assert_true(edits_settle(&edits, strlen(old), &why));
	edits_diff(&edits, str_c(old), str_c(name), &out);
	buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buf_finish(&out);
	edits_finish(&edits);
}

static void diffs(void **state)
{
	(void)state;
	diff_is("a\nb\nc\n", 2, 1, "x", "f", "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
	diff_is("a\n", 2, 0, "x\n", "f", "--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n a\n+x\n");
	diff_is("a\nb\n", 0, 2, "", "f", "--- a/f\n+++ b/f\n@@ -1,2 +1,1 @@\n-a\n b\n");
	diff_is("", 0, 0, "x\n", "f", "--- a/f\n+++ b/f\n@@ -0,0 +1,1 @@\n+x\n");
	diff_is("a", 1, 0, "\nx", "f",
		"--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+x\n"
		"\\ No newline at end of file\n");
	diff_is("a\n", 0, 1, "b", "x y", "--- a/x y\t\n+++ b/x y\t\n@@ -1,1 +1,1 @@\n-a\n+b\n");
	diff_is("a\n", 0, 1, "b", "\"\xc3",
		"--- \"a/\\\"\\303\"\n+++ \"b/\\\"\\303\"\n@@ -1,1 +1,1 @@\n-a\n+b\n");
}

/* Hunks with less than six lines between them are one. */
static void hunks(void **state)
{
	const char *old = "1\n2\n3\n4\n5\n6\n7\n8\n9\na\nb\nc\nd\ne\nf\ng\n", *why;
	struct edits edits = { 0 };
	struct buf out = { 0 };

	(void)state;
	edits_add(&edits, 0, 1, STR("x"));
	edits_add(&edits, 14, 0, STR("y\nz\n"));
	edits_add(&edits, 30, 1, STR("q"));
	assert_true(edits_settle(&edits, strlen(old), &why));
	edits_diff(&edits, str_c(old), STR("f"), &out);
	buf_add_char(&out, '\0');
	assert_string_equal(out.ptr,
		"--- a/f\n+++ b/f\n"
		"@@ -1,10 +1,12 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n+y\n+z\n 8\n 9\n a\n"
		"@@ -13,4 +15,4 @@\n d\n e\n f\n-g\n+q\n");
	buf_finish(&out);
	edits_finish(&edits);
}

/* A settled list of random edits, each of which fits. */
static void random_edits(struct edits *edits, size_t size, unsigned *seed)
{
	static const char *const texts[] = { "", "", "x", "yz" };

	for (unsigned i = 0; i < 6; i++) {
		size_t offset, length;
		struct str text;

		*seed = *seed * 1103515245u + 12345u;
		offset = (*seed >> 16) % (size + 1);
		length = (*seed >> 24) % 4;
		text = str_c(texts[(*seed >> 12) % 4]);
		if (offset + length <= size && edits_fit(edits, offset, length, text))
			edits_insert(edits, offset, length, text);
	}
}

/* Two rounds of edits as one, and that what fits stays settled. */
static void rounds(void **state)
{
	const struct str old = STR("abcdefghijkl");
	const char *why;

	(void)state;
	for (unsigned seed = 0; seed < 2000; seed++) {
		struct edits first = { 0 }, second = { 0 }, both = { 0 };
		struct buf middle = { 0 }, last = { 0 }, once = { 0 };
		unsigned next = seed;
		size_t count;

		random_edits(&first, old.len, &next);
		count = first.count;
		assert_true(edits_settle(&first, old.len, &why));
		assert_int_equal(first.count, count);
		edits_apply(&first, old, &middle);
		random_edits(&second, middle.len, &next);
		assert_true(edits_settle(&second, middle.len, &why));
		edits_apply(&second, buf_str(&middle), &last);
		edits_compose(&first, &second, old.len, &both);
		edits_apply(&both, old, &once);
		assert_true(str_eq(buf_str(&once), buf_str(&last)));
		assert_true(edits_settle(&both, old.len, &why));
		buf_finish(&middle);
		buf_finish(&last);
		buf_finish(&once);
		edits_finish(&first);
		edits_finish(&second);
		edits_finish(&both);
	}
}

static void what_fits(void **state)
{
	struct edits edits = { 0 };

	(void)state;
	edits_insert(&edits, 10, 4, STR("x"));
	edits_insert(&edits, 20, 0, STR("long"));
	assert_true(edits_fit(&edits, 10, 4, STR("x")));
	assert_false(edits_fit(&edits, 10, 4, STR("y")));
	assert_false(edits_fit(&edits, 10, 3, STR("x")));
	assert_false(edits_fit(&edits, 8, 3, STR("")));
	assert_false(edits_fit(&edits, 13, 0, STR("y")));
	assert_true(edits_fit(&edits, 8, 2, STR("")));
	assert_true(edits_fit(&edits, 10, 0, STR("y")));
	assert_true(edits_fit(&edits, 14, 2, STR("")));
	assert_true(edits_fit(&edits, 20, 0, STR("other")));
	assert_false(edits_fit(&edits, 19, 2, STR("")));
	assert_true(edits_crowd(&edits, 15, 0, STR("y"), 6));
	assert_false(edits_crowd(&edits, 15, 0, STR("y"), 5));
	assert_false(edits_crowd(&edits, 20, 0, STR("long"), 100));
	edits_finish(&edits);
}

static void serials(void **state)
{
	enum { NOW = 1795435200 }; /* 2026-11-23 */
	static const struct {
		uint32_t old, next;
	} numbers[] = {
		{ 0, 1 },
		{ 41, 42 },
		{ UINT32_MAX, 1 },
		{ 2026112200, 2026112301 },
		{ 2026112301, 2026112302 },
		{ 2026112399, 2026112400 },
		{ 2030010100, 2030010101 },
		{ 2026133200, 2026133201 }, /* no date */
		{ 1500000000, NOW },
		{ NOW, NOW + 1 },
		{ NOW + 5, NOW + 6 },
		{ 20261123, 20261124 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		uint32_t next = serial_next(numbers[i].old, NOW);

		assert_int_equal(next, numbers[i].next);
		assert_true(serial_is_greater(next, numbers[i].old));
	}
	assert_true(serial_is_greater(0, UINT32_MAX));
	assert_false(serial_is_greater(UINT32_C(1) << 31, 0));
	assert_false(serial_is_greater(3, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settle_and_apply),
		cmocka_unit_test(diffs),
		cmocka_unit_test(hunks),
		cmocka_unit_test(rounds),
		cmocka_unit_test(what_fits),
		cmocka_unit_test(serials),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
