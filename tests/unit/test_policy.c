/* The policy reader: whole files. */
#include "tests/unit/policy_case.h"

#define V "version: STSv1\n"
#define E "mode: enforce\n"
#define MX "mx: a.example.com\n"
#define AGE "max_age: 604800\n"

/* How lines are cut and what may stand between them. */
static const struct policy_case framing[] = {
	CASE(V E MX AGE, ""),
	CASE("version: STSv1\r\nmode: enforce\r\nmx: a.example.com\r\nmax_age: 604800\r\n", ""),
	CASE(V E MX "max_age: 604800", ""),
	CASE(V E MX "max_age: 604800 \t", ""),
	CASE("version:STSv1\nmode:\tenforce\nmx:  \t\t *.example.com\nmax_age: 0604800\n", ""),
	/* mox */
	CASE("version:STSv1\r\nmode:\tenforce\r\nmx:  \t\t *.example.com\nmax_age: 1\nmore:ext e  "
	     "ns ion",
		"1:14 info policy-line-ending-mixed [\\x0d\\x0a] "
		"4:10 warning policy-max-age-short [1] 5:1 info policy-field-unknown [more]"),
	CASE("version: STSv1\nmode: enforce\t\nmx: *.example.com \nmax_age: 0 \n",
		"4:10 warning policy-max-age-short [0]"),
	/* kumomta */
	CASE("version: STSv1 \nmode: enforce\nmx: mail.example.com\r\nmx:\t*.example.net\nmx: "
	     "backup.example.com\nmax_age: 604800",
		"3:21 info policy-line-ending-mixed [\\x0d\\x0a]"),
	CASE("version: STSv1\r\n" E MX AGE, "1:15 info policy-line-ending-mixed [\\x0d\\x0a]"),
	CASE("version: STSv1\r\nmode: enforce\r\nmx: a.example.com\r\n" AGE,
		"4:16 info policy-line-ending-mixed [\\x0a]"),
	/* blank lines: one finding for a run */
	CASE(V E MX AGE "\n", "5:1 policy-blank-line [\\x0a]"),
	CASE(V "\n" E MX AGE, "2:1 policy-blank-line [\\x0a]"),
	CASE("\n" V E MX AGE, "1:1 policy-blank-line [\\x0a]"),
	CASE(V E " \t\n\n" MX AGE, "3:1 policy-blank-line [ \\x09\\x0a\\x0a]"),
	CASE(V E MX AGE "  ", "5:1 policy-blank-line [  ]"),
	CASE(V "\n" E MX "\n" AGE, "2:1 policy-blank-line [\\x0a] 5:1 policy-blank-line [\\x0a]"),
	/* chasquid takes this */
	CASE("\n  version: STSv1\n  mode: enforce\n  mx: a.example.com\n  max_age: 604800\n",
		"1:1 policy-blank-line [\\x0a] 2:1 policy-line-invalid [  ] "
		"3:1 policy-line-invalid [  ] 4:1 policy-line-invalid [  ] "
		"5:1 policy-line-invalid [  ]"),
	/* bare CR */
	CASE("version: STSv1\rmode: enforce\rmx: a.example.com\rmax_age: 604800\r",
		"1:15 policy-encoding [\\x0d]"),
	CASE("version: STSv1\r\r\n" E MX AGE,
		"1:15 policy-encoding [\\x0d] 1:16 info policy-line-ending-mixed [\\x0d\\x0a]"),
	CASE(V E MX AGE "\r", "5:1 policy-encoding [\\x0d]"),
	CASE(V E MX AGE "note: ok\rbad\n", "5:9 policy-encoding [\\x0d]"),
	/* bytes */
	CASE("\xef\xbb\xbf" V E MX AGE, "1:1 policy-encoding [\\ufeff]"),
	CASE(V E MX AGE "\xef\xbb\xbf" V E MX AGE,
		"5:1 policy-encoding [\\ufeff] 5:2 policy-field-duplicate [version: STSv1] "
		"6:1 policy-field-duplicate [mode: enforce] "
		"7:5 info policy-mx-duplicate [a.example.com] "
		"8:1 policy-field-duplicate [max_age: 604800]"),
	CASE(V "mode: enforce\0\n" MX AGE, "2:14 policy-encoding [\\x00]"),
	CASE(V "mode: enforce\v" MX AGE, "2:14 policy-encoding [\\x0b]"),
	CASE(V E MX AGE "\f\n", "5:1 policy-encoding [\\x0c]"),
	CASE(V E MX AGE "note: ok\x7f"
			"bad\n",
		"5:9 policy-encoding [\\x7f]"),
	CASE(V E MX AGE "note: ok\0bad\n", "5:9 policy-encoding [\\x00]"),
	CASE(V E MX AGE "note: ok\xff\xff"
			"bad\n",
		"5:9 policy-encoding [\\xff\\xff]"),
	CASE(V E MX AGE "note: \xed\xa0\x80\n", "5:7 policy-encoding [\\xed\\xa0\\x80]"),
	/* an empty file */
	CASE("", "1:1 policy-version-missing []"),
	CASE("\r\n \n", "1:1 policy-version-missing []"),
	CASE("\xef\xbb\xbf", "1:1 policy-version-missing []"),
};

