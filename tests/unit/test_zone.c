/* The zone reader: faults and dialects, each at the bytes that it is about. */
#include "tests/unit/zone_case.h"

struct row {
	struct str text;
	const char *findings;
};

#define ROW(text, findings)                                                                        \
	{                                                                                          \
		STR_INIT(text), findings                                                           \
	}

/* Each text follows `$TTL 60` on a line of its own; the origin is example.com. */
static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct zone_case c;
		struct buf text = { 0 };
		const char *found;

		buf_add(&text, STR("$TTL 60\n"));
		buf_add(&text, rows[i].text);
		found = case_text(&c, "example.com", buf_str(&text));
		if (strcmp(found, rows[i].findings) != 0)
			print_message("row %zu: %s\n", i, rows[i].text.ptr);
		assert_string_equal(found, rows[i].findings);
		buf_finish(&text);
		case_end(&c);
	}
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void syntax(void **state)
{
	static const struct row rows[] = {
		ROW("a TXT \"x\nb A 192.0.2.1\n", "2:7 zone-syntax \"\n"),
		ROW("a TXT \"x", "2:7 zone-syntax \"\n"),
		ROW("a TXT ( \"x\n \"y\" )\nb A 1\n",
			"2:9 zone-syntax \"\n4:5 zone-rdata-invalid 1\n"),
		ROW("a TXT (\"x)\nb A 1\n", "2:8 zone-syntax \"\n3:5 zone-rdata-invalid 1\n"),
		ROW("a A ) 192.0.2.1\n", "2:5 zone-syntax )\n"),
		ROW(")\n", "2:1 zone-syntax )\n"),
		ROW("a A 192.0.2.1 )\n", "2:15 zone-syntax )\n"),
		ROW("a A ( 192.0.2.1\nb A 1\n", "2:5 zone-syntax (\n3:5 zone-rdata-invalid 1\n"),
		ROW("a A (\n192.0.2.1 ) (\nb A 1\n",
			"3:13 zone-syntax (\n4:5 zone-rdata-invalid 1\n"),
		ROW("a A ( 192.0.2.1\nb A ( 192.0.2.1 )\nc A (\n",
			"2:5 zone-syntax (\n4:5 zone-syntax (\n"),
		ROW("a A ( 1.2.3\n", "2:5 zone-syntax (\n"),
		ROW("a TXT \\256\n", "2:7 zone-syntax \\256\n"),
		ROW("a TXT \"\\1a\"\n", "2:8 zone-syntax \\1a\n"),
		ROW("a TXT \"\\1\"\n", "2:8 zone-syntax \\1\n"),
		ROW("a TXT b\\\n", "2:8 zone-syntax \\\n"),
		ROW("a TXT \"b\\\nc A 1\n", "2:7 zone-syntax \"\n3:5 zone-rdata-invalid 1\n"),
		ROW("a\\300 A 192.0.2.1\n", "2:2 zone-syntax \\300\n"),
		ROW("a TXT ; \" ( ) \\256\n", "2:6 zone-rdata-invalid\n"),
		ROW("a TXT \"; ( ) \"\n", ""),
		ROW("a TXT (x ; ) \"\n)\n", ""),
		ROW("a\n", "2:2 zone-syntax\n"),
		ROW("a IN ; x\n", "2:5 zone-syntax\n"),
		ROW("a \"A\" 192.0.2.1\n", "2:3 zone-syntax \"A\"\n"),
		ROW(" A 192.0.2.1\n TXT x\n", "2:2 zone-syntax A\n"),
		ROW(" A 192.0.2.1\nb A 1\n", "2:2 zone-syntax A\n3:5 zone-rdata-invalid 1\n"),
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void names(void **state)
{
#define LABEL_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	static const struct row rows[] = {
		ROW("a..b A 192.0.2.1\n", "2:3 zone-name-invalid .\n"),
		ROW(".a A 192.0.2.1\n", "2:1 zone-name-invalid .\n"),
		ROW("a MX 1 b..\n", "2:10 zone-name-invalid .\n"),
		ROW(LABEL_63 " A 192.0.2.1\n", ""),
		ROW(LABEL_63 "a A 192.0.2.1\n", "2:1 zone-name-invalid " LABEL_63 "a\n"),
		ROW(LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63 " A 192.0.2.1\n",
			"2:1 zone-name-invalid " LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63
			"\n"),
		ROW("$ORIGIN a..b.\nx A 192.0.2.1\ny.example.com. A 1\n",
			"2:11 zone-name-invalid .\n4:18 zone-rdata-invalid 1\n"),
		ROW(". A 192.0.2.1\n", ""),
		ROW("\\@ A 192.0.2.1\na\\.b\\046c A 192.0.2.1\n", ""),
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void ttl_class_type(void **state)
{
	static const struct row rows[] = {
		ROW("a 60 IN A 192.0.2.1\nb IN 60 A 192.0.2.1\nc 1w2D3h4M5s A 192.0.2.1\n", ""),
		ROW("a 1h1h A 192.0.2.1\n", ""),
		ROW("a 1h30 A 192.0.2.1\n", "2:3 zone-ttl-invalid 1h30\n"),
		ROW("a 1x A 192.0.2.1\n", "2:3 zone-ttl-invalid 1x\n"),
		ROW("a -1 A 192.0.2.1\n", "2:3 zone-ttl-invalid -1\n"),
		ROW("a 2147483647 A 192.0.2.1\n", ""),
		ROW("a 2147483648 A 192.0.2.1\n", "2:3 zone-ttl-invalid 2147483648\n"),
		ROW("a 99999999999999999999999w A 192.0.2.1\n",
			"2:3 zone-ttl-invalid 99999999999999999999999w\n"),
		ROW("a 60 IN 60 A 192.0.2.1\n", "2:9 zone-ttl-invalid 60\n"),
		ROW("a IN IN A 192.0.2.1\n", "2:6 zone-ttl-invalid IN\n"),
		ROW("$TTL 1x\n", "2:6 zone-ttl-invalid 1x\n"),
		ROW("$TTL -1\n", "2:6 zone-ttl-invalid -1\n"),
		ROW("a IN A 192.0.2.1\nb CH TXT x\n", "3:3 zone-class-mismatch CH\n"),
		ROW("a A 192.0.2.1\nb CLASS3 TXT x\nc CLASS1 A 192.0.2.1\n",
			"3:3 zone-class-mismatch CLASS3\n"),
		ROW("a CH TXT x\nb CH TXT y\nc IN TXT z\n", "4:3 zone-class-mismatch IN\n"),
		ROW("a ALIAS b.example.\n", "2:3 zone-type-unknown ALIAS\n"),
		ROW("a TYPE65536 \\# 0\n", "2:3 zone-type-unknown TYPE65536\n"),
		ROW("a ALIAS \"b\n", "2:3 zone-type-unknown ALIAS\n"),
		ROW("a 60 type1 192.0.2.1\na TYPE65400 \\# 1 00\na SRV whatever \"it is\"\n", ""),
		ROW("60 A 192.0.2.1\nin a 192.0.2.1\n", ""),
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void rdata(void **state)
{
	static const struct row rows[] = {
		ROW("a A 192.0.2\na A 192.0.2.256\na A ::1\n",
			"2:5 zone-rdata-invalid 192.0.2\n3:5 zone-rdata-invalid 192.0.2.256\n"
			"4:5 zone-rdata-invalid ::1\n"),
		ROW("a AAAA 192.0.2.1\na AAAA 2001:db8::g\na AAAA \"::1\"\n",
			"2:8 zone-rdata-invalid 192.0.2.1\n3:8 zone-rdata-invalid 2001:db8::g\n"
			"4:8 zone-rdata-invalid \"::1\"\n"),
		ROW("a A\n", "2:4 zone-rdata-invalid\n"),
		ROW("a A 192.0.2.1 x\n", "2:15 zone-rdata-invalid x\n"),
		ROW("a MX 65536 b\na MX 10\na MX b\na MX \"10\" b\na MX 65535 b\n",
			"2:6 zone-rdata-invalid 65536\n3:8 zone-rdata-invalid\n"
			"4:6 zone-rdata-invalid b\n5:6 zone-rdata-invalid \"10\"\n"),
		ROW("@ SOA a b 4294967296 1 1 1 1\n", "2:11 zone-rdata-invalid 4294967296\n"),
		ROW("@ SOA a b 20240101000000 1 1 1 1\n",
			"2:11 zone-rdata-invalid 20240101000000\n"),
		ROW("@ SOA a b 4294967295 1d 2h 4w 1h30m\n", ""),
		ROW("@ SOA a b 1 1 1 1\n", "2:18 zone-rdata-invalid\n"),
		ROW("@ SOA a b 1 1 1 1 1 1\n", "2:21 zone-rdata-invalid 1\n"),
		ROW("a TXT\n", "2:6 zone-rdata-invalid\n"),
		ROW("a TXT \"\"\n", ""),
		ROW("a CNAME b c\n", "2:11 zone-rdata-invalid c\n"),
		ROW("a NS \"b\"\n", "2:6 zone-rdata-invalid \"b\"\n"),
		ROW("a TLSA 3 1 1 00 ff\na TLSA 3 1 1 0 0 f f\n", ""),
		ROW("a TLSA 3 1 1 000\n", "2:14 zone-rdata-invalid 000\n"),
		ROW("a TLSA 3 1 1\n", "2:13 zone-rdata-invalid\n"),
		ROW("a TLSA 3 1 256 00\n", "2:12 zone-rdata-invalid 256\n"),
		ROW("a TLSA 3 1 1 0g\n", "2:14 zone-rdata-invalid 0g\n"),
		ROW("a CAA 0 issue ca.example\na CAA 128 issue \";\"\n", ""),
		ROW("a CAA 256 issue x\na CAA 0 is-sue x\na CAA 0 issue\n",
			"2:7 zone-rdata-invalid 256\n3:9 zone-rdata-invalid is-sue\n"
			"4:14 zone-rdata-invalid\n"),
		ROW("a TXT \\# 4 03616263\na TYPE16 \\# 4 0361 6263\na A \\# 4 c0000201\n", ""),
		ROW("a TXT \\# 5 03616263\n", "2:10 zone-rdata-invalid 5\n"),
		ROW("a TXT \\# 4 02616263\n", "2:7 zone-rdata-invalid \\# 4 02616263\n"),
		ROW("a A \\# 3 c00002\n", "2:5 zone-rdata-invalid \\# 3 c00002\n"),
		ROW("a TLSA \\# 3 030101\n", "2:8 zone-rdata-invalid \\# 3 030101\n"),
		ROW("a MX \\# 2 000a\n", "2:6 zone-rdata-invalid \\# 2 000a\n"),
		ROW("a TYPE65400 \\# 0\na TYPE65400 \\# 1\n", "3:16 zone-rdata-invalid 1\n"),
		ROW("a TYPE65400 abc\n", "2:13 zone-rdata-invalid abc\n"),
		ROW("a TYPE65400 \"\\\\#\" 0\n", "2:13 zone-rdata-invalid \"\\\\#\"\n"),
		ROW("a TYPE65400\n", "2:12 zone-rdata-invalid\n"),
		ROW("a TYPE33 1 2 3 b\n", ""),
		ROW("a TYPE65400 \\# 1 0g\n", "2:18 zone-rdata-invalid 0g\n"),
		ROW("a A \\# x\n", "2:8 zone-rdata-invalid x\n"),
		ROW("a TXT \\# x\na TXT \"\\#\" 4 03616263\n", ""),
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void long_strings(void **state)
{
	struct zone_case c;
	struct buf text = { 0 };

	(void)state;
	buf_add(&text, STR("a TXT \""));
	for (int i = 0; i < 254; i++)
		buf_add_char(&text, 'x');
	buf_add(&text, STR("\\120\"\nb TXT "));
	for (int i = 0; i < 256; i++)
		buf_add_char(&text, 'x');
	buf_add_char(&text, '\n');
	assert_int_equal(strncmp(case_text(&c, "example.com", buf_str(&text)),
				 "2:7 zone-rdata-invalid xxx", 26),
		0);
	assert_int_equal(c.diag.count, 1);
	case_end(&c);
	text.len = 0;
	buf_add(&text, STR("a TXT"));
	for (int i = 0; i < 256; i++) {
		buf_add(&text, STR(" \""));
		for (int j = 0; j < 255; j++)
			buf_add_char(&text, 'x');
		buf_add_char(&text, '"');
	}
	assert_int_equal(strncmp(case_text(&c, "example.com", buf_str(&text)),
				 "1:7 zone-rdata-invalid \"xx", 26),
		0);
	buf_finish(&text);
	case_end(&c);
}

static void directives(void **state)
{
	static const struct row rows[] = {
		ROW("$ttl 1h\n$origin sub.example.com.\n", ""),
		ROW("$FOO x\n", "2:1 zone-directive-invalid $FOO\n"),
		ROW("$ORIGN x.\na A 1\n", "2:1 zone-directive-invalid $ORIGN\n"),
		ROW("$ORIGIN\n", "2:8 zone-directive-invalid\n"),
		ROW("$TTL 60 61\n", "2:9 zone-directive-invalid 61\n"),
		ROW("$ORIGIN \"sub.example.com.\"\n",
			"2:9 zone-directive-invalid \"sub.example.com.\"\n"),
		ROW("$TTL\n", "2:5 zone-directive-invalid\n"),
		ROW("$INCLUDE\n", "2:9 zone-directive-invalid\n"),
		ROW("a A 192.0.2.1\n $TTL 60\n", "3:2 zone-directive-invalid $TTL\n"),
		ROW("a A 192.0.2.1\n $ORIGIN sub.example.com.\nb A 1\n",
			"3:2 zone-directive-invalid $ORIGIN\n"),
		ROW("a $TTL 60\n", "2:3 zone-type-unknown $TTL\n"),
		ROW("\\$x A 192.0.2.1\n", ""),
		ROW("$GENERATE 3-1 a A 192.0.2.$\n", "2:11 zone-directive-invalid 3-1\n"),
		ROW("$GENERATE 1 a A 192.0.2.$\n", "2:11 zone-directive-invalid 1\n"),
		ROW("$GENERATE 0-65536 a A 192.0.2.1\n", "2:11 zone-directive-invalid 0-65536\n"),
		ROW("$GENERATE 1-2/0 a A 192.0.2.1\n", "2:11 zone-directive-invalid 1-2/0\n"),
		ROW("$GENERATE 1-2 a A\n", "2:18 zone-directive-invalid\n"),
		ROW("$GENERATE 1-2 a MX 10 b\n", "2:23 zone-directive-invalid b\n"),
		ROW("$GENERATE 1-2 a${0,0,z} A 192.0.2.1\n",
			"2:1 zone-dialect $GENERATE\n2:15 zone-directive-invalid a${0,0,z}\n"),
		ROW("$GENERATE 255-256 a A 192.0.2.$\n",
			"2:1 zone-dialect $GENERATE\n2:1 zone-rdata-invalid $GENERATE 255-256 a A "
			"192.0.2.$\n"),
		ROW("$DATE 20210101000000\n", "2:1 zone-dialect $DATE\n"),
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void dialects(void **state)
{
	static const struct row rows[] = {
		ROW("a A ((192.0.2.1))\n", "2:6 zone-dialect (\n"),
		ROW("a TXT \"a\"\"b\"\n", "2:10 zone-dialect \"\n"),
		ROW("a TXT a\"b c\"d\n", "2:8 zone-dialect \"\n"),
		ROW("a HTTPS 1 . alpn=\"h2,h3\"\n", ""),
		ROW("$ORIGIN sub\n", "2:9 zone-dialect sub\n"),
		ROW("\"a\" A 192.0.2.1\n", "2:1 zone-dialect \"a\"\n"),
		ROW("a TXT @\na TXT \"@\"\n", "2:7 zone-dialect @\n"),
		ROW("$ORIGIN @\n", "2:9 zone-dialect @\n"),
		ROW("x!y A 192.0.2.1\nx\\!y A 192.0.2.1\nx/y_*-z A 192.0.2.1\n",
			"2:2 zone-dialect !\n"),
		ROW("a CNAME b@c\na NS @\na MX 10 b@c\n", "2:10 zone-dialect @\n"),
		ROW("a TXT x \"caf\303\251\"\n", "2:13 zone-dialect \303\251\n"),
		ROW("a TXT caf\351 \"\002\"\na TXT \"\t\" \\233\n", "2:10 zone-dialect \351\n"),
		ROW("_a TXT \"caf\351\"\n", "2:12 zone-dialect \351\n"),
		ROW("_sts TXT \"caf\351\"\n", ""),
		ROW("$ttl 60 ; x", "2:1 zone-dialect $ttl\n"),
		ROW("$ttl 60 ; x\n;", ""),
		ROW("a A 192.0.2.1", ""),
	};
	struct zone_case c;

	(void)state;
	CHECK_ROWS(rows);
	assert_string_equal(case_text(&c, "example.com", STR("@ SOA a b 1 2 3 4 5\n@ NS a\n")),
		"1:3 zone-dialect SOA\n");
	assert_int_equal(c.zone.rrs[1].ttl, 5);
	assert_int_equal(c.diag.list[0]->level, LEVEL_INFO);
	case_end(&c);
	assert_string_equal(case_text(&c, "example.com", STR("$TTL 1x\n@ SOA a b 1 2 3 4 5\n")),
		"1:6 zone-ttl-invalid 1x\n");
	case_end(&c);
	assert_string_equal(
		case_text(&c, "example.com", STR("$TTL {{ t }}\n@ SOA a b 1 2 3 4 5\n")),
		"1:6 zone-template {{ t }}\n");
	case_end(&c);
}

static void templates(void **state)
{
	static const struct row rows[] = {
		ROW("a TXT \"{{ x }}\"\nb A 1\n",
			"2:8 zone-template {{ x }}\n3:5 zone-rdata-invalid 1\n"),
		ROW("{% for x in y %}\n{{ x }} A 192.0.2.1\n A 192.0.2.2\n{% endfor %}\n",
			"2:1 zone-template {% for x in y %}\n3:1 zone-template {{ x }}\n"
			"5:1 zone-template {% endfor %}\n"),
		ROW("a A <%= @ip %>\n", "2:5 zone-template <%= @ip %>\n"),
		ROW("a A ${IP}\na TXT \"${IP}\"\na TXT ${0}\n", "2:5 zone-template ${IP}\n"),
		ROW("$ORIGIN {{ zone }}.\na A 192.0.2.1\n", "2:9 zone-template {{ zone }}\n"),
		ROW("{{ x \"( }}\na TXT \"{{\"\n", "2:1 zone-template {{ x \"( }}\n"),
		ROW("; {{ ansible_managed }}\n", ""),
		ROW("a TXT \"\\\"${IP}\"\n", ""),
		ROW("$GENERATE 1-2 a${0,2} A 192.0.2.$\n", "2:1 zone-dialect $GENERATE\n"),
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void encodings(void **state)
{
	static const struct row rows[] = {
		ROW("a TXT \"\0\"\nb A 1\n", "2:8 zone-encoding \0\n3:5 zone-rdata-invalid 1\n"),
		ROW("; \0\n", "2:3 zone-encoding \0\n"),
	};
	struct zone_case c;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		case_text(&c, "example.com", rows[i].text);
		assert_int_equal(c.diag.list[0]->rule, RULE_ZONE_ENCODING);
		assert_int_equal(c.diag.list[0]->span.offset, i == 0 ? 7 : 2);
		assert_int_equal(c.diag.count, i == 0 ? 2 : 1);
		assert_int_equal(c.zone.incomplete, false);
		case_end(&c);
	}
	assert_string_equal(case_text(&c, NULL, STR("\xef\xbb\xbf$TTL 60\n$ORIGIN a.\nb A 1\n")),
		"1:1 zone-encoding \xef\xbb\xbf\n3:5 zone-rdata-invalid 1\n");
	case_end(&c);
	case_text(&c, NULL, STR("\xff\xfe$\0T\0"));
	assert_int_equal(c.diag.count, 1);
	assert_true(c.zone.incomplete);
	case_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(syntax),
		cmocka_unit_test(names),
		cmocka_unit_test(ttl_class_type),
		cmocka_unit_test(rdata),
		cmocka_unit_test(long_strings),
		cmocka_unit_test(directives),
		cmocka_unit_test(dialects),
		cmocka_unit_test(templates),
		cmocka_unit_test(encodings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
