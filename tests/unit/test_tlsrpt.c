/* tlsrpt: the inputs of real senders' tests, and each way in which they differ, with rule and
 * place. */
#include "tests/unit/txt_case.h"

#define RUA(value) "\"v=TLSRPTv1; rua=" value "\""

static const struct txt_row rows[] = {
	/* mox, sys4, mimecast, DomainDetective, MailCheck */
	{ RUA("mailto:tlsrpt@mox.example , \t\t https://mox.example/tlsrpt"), "" },
	{ RUA("mailto:tlsrpt@mox.example , \t\t https://mox.example/tlsrpt  "),
		"E tlsrpt-syntax [  ]" },
	{ Q("v=TLSRPTv1 ; rua=mailto:x@x.example; rua=mailto:y@x.example"),
		"W tlsrpt-space-before-semicolon [ ] + "
		"I tlsrpt-rua-several-fields [rua=mailto:y@x.example]" },
	{ Q("v=TLSRPTv1;rua=mailto:a@e.com,mailto:b@e.com,https://r.e.com:12345/tlsrpt;"), "" },
	{ RUA("https://tlsrpt.mimecast.com/v1.app?val=1"), "" },
	{ Q("v=TLSRPTv1;rua=mailto:reports%2Btls@example.com"), "" },
	{ RUA("noscheme"), "E tlsrpt-rua-scheme [noscheme]" },
	{ RUA(",, ,"), "E tlsrpt-rua-invalid [rua=,, ,]" },
	{ RUA(""), "E tlsrpt-rua-invalid [rua=]" },
	{ RUA("http://bad/%"), "E tlsrpt-rua-scheme [http:]" },
	{ RUA("mailto:x@example.com;;"), "E tlsrpt-syntax [;]" },
	{ RUA("mailto:x other"), "E tlsrpt-rua-invalid [ ]" },
	{ RUA("mailto:x@example.com; more="), "E tlsrpt-syntax [more=]" },
	{ RUA("mailto:x@example.com; test=="), "E tlsrpt-syntax [=]" },
	{ RUA("mailto:abc@cba.com:test"), "E tlsrpt-rua-invalid [cba.com:test]" },
	{ RUA("abc:abc@cba.com"), "E tlsrpt-rua-scheme [abc:]" },
	{ RUA("https://com"), "" },
	{ RUA("mailto:abccba.com"), "E tlsrpt-rua-invalid [abccba.com]" },
	{ RUA("!!"), "E tlsrpt-rua-scheme [!!]" },
	{ Q("v=TLSRPTv99;rua=mailto:x@example.com"), "E tlsrpt-version-invalid [v=TLSRPTv99]" },
	{ Q("v=TLSRPv1; rua=mailto:x@example.com"), "E tlsrpt-version-invalid [v=TLSRPv1]" },
	{ Q("v=TLSRPTv1=TLSRPTv1"), "E tlsrpt-version-invalid [=TLSRPTv1]" },
	{ RUA("postmaster@isaspa.it"), "E tlsrpt-rua-scheme [postmaster@isaspa.it]" },
	{ Q("v=TLSRPTv1;rua=ftp://example.com/"), "E tlsrpt-rua-scheme [ftp:]" },
	/* how senders differ */
	{ Q("v=TLSRPTv1 ; rua=mailto:x@example.com"), "W tlsrpt-space-before-semicolon [ ]" },
	{ RUA("mailto:x@example.com, mailto:y@example.com"), "" },
	{ Q("v=TLSRPTv1; ext=1; rua=mailto:x@example.com"),
		"I tlsrpt-field-unknown [ext=1] + W tlsrpt-rua-not-first "
		"[rua=mailto:x@example.com]" },
	{ RUA("mailto:x@example.com; ext=1"), "I tlsrpt-field-unknown [ext=1]" },
	{ RUA("mailto:x@example.com; rua=https://example.com/"),
		"I tlsrpt-rua-several-fields [rua=https://example.com/]" },
	{ RUA("https://example.com:8443/p?a=b&c=d"), "" },
	{ RUA("mailto:"), "E tlsrpt-rua-invalid [mailto]" },
	{ RUA("mailto:x"), "E tlsrpt-rua-invalid [x]" },
	{ RUA("mailto:<x@example.com>"), "E tlsrpt-rua-invalid [<]" },
	{ RUA("mailto:@example.com"), "E tlsrpt-rua-invalid [@example.com]" },
	{ RUA("mailto:x@"), "E tlsrpt-rua-invalid [x@]" },
	{ RUA("mailto:x@example.com."), "E tlsrpt-rua-invalid [example.com.]" },
	{ RUA("https://example.com./p"), "" },
	{ RUA("mailto:x@example.com!10m"), "E tlsrpt-rua-encoding [!10m]" },
	{ RUA("mailto:x@example.com,"), "E tlsrpt-rua-invalid [,]" },
	{ Q("v=TLSRPTv1; rua = mailto:x@example.com"), "E tlsrpt-syntax [ ]" },
	{ Q("v=TLSRPTv1; RUA=mailto:x@example.com"),
		"E tlsrpt-rua-missing [RUA=mailto:x@example.com]" },
	{ Q("v=TLSRPTv1; ruf=mailto:x@example.com"),
		"E tlsrpt-rua-missing [ruf=mailto:x@example.com]" },
	{ Q("v=TLSRPTv1;"), "E tlsrpt-rua-missing [v=TLSRPTv1;]" },
	{ Q("v=TLSRPTv1; ext=1"),
		"E tlsrpt-rua-missing [v=TLSRPTv1; ext=1] + I tlsrpt-field-unknown [ext=1]" },
	{ Q("v=TLSRPTv1"), "E tlsrpt-version-invalid [v=TLSRPTv1]" },
	/* addresses */
	{ RUA("mailto:x!y@example.com"), "E tlsrpt-rua-encoding [!]" },
	{ RUA("mailto:x,y@example.com"), "E tlsrpt-rua-encoding [,]" },
	{ RUA("https://example.com/p?a=1,c=2"), "E tlsrpt-rua-encoding [,]" },
	{ RUA("https://example.com/p;v1"), "E tlsrpt-rua-encoding [;]" },
	{ RUA("mailto:x%2Cy@example.com,https://example.com/%21%3b"), "" },
	{ RUA("mailto:x@example.com,y@example.com"), "E tlsrpt-rua-scheme [y@example.com]" },
	{ RUA("mailto:x@example.com; mailto:y@example.com"),
		"E tlsrpt-syntax [mailto:y@example.com]" },
	{ RUA("mailto:x@example.com,,mailto:y@example.com"), "E tlsrpt-rua-invalid [,]" },
	{ RUA("mailto:x@example.com,mailto:x@EXAMPLE.com"),
		"W tlsrpt-rua-duplicate [mailto:x@EXAMPLE.com]" },
	{ RUA("mailto:x@example.com,mailto:X@example.com"), "" },
	{ RUA("https://example.com/a,HTTPS://example.com/a"),
		"W tlsrpt-rua-duplicate [HTTPS://example.com/a]" },
	{ RUA("https://example.com/a,https://example.com/A"), "" },
	{ RUA("MAILTO:x@example.com"), "" },
	{ RUA("mailto:x@example.com?subject=tls"), "I tlsrpt-rua-query [?subject=tls]" },
	{ RUA("mailto:m\xc3\xb6x@example.com"), "E tlsrpt-rua-invalid [\xc3\xb6]" },
	{ RUA("mailto:x@b\xc3\xbc"
	      "cher.example"),
		"E tlsrpt-rua-invalid [\xc3\xbc]" },
	{ RUA("mailto:x%@example.com"), "E tlsrpt-rua-invalid [%@e]" },
	{ RUA("https://example.com/%zz"), "E tlsrpt-rua-invalid [%zz]" },
	{ RUA("https://example.com/a|b"), "E tlsrpt-rua-invalid [|]" },
	{ RUA("https:///p"), "E tlsrpt-rua-invalid [///p]" },
	{ RUA("https:example.com"), "E tlsrpt-rua-invalid [example.com]" },
	{ RUA("https://example.com:port/"), "E tlsrpt-rua-invalid [:port]" },
	{ RUA("https://ex_ample.com/"), "E tlsrpt-rua-invalid [ex_ample.com]" },
	{ RUA("https://[2001:db8::1]/"), "" },
	{ RUA("mailto:x@[192.0.2.1]"), "" },
	{ RUA("mailto:x@<domain>"), "E tlsrpt-placeholder [<domain>]" },
	{ RUA("mailto:tls@yourdomain.com"), "E tlsrpt-placeholder [yourdomain]" },
	/* fields and versions */
	{ "v=TLSRPTv1; rua=mailto:x@example.com",
		"E tlsrpt-unquoted-semicolon [; rua=mailto:x@example.com]" },
	{ Q("v=TLSRPTv1\\\\; rua=mailto:x@example.com"), "E tlsrpt-version-invalid [\\\\]" },
	{ Q("v=tlsrptv1; rua=mailto:x@example.com"), "E tlsrpt-version-invalid [v=tlsrptv1]" },
	{ Q("v=TLSRPT1; rua=mailto:x@example.com"), "E tlsrpt-version-invalid [v=TLSRPT1]" },
	{ Q("v=TLS-RPTv1; rua=mailto:x@example.com"), "E tlsrpt-version-invalid [v=TLS-RPTv1]" },
	{ Q("rua=mailto:x@example.com"), "E tlsrpt-version-invalid [rua=mailto:x@example.com]" },
	{ Q("v=TLSRPTv1; mailto:x@example.com"), "E tlsrpt-rua-missing [mailto:x@example.com]" },
	{ RUA("mailto:x@example.com; p=none"), "W tlsrpt-field-unknown [p=none]" },
	{ RUA("mailto:x@example.com; id=1"), "W tlsrpt-field-unknown [id=1]" },
	{ Q("v=TLSRPTv1; rua=mailto:x@exam") " " Q("ple.com!10m"), "E tlsrpt-rua-encoding [!10m]" },
	/* something else */
	{ Q("v=STSv1; id=1"), "" },
	{ Q("v=DMARC1; p=none; rua=mailto:x@example.com"), "" },
	{ Q(""), "" },
};

