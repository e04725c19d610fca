/* Suppression comments: what they say, and which bytes they cover. */
#include "tests/unit/unit.h"

#include "lint/diag/ignore.h"

#include <stdio.h>
#include <unistd.h>

static const struct {
	struct str text;
	bool meant;
	const char *list, *reason; /* NULL: no brackets */
} parse_cases[] = {
	{ STR_INIT("mtasts: ignore[mx] why"), true, "mx", "why" },
	{ STR_INIT("mtasts:ignore[mx,zone]"), true, "mx,zone", "" },
	{ STR_INIT("mtasts: \tignore [ mx ]\t a [b] "), true, " mx ", "a [b]" },
	{ STR_INIT("mtasts: ignore[]"), true, "", "" },
	{ STR_INIT("mtasts: ignore"), true, NULL, NULL },
	{ STR_INIT("mtasts: ignore mx"), true, NULL, NULL },
	{ STR_INIT("mtasts: ignore[mx"), true, NULL, NULL },
	{ STR_INIT("mtasts: ignore]["), true, NULL, NULL },
	{ STR_INIT("mtasts: Ignore[mx]"), true, NULL, NULL },
	{ STR_INIT("mtasts: noqa[mx]"), true, NULL, NULL },
	{ STR_INIT("mtasts: [mx]"), true, NULL, NULL },
	{ STR_INIT("mtasts: the records below [mx]"), false, NULL, NULL },
	{ STR_INIT("mtasts:"), false, NULL, NULL },
	{ STR_INIT("mtasts: before"), false, NULL, NULL },
};

static void comments_are_parsed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof parse_cases / sizeof *parse_cases; i++) {
		struct ignore_text text = ignore_parse(parse_cases[i].text);

		if (text.meant != parse_cases[i].meant ||
			(text.list.ptr == NULL) != (parse_cases[i].list == NULL))
			fail_msg("case %zu", i);
		if (text.list.ptr != NULL &&
			(!str_eq(text.list, str_c(parse_cases[i].list)) ||
				!str_eq(text.reason, str_c(parse_cases[i].reason))))
			fail_msg("case %zu: '%.*s'", i, (int)text.list.len, text.list.ptr);
	}
}

/* A file, how its comments begin, and for each byte that a finding of zone-syntax may stand at
 * whether it is covered: '^'. */
static const struct {
	char sign;
	const char *text, *covered;
} cover_cases[] = {
	{ ';', "a\nb ;mtasts:ignore[zone]\nc\n", "  ^^^^^^^^^^^^^^^^^^^^^^^  " },
	{ ';', "a\n;mtasts:ignore[zone]\nb\nc\n", "  ^^^^^^^^^^^^^^^^^^^^^^^  " },
	{ ';', " ;mtasts:ignore[mx]\n;mtasts:ignore[zone]\nb\nc",
		"^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ " },
	{ ';', ";mtasts:ignore[zone]\n\nb", "^^^^^^^^^^^^^^^^^^^^^^ " },
	{ ';', "a(;mtasts:ignore[zone]\nb\n)\nc", "^^^^^^^^^^^^^^^^^^^^^^^^^^^ " },
	{ ';', ";mtasts:ignore[zone]\na(\n\")\"\n)\nc", "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ " },
	{ ';', "a(\nb;mtasts:ignore[zone]\n)\nc", "   ^^^^^^^^^^^^^^^^^^^^^^   " },
	{ ';', "a(;mtasts:ignore[mx]\nb(;mtasts:ignore[zone]\n)\n)\nc",
		"                     ^^^^^^^^^^^^^^^^^^^^^^^     " },
	{ ';', "a(;mtasts:ignore[zone]\nb\nc", "^^^^^^^^^^^^^^^^^^^^^^^   " },
	{ ';', "a \";mtasts:ignore[zone]\"\n", "                         " },
	{ ';', "a \\;mtasts:ignore[zone]\n", "                        " },
	{ ';', "a \\\";mtasts:ignore[zone]\n", "^^^^^^^^^^^^^^^^^^^^^^^^^" },
	{ ';', "a; x mtasts:ignore[zone]\n", "                         " },
	{ ';', "a#mtasts:ignore[zone]\n", "                      " },
	{ '#', "a #mtasts:ignore[zone]\nb", "^^^^^^^^^^^^^^^^^^^^^^^ " },
	{ '#', "a#mtasts:ignore[zone]\n", "                      " },
	{ '#', "- ' #mtasts:ignore[zone]'\n", "                          " },
	{ '#', "it's #mtasts:ignore[zone]\n", "^^^^^^^^^^^^^^^^^^^^^^^^^^" },
	{ '#', "a( #mtasts:ignore[zone]\n)\n", "^^^^^^^^^^^^^^^^^^^^^^^^  " },
};

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
	assert_int_equal(source_open(sources, index, &descriptor), SOURCE_OK);
	close(descriptor);
	return index;
}

static void read_text(struct ignores *ignores, struct str text, char sign)
{
	uint64_t marks[8];
	size_t count = 0;

	for (size_t at = 0; count < 8; at++) {
		at += str_find(str_skip(text, at), STR(IGNORE_MARK));
		if (at >= text.len)
			break;
		marks[count++] = at;
	}
	ignores_read(ignores, 0, sign, marks, count);
}

static void bytes_are_covered(void **state)
{
	static const struct levels levels;

	(void)state;
	for (size_t i = 0; i < sizeof cover_cases / sizeof *cover_cases; i++) {
		struct str text = str_c(cover_cases[i].text);
		struct sources sources = { 0 };
		struct ignores ignores;
		struct diag diag;

		assert_int_equal(source_of(&sources, text), 0);
		assert_int_equal(strlen(cover_cases[i].covered), text.len);
		diag_init(&diag, &levels);
		ignores_init(&ignores, &sources, &diag);
		read_text(&ignores, text, cover_cases[i].sign);
		for (size_t at = 0; at < text.len; at++) {
			bool covered = ignores_find(&ignores, RULE_ZONE_SYNTAX,
					       (struct span){ 0, 1, at }) != NULL;

			if (covered != (cover_cases[i].covered[at] == '^'))
				fail_msg("case %zu: byte %zu", i, at);
		}
		ignores_finish(&ignores);
		diag_finish(&diag);
		sources_finish(&sources);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments_are_parsed),
		cmocka_unit_test(bytes_are_covered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
