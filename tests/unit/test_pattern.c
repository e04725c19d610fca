/* pattern: every line of the collected inputs of real senders' tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/dns/pattern.h"

struct row {
	const char *host, *pattern;
	bool matches;
};

static const struct row rows[] = {
	/* RFC 8461 4.1, chasquid, mox, kumomta */
	{ "mail.example.com", "*.example.com", true },
	{ "example.com", "*.example.com", false },
	{ "foo.bar.example.com", "*.example.com", false },
	{ "mailexample.com", "*.example.com", false },
	{ "mail.example.com.evil", "mail.example.com", false },
	{ "MAIL.Example.COM", "*.example.com", true },
	{ "mail.example.com", "*.Example.COM", true },
	{ "abc.com", "abc.*.com", false },
	{ "x.abc.com", "*.*.com", false },
	{ "abc.def.com", "abc.*.com", false },
	{ "zz.aa.b.cc.com", ".aa.b.cc.com", false },
	{ "a.b.", "a.b", true },
	{ "a.b", "a.b.", true },
	{ "without-dots", "*.example.org", false },
	{ "abc.com", "*.com", true },
	{ "x.\xc3\xb1"
	  "aca.com",
		"x.xn--aca-6ma.com", true },
	{ "x.naca.com", "x.xn--aca-6ma.com", false },
	{ "x.xn--aca-6ma.com",
		"*.\xc3\xb1"
		"aca.com",
		true },
	{ "icewolf-li.h-v1.mx.microsoft", "*.mx.microsoft", false },
	{ "alt1.aspmx.l.google.com", "*.aspmx.l.google.com", true },
	{ "aspmx.l.google.com", "*.aspmx.l.google.com", false },
	/* wildcards are the first label, whole, and never empty */
	{ "mail1.example.com", "mail*.example.com", false },
	{ ".example.com", "*.example.com", false },
	{ "xn--bcher-kva.example.com", "*.example.com", true },
	{ "example.com", "*", false },
	{ "example.com", "", false },
	{ "", "", false },
	{ "a.", "*.", false },
};

static void test_matches(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (pattern_matches(str_c(rows[i].pattern), str_c(rows[i].host)) != rows[i].matches)
			fail_msg("%s ~ %s", rows[i].host, rows[i].pattern);
}

static void test_near_miss(void **state)
{
	static const struct row near[] = {
		{ "example.com", "*.example.com", true },
		{ "a.b.example.com", "*.example.com", true },
		{ "a.example.com", ".example.com", true },
		{ "a.example.com", "a*.example.com", true },
		{ "a.example.com", "example.com", true },
		{ "mx1.example.com", "mx2.example.com", true },
		{ "a.example.com", "*.example.com", false },
		{ "mail.example.com", "aspmx.l.google.com", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof near / sizeof *near; i++)
		if ((pattern_near_miss(str_c(near[i].pattern), str_c(near[i].host)) != NULL) !=
			near[i].matches)
			fail_msg("%s ~ %s", near[i].host, near[i].pattern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_near_miss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
