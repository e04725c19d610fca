/* host-*: for each rule what raises it and what nearly does. */
#include "tests/unit/scene.h"

#define ZONE_OF(domain, text)                                                                      \
	"==> " domain ".zone <==\n$ORIGIN " domain ".\n$TTL 3600\n"                                \
	"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n@ NS ns1\nns1 A 192.0.2.53\n" text
#define STS "_mta-sts TXT \"v=STSv1; id=1\"\n"
#define ZONE(text) ZONE_OF("example.com", STS text)
#define POLICY                                                                                     \
	"==> mta-sts.example.com/mta-sts.txt <==\nversion: STSv1\nmode: enforce\n"                 \
	"mx: mail.example.com\nmax_age: 604800\n"
#define CHECK(scenes) scenes_check((scenes), sizeof(scenes) / sizeof *(scenes), "host-", RULE_COUNT)

static const struct scene missing[] = {
	{ "no host", ZONE(""), "host-missing E _mta-sts\n" },
	{ "a host without an address", ZONE("mta-sts TXT \"x\"\n"), "host-missing E _mta-sts\n" },
	{ "a missing dot", ZONE("mta-sts.example.com A 192.0.2.9\n"), "host-missing E _mta-sts\n" },
	{ "no record either", ZONE_OF("example.com", "") POLICY,
		"host-missing E version: STSv1\n" },
	{ "an address", ZONE("mta-sts A 192.0.2.9\n"), "" },
	{ "an IPv6 address", ZONE("mta-sts AAAA 2001:db8::9\n"), "" },
	{ "a delegation", ZONE("mta-sts NS ns1\n"), "" },
	{ "an ALIAS", ZONE("mta-sts ALIAS web.example.net.\n"), "" },
	{ "a template", ZONE("mta-sts {{ web }}\n"), "" },
	{ "an include is missing", ZONE("$INCLUDE missing.inc\n"), "" },
	{ "a fragment", "==> example.com.zone <==\n$ORIGIN example.com.\n$TTL 1h\n" STS, "" },
	{ "the zone is not here", POLICY, "" },
	{ "no such domain: the policy is an orphan",
		ZONE_OF("example.com", "") "==> mta-sts.sub.example.com/mta-sts.txt <==\nversion: "
					   "STSv1\nmode: enforce\n"
					   "mx: mail.example.com\nmax_age: 604800\n",
		"" },
	{ "no domain", ZONE_OF("example.com", "@ MX 10 ns1\n"), "" },
	{ "the wildcard answers", ZONE("* A 192.0.2.9\n"), "host-wildcard I *\n" },
	{ "the wildcard leads outside", ZONE("* CNAME web.example.net.\n"),
		"host-wildcard I *\nhost-cname-external I web.example.net.\n" },
	{ "a name of its own beside the wildcard", ZONE("* A 192.0.2.9\nmta-sts A 192.0.2.8\n"),
		"" },
	{ "it leads to where a wildcard answers", ZONE("*.w A 192.0.2.9\nmta-sts CNAME x.w\n"),
		"" },
	{ "the wildcard may be a template", ZONE("* {{ web }}\n"), "" },
};

static const struct scene aliases[] = {
	{ "no such target", ZONE("mta-sts CNAME web\n"), "host-cname-dangling E web\n" },
	{ "a target without an address", ZONE("mta-sts CNAME web\nweb TXT \"x\"\n"),
		"host-cname-dangling E web\n" },
	{ "a target of a target", ZONE("mta-sts CNAME web\nweb CNAME gone\n"),
		"host-cname-dangling E gone\n" },
	{ "a circle", ZONE("mta-sts CNAME web\nweb CNAME mta-sts\n"),
		"host-cname-dangling E web\n" },
	{ "a target in another zone",
		ZONE("mta-sts CNAME gone.example.net.\n") ZONE_OF("example.net", ""),
		"host-cname-dangling E gone.example.net.\n" },
	{ "a target that is there", ZONE("mta-sts CNAME web\nweb A 192.0.2.9\n"), "" },
	{ "a template may be the target", ZONE("mta-sts CNAME web\nweb {{ x }}\n"), "" },
	{ "an include may hold the target", ZONE("mta-sts CNAME web\n$INCLUDE missing.inc\n"), "" },
	{ "a delegated target", ZONE("mta-sts CNAME web.sub\nsub NS ns1\n"),
		"host-cname-external I web.sub\n" },
	{ "a missing dot is another rule's",
		ZONE("mta-sts CNAME web.example.com\nweb A 192.0.2.9\n"), "" },
	{ "outside", ZONE("mta-sts CNAME web.example.net.\n"),
		"host-cname-external I web.example.net.\n" },
	{ "outside by two steps", ZONE("mta-sts CNAME web\nweb CNAME web.example.net.\n"),
		"host-cname-external I web.example.net.\n" },
};

#define OWN(text) ZONE_OF("mailer.invalid", STS text)

