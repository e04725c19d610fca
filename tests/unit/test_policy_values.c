/* The policy reader: the values of mode, version, max_age and mx. */
#include "tests/unit/policy_case.h"

/* Judges VALUE as the one on line LINE (1 to 4) of a policy. */
static void expect_line(unsigned line, struct str value, const char *findings)
{
	static const char *const names[] = { "version", "mode", "mx", "max_age" };
	static const char *const good[] = { "STSv1", "enforce", "a.example.com", "604800" };
	struct buf text = { 0 };

	for (unsigned i = 0; i < 4; i++) {
		buf_printf(&text, "%s: ", names[i]);
		buf_add(&text, i + 1 == line ? value : str_c(good[i]));
		buf_add_char(&text, '\n');
	}
	policy_case_expect(buf_str(&text), findings);
	buf_finish(&text);
}

static void expect_lines(unsigned line, const struct policy_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		expect_line(line, cases[i].input, cases[i].findings);
}

static void test_version(void **state)
{
	static const struct policy_case cases[] = {
		CASE("STSv1", ""),
		CASE("STSv1 \t ", ""),
		CASE("stsv1", "1:10 policy-version-invalid [stsv1]"),
		CASE("STSv2", "1:10 policy-version-invalid [STSv2]"),
		CASE("STSv1;", "1:10 policy-version-invalid [STSv1;]"),
		CASE("", "1:1 policy-version-invalid [version:]"),
	};

	(void)state;
	expect_lines(1, cases, sizeof cases / sizeof *cases);
}

static void test_mode(void **state)
{
	static const struct policy_case cases[] = {
		CASE("enforce", ""),
		CASE("enforce\t", ""),
		CASE("testing", "2:7 info policy-mode-testing [testing]"),
		CASE("none", "2:7 info policy-mode-none [none]"),
		CASE("Enforce", "2:7 policy-mode-invalid [Enforce]"),
		CASE("enforced", "2:7 policy-mode-invalid [enforced]"),
		CASE("test", "2:7 policy-mode-invalid [test]"),
		CASE("report", "2:7 policy-mode-invalid [report]"),
		CASE("enforce\\", "2:7 policy-mode-invalid [enforce\\]"),
		CASE("[testing]", "2:7 policy-mode-invalid [[testing]]"),
		CASE("\xc2\xa0"
		     "enforce",
			"2:7 policy-mode-invalid [\\u00a0"
			"enforce]"),
		CASE("enfor\xe2\x80\xae"
		     "ce",
			"2:7 policy-mode-invalid [enfor\\u202ece]"),
		CASE("", "2:1 policy-mode-invalid [mode:]"),
	};

	(void)state;
	expect_lines(2, cases, sizeof cases / sizeof *cases);
}

static void test_max_age(void **state)
{
	static const struct policy_case cases[] = {
		CASE("604800", ""),
		CASE("0604800", ""),
		CASE("31557600", ""),
		CASE("0031557600", ""),
		CASE("0", "4:10 warning policy-max-age-short [0]"),
		CASE("1", "4:10 warning policy-max-age-short [1]"),
		CASE("86399", "4:10 warning policy-max-age-short [86399]"),
		CASE("86400", "4:10 info policy-max-age-brief [86400]"),
		CASE("604799", "4:10 info policy-max-age-brief [604799]"),
		CASE("31557601", "4:10 policy-max-age-too-long [31557601]"),
		CASE("4294967296", "4:10 policy-max-age-too-long [4294967296]"),
		CASE("9999999999", "4:10 policy-max-age-too-long [9999999999]"),
		CASE("01234567890", "4:10 policy-max-age-invalid [01234567890]"),
		CASE("00000000604800", "4:10 policy-max-age-invalid [00000000604800]"),
		CASE("18446744073709551616", "4:10 policy-max-age-invalid [18446744073709551616]"),
		CASE("+604800", "4:10 policy-max-age-invalid [+604800]"),
		CASE("-1", "4:10 policy-max-age-invalid [-1]"),
		CASE("6e5", "4:10 policy-max-age-invalid [6e5]"),
		CASE("0x93A80", "4:10 policy-max-age-invalid [0x93A80]"),
		CASE("604800.0", "4:10 policy-max-age-invalid [604800.0]"),
		CASE("604,800", "4:10 policy-max-age-invalid [604,800]"),
		CASE("604800s", "4:10 policy-max-age-invalid [604800s]"),
		CASE("1w", "4:10 policy-max-age-invalid [1w]"),
		CASE("6_04_800", "4:10 policy-max-age-invalid [6_04_800]"),
		CASE("\xd9\xa6\xd9\xa0", "4:10 policy-max-age-invalid [\xd9\xa6\xd9\xa0]"),
		CASE("enforce", "4:10 policy-max-age-invalid [enforce]"),
		CASE("", "4:1 policy-max-age-invalid [max_age:]"),
	};

	(void)state;
	expect_lines(4, cases, sizeof cases / sizeof *cases);
}