static void read_it(const struct txt_input *input, struct diag *diag)
{
	tlsrpt_read(input, diag);
}

static const struct txt_subject subject = { "_smtp._tls", read_it };

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		txt_check(&subject, rows[i], false);
}

/* Beside another TXT record, the first bytes decide. */
static void test_siblings(void **state)
{
	static const struct txt_row late = { Q("v=TLSRPTv1 ; rua=mailto:x@example.com"),
		"E tlsrpt-space-before-semicolon [ ]" };

	(void)state;
	txt_check(&subject, (struct txt_row){ RUA("mailto:x@example.com"), "" }, true);
	txt_check(&subject, late, true);
}

static const struct {
	const char *rdata, *value;
} repairs[] = {
	{ Q("v=TLSRPTv1; ruf=mailto:b@example.com"), "v=TLSRPTv1; rua=mailto:b@example.com" },
	{ RUA("a@example.com; rua=mailto:b@example.com"),
		"v=TLSRPTv1; rua=mailto:a@example.com,mailto:b@example.com" },
	/* failure reports of DMARC are none of TLS */
	{ RUA("a@example.com; ruf=mailto:b@example.com"), "v=TLSRPTv1; rua=mailto:a@example.com" },
	{ RUA("mailto:<a@example.com>"), "v=TLSRPTv1; rua=mailto:a@example.com" },
	{ RUA("<mailto:a@example.com>"), "v=TLSRPTv1; rua=mailto:a@example.com" },
	{ Q("v=TLSRPTv1; ruf=mailto:b@example.com; rua=a@example.com"),
		"v=TLSRPTv1; rua=mailto:a@example.com" },
};