static const struct scene addresses[] = {
	{ "private", OWN("mta-sts A 10.1.2.3\n"), "host-address-private W 10.1.2.3\n" },
	{ "documentation", OWN("mta-sts A 192.0.2.9\n"), "host-address-private W 192.0.2.9\n" },
	{ "loopback", OWN("mta-sts AAAA ::1\n"), "host-address-private W ::1\n" },
	{ "unique local", OWN("mta-sts AAAA fd00::1\n"), "host-address-private W fd00::1\n" },
	{ "mapped", OWN("mta-sts AAAA ::ffff:10.0.0.1\n"),
		"host-address-private W ::ffff:10.0.0.1\n" },
	{ "the edges", OWN("mta-sts A 172.31.255.255\n"),
		"host-address-private W 172.31.255.255\n" },
	{ "beyond the edges", OWN("mta-sts A 172.32.0.0\n"), "" },
	{ "below the edges", OWN("mta-sts A 172.15.255.255\n"), "" },
	{ "one is public", OWN("mta-sts A 10.1.2.3\nmta-sts AAAA 2a00::1\n"), "" },
	{ "mapped and public", OWN("mta-sts AAAA ::ffff:9.9.9.9\n"), "" },
	{ "a template may be public", OWN("mta-sts A 10.1.2.3\nmta-sts A {{ public }}\n"), "" },
	{ "an include is missing", OWN("mta-sts A 10.1.2.3\n$INCLUDE missing.inc\n"), "" },
	{ "an example", ZONE("mta-sts A 10.1.2.3\n"), "" },
	{ "another edition is public",
		"==> in/mailer.invalid.zone <==\n$ORIGIN mailer.invalid.\n$TTL 1h\n"
		"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\nmta-sts A 10.1.2.3\n" STS
		"==> out/mailer.invalid.zone <==\n$ORIGIN mailer.invalid.\n$TTL 1h\n"
		"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\nmta-sts A 9.9.9.9\n" STS,
		"" },
	{ "another edition is as private",
		"==> in/mailer.invalid.zone <==\n$ORIGIN mailer.invalid.\n$TTL 1h\n"
		"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\nmta-sts A 10.1.2.3\n" STS
		"==> out/mailer.invalid.zone <==\n$ORIGIN mailer.invalid.\n$TTL 1h\n"
		"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\nmta-sts A 10.1.2.4\n" STS,
		"host-address-private W 10.1.2.3\nhost-address-private W 10.1.2.4\n" },
};

#define HOST "mta-sts A 192.0.2.9\n"

static const struct scene authorities[] = {
	{ "nobody may issue", ZONE(HOST "@ CAA 0 issue \";\"\n"),
		"host-caa-forbids W 0 issue \";\"\n" },
	{ "an empty value", ZONE(HOST "@ CAA 0 issue \"\"\n"),
		"host-caa-forbids W 0 issue \"\"\n" },
	{ "at the host and at the domain",
		ZONE(HOST "mta-sts CAA 0 issue \";\"\n@ CAA 0 issue \";\"\n@ CAA 0 issuewild "
			  "\"ca.example\"\n"),
		"" },
	{ "an authority for wildcards",
		ZONE(HOST "@ CAA 0 issue \";\"\n@ CAA 0 issuewild \"ca.example\"\n"), "" },
	{ "no authority for wildcards either",
		ZONE(HOST "@ CAA 0 issue \";\"\n@ CAA 0 issuewild \";\"\n"),
		"host-caa-forbids W 0 issue \";\"\n" },
	{ "an authority", ZONE(HOST "@ CAA 0 issue \"ca.example; policy=ev\"\n"), "" },
	{ "one of several", ZONE(HOST "@ CAA 0 issue \";\"\n@ CAA 0 issue \"ca.example\"\n"), "" },
	{ "wildcards only", ZONE(HOST "@ CAA 0 issuewild \";\"\n"), "" },
	{ "reports only", ZONE(HOST "@ CAA 0 iodef \"mailto:x@example.com\"\n"), "" },
	{ "a closer set permits",
		ZONE(HOST "@ CAA 0 issue \";\"\nmta-sts CAA 0 issue \"ca.example\"\n"), "" },
	{ "none at all", ZONE(HOST), "" },
	{ "a template may be another", ZONE(HOST "@ CAA 0 issue \";\"\n@ {{ caa }}\n"), "" },
	{ "an include is missing", ZONE(HOST "@ CAA 0 issue \";\"\n$INCLUDE missing.inc\n"), "" },
	{ "the host is led outside", ZONE("mta-sts CNAME web.example.net.\n@ CAA 0 issue \";\"\n"),
		"host-cname-external I web.example.net.\n" },
};

static void misses_hosts(void **state)
{
	(void)state;
	CHECK(missing);
}

static void follows_aliases(void **state)
{
	(void)state;
	CHECK(aliases);
}

static void judges_addresses(void **state)
{
	(void)state;
	CHECK(addresses);
}

static void judges_authorities(void **state)
{
	(void)state;
	CHECK(authorities);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(misses_hosts),
		cmocka_unit_test(follows_aliases),
		cmocka_unit_test(judges_addresses),
		cmocka_unit_test(judges_authorities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
