/* sts: the inputs of real senders' tests, and each way in which they differ, with rule and place.
 */
#include "tests/unit/txt_case.h"

static const struct txt_row rows[] = {
	/* mox, Snawoot, tlspol, foxcpp */
	{ Q("v=STSv1; id=20160831085700Z;"), "" },
	{ Q("v=STSv1; \t id=20160831085700Z  \t;"), "" },
	{ Q("v=STSv1 \t; \tid=policy1 \t;"), "W record-space-before-semicolon [ \t]" },
	{ Q("v=STSv1  ;    id=foo; unrelated=1"),
		"W record-space-before-semicolon [  ] + I record-field-unknown [unrelated=1]" },
	{ Q("v=STSv1; id=a; more=a; ext=2"),
		"I record-field-unknown [more=a] + I record-field-unknown [ext=2]" },
	{ Q("v=STSv1; id=") " " Q("policy1;"), "" },
	{ Q("v=STSv1; id=20160831085700Z;;;"), "E record-syntax [;;]" },
	{ Q("v=STSv1; id=a;;"), "E record-syntax [;]" },
	{ Q("v=STSv1; id=policy1 "), "E record-syntax [ ]" },
	{ Q("v=STSv0"), "E record-version-invalid [v=STSv0]" },
	{ Q("v=STSv10"), "E record-version-invalid [v=STSv10]" },
	{ Q("v=STSv2"), "E record-version-invalid [v=STSv2]" },
	{ Q("v=STSv1"), "E record-version-invalid [v=STSv1]" },
	{ Q("v=STSv1;"), "E record-id-missing [v=STSv1;]" },
	{ Q("v=STSv1; ext=1"),
		"E record-id-missing [v=STSv1; ext=1] + I record-field-unknown [ext=1]" },
	{ Q("v=STSv1; id="), "E record-id-invalid [id=]" },
	{ Q("v=STSv1; id=012345678901234567890123456789012"),
		"E record-id-invalid [012345678901234567890123456789012]" },
	{ Q("v=STSv1; id=01234567890123456789012345678901"), "" },
	{ Q("v=STSv1; id=test-123"), "E record-id-invalid [test-123]" },
	{ Q("v=STSv1; id=###"), "E record-id-invalid [###]" },
	{ Q("v=STSv1; id=*"), "E record-id-invalid [*]" },
	{ Q("v=STSv1; id=a; more="), "E record-syntax [more=]" },
	{ Q("v=STSv1; id=a; test=="), "E record-syntax [=]" },
	{ Q("v=STSv1; id=a; 1%=a"), "E record-syntax [%]" },
	{ Q("v=STSv1; id=a; a12345678901234567890123456789012=1"),
		"E record-syntax [a12345678901234567890123456789012]" },
	{ Q("v=STSv1; id=a; a1234567890123456789012345678901=1"),
		"I record-field-unknown [a1234567890123456789012345678901=1]" },
	{ Q("v=STSv1; id=123v=STSv1"), "E record-id-invalid [123v=STSv1]" },
	{ Q("v=STSv1; v=STSv1"),
		"E record-id-missing [v=STSv1; v=STSv1] + E record-field-duplicate [v=STSv1]" },
	{ Q("v=STSv1; v=STSv1; id=abc"), "E record-field-duplicate [v=STSv1]" },
	{ Q("v=STSv1 id=021120211155"), "E record-version-invalid [id=021120211155]" },
	{ Q("v=STSv1; $$=@@"), "E record-id-missing [v=STSv1; $$=@@] + E record-syntax [$]" },
	{ Q("v=STSv1; key=\xc2\xa3;"),
		"E record-id-missing [v=STSv1; key=\xc2\xa3;] + E record-syntax [\xc2\xa3]" },
	{ Q("v=STSv1; id=policy1; note=has space;"), "E record-syntax [ ]" },
	{ Q("v=STSv1; id=policy1; note=caf\xc3\xa9;"), "E record-syntax [\xc3\xa9]" },
	{ Q("id=20261004; v=STSv1;"), "E record-version-invalid [v=STSv1]" },
	{ Q("v-STSv1 id=1984"), "E record-version-invalid [v-STSv1]" },
	{ Q("v=STSv1; id=foo; id=bar"), "E record-field-duplicate [id=bar]" },
	/* zone files: comments, escapes, strings */
	{ "v=STSv1; id=1", "E record-unquoted-semicolon [; id=1]" },
	{ "v=STSv1 ; id=1", "E record-unquoted-semicolon [; id=1]" },
	{ "V=stsv1; id=1", "E record-unquoted-semicolon [; id=1]" },
	{ "v=STSv1\\; ; id=1", "E record-unquoted-semicolon [; id=1]" },
	{ "v=STSv1\\; ; valid until May", "E record-id-missing [v=STSv1\\;]" },
	{ "v=STSv1\\;id=1 ; id=2 will come", "" },
	{ Q("v=STSv1; id=1") " ; id=2 will come", "" },
	{ "v=STSv1\\; id=1", "" },
	{ Q("v=STSv1\\; id=1"), "" },
	{ Q("v=STSv1\\\\; id=1"), "E record-version-invalid [\\\\]" },
	{ Q("v=STSv1;") " " Q("id=1"), "" },
	{ Q("v=STSv1") " " Q("id=1"), "E record-version-invalid [id=1]" },
	{ "( " Q("v=STSv1; i") "\n " Q("d=a-b") " )", "E record-id-invalid [a-b]" },
	{ Q("v=STSv1; id=\\040"), "E record-id-invalid [\\040]" },
	{ Q("v=STSv1; id=1\\000"), "E record-id-invalid [1\\000]" },
	{ Q("\\\"v=STSv1; id=1\\\""), "E record-version-invalid [\\\"]" },
	/* how senders differ */
	{ Q("v=STSv1;;id=1"), "E record-syntax [;]" },
	{ Q("v=STSv1; ; ;id=1"), "E record-syntax [; ;]" },
	{ Q(" v=STSv1; id=1"), "E record-version-invalid [ ]" },
	{ Q("v=STSv1; id = 1"), "E record-syntax [ ]" },
	{ Q("v=STSv1; id= 1"), "E record-syntax [ ]" },
	{ Q("v=STSv1; ID=1"), "E record-id-missing [ID=1]" },
	{ Q("v=STSv1; id.=15Z;"), "E record-id-missing [id.=15Z]" },
	{ Q("v=STSv1; id-=1; id=2"), "I record-field-unknown [id-=1]" },
	{ Q("V=STSv1; id=1"), "E record-version-invalid [V=STSv1]" },
	{ Q("v=stsv1; id=1"), "E record-version-invalid [v=stsv1]" },
	{ Q("id=1; v=STSv1"), "E record-version-invalid [v=STSv1]" },
	{ Q("v=STSv1; id=2026_01"), "E record-id-invalid [2026_01]" },
	{ Q("v=STSv1; id=2026-01-01T00:00:00Z"), "E record-id-invalid [2026-01-01T00:00:00Z]" },
	{ Q("v=STSv1; id=1; id=1"), "E record-field-duplicate [id=1]" },
	{ Q("v=STSv10; id=1"), "E record-version-invalid [v=STSv10]" },
	/* other ways to be wrong */
	{ Q("v = STSv1; id=1"), "E record-version-invalid [v = STSv1]" },
	{ Q("version: STSv1; id=1"), "E record-version-invalid [version: STSv1]" },
	{ Q("STSv1; id=1"), "E record-version-invalid [STSv1]" },
	{ Q("v=MTA-STSv1; id=1"), "E record-version-invalid [v=MTA-STSv1]" },
	{ Q("v=TSv1; id=1"), "E record-version-invalid [v=TSv1]" },
	{ Q("v=STTSv1; id=1"), "E record-version-invalid [v=STTSv1]" },
	{ Q("vSTSv1 ; id=1"), "E record-version-invalid [vSTSv1]" },
	{ Q("id=20260101"), "E record-version-invalid [id=20260101]" },
	{ Q("v=STSv1; id:20260101"), "E record-id-missing [id:20260101]" },
	{ Q("v=STSv1; 20260101"), "E record-id-missing [20260101]" },
	{ Q("v=STSv1; id=1\xc2\xa0"), "E record-id-invalid [1\xc2\xa0]" },
	{ Q("v=STSv1;\xc2\xa0id=1"), "E record-syntax [\xc2\xa0]" },
	{ Q("v=STSv1; id=2026\xe2\x80\x93"
	    "01"),
		"E record-id-invalid [2026\xe2\x80\x93"
		"01]" },
	{ Q("v=STSv1; id=1; foo"), "E record-syntax [foo]" },
	{ Q("v=STSv1; id=1; =x"), "E record-syntax [=x]" },
	{ Q("v=STSv1; id=1; _a=x"), "E record-syntax [_]" },
	{ Q("v=STSv1; id=1; a.b-c_d=x"), "I record-field-unknown [a.b-c_d=x]" },
	{ Q("v=STSv1; id=1; rua=mailto:a@example.com"),
		"W record-field-unknown [rua=mailto:a@example.com]" },
	{ Q("v=STSv1; id=1; mode=enforce"), "W record-field-unknown [mode=enforce]" },
	{ Q("v=STSv1; id=1; ID=2"), "I record-field-unknown [ID=2]" },
	{ Q("v=STSv1; id=<id>"), "E record-placeholder [<id>]" },
	{ Q("v=STSv1; id=YYYYMMDDHHMMSS"), "E record-placeholder [YYYYMMDD]" },
	{ Q("v=STSv1; <id>"), "E record-placeholder [<id>]" },
	{ Q("v=STSv1; id=[your id]"), "E record-placeholder [[your id]]" },
	/* something else */
	{ Q("v=TLSRPTv1; rua=mailto:a@example.com"), "" },
	{ Q("v=spf1 -all"), "" },
	{ Q("verification=abc"), "" },
	{ Q("see STSv1 and its successors"), "" },
	{ Q(""), "" },
};