/* What a finding says to write is right. */
static void test_repairs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		txt_check_repair(&subject, rows[i].rdata, NULL);
	for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++)
		assert_true(txt_check_repair(&subject, repairs[i].rdata, repairs[i].value));
}

/* The well-formed addresses, for those who go on with them. */
static void test_uris(void **state)
{
	struct arena arena = { 0 };
	struct txt_input input;
	struct tlsrpt tlsrpt;
	struct run run;

	(void)state;
	run_init(&run);
	input = txt_input_case(&run, &arena, &subject,
		RUA("mailto:a%40b@Example.com, https://u@example.net:1/p,x@example.org"), false);
	tlsrpt = tlsrpt_read(&input, &run.diag);
	assert_true(tlsrpt.kind == TXT_RECORD && tlsrpt.selected && !tlsrpt.valid);
	assert_int_equal(tlsrpt.uri_count, 2);
	assert_true(str_eq(tlsrpt.uris[0].host, STR("Example.com")) && tlsrpt.uris[0].mail);
	assert_true(str_eq(tlsrpt.uris[1].host, STR("example.net")) && !tlsrpt.uris[1].mail);
	assert_int_equal(tlsrpt.uris[1].from, 42);
	run_finish(&run);
	arena_finish(&arena);
}

/* A hostile list costs no more than its first items. */
static void test_many_items(void **state)
{
	struct buf rdata = { 0 };
	struct arena arena = { 0 };
	struct txt_input input;
	struct run run;

	(void)state;
	buf_printf(&rdata, "\"v=TLSRPTv1; rua=\"");
	for (size_t i = 0; i < 8000; i++)
		buf_printf(&rdata, " \"a%zu,\"", i);
	run_init(&run);
	buf_add_char(&rdata, '\0');
	input = txt_input_case(&run, &arena, &subject, rdata.ptr, false);
	assert_false(tlsrpt_read(&input, &run.diag).valid);
	assert_true(run.diag.count <= TLSRPT_MAX_URIS + 1);
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
		cmocka_unit_test(test_uris),
		cmocka_unit_test(test_many_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
