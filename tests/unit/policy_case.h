/*
 * policy_case: judges a policy and writes its findings as text, one line for each, by place:
 * "LINE:COLUMN slug [bytes pointed at]", the level before the slug where it is not an error.
 */
#ifndef TESTS_UNIT_POLICY_CASE_H
#define TESTS_UNIT_POLICY_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/base/text.h"
#include "lint/policy/policy.h"

struct policy_case {
	struct str input;
	const char *findings; /* joined by " " */
};

#define CASE(input, findings)                                                                      \
	{                                                                                          \
		STR_INIT(input), findings                                                          \
	}

static void write_finding(struct buf *out, struct str text, const struct finding *finding)
{
	struct str before = str_take(text, (size_t)finding->span.offset);
	struct str line = before, rest = before;
	unsigned number = 0;

	while (str_cut(&rest, '\n', &line))
		number++;
	buf_printf(out, "%s%u:%zu %s%s%s [", out->len > 0 ? " " : "", number,
		text_columns(line) + 1,
		finding->level == LEVEL_ERROR ? "" : level_text(finding->level),
		finding->level == LEVEL_ERROR ? "" : " ", rules[finding->rule].slug);
	text_escape(
		out, str_take(str_skip(text, (size_t)finding->span.offset), finding->span.length));
	buf_add(out, STR("]"));
}

/* Judges TEXT; POLICY (to be finished) says what was read, OUT what was found. */
static void policy_case_read(
	struct policy *policy, struct str text, const struct levels *levels, struct buf *out)
{
	struct sources sources = { 0 };
	struct diag diag;
	uint32_t file = sources_add(&sources, STR("mta-sts.txt"), NULL);

	diag_init(&diag, levels);
	policy_parse(policy, file, text, &policy_limits_default, &diag);
	diag_sort(&diag, &sources);
	for (size_t i = 0; i < diag.count; i++)
		write_finding(out, text, diag.list[i]);
	diag_finish(&diag);
	sources_finish(&sources);
}

/* Fails unless TEXT has exactly these FINDINGS. */
static void policy_case_expect(struct str text, const char *findings)
{
	static const struct levels levels;
	struct policy policy;
	struct buf out = { 0 };

	policy_case_read(&policy, text, &levels, &out);
	if (!str_eq(buf_str(&out), str_c(findings)))
		fail_msg("%.*s\nexpected: %s\ngot:      %.*s", (int)text.len, text.ptr, findings,
			(int)out.len, out.len > 0 ? out.ptr : "");
	policy_finish(&policy);
	buf_finish(&out);
}

static inline void policy_cases_expect(const struct policy_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		policy_case_expect(cases[i].input, cases[i].findings);
}

#endif