/* The level and the rule depend on the mode. */
static void test_max_age_by_mode(void **state)
{
	static const struct policy_case cases[] = {
		CASE("version: STSv1\nmode: testing\nmx: a.example.com\nmax_age: 60\n",
			"2:7 info policy-mode-testing [testing] 4:10 info policy-max-age-short "
			"[60]"),
		CASE("version: STSv1\nmode: none\nmax_age: 604800\n",
			"2:7 info policy-mode-none [none]"),
		CASE("version: STSv1\nmode: none\nmax_age: 604801\n",
			"2:7 info policy-mode-none [none] "
			"3:10 info policy-max-age-lingering [604801]"),
	};

	(void)state;
	policy_cases_expect(cases, sizeof cases / sizeof *cases);
}

#define LABEL_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* Bad forms: the whole value, or the part of it that is wrong. */
static const struct policy_case forms[] = {
	CASE("a.example.com", ""),
	CASE("*.example.com", ""),
	CASE("A.Example.COM", ""),
	CASE("ab--cd.example.com", ""),
	CASE("1.example.com", ""),
	CASE("mail.internal-only", ""),
	CASE(LABEL_63 ".example.com", ""),
	CASE("*", "3:5 policy-mx-invalid [*]"),
	CASE("*.", "3:5 policy-mx-invalid [*.]"),
	CASE("*.*.example", "3:7 policy-mx-invalid [*]"),
	CASE("**.example", "3:5 policy-mx-invalid [*]"),
	CASE("**.example-", "3:5 policy-mx-invalid [*]"),
	CASE("mail.*.example.com", "3:10 policy-mx-invalid [*]"),
	CASE("mail*.example.com", "3:9 policy-mx-invalid [*]"),
	CASE("service-alpha-inbound-*.mimecast.com", "3:27 policy-mx-invalid [*]"),
	CASE("alt*.google.com", "3:8 policy-mx-invalid [*]"),
	CASE("test.example-", "3:10 policy-mx-invalid [example-]"),
	CASE(".example.com", "3:5 policy-mx-invalid [.]"),
	CASE("a.example.com.", "3:18 policy-mx-invalid [.]"),
	CASE("host.", "3:9 policy-mx-invalid [.]"),
	CASE("*.host. ", "3:11 policy-mx-invalid [.]"),
	CASE(".", "3:5 policy-mx-invalid [.]"),
	CASE("a..b", "3:5 policy-mx-invalid [a..b]"),
	CASE("a_b.example.com", "3:6 policy-mx-invalid [_]"),
	CASE("127.0.0.1", "3:5 policy-mx-invalid [127.0.0.1]"),
	CASE("1.2.3.4", "3:5 policy-mx-invalid [1.2.3.4]"),
	CASE("*.1.2.3.4", "3:5 policy-mx-invalid [*.1.2.3.4]"),
	CASE("[1.2.3.4]", "3:5 policy-mx-invalid [[1.2.3.4]]"),
	CASE("2001:db8::1", "3:5 policy-mx-invalid [2001:db8::1]"),
	CASE("[IPv6:2001:db8::1]", "3:5 policy-mx-invalid [[IPv6:2001:db8::1]]"),
	CASE("a.example.com:25", "3:18 policy-mx-invalid [:25]"),
	CASE("https://a.example.com/", "3:5 policy-mx-invalid [https://a.example.com/]"),
	CASE("10 a.example.com", "3:5 policy-mx-invalid [10 a.example.com]"),
	CASE("a.example.com 10", "3:5 policy-mx-invalid [a.example.com 10]"),
	CASE("Priority 5: ALT1.EXAMPLE.COM",
		"3:5 policy-mx-invalid [Priority 5: ALT1.EXAMPLE.COM]"),
	CASE("a.example.com,", "3:5 policy-mx-invalid [a.example.com,]"),
	CASE("- a.example.com", "3:5 policy-mx-invalid [-]"),
	CASE("<a.example.com>", "3:5 policy-mx-invalid [<a.example.com>]"),
	CASE("\"a.example.com\"", "3:5 policy-mx-invalid [\"a.example.com\"]"),
	CASE("user@a.example.com", "3:5 policy-mx-invalid [user@a.example.com]"),
	CASE("@@@@", "3:5 policy-mx-invalid [@@@@]"),
	CASE("a+b.example.com", "3:6 policy-mx-invalid [+]"),
	CASE("", "3:1 policy-mx-invalid [mx:]"),
	CASE(LABEL_63 "a.example.com", "3:5 policy-mx-invalid [" LABEL_63 "a]"),
	CASE(LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63,
		"3:5 policy-mx-invalid [" LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63 "]"),
};