static void test_framing(void **state)
{
	(void)state;
	policy_cases_expect(framing, sizeof framing / sizeof *framing);
}

/* What is no policy at all, or one that was never filled in: nothing else is said. */
static const struct policy_case kinds[] = {
	CASE("<!DOCTYPE html>\n<html>\n", "1:1 policy-not-a-policy [<!DOCTYPE html>]"),
	CASE("\n<html><pre>\n" V E MX AGE, "2:1 policy-not-a-policy [<html><pre>]"),
	CASE("{\\rtf1\\ansi\n" V, "1:1 policy-not-a-policy [{\\rtf1\\ansi]"),
	CASE("{\n  \"version\": \"STSv1\"\n}\n", "1:1 policy-not-a-policy [{]"),
	CASE("[{\"mode\": \"none\"}]\n", "1:1 policy-not-a-policy [[{\"mode\": \"none\"}]]"),
	CASE("\xff\xfev\0e\0", "1:1 policy-not-a-policy [\\xff\\xfev\\x00e\\x00]"),
	CASE("v\0e\0r\0s\0", "1:1 policy-not-a-policy [v\\x00e\\x00r\\x00s\\x00]"),
	CASE("v=STSv1; id=20240101000000;\n",
		"1:1 policy-not-a-policy [v=STSv1; id=20240101000000;]"),
	CASE("_mta-sts.example.com. IN TXT \"v=STSv1; id=1\"\n",
		"1:1 policy-not-a-policy [_mta-sts.example.com. IN TXT \"v=STSv1; id=1\"]"),
	CASE("Put the policy here.\nIt is short.\n",
		"1:1 policy-not-a-policy [Put the policy here.]"),
	CASE("hello: world\n", "1:1 policy-not-a-policy [hello: world]"),
	/* placeholders */
	CASE(V "mode: [enforce|testing|none]\n" MX AGE "x y\n",
		"2:7 policy-placeholder [[enforce|testing|none]]"),
	CASE(V "mode: enforce or testing\n" MX AGE, "2:7 policy-placeholder [enforce or testing]"),
	CASE(V E "mx: mail.your_domain.tld\n" AGE, "3:5 policy-placeholder [mail.your_domain.tld]"),
	CASE(V E "mx: mail.domain.tld\n" AGE, "3:5 policy-placeholder [mail.domain.tld]"),
	CASE(V E "mx: mail.your-server.de\nmx: mx1.yourhosting.nl\n" AGE, ""),
	CASE(V "mode: testing#x\n" MX AGE, "2:14 policy-placeholder [#x]"),
	CASE(V E "mx: yourdomain.com\n" AGE, "3:5 policy-placeholder [yourdomain.com]"),
	CASE(V E "mx: <domain>\nmax_age: <seconds>\n",
		"3:5 policy-placeholder [<domain>] 4:10 policy-placeholder [<seconds>]"),
	CASE(V E "mx: {{ mx }}\n" AGE, "3:1 policy-placeholder [mx: {{ mx }}]"),
	CASE("{{ policy }}\n", "1:1 policy-placeholder [{{ policy }}]"),
	CASE(V E "mx: ${MX}\n" AGE, "3:5 policy-placeholder [${MX}]"),
	CASE(V E MX "max_age: 604800 # a week\n\n", "4:17 policy-placeholder [# a week]"),
	CASE(V "mode: testing # or enforce\n" MX AGE, "2:15 policy-placeholder [# or enforce]"),
	CASE(V E MX AGE "note: issue #7\n", "5:1 info policy-field-unknown [note]"),
	/* what could be meant is no placeholder */
	CASE("version: STSv1<br>\n" E MX "max_age: 604800</p>\n",
		"1:10 policy-version-invalid [STSv1<br>] "
		"4:10 policy-max-age-invalid [604800</p>]"),
	CASE(V E MX "max_age: [1 week]\n", "4:10 policy-max-age-invalid [[1 week]]"),
	CASE(V "mode: [testing]\n" MX AGE, "2:7 policy-mode-invalid [[testing]]"),
	CASE(V E "mx: <a.example.com>\n" AGE, "3:5 policy-mx-invalid [<a.example.com>]"),
	/* front matter */
	CASE("---\nlayout: none\n---\n" V E MX AGE, "1:1 info policy-front-matter [---]"),
	CASE("---\n---\n\n" V E MX "max_age: 1w\n",
		"1:1 info policy-front-matter [---] 7:10 policy-max-age-invalid [1w]"),
	CASE("---\n---\n" V "mode: {{ page.mode }}\n{% for mx in site.mx %}\nmx: {{ mx }}\n" AGE,
		"1:1 info policy-front-matter [---]"),
	CASE("---\n---\n" V "mode: {{ page.mode }}\n" MX AGE, "1:1 info policy-front-matter [---]"),
	CASE("---\n" V E MX AGE, "1:1 policy-line-invalid [---]"),
};

