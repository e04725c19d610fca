/*
 * report: findings, for people and machines. One row of the table is one format. What comes from
 * an input is escaped where it is written (text_escape); lines and columns are computed here
 * (place.h).
 */
#ifndef LINT_REPORT_REPORT_H
#define LINT_REPORT_REPORT_H

#include "lint/diag/diag.h"

#include <stdio.h>

/* One domain that was judged. */
struct report_domain {
	const char *name;
	const char *mode;      /* "" when it is not known */
	uint32_t policy;       /* the file; SPAN_NO_FILE when there is none */
	const uint32_t *zones; /* the files */
	size_t zone_count;
};

struct report {
	const struct diag *diag; /* sorted */
	struct sources *sources;
	/* What machines call a source, see repo_machine_name(); NULL: what people call it. */
	const char *(*machine_name)(void *context, uint32_t file);
	void *context;
	const struct report_domain *domains;
	size_t domain_count, zone_count, policy_count;
	size_t by_level[LEVEL_ERROR + 1];
	size_t fixed;			/* by --fix, before this was found */
	size_t fixable, fixable_unsafe; /* findings with a safe fix, and with one that is not */
};

/* How it is shown; formats look at what concerns them. */
struct report_style {
	bool color;
	bool summary;	    /* the line at the end */
	bool statistics;    /* findings of each rule */
	enum level fail_on; /* the run fails from this level on; LEVEL_UNSET: never */
};

struct report_format {
	const char *name;
	const char *summary;
	void (*write)(const struct report *report, const struct report_style *style, FILE *out);
};

extern const struct report_format report_formats[];
extern const size_t report_format_count;

/* The format of that name; NULL when there is none. */
const struct report_format *report_find(struct str name);

/* The formats. */
void report_text(const struct report *report, const struct report_style *style, FILE *out);
void report_concise(const struct report *report, const struct report_style *style, FILE *out);
void report_json(const struct report *report, const struct report_style *style, FILE *out);
void report_jsonl(const struct report *report, const struct report_style *style, FILE *out);
void report_sarif(const struct report *report, const struct report_style *style, FILE *out);
void report_github(const struct report *report, const struct report_style *style, FILE *out);
void report_gitlab(const struct report *report, const struct report_style *style, FILE *out);
void report_checkstyle(const struct report *report, const struct report_style *style, FILE *out);
void report_junit(const struct report *report, const struct report_style *style, FILE *out);
void report_rdjson(const struct report *report, const struct report_style *style, FILE *out);

/* Writes TEXT escaped. */
void report_put(FILE *out, const char *text);

/* The same for the name of a file at the start of a line, where a service must not take `::error`
 * for a command, nor an editor `:8:1: error:` for a place. */
void report_put_file(FILE *out, const char *name);

/* What people call the source of SPAN, or NULL for none. */
const char *report_file(const struct report *report, struct span span);

/* What machines call the source FILE: its path below the top of the repository; "." for none. */
const char *report_machine_name(const struct report *report, uint32_t file);

/* Appends what is wrong and what to write instead as one sentence, escaped. */
void report_sentence(struct buf *out, const struct finding *finding);

/* Where RULE is explained. */
#define REPORT_RULES HOMEPAGE "/rules.html#"

/* The statistics, as lines. */
void report_statistics(const struct report *report, FILE *out);

#endif
