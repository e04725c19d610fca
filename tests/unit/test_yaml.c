/* YAML text to nodes: what they say, where they stand, and what is refused. */
#include "tests/unit/unit.h"

#include "lint/base/buf.h"
#include "lint/yaml/yaml.h"

/* Writes NODE and what is in it as "kind:line:column:bytes", bytes as they stand in TEXT. */
static void put(struct buf *buf, struct str text, const struct yaml_node *node)
{
	static const char *const kinds[] = { "scalar", "list", "map" };
	struct str at = str_take(str_skip(text, (size_t)node->at.offset), node->at.length);

	buf_printf(buf, "%s:%zu:%zu:%.*s\n", kinds[node->kind], node->line, node->column,
		(int)at.len, at.ptr);
	for (const struct yaml_node *part = node->first; part != NULL; part = part->next)
		put(buf, text, part);
}

static void test_places(void **state)
{
	static const struct {
		struct str text;
		const char *nodes;
	} cases[] = {
		{ STR_INIT("a: 1\n"), "map:1:1:a: 1\nscalar:1:1:a\nscalar:1:4:1\n" },
		/* Characters are counted for people, bytes for us. */
		{ STR_INIT("{\xc3\xa9\xe2\x82\xac: '\xc3\xa9', b: [x]}"),
			"map:1:1:{\xc3\xa9\xe2\x82\xac: '\xc3\xa9', b: [x]}\n"
			"scalar:1:2:\xc3\xa9\xe2\x82\xac\nscalar:1:6:'\xc3\xa9'\nscalar:1:11:b\n"
			"list:1:14:[x]\nscalar:1:15:x\n" },
		/* A byte order mark is no character of the text. */
		{ STR_INIT("\xef\xbb\xbf"
			   "a: b"),
			"map:1:1:a: b\nscalar:1:1:a\nscalar:1:4:b\n" },
		{ STR_INIT("a:\r\n  - b\r\n  - c d\r\n"),
			"map:1:1:a:\r\n  - b\r\n  - c d\nscalar:1:1:a\n"
			"list:2:3:- b\r\n  - c d\nscalar:2:5:b\nscalar:3:5:c d\n" },
		{ STR_INIT("- \"x\\ty\" # a comment\n- ~\n"),
			"list:1:1:- \"x\\ty\" # a comment\n- "
			"~\nscalar:1:3:\"x\\ty\"\nscalar:2:3:~\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = { 0 };
		struct buf buf = { 0 };
		struct yaml_node *root;
		struct yaml_fault fault;

		assert_true(yaml_read(cases[i].text, 0, &arena, &root, &fault));
		assert_non_null(root);
		put(&buf, cases[i].text, root);
		buf_add_char(&buf, '\0');
		assert_string_equal(buf.ptr, cases[i].nodes);
		buf_finish(&buf);
		arena_finish(&arena);
	}
}

/* N times S. */
static struct str times(struct arena *arena, const char *s, size_t n)
{
	struct buf buf = { 0 };
	struct str text;

	while (n-- > 0)
		buf_add(&buf, str_c(s));
	text = arena_str(arena, buf_str(&buf));
	buf_finish(&buf);
	return text;
}

static void test_refused(void **state)
{
	struct arena arena = { 0 };
	const struct {
		struct str text;
		size_t line, column, offset;
	} cases[] = {
		{ STR("a: &x [b]\nc: *x\n"), 2, 4, 13 },
		{ STR("a: b\n---\nc: d\n"), 2, 1, 5 },
		{ STR("a: \xff\n"), 1, 1, 0 },
		{ STR("\xc3\xa9: [\n"), 2, 1, 6 },
		{ times(&arena, "[", 33), 1, 33, 32 },
		{ times(&arena, "- ", 33), 1, 65, 64 },
		{ times(&arena, "[", 200000), 1, 33, 32 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct yaml_node *root;
		struct yaml_fault fault = { 0 };

		assert_false(yaml_read(cases[i].text, 0, &arena, &root, &fault));
		assert_null(root);
		assert_non_null(fault.text);
		/* Where ill-formed bytes stand, libyaml says only roughly. */
		if (i == 2)
			continue;
		assert_int_equal(fault.line, cases[i].line);
		assert_int_equal(fault.column, cases[i].column);
		assert_int_equal(fault.at.offset, cases[i].offset);
	}
	arena_finish(&arena);
}

static void test_accepted(void **state)
{
	struct arena arena = { 0 };
	const struct str cases[] = {
		STR(""),
		STR("# nothing\n"),
		STR("---\n...\n"),
		times(&arena, "[", 0),
		STR("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
		STR("&anchor a"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct yaml_node *root;
		struct yaml_fault fault;

		assert_true(yaml_read(cases[i], 0, &arena, &root, &fault));
	}
	arena_finish(&arena);
}

static void test_scalars(void **state)
{
	static const struct {
		struct str text, value;
		bool null;
	} cases[] = {
		{ STR_INIT("[ ~ ]"), STR_INIT("~"), true },
		{ STR_INIT("[ null ]"), STR_INIT("null"), true },
		{ STR_INIT("[ 'null' ]"), STR_INIT("null"), false },
		{ STR_INIT("[ '' ]"), STR_INIT(""), false },
		{ STR_INIT("[ \"a\\0b\" ]"), STR_INIT("a\0b"), false },
		{ STR_INIT("[ 'it''s' ]"), STR_INIT("it's"), false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = { 0 };
		struct yaml_node *root;
		struct yaml_fault fault;

		assert_true(yaml_read(cases[i].text, 0, &arena, &root, &fault));
		assert_int_equal(root->count, 1);
		assert_true(str_eq(root->first->text, cases[i].value));
		assert_int_equal(yaml_is_null(root->first), cases[i].null);
		arena_finish(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_scalars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
