/* $INCLUDE: where files are found, what they may not do, what they leave behind. */
#include "tests/unit/zone_case.h"

#include <fcntl.h>

static void case_mkdir(struct zone_case *c, const char *name)
{
	char path[256];

	case_path(c, name, path);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void origin_owner_and_ttl(void **state)
{
	struct zone_case c;

	(void)state;
	case_start(&c);
	case_file(&c, "zone",
		STR("$TTL 3600\na A 192.0.2.1\n$INCLUDE inc sub.example.com.\nb A 192.0.2.4\n"));
	case_file(&c, "inc", STR(" A 192.0.2.2\n$ORIGIN x.\n$TTL 77\nc A 192.0.2.3\n"));
	assert_string_equal(case_read(&c, "example.com"), "");
	assert_string_equal(case_records(&c),
		"a.example.com 3600 A c0000201\na.example.com 3600 A c0000202\nc.x 77 A c0000203\n"
		"b.example.com 77 A c0000204\n");
	assert_int_equal(c.zone.include_count, 1);
	case_end(&c);
}

static void blank_owner_behind(void **state)
{
	static const struct {
		const char *zone, *inc, *findings;
	} rows[] = {
		{ "a 1 A 192.0.2.1\n$INCLUDE inc\n 1 TXT x\n 1 TXT y\n", "b 1 A 192.0.2.2\n",
			"3:2 zone-dialect 1\n" },
		{ "a 1 A 192.0.2.1\n$INCLUDE inc\n 1 TXT x\n", "A 1 A 192.0.2.2\n", "" },
		{ "a 1 A 192.0.2.1\n$INCLUDE inc\nc 1 TXT x\n 1 TXT y\n", "b 1 A 192.0.2.2\n", "" },
		{ "a 1 A 192.0.2.1\n$INCLUDE inc\n 1 TXT x\n", "; nothing\n", "" },
		{ "$INCLUDE inc\n 1 TXT x\n", "b 1 A 192.0.2.2\n", "2:2 zone-syntax 1\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone_case c;

		case_start(&c);
		case_file(&c, "zone", str_c(rows[i].zone));
		case_file(&c, "inc", str_c(rows[i].inc));
		assert_string_equal(case_read(&c, "example.com"), rows[i].findings);
		case_end(&c);
	}
}

/* The last line has no line end. */
static void last_line(void **state)
{
	static const struct {
		const char *zone, *inc, *findings;
	} rows[] = {
		{ "$INCLUDE inc\na 1 A 192.0.2.1", "b 1 A 192.0.2.2\n", "2:16 zone-dialect\n" },
		{ "$INCLUDE inc\na 1 A 192.0.2.1\n  ", "b 1 A 192.0.2.2\n", "3:3 zone-dialect\n" },
		{ "$INCLUDE inc\na 1 A 192.0.2.1\n  ; x", "b 1 A 192.0.2.2\n", "" },
		{ "$INCLUDE inc\na 1 A 192.0.2.1\n", "b 1 A 192.0.2.2", "" },
		{ "$INCLUDE inc", "b 1 A 192.0.2.2", "" },
		{ "$INCLUDE inc sub.example.com.", "b 1 A 192.0.2.2",
			"1:1 zone-dialect $INCLUDE\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zone_case c;

		case_start(&c);
		case_file(&c, "zone", str_c(rows[i].zone));
		case_file(&c, "inc", str_c(rows[i].inc));
		assert_string_equal(case_read(&c, "example.com"), rows[i].findings);
		case_end(&c);
	}
}

/* What `dir/a` includes, and what is found; the root is the case's directory. */
static const struct {
	const char *argument, *findings;
} places[] = {
	{ "beside", "" },
	{ "./beside", "" },
	{ "\"beside\"", "a:1:10 zone-dialect \"beside\"\n" },
	{ "be\\115ide", "" },
	{ "../dir/beside", "" },
	{ "served", "" },
	{ "rooted", "" },
	{ "both", "" },
	{ "/etc/bind/mapped", "" },
	{ "/etc/bind", "a:1:10 zone-include-failed /etc/bind\n" },
	{ "/etc/bind/none", "a:1:10 zone-include-failed /etc/bind/none\n" },
	{ "/etc/bindings", "a:1:10 zone-include-failed /etc/bindings\n" },
	{ "/etc/bind/../../../../etc/passwd",
		"a:1:10 zone-include-outside /etc/bind/../../../../etc/passwd\n" },
	{ "none", "a:1:10 zone-include-failed none\n" },
	{ "../../../../../../etc/passwd",
		"a:1:10 zone-include-outside ../../../../../../etc/passwd\n" },
	{ "../../no-such-file-there", "a:1:10 zone-include-outside ../../no-such-file-there\n" },
	{ "link", "a:1:10 zone-include-outside link\n" },
	{ "inner", "" },
	{ "fifo", "a:1:10 zone-include-failed fifo\n" },
	{ ".", "a:1:10 zone-include-failed .\n" },
	{ "\"\"", "a:1:10 zone-dialect \"\"\na:1:10 zone-include-failed \"\"\n" },
	{ "a", "a:1:10 zone-include-failed a\n" },
	{ "x\\000y", "a:1:10 zone-include-failed x\\000y\n" },
	{ "beside sub", "a:1:17 zone-dialect sub\n" },
	{ "beside @", "a:1:17 zone-dialect @\n" },
	{ "beside sub. x", "a:1:22 zone-directive-invalid x\n" },
	{ "beside a..b.", "a:1:19 zone-name-invalid .\n" },
};

static void make_places(struct zone_case *c, const char *argument)
{
	static const char *const directories[] = { "dir", "served-dir", "map" };
	static const char *const files[] = { "dir/beside", "dir/both", "served-dir/served",
		"rooted", "map/mapped" };
	char path[256], text[256];

	for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
		case_mkdir(c, directories[i]);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		case_file(c, files[i], STR("; here\n"));
	case_file(c, "both", STR("x 1 A wrong\n"));
	case_file(c, "zone", STR("$INCLUDE dir/a\n"));
	snprintf(text, sizeof text, "$INCLUDE %s\n", argument);
	case_file(c, "dir/a", str_c(text));
	case_path(c, "dir/link", path);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	case_path(c, "dir/inner", path);
	assert_int_equal(symlink("../rooted", path), 0);
	case_path(c, "dir/fifo", path);
	assert_int_equal(mkfifo(path, 0600), 0);
}

static void where_files_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct zone_case c;
		struct include_map last = { STR("/etc"), STR("/nonexistent"), NULL };
		struct include_map map = { STR("/etc/bind"), { NULL, 0 }, &last };
		struct include_map first = { STR("/"), STR("/nonexistent"), &map };
		char served[256], mapped[256];
		const char *found;

		case_start(&c);
		make_places(&c, places[i].argument);
		case_path(&c, "served-dir", served);
		case_path(&c, "map", mapped);
		map.to = str_c(mapped);
		c.input.directory = served;
		c.input.includes = &first;
		found = case_read(&c, "example.com");
		if (strcmp(found, places[i].findings) != 0)
			print_message("row %zu: %s\n", i, places[i].argument);
		assert_string_equal(found, places[i].findings);
		assert_int_equal(c.zone.incomplete,
			strstr(found, "include") != NULL || strstr(found, "invalid") != NULL);
		case_end(&c);
	}
}

static void unmapped_is_info(void **state)
{
	struct zone_case c;

	(void)state;
	case_text(&c, "example.com", STR("$INCLUDE /etc/passwd\n"));
	assert_int_equal(c.diag.list[0]->rule, RULE_ZONE_INCLUDE_OUTSIDE);
	assert_int_equal(c.diag.list[0]->level, LEVEL_INFO);
	assert_int_equal(c.zone.include_count, 0);
	case_end(&c);
}

static void depth(void **state)
{
	struct zone_case c;

	(void)state;
	case_start(&c);
	case_file(&c, "zone", STR("$INCLUDE f1\na 1 A 192.0.2.1\n"));
	for (int i = 1; i < 20; i++) {
		char name[16], text[32];

		snprintf(name, sizeof name, "f%d", i);
		snprintf(text, sizeof text, "$INCLUDE f%d\n", i + 1);
		case_file(&c, name, str_c(text));
	}
	assert_string_equal(case_read(&c, "example.com"), "f15:1:10 zone-include-failed f16\n");
	assert_int_equal(c.zone.rr_count, 1);
	case_end(&c);
}

static void cycle_through_link(void **state)
{
	struct zone_case c;
	char path[256];

	(void)state;
	case_start(&c);
	case_file(&c, "zone", STR("$INCLUDE other\na 1 A 192.0.2.1\n"));
	case_file(&c, "other", STR("$INCLUDE alias\n"));
	case_path(&c, "alias", path);
	assert_int_equal(symlink("zone", path), 0);
	assert_string_equal(case_read(&c, "example.com"), "other:1:10 zone-include-failed alias\n");
	assert_int_equal(c.zone.rr_count, 1);
	case_end(&c);
}

/* Each file includes the next twice: bounded all the same. */
static void doubling(void **state)
{
	struct zone_case c;

	(void)state;
	case_start(&c);
	case_file(&c, "zone", STR("$INCLUDE f1\n$INCLUDE f1\n"));
	for (int i = 1; i < 15; i++) {
		char name[16], text[64];

		snprintf(name, sizeof name, "f%d", i);
		snprintf(text, sizeof text, "$INCLUDE f%d\n$INCLUDE f%d\n", i + 1, i + 1);
		case_file(&c, name, str_c(text));
	}
	case_file(&c, "f15", STR(";\n"));
	case_read(&c, "example.com");
	assert_true(c.diag.count > 0);
	assert_int_equal(c.diag.list[0]->rule, RULE_ZONE_INCLUDE_FAILED);
	assert_int_equal(c.zone.include_count, 15);
	case_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(origin_owner_and_ttl),
		cmocka_unit_test(blank_owner_behind),
		cmocka_unit_test(last_line),
		cmocka_unit_test(where_files_are),
		cmocka_unit_test(unmapped_is_info),
		cmocka_unit_test(depth),
		cmocka_unit_test(cycle_through_link),
		cmocka_unit_test(doubling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
