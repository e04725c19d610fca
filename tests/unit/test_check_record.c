/* check_record, check_tlsrpt: what the place of a record says, over whole zones. */
#include "tests/unit/findings.h"

/* What every zone here begins with. */
#define ZONE "$ORIGIN example.com.\n$TTL 60\n@ SOA a b 1 1 1 1 1\n@ NS ns.example.net.\n"
#define STS "_mta-sts TXT \"v=STSv1; id=1\"\n"
#define RPT "_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:r@example.net\"\n"
#define POLICY(mode) "version: STSv1\nmode: " mode "\nmx: mx.example.com\nmax_age: 604800\n"

struct row {
	const char *zone;   /* of example.com */
	const char *other;  /* a second zone, or NULL */
	const char *policy; /* of example.com, or NULL */
	const char *found;
};

static const struct row record_rows[] = {
	{ ZONE STS, NULL, NULL, "" },
	{ ZONE, NULL, NULL, "" },
	{ ZONE STS, NULL, POLICY("enforce"), "" },
	/* missing: only where the run can see that, and nothing else says so */
	{ ZONE, NULL, POLICY("enforce"), "E record-missing [version: STSv1]" },
	{ ZONE, NULL, POLICY("testing"), "E record-missing [version: STSv1]" },
	{ ZONE, NULL, POLICY("none"), "I record-missing [version: STSv1]" },
	{ "$ORIGIN example.com.\n@ 60 NS ns.example.net.\n", NULL, POLICY("enforce"), "" },
	{ ZONE "_mta-sts ALIAS foo.example.net.\n", NULL, POLICY("enforce"), "" },
	{ ZONE "_mta-sts NS ns.example.net.\n", NULL, POLICY("enforce"), "" },
	{ "$ORIGIN com.\n$TTL 60\n@ SOA a b 1 1 1 1 1\n", NULL, POLICY("enforce"), "" },
	{ "$ORIGIN com.\n$TTL 60\n@ SOA a b 1 1 1 1 1\nmta-sts.example A 192.0.2.1\n", NULL,
		POLICY("enforce"), "" },
	{ ZONE "* TXT \"hello\"\n", NULL, POLICY("enforce"), "E record-missing [version: STSv1]" },
	{ ZONE "* CNAME example.com.\n", NULL, POLICY("enforce"),
		"E record-missing [version: STSv1]" },
	{ ZONE "_mta-sts TXT \"V=STSv1; id=1\"\n", NULL, POLICY("enforce"),
		"E record-version-invalid [V=STSv1]" },
	{ ZONE "_mta-sts TXT \"hello\"\n", NULL, POLICY("enforce"),
		"I record-unrelated-text [\"hello\"] + E record-missing [version: STSv1]" },
	/* several records: identical ones are one, split differently they are two (RFC 2181 5) */
	{ ZONE STS STS, NULL, NULL, "" },
	{ ZONE STS "_mta-sts TXT \"v=STSv1; id=2\"\n", NULL, NULL,
		"E record-duplicate [\"v=STSv1; id=2\"]" },
	{ ZONE STS "_MTA-STS TXT \"v=STSv1; \" \"id=1\"\n", NULL, NULL,
		"E record-duplicate [\"v=STSv1; \" \"id=1\"]" },
	{ ZONE STS "_mta-sts TXT \"v=STSv1 ; id=2\"\n", NULL, NULL,
		"E record-space-before-semicolon [ ]" },
	{ ZONE "_mta-sts TXT \"verification=abc\"\n_mta-sts TXT \"v=STSv1; id=policy1;\"\n", NULL,
		NULL, "I record-unrelated-text [\"verification=abc\"]" },
	{ ZONE STS "_mta-sts TXT \"bogus\"\n", NULL, NULL, "I record-unrelated-text [\"bogus\"]" },
	{ ZONE "_mta-sts.a TXT \"v=STSv1; id=1\"\n_mta-sts.b TXT \"v=STSv1; id=2\"\n", NULL, NULL,
		"" },
	/* owners */
	{ ZONE "@ TXT \"v=STSv1; id=1\"\n", NULL, NULL, "E record-owner-wrong [@]" },
	{ ZONE "@ TXT \"V=STSV1\"\n", NULL, NULL, "E record-owner-wrong [@]" },
	{ ZONE "mta-sts TXT \"v=STSv1; id=1\"\n", NULL, NULL, "E record-owner-wrong [mta-sts]" },
	{ ZONE "_mta_sts TXT \"v=STSv1; id=1\"\n", NULL, NULL, "E record-owner-wrong [_mta_sts]" },
	{ ZONE "mta_sts TXT \"v=STSv1; id=1\"\n", NULL, NULL, "E record-owner-wrong [mta_sts]" },
	{ ZONE "_smtp_sts TXT \"v=STSv1; id=1\"\n", NULL, NULL,
		"E record-owner-wrong [_smtp_sts]" },
	{ ZONE "_mta-sts._tls TXT \"v=STSv1; id=1\"\n", NULL, NULL,
		"E record-owner-wrong [_mta-sts._tls]" },
	{ ZONE "_mta-sts.example.com TXT \"v=STSv1; id=1\"\n", NULL, NULL,
		"E record-owner-wrong [_mta-sts.example.com]" },
	{ ZONE "_mta-sts.sub.example.com TXT \"v=STSv1; id=1\"\n", NULL, NULL,
		"E record-owner-wrong [_mta-sts.sub.example.com]" },
	{ ZONE "_mta-sts.example.com TXT \"v=STSv1; id=1\"\n", NULL, POLICY("enforce"),
		"E record-owner-wrong [_mta-sts.example.com]" },
	{ ZONE "www TXT \"v=STSv1; id=1\"\n", NULL, NULL, "" },
	{ ZONE "_mta-sts._tls TXT \"v=TLSRPTv1; rua=mailto:r@example.net\"\n", NULL, NULL, "" },
	{ "$ORIGIN _mta-sts.example.com.\n$TTL 60\n@ SOA a b 1 1 1 1 1\n@ NS ns.example.net.\n"
	  "@ TXT \"v=STSv1; id=1\"\n",
		NULL, NULL, "" },
	/* wildcards */
	{ ZONE "* TXT \"v=STSv1; id=1\"\n", NULL, NULL, "W record-wildcard [*]" },
	{ ZONE "* TXT \"v=STSv1; id=a-b\"\n", NULL, NULL,
		"W record-wildcard [*] + E record-id-invalid [a-b]" },
	{ ZONE STS "* TXT \"v=STSv1; id=1\"\n", NULL, NULL, "" },
	/* CNAMEs */
	{ ZONE "_mta-sts CNAME sts.example.net.\n", NULL, NULL,
		"I record-cname-external [sts.example.net.]" },
	{ ZONE "_mta-sts CNAME sts.example.net.\n", NULL, POLICY("enforce"),
		"I record-delegation-split [sts.example.net.]" },
	{ ZONE "_mta-sts CNAME sts.example.net.\nmta-sts CNAME sts.example.net.\n", NULL,
		POLICY("enforce"), "I record-cname-external [sts.example.net.]" },
	{ ZONE "_mta-sts CNAME sts\n", NULL, NULL, "E record-cname-dangling [sts]" },
	{ ZONE "_mta-sts CNAME sts\n", NULL, POLICY("enforce"), "E record-cname-dangling [sts]" },
	{ ZONE "_mta-sts CNAME sts\nsts A 192.0.2.1\n", NULL, NULL,
		"E record-cname-dangling [sts]" },
	{ ZONE "_mta-sts CNAME a\na CNAME _mta-sts\n", NULL, NULL, "E record-cname-dangling [a]" },
	{ ZONE "_mta-sts CNAME a\na CNAME b\nb CNAME sts.example.net.\n", NULL, NULL,
		"I record-cname-external [a]" },
	{ ZONE "_mta-sts CNAME sts\nsts TXT \"v=STSv1; id=1\"\n", NULL, POLICY("enforce"), "" },
	{ ZONE "_mta-sts CNAME mta-sts\nmta-sts TXT \"v=STSv1; id=a-b\"\n", NULL, NULL,
		"E record-id-invalid [a-b]" },
	{ ZONE "_mta-sts CNAME example.com.\n@ TXT \"v=STSv1; id=1\"\n@ TXT \"v=STSv1; id=2\"\n",
		NULL, NULL, "E record-duplicate [\"v=STSv1; id=2\"]" },
	{ ZONE "_mta-sts CNAME sts.example.net.\n",
		"$ORIGIN example.net.\n$TTL 60\n@ SOA a b 1 1 1 1 1\n@ NS ns\n"
		"sts TXT \"v=STSv1; id=a-b\"\n",
		NULL, "E record-id-invalid [a-b]" },
	{ ZONE "_mta-sts CNAME sts.example.net.\n",
		"$ORIGIN example.net.\n$TTL 60\n@ SOA a b 1 1 1 1 1\n@ NS ns\n", NULL,
		"E record-cname-dangling [sts.example.net.]" },
	/* a missing final dot is mx-target-relative's to say */
	{ ZONE "_mta-sts CNAME sts.example.net\n", NULL, POLICY("enforce"), "" },
	{ ZONE "_mta-sts CNAME sts.example.net\n* TXT \"hello\"\n",
		"$ORIGIN example.net.\n$TTL 60\n"
		"@ SOA a b 1 1 1 1 1\n",
		POLICY("enforce"), "" },
	/* TTL */
	{ ZONE "_mta-sts 86400 TXT \"v=STSv1; id=1\"\n", NULL, NULL, "" },
	{ ZONE "_mta-sts 86401 IN TXT \"v=STSv1; id=1\"\n", NULL, NULL,
		"I record-ttl-long [86401]" },
	{ ZONE "$TTL 1w\n_mta-sts TXT \"v=STSv1; id=1\"\n", NULL, NULL,
		"I record-ttl-long [\"v=STSv1; id=1\"]" },
	{ ZONE "_mta-sts IN 2d CNAME sts.example.net.\n", NULL, NULL,
		"I record-ttl-long [2d] + I record-cname-external [sts.example.net.]" },
	/* a view of the same zone is a zone of its own */
	{ ZONE STS, ZONE "_mta-sts TXT \"v=STSv1; id=2\"\n", NULL, "" },
};

