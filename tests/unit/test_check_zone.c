/* zone-*: the rules that need the whole zone; for each what raises it and what nearly does. */
#include "tests/unit/scene.h"

#define SOA                                                                                        \
	"$ORIGIN example.com.\n$TTL 3600\n@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n@ NS ns1\nns1 A "   \
	"192.0.2.53\n"
#define ZONE(text) "==> example.com.zone <==\n" SOA text

static const struct scene conflicts[] = {
	{ "a CNAME beside an address", ZONE("www CNAME ns1\nwww A 192.0.2.1\n"),
		"zone-cname-conflict E www CNAME ns1\n" },
	{ "a CNAME beside what no rule reads", ZONE("www CNAME ns1\nwww HINFO a b\n"),
		"zone-cname-conflict E www CNAME ns1\n" },
	{ "a CNAME at the apex", ZONE("@ CNAME www.example.net.\n"),
		"zone-cname-conflict E @ CNAME www.example.net.\n" },
	{ "two that differ", ZONE("www CNAME ns1\nwww CNAME ns2\n"),
		"zone-cname-conflict E www CNAME ns2\n" },
	{ "the same twice", ZONE("www CNAME ns1\nwww CNAME NS1.example.com.\n"), "" },
	{ "beside its signature",
		ZONE("www CNAME ns1\nwww NSEC x.example.com. CNAME RRSIG NSEC\nwww KEY 0 3 3 "
		     "AAAA\n"),
		"" },
	{ "beside a template", ZONE("www CNAME ns1\nwww {{ x }}\n"), "zone-template I {{ x }}\n" },
	{ "names below it", ZONE("www CNAME ns1\na.www A 192.0.2.1\n"), "" },
	{ "split over a fragment",
		ZONE("www CNAME ns1\n") "==> more.zone <==\n$ORIGIN example.com.\n$TTL 3600\nwww A "
					"192.0.2.1\n",
		"zone-cname-conflict E www CNAME ns1\nzone-soa-missing I \n" },
	{ "in two editions",
		"==> a/example.com.zone <==\n" SOA "www CNAME ns1\n"
		"==> b/example.com.zone <==\n" SOA "www A 192.0.2.1\n",
		"" },
};

static const struct scene soa[] = {
	{ "a second one that differs", ZONE("@ SOA ns1 hostmaster 2 4h 1h 2w 10m\n"),
		"zone-soa-duplicate E @ SOA ns1 hostmaster 2 4h 1h 2w 10m\n" },
	{ "the same again", ZONE("EXAMPLE.com. SOA NS1 hostmaster 1 4h 1h 2w 10m\n"),
		"zone-dialect I EXAMPLE.com. SOA NS1 hostmaster 1 4h 1h 2w 10m\n" },
	{ "one below the apex", ZONE("sub SOA ns1 hostmaster 2 4h 1h 2w 10m\n"),
		"zone-soa-duplicate E sub SOA ns1 hostmaster 2 4h 1h 2w 10m\n" },
	{ "two editions", "==> a/example.com.zone <==\n" SOA "==> b/example.com.zone <==\n" SOA,
		"" },
	{ "a zone and its child",
		ZONE("sub NS ns1\n") "==> sub.example.com.zone <==\n$ORIGIN sub.example.com.\n$TTL "
				     "3600\n"
				     "@ SOA ns1 hostmaster 2 4h 1h 2w 10m\n@ NS ns1.example.com.\n",
		"" },
	{ "none: a part of the zone beside it",
		ZONE("") "==> more.zone <==\n$ORIGIN example.com.\n$TTL 3600\nwww A 192.0.2.1\n",
		"zone-soa-missing I \n" },
	{ "none, and no zone",
		"==> example.com.zone <==\n$ORIGIN example.com.\n$TTL 3600\nwww A 192.0.2.1\n",
		"zone-soa-missing I \n" },
};

static const struct scene ttls[] = {
	{ "they differ", ZONE("a A 192.0.2.1\na 60 A 192.0.2.2\na 30 A 192.0.2.3\n"),
		"zone-ttl-mismatch W a 60 A 192.0.2.2\n" },
	{ "in two sets", ZONE("a A 192.0.2.1\na 60 A 192.0.2.2\na MX 1 a\na 60 MX 2 a\n"),
		"zone-ttl-mismatch W a 60 A 192.0.2.2\nzone-ttl-mismatch W a 60 MX 2 a\n" },
	{ "of types that differ", ZONE("a A 192.0.2.1\na 60 AAAA 2001:db8::1\n"), "" },
	{ "the same, written otherwise", ZONE("a 1h A 192.0.2.1\na 3600 A 192.0.2.2\n"), "" },
	{ "of names that differ", ZONE("a A 192.0.2.1\nb 60 A 192.0.2.2\n"), "" },
	{ "in editions",
		"==> a/example.com.zone <==\n" SOA "a A 192.0.2.1\n"
		"==> b/example.com.zone <==\n" SOA "a 60 A 192.0.2.2\n",
		"" },
};

