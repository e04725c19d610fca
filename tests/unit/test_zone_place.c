/* place: from the joined value of a TXT back to the bytes of the file. */
#include "tests/unit/zone_case.h"

/* Reads TEXT, and keeps text at any owner. */
static void read_all(struct zone_case *c, struct str text)
{
	case_start(c);
	c->input.keep_all = true;
	case_file(c, "zone", text);
	case_read(c, "example.com");
}

static void joined_to_file(void **state)
{
	static const struct {
		const char *text;
		size_t from, to;
		const char *place;
	} rows[] = {
		{ "_a TXT \"v=STSv1; id=1\"", 9, 11, "1:18 - id\n" },
		{ "_a TXT \"v=STSv1; i\" \"d=1\"", 9, 11, "1:18 - i\" \"d\n" },
		{ "_a TXT ( \"v=STSv1; \" ; c \" )\n\t\"id=1\" )", 9, 11, "2:3 - id\n" },
		{ "_a TXT ( \"v=STSv1; i\" ; c \" )\n\t\"d=1\" )", 9, 11,
			"1:20 - i\" ; c \" )\n\t\"d\n" },
		{ "_a TXT \"v=STSv1\\; \\105d=1\"", 9, 11, "1:19 - \\105d\n" },
		{ "_a TXT v=STSv1\\; id=1", 8, 10, "1:18 - id\n" },
		{ "_a TXT \"ab\"", 0, 0, "1:9 -\n" },
		{ "_a TXT \"ab\"", 1, 1, "1:10 -\n" },
		{ "_a TXT \"ab\"", 2, 2, "1:11 -\n" },
		{ "_a TXT \"ab\" \"c\"", 2, 2, "1:14 -\n" },
		{ "_a TXT \"ab\" \"\" \"c\"", 3, 3, "1:18 -\n" },
		{ "_a TXT \"ab\"", 0, 2, "1:9 - ab\n" },
		{ "_a TXT \"\"", 0, 0, "1:8 -\n" },
		{ "_a TXT \\# 3 026162", 0, 1, "1:8 - \\# 3 026162\n" },
		{ "_a TXT \"a\"\"b\"", 0, 2, "1:9 - a\"\"b\n" },
		{ "_a TXT ( x ) ( y )", 1, 2, "1:16 - y\n" },
		{ "$GENERATE 1-1 _a TXT \"\\\"ab\\\"\"", 0, 1,
			"1:1 - $GENERATE 1-1 _a TXT \"\\\"ab\\\"\"\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone_case c;

		read_all(&c, str_c(rows[i].text));
		assert_int_equal(c.zone.rr_count, 1);
		c.findings.len = 0;
		case_span(&c, place_of_txt(&c.sources, &c.zone.rrs[0], rows[i].from, rows[i].to),
			"-");
		buf_add_char(&c.findings, '\0');
		if (strcmp(c.findings.ptr, rows[i].place) != 0)
			print_message("row %zu: %s\n", i, rows[i].text);
		assert_string_equal(c.findings.ptr, rows[i].place);
		case_end(&c);
	}
}

static void comments(void **state)
{
	static const struct {
		const char *text, *place; /* NULL: not cut */
	} rows[] = {
		{ "_a TXT v=STSv1; id=1\nb A 192.0.2.1\n", "1:15 - ; id=1\n" },
		{ "_a TXT v=STSv1 \t; id=1\r\n", "1:17 - ; id=1\n" },
		{ "_a TXT ( v=STSv1; id=1\n )", "1:17 - ; id=1\n" },
		{ "_a TXT \"v=STSv1\" ; id=1", NULL },
		{ "_a TXT v=STSv1", NULL },
		{ "_a TXT v=STSv1\n; c\n", NULL },
		{ "_a TXT v=STSv1\\; id=1\n", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone_case c;
		struct span span;

		read_all(&c, str_c(rows[i].text));
		c.findings.len = 0;
		assert_int_equal(place_cut_by_comment(&c.sources, &c.zone.rrs[0], &span),
			rows[i].place != NULL);
		if (rows[i].place != NULL) {
			case_span(&c, span, "-");
			buf_add_char(&c.findings, '\0');
			assert_string_equal(c.findings.ptr, rows[i].place);
		}
		case_end(&c);
	}
}

static void relative_targets(void **state)
{
	static const struct {
		const char *text;
		bool relative;
		const char *target;
	} rows[] = {
		{ "a MX 10 mail.example.com", true, "mail.example.com" },
		{ "a MX 10 mail.example.com.", false, "mail.example.com." },
		{ "a MX 10 mail\\.", true, "mail\\." },
		{ "a MX 10 mail\\\\.", false, "mail\\\\." },
		{ "a MX ( 10\n @ )", false, "@" },
		{ "a CNAME ( b )", true, "b" },
		{ "a MX 0 .", false, "." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone_case c;
		struct arena arena = { 0 };
		struct str text = STR("");

		read_all(&c, str_c(rows[i].text));
		assert_int_equal(place_is_relative(&c.sources, &arena, &c.zone.rrs[0], &text),
			rows[i].relative);
		assert_string_equal(text.ptr, rows[i].target);
		arena_finish(&arena);
		case_end(&c);
	}
}

/* A file that changed since it was read gives the whole value. */
static void changed_file(void **state)
{
	struct zone_case c;
	struct span span;

	(void)state;
	read_all(&c, STR("_a TXT \"abc\"\n"));
	case_file(&c, "zone", STR("\n\n_a TXT \"abc\"\n"));
	span = place_of_txt(&c.sources, &c.zone.rrs[0], 1, 2);
	assert_int_equal(span.offset, 7);
	assert_int_equal(span.length, 5);
	case_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joined_to_file),
		cmocka_unit_test(comments),
		cmocka_unit_test(relative_targets),
		cmocka_unit_test(changed_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