static const struct row tlsrpt_rows[] = {
	{ ZONE STS RPT, NULL, POLICY("testing"), "" },
	{ ZONE RPT, NULL, NULL, "" },
	{ ZONE, NULL, NULL, "" },
	/* missing */
	{ ZONE STS, NULL, POLICY("testing"), "W tlsrpt-missing [_mta-sts]" },
	{ ZONE STS, NULL, POLICY("enforce"), "I tlsrpt-missing [_mta-sts]" },
	{ ZONE STS, NULL, NULL, "I tlsrpt-missing [_mta-sts]" },
	{ ZONE STS, NULL, POLICY("none"), "" },
	{ ZONE, NULL, POLICY("testing"), "" },
	{ ZONE "_mta-sts CNAME sts.example.net.\n", NULL, POLICY("testing"),
		"W tlsrpt-missing [_mta-sts]" },
	{ ZONE STS "_smtp._tls ALIAS foo.example.net.\n", NULL, POLICY("testing"), "" },
	{ ZONE STS "_smtp._tls CNAME rpt.example.net.\n", NULL, POLICY("testing"), "" },
	{ ZONE STS "_tls NS ns.example.net.\n", NULL, POLICY("testing"), "" },
	{ ZONE STS "_smtp._tls TXT \"hello\"\n", NULL, POLICY("testing"),
		"W tlsrpt-missing [_mta-sts] + I tlsrpt-unrelated-text [\"hello\"]" },
	{ ZONE STS "_smtp._tls TXT \"v=TLSRPTv1\"\n", NULL, POLICY("testing"),
		"E tlsrpt-version-invalid [v=TLSRPTv1]" },
	/* several */
	{ ZONE RPT RPT, NULL, NULL, "" },
	{ ZONE RPT "_smtp._tls TXT \"v=TLSRPTv1; rua=mailto:s@example.net\"\n", NULL, NULL,
		"E tlsrpt-duplicate [\"v=TLSRPTv1; rua=mailto:s@example.net\"]" },
	{ ZONE RPT "_smtp._tls TXT \"bogus\"\n", NULL, NULL,
		"I tlsrpt-unrelated-text [\"bogus\"]" },
/* owners */
#define AT(owner) ZONE owner " TXT \"v=TLSRPTv1; rua=mailto:r@example.net\"\n", NULL, NULL
	{ AT("_smtp._tcp"), "E tlsrpt-owner-wrong [_smtp._tcp]" },
	{ AT("_tls._smtp"), "E tlsrpt-owner-wrong [_tls._smtp]" },
	{ AT("_tls"), "E tlsrpt-owner-wrong [_tls]" },
	{ AT("_mta-sts._tls"), "E tlsrpt-owner-wrong [_mta-sts._tls]" },
	{ AT("_smtp-tlsrpt"), "E tlsrpt-owner-wrong [_smtp-tlsrpt]" },
	{ AT("_smtp_tlsrpt"), "E tlsrpt-owner-wrong [_smtp_tlsrpt]" },
	{ AT("_smtp_tls"), "E tlsrpt-owner-wrong [_smtp_tls]" },
	{ AT("smtp._tls"), "E tlsrpt-owner-wrong [smtp._tls]" },
	{ AT("_tlsrpt"), "E tlsrpt-owner-wrong [_tlsrpt]" },
	{ AT("_smtp._tls._tls"), "E tlsrpt-owner-wrong [_smtp._tls._tls]" },
	{ AT("@"), "E tlsrpt-owner-wrong [@]" },
	{ AT("_smtp._tls.example.com"), "E tlsrpt-owner-wrong [_smtp._tls.example.com]" },
	{ ZONE STS "_tls TXT \"v=TLSRPTv1; rua=mailto:r@example.net\"\n", NULL, POLICY("testing"),
		"E tlsrpt-owner-wrong [_tls]" },
	/* wildcards */
	{ ZONE STS "* TXT \"v=TLSRPTv1; rua=mailto:r@example.net\"\n", NULL, NULL,
		"W tlsrpt-wildcard [*]" },
	{ ZONE "* TXT \"v=TLSRPTv1; rua=mailto:r@example.net\"\n", NULL, NULL,
		"W tlsrpt-wildcard [*]" },
	{ ZONE RPT "* TXT \"v=TLSRPTv1; rua=mailto:r@example.net\"\n", NULL, NULL, "" },
	{ ZONE "* TXT \"v=TLSRPTv1; rua=mailto:r\"\n", NULL, NULL,
		"W tlsrpt-wildcard [*] + E tlsrpt-rua-invalid [r]" },
	{ ZONE STS "* TXT \"v=spf1 -all\"\n", NULL, POLICY("testing"),
		"W tlsrpt-missing [_mta-sts]" },
	/* CNAMEs */
	{ ZONE "_smtp._tls CNAME rpt.example.net.\n", NULL, NULL, "" },
	{ ZONE STS "_smtp._tls CNAME rpt\n", NULL, POLICY("testing"),
		"E tlsrpt-cname-dangling [rpt]" },
	{ ZONE STS "_smtp._tls CNAME rpt.example.net\n", NULL, POLICY("testing"), "" },
	{ ZONE "_smtp._tls CNAME rpt.example.net\n", NULL, NULL,
		"E tlsrpt-cname-dangling [rpt.example.net]" },
	{ ZONE "_smtp._tls CNAME rpt\nrpt TXT \"v=TLSRPTv1;\"\n", NULL, NULL,
		"E tlsrpt-rua-missing [v=TLSRPTv1;]" },
	{ ZONE "_smtp._tls CNAME _tls\n_tls TXT \"v=TLSRPTv1; rua=mailto:r@example.net\"\n", NULL,
		NULL, "" },
/* where reports go */
#define TO(rua, rest) ZONE "_smtp._tls TXT \"v=TLSRPTv1; rua=" rua "\"\n" rest, NULL, NULL
	{ TO("mailto:r@example.com", ""), "W tlsrpt-rua-undeliverable [example.com]" },
	{ TO("mailto:r@example.com", "@ MX 0 .\n"), "W tlsrpt-rua-undeliverable [example.com]" },
	{ TO("mailto:r@example.com", "@ MX 0 mx\nmx A 192.0.2.1\n"), "" },
	{ TO("mailto:r@example.com", "@ A 192.0.2.1\n"), "" },
	{ TO("mailto:r@sub.example.com", "sub NS ns.example.net.\n"), "" },
	{ TO("mailto:r@sub.example.com", "*.example.com. MX 0 mx\n"), "" },
	{ TO("https://rpt.example.com/", ""), "W tlsrpt-rua-undeliverable [rpt.example.com]" },
	{ TO("https://rpt.example.com/", "rpt AAAA 2001:db8::1\n"), "" },
	{ TO("https://rpt.example.com/", "rpt CNAME rpt.example.net.\n"), "" },
	{ TO("mailto:r@[192.0.2.1]", ""), "" },
};

