/* mx-*: for each rule what raises it and what nearly does. */
#include "tests/unit/scene.h"

#define SOA                                                                                        \
	"$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n@ NS ns1\nns1 A "   \
	"192.0.2.53\n"
#define STS "_mta-sts TXT \"v=STSv1; id=1\"\nmta-sts A 192.0.2.9\n"
#define ZONE(text) "==> example.com.zone <==\n" SOA STS text
#define ZONE_NO_STS(text) "==> example.com.zone <==\n" SOA text
#define POLICY_OF(domain, mode, mx)                                                                \
	"==> mta-sts." domain "/mta-sts.txt <==\nversion: STSv1\nmode: " mode "\n" mx              \
	"max_age: 604800\n"
#define POLICY(mode, mx) POLICY_OF("example.com", mode, mx)
#define MAIL "mail A 192.0.2.1\nbackup A 192.0.2.2\n"
#define MX_LINE "mx: mail.example.com\n"
#define CHECK(scenes) scenes_check((scenes), sizeof(scenes) / sizeof *(scenes), "mx-", RULE_COUNT)

static const struct scene coverage[] = {
	{ "one MX is not covered",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n") POLICY("enforce", MX_LINE),
		"mx-uncovered E backup\n" },
	{ "testing", ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n") POLICY("testing", MX_LINE),
		"mx-uncovered W backup\n" },
	{ "mode none", ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n") POLICY("none", MX_LINE), "" },
	{ "mode not known", ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n") POLICY("enforced", MX_LINE),
		"mx-uncovered W backup\n" },
	{ "all are covered, case does not count",
		ZONE(MAIL "@ MX 10 MAIL\n@ MX 20 backup\n")
			POLICY("enforce", MX_LINE "mx: *.Example.com\n"),
		"" },
	{ "a wildcard covers one label",
		ZONE("a.b A 192.0.2.1\n" MAIL "@ MX 10 mail\n@ MX 20 a.b\n")
			POLICY("enforce", "mx: *.example.com\n"),
		"mx-uncovered E a.b\n" },
	{ "no MX is covered", ZONE(MAIL "@ MX 10 mail\n") POLICY("testing", "mx: mx.example.net\n"),
		"mx-none-covered E mx.example.net\n" },
	{ "no MX is covered, the mode is not known",
		ZONE(MAIL "@ MX 10 mail\n") POLICY("enforced", "mx: mx.example.net\n"),
		"mx-uncovered W mail\n" },
	{ "no MX is covered, mode none",
		ZONE(MAIL "@ MX 10 mail\n") POLICY("none", "mx: mx.example.net\n"), "" },
	{ "none of those seen, and a template may be another",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 {{ mx }}\n")
			POLICY("enforce", "mx: mx.example.net\n"),
		"mx-uncovered E mail\n" },
	{ "none of those seen, in a fragment",
		"==> example.com.zone <==\n$ORIGIN example.com.\n$TTL 1h\n" STS MAIL
		"@ MX 10 mail\n" POLICY("enforce", "mx: mx.example.net\n"),
		"mx-uncovered E mail\n" },
	{ "a misspelt field may be the pattern",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n")
			POLICY("enforce", MX_LINE "nmx: backup.example.com\n"),
		"" },
	{ "a template may be the pattern",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n")
			POLICY("enforce", MX_LINE "mx: {{ mx }}\n"),
		"" },
	{ "a list is one fault",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n")
			POLICY("enforce", "mx: mail.example.com, backup.example.com\n"),
		"" },
	{ "a trailing dot is one fault",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n")
			POLICY("enforce", MX_LINE "mx: backup.example.com.\n"),
		"" },
	{ "a faulty line that means another host",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup\n")
			POLICY("enforce", MX_LINE "mx: mx.example.net.\n"),
		"mx-uncovered E backup\n" },
	{ "no mx line is a fault of the policy", ZONE(MAIL "@ MX 10 mail\n") POLICY("enforce", ""),
		"" },
	{ "a placeholder is no policy",
		ZONE(MAIL "@ MX 10 mail\n")
			POLICY("[enforce|testing|none]", "mx: mx.your_domain.tld\n"),
		"" },
	{ "no policy", ZONE(MAIL "@ MX 10 mail\n"), "" },
	{ "a relative MX replaces, the other one is judged",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup.example.com\n") POLICY("enforce", MX_LINE),
		"mx-target-relative E backup.example.com\n" },
	{ "only faulty MX are left",
		ZONE(MAIL "@ MX 10 mail.example.com\n") POLICY("enforce", MX_LINE),
		"mx-target-relative E mail.example.com\n" },
	{ "the MX of the CNAME's target",
		"==> example.com.zone <==\n" SOA MAIL "@ MX 10 mail\n"
		"www CNAME example.com.\n_mta-sts.www TXT \"v=STSv1; id=1\"\nmta-sts.www A "
		"192.0.2.9\n" POLICY_OF("www.example.com", "enforce", "mx: mx.example.net\n"),
		"mx-none-covered E mx.example.net\n" },
	{ "one policy for two domains",
		ZONE(MAIL "@ MX 10 mail\n") "==> example.net.zone <==\n$ORIGIN example.net.\n$TTL "
					    "1h\n"
					    "@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n@ MX 10 mx\nmx A "
					    "192.0.2.7\n"
					    "@ MX 20 mail.example.com.\n"
					    "_mta-sts TXT \"v=STSv1; id=1\"\nmta-sts CNAME "
					    "mta-sts.example.com.\n" POLICY("enforce", MX_LINE),
		"mx-uncovered E mx\n" },
};

static const struct scene unused[] = {
	{ "a pattern is not used",
		ZONE(MAIL "@ MX 10 mail\n") POLICY("enforce", MX_LINE "mx: mx.example.net\n"),
		"mx-pattern-unused I mx.example.net\n" },
	{ "a wildcard is used",
		ZONE(MAIL "@ MX 10 mail\n") POLICY("enforce", "mx: *.example.com\n"), "" },
	{ "twice the same, both used",
		ZONE(MAIL "@ MX 10 mail\n")
			POLICY("enforce", MX_LINE MX_LINE "mx: *.example.com\n"),
		"" },
	{ "mode none", ZONE(MAIL "@ MX 10 mail\n") POLICY("none", MX_LINE "mx: mx.example.net\n"),
		"" },
	{ "a template may be another MX",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 {{ mx }}\n")
			POLICY("enforce", MX_LINE "mx: mx.example.net\n"),
		"" },
	{ "a missing include may hold another MX",
		ZONE(MAIL "@ MX 10 mail\n$INCLUDE missing.inc\n")
			POLICY("enforce", MX_LINE "mx: mx.example.net\n"),
		"" },
	{ "an ALIAS at the apex may hide one",
		ZONE(MAIL "@ MX 10 mail\n@ ALIAS web.example.net.\n")
			POLICY("enforce", MX_LINE "mx: mx.example.net\n"),
		"" },
	{ "the zone is not here", POLICY("enforce", MX_LINE "mx: mx.example.net\n"), "" },
	{ "a relative MX may be meant",
		ZONE(MAIL "@ MX 10 mail\n@ MX 20 backup.example.com\n")
			POLICY("enforce", MX_LINE "mx: backup.example.com\n"),
		"mx-target-relative E backup.example.com\n" },
	{ "another domain uses it",
		ZONE(MAIL "@ MX 10 mail\n") "==> example.net.zone <==\n$ORIGIN example.net.\n$TTL "
					    "1h\n"
					    "@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n@ MX 10 mx\nmx A "
					    "192.0.2.7\n"
					    "_mta-sts TXT \"v=STSv1; id=1\"\nmta-sts CNAME "
					    "mta-sts.example.com.\n" POLICY(
						    "enforce", MX_LINE "mx: mx.example.net\n"),
		"" },
	{ "no domain uses it",
		ZONE(MAIL "@ MX 10 mail\n") "==> example.net.zone <==\n$ORIGIN example.net.\n$TTL "
					    "1h\n"
					    "@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n@ MX 10 mx\nmx A "
					    "192.0.2.7\n"
					    "_mta-sts TXT \"v=STSv1; id=1\"\nmta-sts CNAME "
					    "mta-sts.example.com.\n" POLICY("enforce", MX_LINE
						    "mx: mx.example.net\nmx: *.example.org\n"),
		"mx-pattern-unused I *.example.org\n" },
};

static const struct scene implicit[] = {
	{ "no MX, an address that is not covered",
		ZONE("@ A 192.0.2.1\n") POLICY("enforce", MX_LINE),
		"mx-implicit E mail.example.com\n" },
	{ "no MX, no address", ZONE(MAIL) POLICY("enforce", MX_LINE),
		"mx-implicit W mail.example.com\n" },
	{ "testing", ZONE("@ A 192.0.2.1\n") POLICY("testing", MX_LINE),
		"mx-implicit W mail.example.com\n" },
	{ "mode none", ZONE("@ A 192.0.2.1\n") POLICY("none", MX_LINE), "" },
	{ "the domain itself is covered",
		ZONE("@ A 192.0.2.1\n") POLICY("enforce", "mx: example.com\n"), "" },
	{ "the domain itself is covered, another pattern is not used",
		ZONE("@ A 192.0.2.1\n") POLICY("enforce", "mx: example.com\n" MX_LINE),
		"mx-pattern-unused I mail.example.com\n" },
	{ "an ALIAS may be the MX", ZONE("@ ALIAS web.example.net.\n") POLICY("enforce", MX_LINE),
		"" },
	{ "a missing include",
		ZONE("@ A 192.0.2.1\n$INCLUDE missing.inc\n") POLICY("enforce", MX_LINE), "" },
	{ "a fragment",
		"==> example.com.zone <==\n$ORIGIN example.com.\n$TTL 1h\n@ A 192.0.2.1\n" STS
			POLICY("enforce", MX_LINE),
		"" },
	{ "delegated",
		ZONE_NO_STS("sub NS ns1.sub\nns1.sub A 192.0.2.7\n")
			POLICY_OF("sub.example.com", "enforce", MX_LINE),
		"" },
	{ "no such name: the policy is an orphan",
		ZONE_NO_STS("") POLICY_OF("sub.example.com", "enforce", MX_LINE), "" },
	{ "a wildcard gives the MX",
		ZONE_NO_STS(MAIL "* MX 10 mail\n") POLICY_OF("sub.example.com", "enforce", MX_LINE),
		"" },
};

static const struct scene null_mx[] = {
	{ "beside another", ZONE(MAIL "@ MX 0 .\n@ MX 10 mail\n") POLICY("enforce", MX_LINE),
		"mx-null-conflict E .\n" },
	{ "the preference", ZONE("@ MX 10 .\n"), "mx-null-conflict W .\n" },
	{ "alone", ZONE("@ MX 0 .\n"), "" },
	{ "alone, with a policy", ZONE("@ MX 0 .\n") POLICY("enforce", MX_LINE),
		"mx-null-policy I .\n" },
	{ "alone, mode none", ZONE("@ MX 0 .\n") POLICY("none", ""), "" },
	{ "alone, the mode is not known", ZONE("@ MX 0 .\n") POLICY("enforced", MX_LINE), "" },
	{ "no domain", ZONE_NO_STS(MAIL "@ MX 0 .\n@ MX 10 mail\n"), "" },
};

static const struct scene targets[] = {
	{ "an address", ZONE("@ MX 10 192.0.2.7\n"), "mx-target-address E 192.0.2.7\n" },
	{ "an absolute address", ZONE("@ MX 10 192.0.2.7.\n"), "mx-target-address E 192.0.2.7.\n" },
	{ "an IPv6 address", ZONE("@ MX 10 2001:db8::1\n"), "mx-target-address E 2001:db8::1\n" },
	{ "a literal", ZONE("@ MX 10 [192.0.2.7]\n"), "mx-target-address E [192.0.2.7]\n" },
	{ "a host that begins with digits",
		ZONE("7 A 192.0.2.1\n1.2.3.7 A 192.0.2.1\n"
		     "@ MX 10 7\n@ MX 20 1.2.3.7.example.com.\n"),
		"" },
	{ "relative", ZONE(MAIL "@ MX 10 mail.example.com\n"),
		"mx-target-relative E mail.example.com\n" },
	{ "relative, the wildcard answers", ZONE(MAIL "* A 192.0.2.8\n@ MX 10 mail.example.com\n"),
		"mx-target-relative E mail.example.com\n" },
	{ "relative, a public suffix", ZONE("@ MX 10 mx.mailhost.net\n"),
		"mx-target-relative E mx.mailhost.net\n" },
	{ "relative, a public suffix, but the wildcard answers",
		ZONE("* A 192.0.2.8\n@ MX 10 mx.mailhost.net\n"), "" },
	{ "relative and there", ZONE("mail.example.com A 192.0.2.1\n@ MX 10 mail.example.com\n"),
		"" },
	{ "relative, and a template may own it",
		ZONE("mail.example.com {{ x }}\n@ MX 10 mail.example.com\n"), "" },
	{ "relative, and an include is missing",
		ZONE("$INCLUDE missing.inc\n@ MX 10 mail.example.com\n"), "" },
	{ "relative by intent", ZONE(MAIL "@ MX 10 mail\n"), "" },
	{ "relative, not there and not known elsewhere", ZONE("@ MX 10 mail.internal-name\n"),
		"mx-target-address-missing E mail.internal-name\n" },
	{ "the policy host's CNAME is relative",
		ZONE_NO_STS(MAIL "_mta-sts TXT \"v=STSv1; id=1\"\n@ MX 10 mail\n"
				 "mta-sts CNAME mail.example.com\n"),
		"mx-target-relative E mail.example.com\n" },
	{ "the record's CNAME is relative",
		ZONE_NO_STS(MAIL
			"_mta-sts CNAME sts.mailhost.net\nmta-sts A 192.0.2.9\n@ MX 10 mail\n"),
		"mx-target-relative E sts.mailhost.net\n" },
	{ "the report's CNAME is relative",
		ZONE(MAIL "_smtp._tls CNAME tls.mailhost.net\n@ MX 10 mail\n"),
		"mx-target-relative E tls.mailhost.net\n" },
	{ "an underscore", ZONE("mx_1 A 192.0.2.1\n@ MX 10 mx_1\n"), "mx-target-invalid E mx_1\n" },
	{ "a hyphen at the end", ZONE("@ MX 10 mx-.example.net.\n"),
		"mx-target-invalid E mx-.example.net.\n" },
	{ "an inner hyphen", ZONE("mx-1 A 192.0.2.1\n@ MX 10 mx-1\n"), "" },
	{ "an alias", ZONE(MAIL "mx CNAME mail\n@ MX 10 mx\n"), "mx-target-cname W mx\n" },
	{ "an alias to the outside", ZONE("mx CNAME mail.example.net.\n@ MX 10 mx\n"),
		"mx-target-cname W mx\n" },
	{ "an alias by a wildcard", ZONE(MAIL "*.w CNAME mail\n@ MX 10 mx.w\n"),
		"mx-target-cname W mx.w\n" },
	{ "an alias to nowhere", ZONE("mx CNAME nothing\n@ MX 10 mx\n"),
		"mx-target-address-missing E mx\nmx-target-cname W mx\n" },
	{ "no such host", ZONE("@ MX 10 mail\n"), "mx-target-address-missing E mail\n" },
	{ "a host without an address", ZONE("mail TXT \"x\"\n@ MX 10 mail\n"),
		"mx-target-address-missing E mail\n" },
	{ "an empty non-terminal",
		ZONE("_25._tcp.mail TLSA 3 1 1 "
		     "0000000000000000000000000000000000000000000000000000000000000000\n"
		     "@ MX 10 mail\n"),
		"mx-target-address-missing E mail\n" },
	{ "an IPv6 address only", ZONE("mail AAAA 2001:db8::1\n@ MX 10 mail\n"), "" },
	{ "a host outside", ZONE("@ MX 10 mail.example.net.\n"), "" },
	{ "a host below a cut", ZONE("sub NS ns.sub\nns.sub A 192.0.2.3\n@ MX 10 mail.sub\n"), "" },
	{ "a wildcard address", ZONE("*.w A 192.0.2.1\n@ MX 10 mail.w\n"), "" },
	{ "a template may be the address", ZONE("mail {{ type }} x\n@ MX 10 mail\n"), "" },
	{ "an ALIAS may be the address", ZONE("mail ALIAS mx.example.net.\n@ MX 10 mail\n"), "" },
	{ "an include is missing", ZONE("@ MX 10 mail\n$INCLUDE missing.inc\n"), "" },
	{ "no domain", ZONE_NO_STS("@ MX 10 mail_1\n"), "" },
};

#define TLSA "TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000000\n"

static const struct scene wildcards[] = {
	{ "the record blocks it",
		ZONE_NO_STS(MAIL "* MX 10 mail\n_mta-sts.sub TXT \"v=STSv1; id=1\"\n"
				 "mta-sts.sub A 192.0.2.9\n"),
		"mx-wildcard-blocked E _mta-sts.sub\n" },
	{ "the report blocks it",
		ZONE_NO_STS(MAIL "* MX 10 mail\n_smtp._tls.sub CNAME x\nx A 192.0.2.1\n"),
		"mx-wildcard-blocked E _smtp._tls.sub\n" },
	{ "TLSA blocks a wildcard address", ZONE_NO_STS("* A 192.0.2.1\n_25._tcp.mx " TLSA),
		"mx-wildcard-blocked E _25._tcp.mx\n" },
	{ "an MX of its own",
		ZONE_NO_STS(
			MAIL "* MX 10 mail\n_mta-sts.sub TXT \"v=STSv1; id=1\"\nsub MX 10 mail\n"
			     "mta-sts.sub A 192.0.2.9\n"),
		"" },
	{ "an address of its own",
		ZONE_NO_STS("* A 192.0.2.1\n_25._tcp.mx " TLSA "mx A 192.0.2.2\n"), "" },
	{ "a template may be its MX",
		ZONE_NO_STS(
			MAIL "* MX 10 mail\n_mta-sts.sub TXT \"v=STSv1; id=1\"\nsub {{ mx }}\n"),
		"" },
	{ "an include is missing",
		ZONE_NO_STS(MAIL
			"* MX 10 mail\n_mta-sts.sub TXT \"v=STSv1; id=1\"\n$INCLUDE missing.inc\n"),
		"" },
	{ "a wildcard without mail",
		ZONE_NO_STS(MAIL "* TXT \"x\"\n_mta-sts.sub TXT \"v=STSv1; id=1\"\nmta-sts.sub A "
				 "192.0.2.9\n"),
		"" },
	{ "a wildcard elsewhere",
		ZONE_NO_STS(MAIL "*.w MX 10 mail\n_mta-sts.sub TXT \"v=STSv1; id=1\"\n"), "" },
	{ "the name exists anyway",
		ZONE_NO_STS(
			MAIL "* MX 10 mail\n_mta-sts.sub TXT \"v=STSv1; id=1\"\nsub TXT \"x\"\n"),
		"" },
	{ "the apex", ZONE(MAIL "* A 192.0.2.1\n@ MX 10 mail\n"), "" },
	{ "names below get no policy", ZONE(MAIL "@ MX 10 mail\n* MX 10 mail\n"),
		"mx-wildcard-owner I *\n" },
	{ "further down", ZONE(MAIL "@ MX 10 mail\n*.w MX 10 mail\n"),
		"mx-wildcard-owner I *.w\n" },
	{ "the wildcard gives it all",
		ZONE(MAIL "@ MX 10 mail\n* MX 10 mail\n* TXT \"v=STSv1; id=1\"\n* A 192.0.2.9\n"),
		"" },
	{ "a template may give it", ZONE(MAIL "@ MX 10 mail\n* MX 10 mail\n* {{ x }}\n"), "" },
	{ "a null MX", ZONE(MAIL "@ MX 10 mail\n* MX 0 .\n"), "" },
	{ "no domain", ZONE_NO_STS(MAIL "@ MX 10 mail\n* MX 10 mail\n"), "" },
};

static const struct scene names[] = {
	{ "a subdomain takes mail", ZONE(MAIL "@ MX 10 mail\nsub MX 10 mail\nsub MX 20 backup\n"),
		"mx-subdomain-uncovered I sub\n" },
	{ "the apex has its record elsewhere",
		ZONE_NO_STS(MAIL "_mta-sts CNAME sts.example.net.\n@ MX 10 mail\nsub MX 10 mail\n"),
		"mx-subdomain-uncovered I sub\n" },
	{ "the apex has its record nowhere",
		ZONE_NO_STS(MAIL "_mta-sts CNAME gone\n@ MX 10 mail\nsub MX 10 mail\n"), "" },
	{ "it has a record of its own",
		ZONE(MAIL "@ MX 10 mail\nsub MX 10 mail\n_mta-sts.sub TXT \"v=STSv1; id=1\"\n"
			  "mta-sts.sub A 192.0.2.9\n"),
		"" },
	{ "a template may be its record",
		ZONE(MAIL "@ MX 10 mail\nsub MX 10 mail\n_mta-sts.sub {{ x }}\n"), "" },
	{ "an include is missing",
		ZONE(MAIL "@ MX 10 mail\nsub MX 10 mail\n$INCLUDE missing.inc\n"), "" },
	{ "the apex has none", ZONE_NO_STS(MAIL "@ MX 10 mail\nsub MX 10 mail\n"), "" },
	{ "a null MX", ZONE(MAIL "@ MX 10 mail\nsub MX 0 .\n"), "" },
	{ "delegated", ZONE(MAIL "@ MX 10 mail\nsub NS ns1\nsub MX 10 mail\n"), "" },
	{ "its policy is in the run: its record is missing",
		ZONE(MAIL "@ MX 10 mail\nsub MX 10 mail\n")
			POLICY_OF("sub.example.com", "enforce", MX_LINE),
		"" },
};

static const struct scene unprotected[] = {
	{ "a name with MX", ZONE_NO_STS(MAIL "@ MX 10 mail\n"), "mx-unprotected W @\n" },
	{ "a domain, and a subdomain of it", ZONE(MAIL "@ MX 10 mail\nsub MX 10 mail\n"),
		"mx-unprotected W sub\n" },
	{ "a null MX", ZONE_NO_STS("@ MX 0 .\n"), "" },
	{ "a wildcard", ZONE_NO_STS(MAIL "* MX 10 mail\n"), "" },
	{ "an include is missing", ZONE_NO_STS(MAIL "@ MX 10 mail\n$INCLUDE missing.inc\n"), "" },
};

static void judges_coverage(void **state)
{
	(void)state;
	CHECK(coverage);
}

static void judges_patterns(void **state)
{
	(void)state;
	CHECK(unused);
}

static void judges_the_implicit_mx(void **state)
{
	(void)state;
	CHECK(implicit);
}

static void judges_the_null_mx(void **state)
{
	(void)state;
	CHECK(null_mx);
}

static void judges_targets(void **state)
{
	(void)state;
	CHECK(targets);
}

static void judges_wildcards(void **state)
{
	(void)state;
	CHECK(wildcards);
}

static void judges_other_names(void **state)
{
	(void)state;
	CHECK(names);
}

static void judges_what_is_unprotected(void **state)
{
	(void)state;
	scenes_check(
		unprotected, sizeof unprotected / sizeof *unprotected, "mx-", RULE_MX_UNPROTECTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges_coverage),
		cmocka_unit_test(judges_patterns),
		cmocka_unit_test(judges_the_implicit_mx),
		cmocka_unit_test(judges_the_null_mx),
		cmocka_unit_test(judges_targets),
		cmocka_unit_test(judges_wildcards),
		cmocka_unit_test(judges_other_names),
		cmocka_unit_test(judges_what_is_unprotected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