static void read_it(const struct txt_input *input, struct diag *diag)
{
	sts_read(input, diag);
}

static const struct txt_subject subject = { "_mta-sts", read_it };

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		txt_check(&subject, rows[i], false);
}

/* Beside another TXT record, the eight bytes decide. */
static void test_siblings(void **state)
{
	(void)state;
	txt_check(&subject, (struct txt_row){ Q("v=STSv1; id=1"), "" }, true);
	txt_check(&subject,
		(struct txt_row){ Q("v=STSv1 ; id=1"), "E record-space-before-semicolon [ ]" },
		true);
}

/* What a finding says to write is right. */
static void test_repairs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		txt_check_repair(&subject, rows[i].rdata, NULL);
	assert_true(txt_check_repair(&subject, Q("ID=1; v=STSv1; a=b"), "v=STSv1; id=1; a=b"));
}

static const struct {
	const char *rdata;
	struct sts sts;
} facts[] = {
	{ Q("v=STSv1; id=1"), { TXT_RECORD, true, true, false, STR_INIT("1"), 12, 13 } },
	{ Q("v=STSv1 ; id=1"), { TXT_RECORD, false, true, false, STR_INIT("1"), 13, 14 } },
	{ Q("v=STSv1; id=1; id=2"), { TXT_RECORD, true, true, false, STR_INIT("1"), 12, 13 } },
	{ Q("v=STSv1; id=1;;"), { TXT_RECORD, true, false, false, STR_INIT("1"), 12, 13 } },
	{ Q("v=STSv1; id = 1"), { TXT_RECORD, true, false, false, STR_INIT("1"), 14, 15 } },
	{ Q("v=STSv1; id=<id>"), { TXT_RECORD, true, false, true, STR_INIT(""), 0, 0 } },
	{ Q("V=STSv1; id=1"), { TXT_MEANT, false, false, false, STR_INIT(""), 0, 0 } },
	{ Q("hello"), { TXT_UNRELATED, false, false, false, STR_INIT(""), 0, 0 } },
};

