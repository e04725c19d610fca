/* Findings: levels from catalogue, profile, mode and options; order; merging. */
#include "tests/unit/unit.h"

#include "lint/diag/diag.h"

static const struct span nowhere = { SPAN_NO_FILE, 0, 0 };

static enum level level_now(
	struct levels levels, enum mode mode, enum rule_id rule, enum level situation)
{
	struct diag diag;
	struct finding *finding;
	enum level level;

	diag_init(&diag, &levels);
	diag_context(&diag, "example.com", mode);
	finding = situation == LEVEL_UNSET ? diag_add(&diag, rule, nowhere, "x") :
					     diag_add_level(&diag, rule, situation, nowhere, "x");
	level = finding == NULL ? LEVEL_OFF : finding->level;
	assert_int_equal(diag.count, finding != NULL);
	diag_help(&diag, finding, "help");
	diag_note(&diag, finding, nowhere, "note");
	diag_finish(&diag);
	return level;
}

static void levels_follow_the_mode(void **state)
{
	static const enum level moved[] = {
		[MODE_UNKNOWN] = LEVEL_WARNING,
		[MODE_ENFORCE] = LEVEL_ERROR,
		[MODE_TESTING] = LEVEL_WARNING,
		[MODE_NONE] = LEVEL_OFF,
	};
	struct levels levels = { 0 };

	(void)state;
	for (unsigned mode = MODE_UNKNOWN; mode <= MODE_NONE; mode++) {
		assert_int_equal(
			level_now(levels, mode, RULE_MX_UNCOVERED, LEVEL_UNSET), moved[mode]);
		assert_int_equal(
			level_now(levels, mode, RULE_MX_NULL_CONFLICT, LEVEL_UNSET), LEVEL_ERROR);
	}
	levels.set[RULE_MX_UNCOVERED] = LEVEL_INFO;
	assert_int_equal(
		level_now(levels, MODE_ENFORCE, RULE_MX_UNCOVERED, LEVEL_UNSET), LEVEL_INFO);
	assert_int_equal(level_now(levels, MODE_NONE, RULE_MX_UNCOVERED, LEVEL_UNSET), LEVEL_OFF);
}

static void options_move_levels(void **state)
{
	struct levels levels = { 0 };

	(void)state;
	levels.profile = PROFILE_STRICT;
	assert_int_equal(level_now(levels, MODE_ENFORCE, RULE_MX_PATTERN_UNUSED, LEVEL_UNSET),
		LEVEL_WARNING);
	assert_int_equal(
		level_now(levels, MODE_ENFORCE, RULE_RECORD_MISSING, LEVEL_INFO), LEVEL_INFO);
	levels.ignored[RULE_RECORD_MISSING] = true;
	assert_int_equal(
		level_now(levels, MODE_ENFORCE, RULE_RECORD_MISSING, LEVEL_UNSET), LEVEL_OFF);
	levels = (struct levels){ .selecting = true };
	levels.selected[RULE_MX_UNPROTECTED] = true;
	assert_int_equal(
		level_now(levels, MODE_UNKNOWN, RULE_MX_UNPROTECTED, LEVEL_UNSET), LEVEL_WARNING);
	assert_int_equal(
		level_now(levels, MODE_UNKNOWN, RULE_RECORD_MISSING, LEVEL_UNSET), LEVEL_OFF);
	levels = (struct levels){ 0 };
	assert_int_equal(
		level_now(levels, MODE_UNKNOWN, RULE_MX_UNPROTECTED, LEVEL_UNSET), LEVEL_OFF);
}

