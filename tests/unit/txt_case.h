/*
 * txt_case: judges one TXT record as it stands in a zone, for the tests of both kinds of record.
 */
#ifndef TESTS_UNIT_TXT_CASE_H
#define TESTS_UNIT_TXT_CASE_H

#include "tests/unit/findings.h"

struct txt_row {
	const char *rdata; /* as it stands in the zone */
	const char *found;
};

#define Q(value) "\"" value "\""

/* A kind of record: its owner in example.com, and its reader. */
struct txt_subject {
	const char *owner;
	void (*read)(const struct txt_input *input, struct diag *diag);
};

/* The only record of the zone TEXT, read into RUN. */
static inline struct txt_input txt_input_of(
	struct run *run, struct arena *arena, struct str text, bool siblings)
{
	struct txt_input input = { .sources = &run->sources, .siblings = siblings };

	input.rr = run_zone(run, text)->rrs;
	assert_non_null(input.rr);
	input.value = rr_txt(arena, input.rr);
	return input;
}

static inline struct txt_input txt_input_case(struct run *run, struct arena *arena,
	const struct txt_subject *subject, const char *rdata, bool siblings)
{
	struct buf text = { 0 };
	struct txt_input input;

	buf_printf(&text, "$ORIGIN example.com.\n%s 60 IN TXT %s\n", subject->owner, rdata);
	input = txt_input_of(run, arena, buf_str(&text), siblings);
	buf_finish(&text);
	return input;
}

static inline void txt_check(const struct txt_subject *subject, struct txt_row row, bool siblings)
{
	struct arena arena = { 0 };
	struct run run;
	struct txt_input input;
	const char *found;

	run_init(&run);
	input = txt_input_case(&run, &arena, subject, row.rdata, siblings);
	subject->read(&input, &run.diag);
	found = run_findings(&run, "");
	if (strcmp(found, row.found) != 0)
		fail_msg("%s\n\tfound    %s\n\texpected %s", row.rdata, found, row.found);
	run_finish(&run);
	arena_finish(&arena);
}

/* Reads LINE, which a finding says to write for RDATA: what it repairs is an error no longer. VALUE
 * is what the record then says; NULL for anything. */
static inline void txt_check_line(
	const struct txt_subject *subject, const char *rdata, const char *line, const char *value)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct run run;
	struct txt_input input;
	const char *found;

	run_init(&run);
	buf_printf(&text, "%s\n", line);
	input = txt_input_of(&run, &arena, buf_str(&text), false);
	subject->read(&input, &run.diag);
	found = run_findings(&run, "");
	if (found[0] == 'E' || strstr(found, " + E ") != NULL)
		fail_msg("%s\n\tis to be %s\n\twhich has %s", rdata, line, found);
	if (value != NULL && !str_eq(input.value, str_c(value)))
		fail_msg("%s\n\tis to be %s\n\texpected %s", rdata, line, value);
	buf_finish(&text);
	run_finish(&run);
	arena_finish(&arena);
}

/* Checks each repair that the findings of RDATA spell out; false when there is none. */
static inline bool txt_check_repair(
	const struct txt_subject *subject, const char *rdata, const char *value)
{
	static const char write[] = "write: ";
	struct arena arena = { 0 };
	struct run run;
	struct txt_input input;
	bool any = false;

	run_init(&run);
	input = txt_input_case(&run, &arena, subject, rdata, false);
	subject->read(&input, &run.diag);
	for (size_t i = 0; i < run.diag.count; i++) {
		const char *help = run.diag.list[i]->help;

		if (help == NULL || strncmp(help, write, sizeof write - 1) != 0)
			continue;
		txt_check_line(subject, rdata, help + sizeof write - 1, value);
		any = true;
	}
	run_finish(&run);
	arena_finish(&arena);
	return any;
}

#endif
