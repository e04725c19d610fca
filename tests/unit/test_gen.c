/* What `mtasts gen` makes of a specification, and what it refuses. */
#include "tests/unit/unit.h"

#include "gen/gen.h"
#include "lint/digest/digest.h"

static void test_digest(void **state)
{
	static const struct {
		struct str text;
		const char *id;
	} cases[] = {
		{ STR_INIT(""), "e3b0c44298fc1c149afbf4c8996fb924" },
		{ STR_INIT("abc"), "ba7816bf8f01cfea414140de5dae2223" },
		{ STR_INIT("\ra\r\rbc\r"), "ba7816bf8f01cfea414140de5dae2223" },
	};
	char id[DIGEST_ID_LEN + 1];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		digest_policy_id(cases[i].text, id);
		assert_string_equal(id, cases[i].id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
