/* idn and suffix: what the libraries are asked, and that they answer as the rules need. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/dns/idn.h"
#include "lint/dns/suffix.h"

struct row {
	struct str input;
	const char *output; /* NULL: none */
};

static void test_to_ascii(void **state)
{
	static const struct row rows[] = {
		{ STR_INIT("m\xc3\xb8x.example"), "xn--mx-lka.example" },
		{ STR_INIT("mail.b\xc3\xbc"
			   "cher.example"),
			"mail.xn--bcher-kva.example" },
		{ STR_INIT("B\xc3\x9c"
			   "CHER.example"),
			"xn--bcher-kva.example" },
		{ STR_INIT("plain.example"), "plain.example" },
		{ STR_INIT("\xf0\x9f\x8c\x9f.\xf0\x9f\x90\xa2.com"), NULL },
		{ STR_INIT("a\xff.example"), NULL },
		{ STR_INIT("a\0b.example"), NULL },
		{ STR_INIT(""), NULL },
	};
	struct idn_text out;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool got = idn_to_ascii(rows[i].input, &out);

		assert_int_equal(got, rows[i].output != NULL);
		if (got)
			assert_string_equal(out.bytes, rows[i].output);
	}
}

static void test_alabel(void **state)
{
	(void)state;
	assert_true(idn_is_encoded(STR("XN--bcher-kva")));
	assert_true(idn_alabel_valid(STR("xn--bcher-kva")));
	assert_true(idn_alabel_valid(STR("XN--BCHER-KVA")));
	assert_false(idn_alabel_valid(STR("xn--")));
	assert_false(idn_alabel_valid(STR("xn--abc")));
	assert_false(idn_alabel_valid(STR("xn--abc-")));
	assert_false(idn_alabel_valid(STR("xn--9999999999999")));
	assert_false(idn_alabel_valid(STR("xn--ls8h"))); /* an emoji */
	assert_false(idn_is_encoded(STR("ab--cd")));
}

static void test_suffix(void **state)
{
	(void)state;
	assert_int_equal(suffix_section(STR("com")), SUFFIX_ICANN);
	assert_int_equal(suffix_section(STR("CO.uk")), SUFFIX_ICANN);
	assert_int_equal(suffix_section(STR("xn--p1ai")), SUFFIX_ICANN);
	assert_int_equal(suffix_section(STR("github.io")), SUFFIX_PRIVATE);
	assert_int_equal(suffix_section(STR("example.com")), SUFFIX_NONE);
	assert_int_equal(suffix_section(STR("not-a-listed-name")), SUFFIX_NONE);
	assert_int_equal(suffix_section(STR("")), SUFFIX_NONE);
	assert_true(suffix_registrable(STR("mail.example.com")));
	assert_true(suffix_registrable(STR("a.co.uk")));
	assert_false(suffix_registrable(STR("co.uk")));
	assert_false(suffix_registrable(STR("mail.internal-only")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_to_ascii),
		cmocka_unit_test(test_alabel),
		cmocka_unit_test(test_suffix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