static void test_kinds(void **state)
{
	(void)state;
	policy_cases_expect(kinds, sizeof kinds / sizeof *kinds);
}

/* Lines, names, and what is missing. */
static const struct policy_case lines[] = {
	CASE("# a policy\n" V E MX AGE, "1:1 policy-line-invalid [# a policy]"),
	CASE(V E MX AGE "// end\n", "5:1 policy-line-invalid [// end]"),
	CASE("version: STSv1\nmode none\n" AGE, "2:1 policy-line-invalid [mode none]"),
	CASE("version=STSv1\nmode=enforce\nmx=a.example.com\nmax_age=604800\n",
		"1:1 policy-line-invalid [version=STSv1] 2:1 policy-line-invalid [mode=enforce] "
		"3:1 policy-line-invalid [mx=a.example.com] "
		"4:1 policy-line-invalid [max_age=604800]"),
	CASE("version: STSv1\n: 8600",
		"1:1 policy-max-age-missing [version: STSv1] "
		"1:1 policy-mode-missing [version: STSv1] 2:1 policy-line-invalid [: 8600]"),
	CASE(V " mode: enforce\n" MX AGE, "2:1 policy-line-invalid [ ]"),
	CASE(V "mode : enforce\n" MX AGE, "2:5 policy-line-invalid [ ]"),
	CASE(V "\tmode\t: enforced\n" MX AGE,
		"2:1 policy-line-invalid [\\x09] 2:9 policy-mode-invalid [enforced]"),
	CASE(V E MX AGE " key: rawValue\n",
		"5:1 policy-line-invalid [ ] 5:2 info policy-field-unknown [key]"),
	CASE(V "\"mode\": enforce\n" MX AGE, "2:1 policy-line-invalid [\"mode\"]"),
	CASE(V E "- mx: a.example.com\n" AGE, "3:1 policy-line-invalid [- mx]"),
	/* extensions (mox, tlspol) */
	CASE(V E MX AGE "more:ext e  ns ion", "5:1 info policy-field-unknown [more]"),
	CASE(V E MX AGE "comment: caf\xc3\xa9 au lait\n",
		"5:1 info policy-field-unknown [comment]"),
	CASE(V E MX AGE "a1234567890123456789012345678901: 1\n",
		"5:1 info policy-field-unknown [a1234567890123456789012345678901]"),
	CASE(V E MX AGE "a12345678901234567890123456789012:123\n",
		"5:1 policy-line-invalid [a12345678901234567890123456789012]"),
	CASE(V E MX AGE "ext:   \n", "5:1 policy-line-invalid [ext:]"),
	CASE(V E MX AGE "_bad:test\n", "5:1 policy-line-invalid [_bad]"),
	CASE(V E MX AGE "_comment: 1\n", "5:1 policy-line-invalid [_comment]"),
	CASE(V E MX AGE "-comment: 1\n", "5:1 policy-line-invalid [-comment]"),
	CASE(V E MX AGE ".comment: 1\n", "5:1 policy-line-invalid [.comment]"),
	CASE(V E MX AGE "bad name: 1\n", "5:1 policy-line-invalid [bad name]"),
	CASE(V E MX AGE "x+comment: 1\n", "5:1 policy-line-invalid [x+comment]"),
	CASE(V E MX AGE "caf\xc3\xa9: 1\n", "5:1 policy-line-invalid [caf\xc3\xa9]"),
	CASE(V E MX AGE "note: ok\tbad\n", "5:7 policy-line-invalid [ok\\x09"
					   "bad]"),
	/* misspelt names */
	CASE(V "Mode: enforce\nMX: a.example.com\nmax-age: 604800\n",
		"2:1 policy-field-misspelt [Mode] 3:1 policy-field-misspelt [MX] "
		"4:1 policy-field-misspelt [max-age]"),
	CASE("eversion: STSv1\n" E "nmx: a.example.com\nmaxage: 604800\n",
		"1:1 policy-field-misspelt [eversion] 3:1 policy-field-misspelt [nmx] "
		"4:1 policy-field-misspelt [maxage]"),
	CASE(V E MX "max age: 604800\n", "4:1 policy-field-misspelt [max age]"),
	CASE(V E MX AGE "node: 7\n", "5:1 info policy-field-unknown [node]"),
	CASE(V E MX AGE "nmx: b.example.com\n", "5:1 policy-field-misspelt [nmx]"),
	CASE(V E MX AGE "Mode: testing\n", "5:1 policy-field-misspelt [Mode]"),
	/* what is missing is said at the first line */
	CASE("version:STSv1\nmode:none", "1:1 policy-max-age-missing [version:STSv1] "
					 "2:6 info policy-mode-none [none]"),
	CASE("max_age:0\nmode:none", "1:1 policy-version-missing [max_age:0] "
				     "2:6 info policy-mode-none [none]"),
	CASE("version:STSv1\nmax_age:604800\nmode:enforce",
		"1:1 policy-mx-missing [version:STSv1]"),
	CASE("version:STSv1\nmax_age:604800\nmx:example.com",
		"1:1 policy-mode-missing [version:STSv1]"),
	CASE(V "mode: Enforce\n" AGE,
		"1:1 policy-mx-missing [version: STSv1] 2:7 policy-mode-invalid [Enforce]"),
	CASE("version:STSv1\nmode:none\nmax_age:0", "2:6 info policy-mode-none [none]"),
	CASE("version: STSv1\nmax_age: 8600\nmode:none", "3:6 info policy-mode-none [none]"),
	CASE(E V MX AGE, "2:1 info policy-version-not-first [version]"),
	/* fields twice: the first counts */
	CASE(V E MX AGE "mode: testing\n", "5:1 policy-field-duplicate [mode: testing]"),
	CASE(V E MX AGE "mode: bogus\n", "5:1 policy-field-duplicate [mode: bogus]"),
	CASE(V "mode: none\nmode: testing\nmode: enforced\n" AGE,
		"2:7 info policy-mode-none [none] 3:1 policy-field-duplicate [mode: testing] "
		"4:1 policy-field-duplicate [mode: enforced]"),
	CASE(V E MX AGE "max_age: 86400\n", "5:1 policy-field-duplicate [max_age: 86400]"),
	CASE(V V E MX AGE, "2:1 policy-field-duplicate [version: STSv1]"),
	/* a line end is missing */
	CASE(V E MX "max_age: 86400version: STSv1\nmode: testing\n"
		    "mx: b.example.com\n" AGE,
		"4:10 policy-max-age-invalid [86400version: STSv1]"),
	CASE(V "mode: enforcemx: a.example.com\n" AGE,
		"2:7 policy-mode-invalid [enforcemx: a.example.com]"),
	CASE("version: STSv1 mode: enforce mx: a.example.com max_age: 604800\n",
		"1:10 policy-version-invalid "
		"[STSv1 mode: enforce mx: a.example.com max_age: 604800]"),
	/* a YAML list */
	CASE(V E "mx:\n  - a.example.com\n  - b.example.com\n" AGE, "3:1 policy-mx-invalid [mx:]"),
	CASE(V E "mx:\n- a.example.com\n" AGE, "3:1 policy-mx-invalid [mx:]"),
	/* duplicate patterns */
	CASE(V E MX "mx: A.example.COM\n" AGE, "4:5 info policy-mx-duplicate [A.example.COM]"),
	CASE(V E MX "mx: *.example.com\n" AGE, "3:5 info policy-mx-duplicate [a.example.com]"),
	CASE(V E "mx: b.a.example.com\nmx: *.example.com\n" AGE, ""),
};

