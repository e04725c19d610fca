/* Fingerprints: the same for the same line wherever it stands, never the same twice in a run. */
#include "tests/unit/findings.h"

#include "lint/digest/digest.h"
#include "lint/report/fingerprint.h"

#include <string.h>

static const char *name_of(void *context, uint32_t file)
{
	(void)context;
	return file == 0 ? "a.zone" : "b/c.zone";
}

static void fingerprints(struct run *run)
{
	struct report report = {
		.diag = &run->diag, .sources = &run->sources, .machine_name = name_of
	};
	struct places places;
	int fd;

	/* As reading does: notes the sizes. */
	for (uint32_t i = 0; i < run->sources.count; i++) {
		assert_int_equal(source_open(&run->sources, i, &fd), SOURCE_OK);
		close(fd);
	}
	places_init(&places, &run->diag, &run->sources);
	fingerprint_all(&report, &places);
	places_finish(&places);
}

static const char *fingerprint(const struct run *run, size_t i)
{
	return run->diag.list[i]->fingerprint;
}

/* What anyone can make again. */
static void assert_print_of(const struct run *run, size_t i, struct str text)
{
	char expected[DIGEST_ID_LEN + 1];

	digest_hex(text, expected);
	assert_string_equal(fingerprint(run, i), expected);
}

struct line_case {
	struct str file;
	uint64_t offset;
	const char *line; /* as it is digested */
};

static const struct line_case line_cases[] = {
	{ STR_INIT("mx: a\n"), 0, "mx: a" },
	{ STR_INIT("one\nmx: a\nthree\n"), 4, "mx: a" },
	{ STR_INIT("one\nmx: a\nthree\n"), 8, "mx: a" },
	{ STR_INIT("\n\n\n  mx: \t a \t\r\n"), 8, "mx: a" },
	{ STR_INIT("mx: a"), 5, "mx: a" },
	{ STR_INIT("mx: a\n"), 6, "" },
	{ STR_INIT("mx:\xff\x1b\n"), 1, "mx:\xff\x1b" },
	{ STR_INIT(" \t\r\n"), 1, "" },
	{ STR_INIT(""), 0, "" },
};

static void lines_are_folded(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof line_cases / sizeof *line_cases; i++) {
		const struct line_case *c = &line_cases[i];
		struct buf text = { 0 };
		struct run run;

		run_init(&run);
		diag_add(&run.diag, RULE_POLICY_MX_INVALID,
			(struct span){ run_file(&run, c->file), 0, c->offset }, "x");
		fingerprints(&run);
		buf_printf(&text, "policy-mx-invalid\na.zone\n%s\n0", c->line);
		assert_print_of(&run, 0, buf_str(&text));
		buf_finish(&text);
		run_finish(&run);
	}
}

/* Rule, path, line and number: each makes another fingerprint. */
static void alike_are_counted(void **state)
{
	struct run run;
	uint32_t a, b;

	(void)state;
	run_init(&run);
	a = run_file(&run, STR("x\nx\ny\n"));
	b = run_file(&run, STR("x\n"));
	diag_add(&run.diag, RULE_POLICY_MX_INVALID, (struct span){ a, 1, 0 }, "x");
	diag_add(&run.diag, RULE_POLICY_MX_LIST, (struct span){ a, 1, 0 }, "x");
	diag_add(&run.diag, RULE_POLICY_MX_INVALID, (struct span){ a, 1, 2 }, "another");
	diag_add(&run.diag, RULE_POLICY_MX_INVALID, (struct span){ a, 0, 3 }, "x");
	diag_add(&run.diag, RULE_POLICY_MX_INVALID, (struct span){ a, 1, 4 }, "x");
	diag_add(&run.diag, RULE_POLICY_MX_INVALID, (struct span){ b, 1, 0 }, "x");
	fingerprints(&run);
	assert_print_of(&run, 0, STR("policy-mx-invalid\na.zone\nx\n0"));
	assert_print_of(&run, 1, STR("policy-mx-list\na.zone\nx\n0"));
	assert_print_of(&run, 2, STR("policy-mx-invalid\na.zone\nx\n1"));
	assert_print_of(&run, 3, STR("policy-mx-invalid\na.zone\nx\n2"));
	assert_print_of(&run, 4, STR("policy-mx-invalid\na.zone\ny\n0"));
	assert_print_of(&run, 5, STR("policy-mx-invalid\nb/c.zone\nx\n0"));
	run_finish(&run);
}

