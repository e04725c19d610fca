/* The zone reader: what is read, what is known of names, and what stays unknown. */
#include "tests/unit/zone_case.h"

static void records(void **state)
{
	static const struct {
		struct str text;
		const char *records;
	} rows[] = {
		{ STR_INIT("_tls TXT v=STSv1; id=1\n_tls TXT v=STSv1\\; id=1\n"),
			"_tls.example.com 0 TXT v=STSv1\n_tls.example.com 0 TXT v=STSv1;id=1\n" },
		{ STR_INIT("_tls TXT \"v=STSv1;\" \"id=1\"\n _b 1 TXT \\\"a\\  (b\n  c)"),
			"_tls.example.com 0 TXT v=STSv1;id=1\n" },
		{ STR_INIT("_tls TXT \\\"a\\  (b\n  c)"), "_tls.example.com 0 TXT \"a bc\n" },
		{ STR_INIT("@ 5 MX 0 .\n MX 10 mail\n MX 20 mail.example.net.\n mx 1 @\n"),
			"example.com 5 MX 0 .\nexample.com 5 MX 10 mail.example.com\n"
			"example.com 5 MX 20 mail.example.net\nexample.com 5 MX 1 example.com\n" },
		{ STR_INIT("$TTL 7\na 5 A 192.0.2.1\nb A 192.0.2.2\n$TTL 8\nc A 192.0.2.3\n"),
			"a.example.com 5 A c0000201\nb.example.com 7 A c0000202\n"
			"c.example.com 8 A c0000203\n" },
		{ STR_INIT("$ORIGIN x.example.com.\na 5 A 192.0.2.1\n$ORIGIN y.\n\n ; c\n A "
			   "192.0.2.2\n"),
			"a.x.example.com 5 A c0000201\na.x.example.com 5 A c0000202\n" },
		{ STR_INIT("a ( 5\nIN\n A 192.0.2.1 )\r\nb A 192.0.2.2\rc A 192.0.2.3"),
			"a.example.com 5 A c0000201\nb.example.com 5 A c0000202\n"
			"c.example.com 5 A c0000203\n" },
		{ STR_INIT("60 1 A 192.0.2.1\na\\046b 1 A 192.0.2.2\n"),
			"60.example.com 1 A c0000201\na\\.b.example.com 1 A c0000202\n" },
		{ STR_INIT("$GENERATE 8-10/2 a${-8,2,d} 9 IN MX \"$ mx${0,3,x}.b\"\n"),
			"a00.example.com 9 MX 8 mx008.b.example.com\n"
			"a02.example.com 9 MX 10 mx00a.b.example.com\n" },
		{ STR_INIT("$GENERATE 26-26 _tls TXT \"\\\"${0,0,n} \\$ $$ ${0,4,X} "
			   "${0,3,o}\\\"\"\n"),
			"_tls.example.com 0 TXT a.1 $ $ 001A 032\n" },
		{ STR_INIT("$GENERATE 26-26 _tls TXT "
			   "${0,2,n}|${0,3,n}|${0,4,n}|${0,5,N}|${0,6,n}\n"),
			"_tls.example.com 0 TXT a.1|a.1|a.1.|A.1.0|a.1.0.\n" },
		{ STR_INIT("a TXT other\na TXT V=stsV1\na TXT v=TLS \"RPTv1\"\nx.a TXT mta-sts\n"),
			"a.example.com 0 TXT V=stsV1\na.example.com 0 TXT v=TLSRPTv1\n"
			"x.a.example.com 0 TXT mta-sts\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone_case c;

		case_text(&c, "example.com", rows[i].text);
		assert_string_equal(case_records(&c), rows[i].records);
		case_end(&c);
	}
}

static uint32_t owned(const struct zone_case *c, const char *name, bool *exists)
{
	struct name_buf buf;

	assert_true(name_from_host(str_c(name), &buf));
	return zone_owns(&c->zone, name_hash(name_view(&buf)), exists);
}

/* What names own, `-` for names that do not exist; and whether the zone is complete. */
static void knowledge(void **state)
{
	static const struct {
		struct str text;
		const char *name;
		int owns; /* -1: does not exist */
		bool incomplete;
	} rows[] = {
		{ STR_INIT("a.b A 192.0.2.1\n"), "b.example.com", 0, false },
		{ STR_INIT("a.b A 192.0.2.1\n"), "c.example.com", -1, false },
		{ STR_INIT("a A 192.0.2.1\nb A 192.0.2.1\nA TXT x\n"), "a.example.com",
			OWNS_A | OWNS_TXT, false },
		{ STR_INIT("a A 192.0.2.1\nx.a NS b\na MX 1 b\n"), "a.example.com",
			OWNS_A | OWNS_MX, false },
		{ STR_INIT("a A 1\n"), "a.example.com", OWNS_OPAQUE, false },
		{ STR_INIT("a ALIAS b\n"), "a.example.com", OWNS_OPAQUE, false },
		{ STR_INIT("a CH TXT b\n"), "a.example.com", OWNS_TXT, false },
		{ STR_INIT("a SRV 1 2 3 b\na RRSIG x\n"), "a.example.com",
			OWNS_OTHER | OWNS_SIGNATURE, false },
		{ STR_INIT("a A {{ x }}\n"), "a.example.com", OWNS_OPAQUE, false },
		{ STR_INIT("a TXT b\n A {{ x }}\n"), "a.example.com", OWNS_OPAQUE | OWNS_TXT,
			false },
		{ STR_INIT("a TXT b\n{{ c }} A 192.0.2.1\n TXT c\n"), "a.example.com", OWNS_TXT,
			true },
		{ STR_INIT("a TXT b\nc..d A 192.0.2.1\n MX 1 b\n"), "a.example.com", OWNS_TXT,
			true },
		{ STR_INIT("a TXT b\n{% if c %}\n MX 1 d\n{% endif %}\n"), "a.example.com",
			OWNS_TXT | OWNS_MX, true },
		{ STR_INIT("$ORIGIN a..b.\na TXT x\n"), "a.example.com", -1, true },
		{ STR_INIT("$FOO\na TXT x\n"), "a.example.com", OWNS_TXT, true },
		{ STR_INIT("$INCLUDE nothere\na TXT x\n"), "a.example.com", OWNS_TXT, true },
		{ STR_INIT("$GENERATE 1-2 a$ A 192.0.2.$\nb TXT x\n"), "a2.example.com", OWNS_A,
			false },
		{ STR_INIT("$GENERATE 2-1 a$ A 192.0.2.$\n"), "a2.example.com", -1, true },
		{ STR_INIT("$ORIGIN {{ x }}\na TXT x\n"), "a.example.com", -1, true },
		{ STR_INIT("a TXT \0\n"), "a.example.com", OWNS_OPAQUE, false },
		{ STR_INIT("a ( TXT\nb TXT x\n"), "a.example.com", OWNS_OPAQUE, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone_case c;
		bool exists;
		uint32_t owns;

		case_text(&c, "example.com", rows[i].text);
		owns = owned(&c, rows[i].name, &exists);
		if (exists != (rows[i].owns >= 0) || c.zone.incomplete != rows[i].incomplete)
			print_message("row %zu: %s\n", i, rows[i].text.ptr);
		assert_int_equal(exists, rows[i].owns >= 0);
		assert_int_equal(owns, exists ? rows[i].owns : 0);
		assert_int_equal(c.zone.incomplete, rows[i].incomplete);
		case_end(&c);
	}
}

static void apex_and_origin(void **state)
{
	static const struct {
		const char *origin, *text, *findings, *apex;
	} rows[] = {
		{ "example.com", "@ 1 SOA a b 1 2 3 4 5\n", "", "example.com" },
		{ NULL, "$ORIGIN .\nexample.com 1 SOA a b 1 2 3 4 5\n$ORIGIN sub.example.com.\n",
			"", "example.com" },
		{ NULL, "$ORIGIN example.org.\na 1 A 192.0.2.1\n", "", "example.org" },
		{ "example.com", "$ORIGIN example.org.\na 1 A 192.0.2.1\n", "", "example.org" },
		{ "example.com", "a 1 A 192.0.2.1\n", "", "example.com" },
		{ NULL, "a 1 A 192.0.2.1\nb 1 A 192.0.2.1\n@ 1 TXT x\n",
			"1:1 zone-origin-unknown a\n", NULL },
		{ NULL, "a. 1 MX 1 b\n", "1:11 zone-origin-unknown b\n", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone_case c;
		struct arena arena = { 0 };

		assert_string_equal(
			case_text(&c, rows[i].origin, str_c(rows[i].text)), rows[i].findings);
		assert_int_equal(name_is_none(c.zone.apex), rows[i].apex == NULL);
		if (rows[i].apex != NULL)
			assert_string_equal(name_text(&arena, c.zone.apex), rows[i].apex);
		assert_int_equal(c.zone.incomplete, rows[i].apex == NULL);
		arena_finish(&arena);
		case_end(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records),
		cmocka_unit_test(knowledge),
		cmocka_unit_test(apex_and_origin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
