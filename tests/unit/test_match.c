/* Globs and regular expressions against paths. That globs mean what they mean to git is for
 * tests/globs.py. */
#include "tests/unit/unit.h"

#include "lint/base/buf.h"
#include "lint/match/glob.h"
#include "lint/match/regex.h"

static void test_globs(void **state)
{
	static const struct {
		const char *globs[3];
		const char *path;
		bool taken;
	} cases[] = {
		{ { "*.zone" }, "example.com.zone", true },
		{ { "*.zone" }, "a/b/example.com.zone", true },
		{ { "*.zone" }, "example.com.zone/x", true },
		{ { "/*.zone" }, "a/example.com.zone", false },
		{ { "./*.zone" }, "example.com.zone", true },
		{ { "zones/*.zone" }, "zones/a.zone", true },
		{ { "zones/*.zone" }, "x/zones/a.zone", false },
		{ { "zones/*.zone" }, "zones/x/a.zone", false },
		{ { "zones/**/*.zone" }, "zones/a.zone", true },
		{ { "zones/**/*.zone" }, "zones/x/y/a.zone", true },
		{ { "**/zones/a" }, "zones/a", true },
		{ { "zones/**" }, "zones/x/y", true },
		{ { "zones/**" }, "zones", false },
		{ { "vendor/" }, "vendor", false },
		{ { "vendor/" }, "x/vendor/y", true },
		{ { "*.zone", "!old.zone" }, "old.zone", false },
		{ { "!old.zone", "*.zone" }, "old.zone", true },
		{ { "zones/", "!zones/old" }, "zones/old", true },
		{ { "zones/*", "!zones/old" }, "zones/old", false },
		{ { "[a-c]?.z" }, "b1.z", true },
		{ { "[!a-c].z" }, "b.z", false },
		{ { "[]-]z" }, "]z", true },
		{ { "[]-]z" }, "-z", true },
		{ { "[[:digit:]]" }, "7", true },
		{ { "[a\\]]" }, "]", true },
		{ { "\\*" }, "*", true },
		{ { "\\*" }, "x", false },
		{ { "a*b*c" }, "aXbXbYc", true },
		{ { "a***c" }, "abc", true },
		{ { "a/**/b/**/c" }, "a/x/b/b/y/c", true },
		{ { "a/**/b/**/c" }, "a/x/y/c", false },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct glob globs[3];
		size_t count = 0;

		for (; count < 3 && cases[i].globs[count] != NULL; count++)
			assert_null(
				glob_parse(&globs[count], str_c(cases[i].globs[count]), &arena));
		if (glob_takes(globs, count, str_c(cases[i].path)) != cases[i].taken)
			fail_msg("%s %s", cases[i].globs[0], cases[i].path);
	}
	arena_finish(&arena);
}

static void test_no_globs(void **state)
{
	static const char *const texts[] = { "/", "!", "./", "a\\", "[a", "[]", "a/[!", "../a",
		"a/../b", "[[:nonsense:]]" };
	struct arena arena = { 0 };
	struct glob glob;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (glob_parse(&glob, str_c(texts[i]), &arena) == NULL)
			fail_msg("%s", texts[i]);
	arena_finish(&arena);
}

/* Many stars are no reason to try many ways. */
static void test_glob_time(void **state)
{
	struct arena arena = { 0 };
	struct buf pattern = { 0 }, deep = { 0 }, path = { 0 };
	struct glob glob;

	(void)state;
	for (int i = 0; i < 500; i++) {
		buf_add(&pattern, STR("a*"));
		buf_add(&deep, STR("**/a/"));
		buf_add(&path, STR("aa/"));
	}
	buf_add(&pattern, STR("b"));
	buf_add(&deep, STR("b"));
	assert_null(glob_parse(&glob, buf_str(&pattern), &arena));
	assert_false(glob_takes(&glob, 1, buf_str(&path)));
	assert_null(glob_parse(&glob, buf_str(&deep), &arena));
	assert_false(glob_takes(&glob, 1, buf_str(&path)));
	buf_finish(&pattern);
	buf_finish(&deep);
	buf_finish(&path);
	arena_finish(&arena);
}

static void test_regexes(void **state)
{
	static const struct {
		const char *pattern;
		enum regex_use use;
		const char *subject;
		enum regex_answer answer;
		const char *group;
	} cases[] = {
		{ "dns/db\\.(?<domain>.+)", REGEX_WHOLE, "dns/db.example.com", REGEX_YES,
			"example.com" },
		{ "dns/db\\.(?<domain>.+)", REGEX_WHOLE, "x/dns/db.example.com", REGEX_NO, "" },
		{ "a|ab", REGEX_WHOLE, "ab", REGEX_YES, "" },
		{ "b", REGEX_SEARCH, "abc", REGEX_YES, "" },
		{ "b", REGEX_WHOLE, "abc", REGEX_NO, "" },
		{ "(?<host>x)?a", REGEX_WHOLE, "a", REGEX_YES, "" },
		{ "(?<host>.*)\\.pem", REGEX_WHOLE, "b\xc3\xbc.pem", REGEX_YES, "b\xc3\xbc" },
		{ "b.\\.pem", REGEX_WHOLE, "b\xc3\xbc.pem", REGEX_YES, "" },
		{ "b.\\.pem", REGEX_WHOLE, "b\xff.pem", REGEX_NO, "" },
		{ "(a+)+$", REGEX_SEARCH, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
			REGEX_GAVE_UP, "" },
		{ "(*LIMIT_MATCH=4000000000)(a+)+$", REGEX_SEARCH,
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", REGEX_GAVE_UP, "" },
		{ "(*NO_JIT)(a+)+$", REGEX_SEARCH, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
			REGEX_GAVE_UP, "" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *fault;
		struct regex *regex = regex_create(
			str_c(cases[i].pattern), cases[i].use, &arena, &fault);
		struct str group;

		assert_non_null(regex);
		if (regex_match(regex, str_c(cases[i].subject), &group) != cases[i].answer ||
			!str_eq(group, str_c(cases[i].group)))
			fail_msg("%s %s", cases[i].pattern, cases[i].subject);
		regex_destroy(regex);
	}
	arena_finish(&arena);
}

static void test_no_regexes(void **state)
{
	static const char *const texts[] = { "(", "[", "a{2,1}", "(?<domain>a", "\\C",
		"((((((a{1000}){1000}){1000}){1000}){1000}){1000})" };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *fault = NULL;

		assert_null(regex_create(str_c(texts[i]), REGEX_WHOLE, &arena, &fault));
		assert_non_null(fault);
	}
	arena_finish(&arena);
}

/* A value as long as values get, in groups that the compiled code keeps on its stack. */
static void test_long_subject(void **state)
{
	struct arena arena = { 0 };
	struct buf subject = { 0 };
	const char *fault;
	struct regex *regex = regex_create(STR("^(\\w+,?)*$"), REGEX_SEARCH, &arena, &fault);

	(void)state;
	assert_non_null(regex);
	for (int i = 0; i < 2000; i++)
		buf_add(&subject, STR("ab,"));
	assert_int_equal(regex_match(regex, buf_str(&subject), NULL), REGEX_YES);
	buf_finish(&subject);
	regex_destroy(regex);
	arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_globs),
		cmocka_unit_test(test_no_globs),
		cmocka_unit_test(test_glob_time),
		cmocka_unit_test(test_regexes),
		cmocka_unit_test(test_no_regexes),
		cmocka_unit_test(test_long_subject),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