static const struct scene occluded[] = {
	{ "below a cut", ZONE("sub NS ns1\na.sub MX 10 ns1\n"),
		"zone-record-occluded W a.sub MX 10 ns1\n" },
	{ "at the cut", ZONE("sub NS ns1\nsub MX 10 ns1\n"),
		"zone-record-occluded W sub MX 10 ns1\n" },
	{ "the record", ZONE("sub NS ns1\n_mta-sts.sub TXT \"v=STSv1; id=1\"\n"),
		"zone-record-occluded W _mta-sts.sub TXT \"v=STSv1; id=1\"\n" },
	{ "below a DNAME", ZONE("old DNAME example.net.\na.old MX 10 ns1\n"),
		"zone-record-occluded W a.old MX 10 ns1\n" },
	{ "at a DNAME", ZONE("old DNAME example.net.\nold MX 10 ns1\n"), "" },
	{ "glue", ZONE("sub NS ns.sub\nns.sub A 192.0.2.1\n"), "" },
	{ "text that no rule reads", ZONE("sub NS ns1\n_dmarc.sub TXT \"v=DMARC1; p=none\"\n"),
		"" },
	{ "the child zone is in the run",
		ZONE("sub NS ns1\nsub MX 10 ns1\n") "==> sub.example.com.zone <==\n$ORIGIN "
						    "sub.example.com.\n$TTL 3600\n"
						    "@ SOA ns1 hostmaster 2 4h 1h 2w 10m\n@ NS "
						    "ns1.example.com.\n",
		"" },
	{ "the NS of the apex", ZONE("sub MX 10 ns1\n"), "" },
};

static const struct scene outside[] = {
	{ "another name", ZONE("www.example.net. A 192.0.2.1\n"),
		"zone-owner-outside E www.example.net.\n" },
	{ "one finding for a name",
		ZONE("www.example.net. A 192.0.2.1\nwww.example.net. A 192.0.2.2\n"),
		"zone-owner-outside E www.example.net.\n" },
	{ "the parent", ZONE("com. A 192.0.2.1\n"), "zone-owner-outside E com.\n" },
	{ "the SOA lacks its final dot, said once",
		"==> example.com.zone <==\n$ORIGIN example.com.\n$TTL 3600\n"
		"example.com SOA ns1 hostmaster 1 4h 1h 2w 10m\nexample.com NS ns1\n"
		"example.com. MX 10 ns1\nns1 A 192.0.2.53\n",
		"zone-origin-conflict E example.com\n" },
	{ "a zone below a like name",
		"==> com.example.com.zone <==\n$TTL 3600\n@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
		"@ NS ns1\nwww.example.com. A 192.0.2.1\n",
		"zone-owner-outside E www.example.com.\n" },
	{ "inside, in another case", ZONE("www.EXAMPLE.com. A 192.0.2.1\n"), "" },
	{ "a fragment's first origin is no apex",
		"==> more.zone <==\n$ORIGIN sub.example.org.\n$TTL 3600\nwww A 192.0.2.1\n"
		"$ORIGIN example.org.\nwww A 192.0.2.1\n",
		"zone-soa-missing I \n" },
};

#define CHECK(scenes) scenes_check((scenes), sizeof(scenes) / sizeof *(scenes), "zone-", RULE_COUNT)

static void finds_cname_conflicts(void **state)
{
	(void)state;
	CHECK(conflicts);
}

static void counts_soa(void **state)
{
	(void)state;
	CHECK(soa);
}

static void compares_ttls(void **state)
{
	(void)state;
	CHECK(ttls);
}

static void finds_what_nobody_sees(void **state)
{
	(void)state;
	CHECK(occluded);
}

static void finds_what_lies_outside(void **state)
{
	(void)state;
	CHECK(outside);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_cname_conflicts),
		cmocka_unit_test(counts_soa),
		cmocka_unit_test(compares_ttls),
		cmocka_unit_test(finds_what_nobody_sees),
		cmocka_unit_test(finds_what_lies_outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