static void test_lines(void **state)
{
	(void)state;
	policy_cases_expect(lines, sizeof lines / sizeof *lines);
}

/* What senders by the grammar would take. */
static void test_meaning(void **state)
{
	static const struct {
		struct str input;
		bool understood, usable;
		enum mode mode;
		uint64_t max_age;
		size_t mx;
		bool mx_unknown;
	} rows[] = {
		{ STR_INIT(V E MX AGE), true, true, MODE_ENFORCE, 604800, 1, false },
		{ STR_INIT(V E MX AGE "mode: none\nmax_age: 1\n"), true, true, MODE_ENFORCE, 604800,
			1, false },
		{ STR_INIT(V "mode: none\nmax_age: 9999999999"), true, true, MODE_NONE, 9999999999,
			0, false },
		{ STR_INIT(V "Mode: enforce\n" MX AGE), true, false, MODE_UNKNOWN, 604800, 1,
			false },
		{ STR_INIT(V " mode: enforce\n" MX AGE), true, false, MODE_ENFORCE, 604800, 1,
			false },
		{ STR_INIT(V E "MX: a.example.com\n" AGE), true, false, MODE_ENFORCE, 604800, 0,
			true },
		{ STR_INIT(V E "mx: a.example.com, b.example.com\n" AGE), true, false, MODE_ENFORCE,
			604800, 2, false },
		{ STR_INIT(V E "mx: {{ mx }}\n" AGE), false, false, MODE_UNKNOWN, 0, 0, true },
		{ STR_INIT("---\n---\n" V E "mx: {{ mx }}\n" AGE), true, false, MODE_ENFORCE,
			604800, 0, true },
		{ STR_INIT(V E "mx: a.example.commax_age: 604800\n"), true, false, MODE_ENFORCE, 0,
			0, true },
		{ STR_INIT(V "mode: enforcemx: a.example.com\n" AGE), true, false, MODE_UNKNOWN,
			604800, 0, true },
		{ STR_INIT("<html>"), false, false, MODE_UNKNOWN, 0, 0, true },
		{ STR_INIT(V E MX AGE "\n"), true, false, MODE_ENFORCE, 604800, 1, false },
	};
	static const struct levels levels;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct policy policy;
		struct buf out = { 0 };

		policy_case_read(&policy, rows[i].input, &levels, &out);
		assert_int_equal(policy.understood, rows[i].understood);
		assert_int_equal(policy.usable, rows[i].usable);
		assert_int_equal(policy.mode, rows[i].mode);
		assert_int_equal(policy.max_age, rows[i].max_age);
		assert_int_equal(policy.mx_count, rows[i].mx);
		assert_int_equal(policy.mx_unknown, rows[i].mx_unknown);
		policy_finish(&policy);
		buf_finish(&out);
	}
}