/* What is absent is known by its domain, and what is about no file likewise. */
static void absent_is_known_by_domain(void **state)
{
	struct run run;
	uint32_t a;

	(void)state;
	run_init(&run);
	a = run_file(&run, STR("x\ny\n"));
	diag_context(&run.diag, "example.com", MODE_ENFORCE);
	diag_add(&run.diag, RULE_HOST_MISSING, (struct span){ a, 1, 0 }, "x");
	diag_add(&run.diag, RULE_HOST_MISSING, (struct span){ a, 1, 2 }, "x");
	diag_add(&run.diag, RULE_MX_IMPLICIT, (struct span){ SPAN_NO_FILE, 0, 0 }, "x");
	diag_context(&run.diag, NULL, MODE_UNKNOWN);
	diag_add(&run.diag, RULE_POLICY_ORPHAN, (struct span){ a, 1, 0 }, "x");
	fingerprints(&run);
	assert_print_of(&run, 0, STR("host-missing\na.zone\nexample.com\n0"));
	assert_print_of(&run, 1, STR("host-missing\na.zone\nexample.com\n1"));
	assert_print_of(&run, 2, STR("mx-implicit\n\nexample.com\n0"));
	assert_print_of(&run, 3, STR("policy-orphan\na.zone\n\n0"));
	run_finish(&run);
}

/* Leaving findings out afterwards, as a baseline does, changes none that is left. */
static void stays_when_others_leave(void **state)
{
	struct run run;
	char kept[FINGERPRINT_LEN + 1];
	uint32_t a;

	(void)state;
	run_init(&run);
	a = run_file(&run, STR("x\nx\n"));
	diag_add(&run.diag, RULE_POLICY_MX_INVALID, (struct span){ a, 1, 0 }, "x");
	diag_add(&run.diag, RULE_POLICY_MX_INVALID, (struct span){ a, 1, 2 }, "x");
	fingerprints(&run);
	strcpy(kept, fingerprint(&run, 1));
	run.diag.list[0] = run.diag.list[1];
	run.diag.count = 1;
	fingerprints(&run);
	assert_string_equal(fingerprint(&run, 0), kept);
	run_finish(&run);
}

/* Lines across the borders of reads, lines too long to count whole, and many findings in each. */
static void long_files(void **state)
{
	enum { LINES = 500, COUNTED = 4096 };
	struct buf file = { 0 }, text = { 0 };
	struct run run;
	uint64_t starts[LINES];
	uint32_t a;

	(void)state;
	for (size_t i = 0; i < LINES; i++) {
		starts[i] = file.len;
		buf_printf(&file, "line %zu ", i);
		for (size_t n = i * 37 % 9000; n > 0; n--)
			buf_add_char(&file, 'x');
		buf_add_char(&file, '\n');
	}
	run_init(&run);
	a = run_file(&run, buf_str(&file));
	for (size_t i = 0; i < LINES; i++)
		diag_add(&run.diag, RULE_POLICY_MX_INVALID, (struct span){ a, 1, starts[i] + 5 },
			"x");
	fingerprints(&run);
	for (size_t i = 0; i < LINES; i++) {
		struct str line = str_skip(buf_str(&file), (size_t)starts[i]);

		line = str_take(str_take(line, str_find_char(line, '\n')), COUNTED);
		line = str_trim(line);
		text.len = 0;
		buf_printf(&text, "policy-mx-invalid\na.zone\n%.*s\n0", (int)line.len, line.ptr);
		assert_print_of(&run, i, buf_str(&text));
	}
	run_finish(&run);
	buf_finish(&file);
	buf_finish(&text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_folded),
		cmocka_unit_test(alike_are_counted),
		cmocka_unit_test(absent_is_known_by_domain),
		cmocka_unit_test(stays_when_others_leave),
		cmocka_unit_test(long_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