/* What a value says, for those who go on with it. */
static void test_facts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		const struct sts *expected = &facts[i].sts;
		struct arena arena = { 0 };
		struct txt_input input;
		struct run run;
		struct sts sts;

		run_init(&run);
		input = txt_input_case(&run, &arena, &subject, facts[i].rdata, false);
		sts = sts_read(&input, &run.diag);
		if (sts.kind != expected->kind || sts.selected != expected->selected ||
			sts.valid != expected->valid || sts.placeholder != expected->placeholder ||
			!str_eq(sts.id, expected->id) || sts.id_from != expected->id_from ||
			sts.id_to != expected->id_to)
			fail_msg("%s", facts[i].rdata);
		run_finish(&run);
		arena_finish(&arena);
	}
}

/* A hostile value costs no more than its first fields. */
static void test_many_fields(void **state)
{
	struct buf rdata = { 0 };
	struct arena arena = { 0 };
	struct txt_input input;
	struct run run;

	(void)state;
	buf_printf(&rdata, "\"v=STSv1;\"");
	for (size_t i = 0; i < 8000; i++)
		buf_printf(&rdata, " \"a%zu;\"", i);
	run_init(&run);
	buf_add_char(&rdata, '\0');
	input = txt_input_case(&run, &arena, &subject, rdata.ptr, false);
	assert_false(sts_read(&input, &run.diag).valid);
	assert_true(run.diag.count <= 65);
	run_finish(&run);
	arena_finish(&arena);
	buf_finish(&rdata);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_siblings),
		cmocka_unit_test(test_repairs),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_many_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