static void expect_in_strict(const char *text, const char *findings)
{
	struct levels levels = { .profile = PROFILE_STRICT };
	struct policy policy;
	struct buf out = { 0 };

	policy_case_read(&policy, str_c(text), &levels, &out);
	buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, findings);
	policy_finish(&policy);
	buf_finish(&out);
}

static void test_strict(void **state)
{
	(void)state;
	expect_in_strict("version: STSv1\nmode: none\nmax_age: 86400\n",
		"1:1 info policy-mx-missing [version: STSv1] 2:7 info policy-mode-none [none]");
}

/* TIMES copies of LINE after a policy: the number of findings, and how the last one reads. */
static size_t count_findings(const char *line, size_t times, const char **last)
{
	static const struct levels levels;
	struct buf text = { 0 };
	struct policy policy;
	struct diag diag;
	size_t count;

	buf_add(&text, STR(V E MX AGE));
	for (size_t i = 0; i < times; i++)
		buf_add(&text, str_c(line));
	diag_init(&diag, &levels);
	policy_parse(&policy, 0, buf_str(&text), &policy_limits_default, &diag);
	count = diag.count;
	*last = rules[diag.list[count - 1]->rule].slug;
	policy_finish(&policy);
	diag_finish(&diag);
	buf_finish(&text);
	return count;
}