static void order_and_merging(void **state)
{
	static const char *const expected[] = { "b", "a", "same", "other" };
	struct sources sources = { 0 };
	struct levels levels = { 0 };
	struct diag diag, more;
	uint32_t second = sources_add(&sources, STR("z"), NULL);
	uint32_t first = sources_add(&sources, STR("./a"), NULL);

	(void)state;
	diag_init(&diag, &levels);
	diag_init(&more, &levels);
	diag_context(&more, "example.org", MODE_ENFORCE);
	diag_add(&more, RULE_MX_UNCOVERED, (struct span){ second, 2, 5 }, "same");
	diag_context(&diag, "example.com", MODE_ENFORCE);
	diag_add(&diag, RULE_MX_UNCOVERED, (struct span){ second, 2, 5 }, "same");
	diag_add(&diag, RULE_MX_UNCOVERED, (struct span){ second, 2, 5 }, "same");
	diag_add(&diag, RULE_MX_UNCOVERED, (struct span){ second, 2, 9 }, "other");
	diag_add(&diag, RULE_MX_UNCOVERED, (struct span){ second, 2, 1 }, "a");
	diag_add(&diag, RULE_ZONE_SYNTAX, (struct span){ first, 0, 99 }, "b");
	diag_join(&diag, &more);
	diag_sort(&diag, &sources);
	assert_int_equal(diag.count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(diag.list[i]->message, expected[i]);
	assert_int_equal(diag.list[2]->domains, 2);
	assert_string_equal(diag.list[2]->domain, "example.com");
	diag_finish(&diag);
	sources_finish(&sources);
}

/* A finding of its own diag that replaces LENGTH bytes by TEXT (NULL: no fix). */
static void add_fixed(struct diag *all, const struct levels *levels, const char *domain,
	const char *message, uint32_t length, const char *text)
{
	struct span at = { 0, length, 7 };
	struct finding *finding;
	struct diag part;

	diag_init(&part, levels);
	diag_context(&part, domain, MODE_ENFORCE);
	finding = diag_add(&part, RULE_MX_UNCOVERED, (struct span){ 0, 3, 7 }, "%s", message);
	diag_fix_edit(&part, finding, at, STR("no fix yet"));
	if (text != NULL) {
		diag_fix(&part, finding, true);
		diag_fix_edit(&part, finding, at, str_c(text));
		diag_fix_add(
			&part, finding, &(struct fix_edit){ { 0, 0, 90 }, STR_INIT("25"), NULL });
	}
	diag_join(all, &part);
}

/* Fixes of three findings at one place; KEPT: they are still there once sorted. */
struct fix_case {
	const char *text[3];
	uint32_t length;
	bool kept;
};

static void fixes_merge_or_go(void **state)
{
	static const struct fix_case cases[] = {
		{ { "x", "x", "x" }, 3, true }, { { "x", "y", "x" }, 3, false },
		{ { "x", NULL, "x" }, 3, false }, { { NULL, "x", "x" }, 3, false },
		{ { "x", "x", "x" }, 4, false },		      /* the third replaces more */
		{ { "\xc3\xa9", "\xc3\xa9", "\xc3\xa9" }, 3, false }, /* not ASCII */
	};
	struct sources sources = { 0 };
	struct levels levels = { 0 };

	(void)state;
	sources_add(&sources, STR("a"), NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (unsigned apart = 0; apart < 2; apart++) {
			struct diag diag;
			const struct fix *fix;

			diag_init(&diag, &levels);
			add_fixed(&diag, &levels, "a.example", "one", 3, cases[i].text[0]);
			add_fixed(&diag, &levels, "b.example", apart ? "two" : "one", 3,
				cases[i].text[1]);
			add_fixed(&diag, &levels, "c.example", "one", cases[i].length,
				cases[i].text[2]);
			diag_sort(&diag, &sources);
			assert_int_equal(diag.count, 1 + apart);
			fix = diag.list[0]->fix;
			assert_int_equal(fix != NULL, cases[i].kept);
			assert_int_equal(diag.list[diag.count - 1]->fix != NULL, cases[i].kept);
			if (fix != NULL) {
				assert_int_equal(fix->edits->next->at.offset, 90);
				assert_memory_equal(fix->edits->next->text.ptr, "25", 2);
			}
			diag_finish(&diag);
		}
	}
	sources_finish(&sources);
}

static void floods_are_cut(void **state)
{
	struct levels levels = { 0 };
	struct diag diag;

	(void)state;
	diag_init(&diag, &levels);
	for (uint64_t i = 0; i < DIAG_MAX_PER_FILE + 5; i++) {
		struct finding *finding = diag_add(
			&diag, RULE_ZONE_SYNTAX, (struct span){ 3, 1, i }, "fault");

		assert_int_equal(finding != NULL, i + 1 < DIAG_MAX_PER_FILE);
	}
	assert_int_equal(diag.count, DIAG_MAX_PER_FILE);
	assert_string_equal(diag.list[DIAG_MAX_PER_FILE - 1]->message,
		"10000 findings of level error in this file: further ones are not shown");
	assert_non_null(diag_add(&diag, RULE_ZONE_TEMPLATE, (struct span){ 3, 0, 1 }, "an info"));
	assert_non_null(diag_add(&diag, RULE_ZONE_SYNTAX, (struct span){ 1, 0, 1 }, "elsewhere"));
	assert_non_null(diag_add(&diag, RULE_ZONE_SYNTAX, nowhere, "nowhere"));
	for (uint32_t file = 10; file < 200; file++)
		assert_non_null(diag_add(
			&diag, RULE_ZONE_SYNTAX, (struct span){ file, 0, 1 }, "elsewhere"));
	assert_null(diag_add(&diag, RULE_ZONE_SYNTAX, (struct span){ 3, 1, 0 }, "still too many"));
	diag_finish(&diag);
}

static void floods_are_cut_when_joined(void **state)
{
	struct levels levels = { 0 };
	struct diag all, part;

	(void)state;
	diag_init(&all, &levels);
	for (int n = 0; n < 3; n++) {
		diag_init(&part, &levels);
		for (uint64_t i = 0; i < DIAG_MAX_PER_FILE / 2; i++)
			diag_note(&part,
				diag_add(
					&part, RULE_ZONE_SYNTAX, (struct span){ 3, 1, i }, "fault"),
				nowhere, "note");
		assert_non_null(
			diag_add(&part, RULE_ZONE_TEMPLATE, (struct span){ 3, 0, 1 }, "info"));
		diag_join(&all, &part);
	}
	assert_int_equal(all.count, DIAG_MAX_PER_FILE + 3);
	assert_string_equal(all.list[DIAG_MAX_PER_FILE]->message,
		"10000 findings of level error in this file: further ones are not shown");
	assert_null(all.list[DIAG_MAX_PER_FILE]->notes);
	assert_string_equal(all.list[DIAG_MAX_PER_FILE - 2]->notes->message, "note");
	assert_null(diag_add(&all, RULE_ZONE_SYNTAX, (struct span){ 3, 1, 0 }, "still too many"));
	diag_finish(&all);
}

static void rules_are_found(void **state)
{
	(void)state;
	for (unsigned i = 0; i < RULE_COUNT; i++)
		assert_int_equal(rule_find(str_c(rules[i].slug)), i);
	assert_int_equal(rule_find(STR("mx")), RULE_COUNT);
	assert_string_equal(rule_suggest(STR("mx-uncoverd")), "mx-uncovered");
	assert_null(rule_suggest(STR("entirely-different")));
	assert_true(rule_matches(RULE_MX_UNCOVERED, STR("mx")));
	assert_true(rule_matches(RULE_MX_UNCOVERED, STR("mx-")));
	assert_true(rule_matches(RULE_MX_UNCOVERED, STR("mx-uncovered")));
	assert_false(rule_matches(RULE_MX_UNCOVERED, STR("mx-un")));
	assert_false(rule_matches(RULE_MX_UNCOVERED, STR("")));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_follow_the_mode),
		cmocka_unit_test(options_move_levels),
		cmocka_unit_test(order_and_merging),
		cmocka_unit_test(fixes_merge_or_go),
		cmocka_unit_test(floods_are_cut),
		cmocka_unit_test(floods_are_cut_when_joined),
		cmocka_unit_test(rules_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