static void test_mx_form(void **state)
{
	(void)state;
	expect_lines(3, forms, sizeof forms / sizeof *forms);
}

static void test_mx(void **state)
{
	static const struct policy_case cases[] = {
		CASE("a.example.com, b.example.com",
			"3:5 policy-mx-list [a.example.com, b.example.com]"),
		CASE("a.example.com b.example.com",
			"3:5 policy-mx-list [a.example.com b.example.com]"),
		CASE("10 a.example.com, 20 b.example.com",
			"3:5 policy-mx-list [10 a.example.com, 20 b.example.com]"),
		CASE("a, b", "3:5 policy-mx-list [a, b]"),
		CASE("a b", "3:5 policy-mx-list [a b]"),
		CASE("m\xc3\xb8x.example", "3:5 policy-mx-unicode [m\xc3\xb8x.example]"),
		CASE("\xf0\x9f\x8c\x9f.\xf0\x9f\x90\xa2.com",
			"3:5 policy-mx-unicode [\xf0\x9f\x8c\x9f.\xf0\x9f\x90\xa2.com]"),
		CASE("xn--bcher-kva.example.com", ""),
		CASE("XN--BCHER-KVA.example.com", ""),
		CASE("a.xn--abc.example.com", "3:7 policy-mx-unicode [xn--abc]"),
		CASE("localhost", "3:5 warning policy-mx-single-label [localhost]"),
		CASE("host ", "3:5 warning policy-mx-single-label [host]"),
		CASE(" host", "3:6 warning policy-mx-single-label [host]"),
		CASE("com", "3:5 warning policy-mx-single-label [com]"),
		CASE("*.com", "3:5 policy-mx-wildcard-broad [*.com]"),
		CASE("*.CO.UK", "3:5 policy-mx-wildcard-broad [*.CO.UK]"),
		CASE("*.internal-only", ""),
		CASE("*.mail.protection.outlook.com",
			"3:5 info policy-mx-wildcard-shared [*.mail.protection.outlook.com]"),
		CASE("*.github.io", "3:5 info policy-mx-wildcard-shared [*.github.io]"),
		CASE("*.h-v1.mx.microsoft",
			"3:5 info policy-mx-wildcard-shared [*.h-v1.mx.microsoft]"),
		CASE("a.mail.protection.outlook.com", ""),
	};

	(void)state;
	expect_lines(3, cases, sizeof cases / sizeof *cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_mode),
		cmocka_unit_test(test_max_age),
		cmocka_unit_test(test_max_age_by_mode),
		cmocka_unit_test(test_mx_form),
		cmocka_unit_test(test_mx),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