static void judge(struct run *run, const struct row *row, void (*family)(struct check *))
{
	struct policy policy = { 0 };
	struct name_buf name;
	struct world world;
	struct model model;
	struct check check = {
		.world = &world, .model = &model, .sources = &run->sources, .diag = &run->diag
	};
	struct policy_use use = { .policy = &policy };
	struct model_input input = { .world = &world, .uses = &use, .sources = &run->sources };
	enum source_status status;
	struct diag ignored;

	diag_init(&ignored, &run->levels);
	name_from_host(STR("example.com"), &name);
	use.domain = name_view(&name);
	run_zone(run, str_c(row->zone));
	if (row->other != NULL)
		run_zone(run, str_c(row->other));
	if (row->policy != NULL) {
		assert_true(policy_read(&policy, run_file(run, str_c(row->policy)),
			&policy_limits_default, &run->sources, &ignored, &status));
		input.use_count = 1;
	}
	world_init(&world, run->zone_list, run->zone_count, &run->sources, &ignored);
	model_build(&model, &input);
	family(&check);
	arena_finish(&check.arena);
	model_finish(&model);
	world_finish(&world);
	policy_finish(&policy);
	diag_finish(&ignored);
}

static void check_rows(const struct row *rows, size_t count, void (*family)(struct check *))
{
	for (size_t i = 0; i < count; i++) {
		struct run run;
		const char *found;

		run_init(&run);
		judge(&run, &rows[i], family);
		found = run_findings(&run, "");
		if (strcmp(found, rows[i].found) != 0)
			fail_msg("%s%s\n\tfound    %s\n\texpected %s", rows[i].zone,
				rows[i].policy != NULL ? rows[i].policy : "", found, rows[i].found);
		run_finish(&run);
	}
}

static void test_record(void **state)
{
	(void)state;
	check_rows(record_rows, sizeof record_rows / sizeof *record_rows, check_record);
}

/* One set of records may come from several files. */
static void test_include(void **state)
{
	struct row row = { .found = "E record-duplicate [\"v=STSv1; id=2\"]" };
	struct buf zone = { 0 };
	struct run run;

	(void)state;
	run_init(&run);
	run_file(&run, STR("_mta-sts 60 TXT \"v=STSv1; id=2\"\n"));
	buf_printf(&zone, ZONE STS "$INCLUDE %s\n", run.paths[0]);
	buf_add_char(&zone, '\0');
	row.zone = zone.ptr;
	judge(&run, &row, check_record);
	assert_string_equal(run_findings(&run, ""), row.found);
	run_finish(&run);
	buf_finish(&zone);
}

static void test_tlsrpt(void **state)
{
	(void)state;
	check_rows(tlsrpt_rows, sizeof tlsrpt_rows / sizeof *tlsrpt_rows, check_tlsrpt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_record),
		cmocka_unit_test(test_include),
		cmocka_unit_test(test_tlsrpt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