static void test_bounds(void **state)
{
	const char *last;

	(void)state;
	assert_int_equal(count_findings("a b\n", 200000, &last), DIAG_MAX_PER_FILE);
	assert_string_equal(last, "policy-line-invalid");
	assert_int_equal(count_findings("\n", 1000000, &last), 2);
	assert_int_equal(count_findings("x: 1\n\n", 160000, &last), DIAG_MAX_PER_FILE);
	assert_int_equal(
		count_findings("mx: a.example.com\n", 50000, &last), DIAG_MAX_PER_FILE + 1);
	assert_string_equal(last, "policy-mx-duplicate");
	assert_int_equal(count_findings("\rx: 1", 100, &last), 101);
}

/* A policy of SIZE bytes, blanks at the end of its last line: what is found. */
static void expect_for_size(size_t size, const char *findings)
{
	struct buf text = { 0 };

	buf_add(&text, STR(V E MX "max_age: 604800"));
	while (text.len < size)
		buf_add_char(&text, ' ');
	policy_case_expect(buf_str(&text), findings);
	buf_finish(&text);
}

static void test_size(void **state)
{
	(void)state;
	expect_for_size(10240, "");
	expect_for_size(10241, "4:10194 warning policy-too-large [ ]");
	expect_for_size(65536, "4:10194 warning policy-too-large [ ]");
	expect_for_size(65537, "4:65490 policy-too-large [ ]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_framing),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_meaning),
		cmocka_unit_test(test_strict),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
