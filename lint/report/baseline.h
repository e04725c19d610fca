/*
 * baseline: findings that are known and not reported again, in a JSON file that is kept with what
 * they are about: {"version":1, "findings":[{fingerprint, rule, file, message}]}. Only the
 * fingerprint counts (fingerprint.h); the rest is for people, and to tell what is gone.
 */
#ifndef LINT_REPORT_BASELINE_H
#define LINT_REPORT_BASELINE_H

#include "lint/report/report.h"

struct baseline_entry {
	const char *fingerprint, *rule, *file; /* file: as machine formats say it; "" for none */
	bool met;			       /* by the last run */
};

struct baseline {
	struct arena arena;
	struct baseline_entry *list; /* sorted by fingerprint */
	size_t count;
};

enum { BASELINE_MAX_BYTES = 256 * 1024 * 1024 };

/* Reads TEXT. False with *WHY, in the arena; baseline_finish() in both cases. */
bool baseline_parse(struct baseline *baseline, struct str text, const char **why);
void baseline_finish(struct baseline *baseline);

/* Drops the findings that are known from DIAG, whose report REPORT is. */
void baseline_apply(struct baseline *baseline, struct diag *diag, const struct report *report);

/* Writes the findings of REPORT as a baseline; a report format but for its name. */
void baseline_write(const struct report *report, const struct report_style *style, FILE *out);

#endif
