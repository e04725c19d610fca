#include "lint/report/snippet.h"

#include "lint/base/text.h"

#include <inttypes.h>

/* Escape sequences, all empty without colour. */
struct palette {
	const char *level[LEVEL_ERROR + 1];
	const char *bold, *note, *help, *plain;
};

static const struct palette colored = {
	.level = {
		[LEVEL_UNSET] = "",
		[LEVEL_OFF] = "",
		[LEVEL_INFO] = "\x1b[1;34m",
		[LEVEL_WARNING] = "\x1b[1;33m",
		[LEVEL_ERROR] = "\x1b[1;31m",
	},
	.bold = "\x1b[1m",
	.note = "\x1b[36m",
	.help = "\x1b[32m",
	.plain = "\x1b[0m",
};
static const struct palette uncolored = {
	.level = { "", "", "", "", "" },
	.bold = "",
	.note = "",
	.help = "",
	.plain = "",
};

/* FILE:LINE:COLUMN: */
static void put_place(
	const struct report *report, FILE *out, struct span span, const struct place *start)
{
	const char *file = report_file(report, span);

	if (file == NULL)
		return;
	report_put_file(out, file);
	if (start->line != 0)
		fprintf(out, ":%" PRIu64 ":%" PRIu64, start->line, start->column);
	fputs(": ", out);
}

static void put_message(FILE *out, const struct finding *finding)
{
	report_put(out, finding->message);
	if (finding->domains > 1)
		fprintf(out, " (for %u domains)", finding->domains);
}

static void put_snippet(const struct report *report, FILE *out, struct span span,
	const struct place *start, const char *before, const char *after)
{
	if (span.file != SPAN_NO_FILE)
		snippet_write(out, report->sources, span, start, before, after);
}

static void put_notes(const struct report *report, const struct palette *palette, FILE *out,
	const struct places *places, size_t i)
{
	const struct note *note = report->diag->list[i]->notes;

	for (size_t n = 0; note != NULL; note = note->next, n++) {
		const struct place *start = &places_note(places, i, n)->start;

		put_place(report, out, note->span, start);
		fprintf(out, "%snote:%s ", palette->note, palette->plain);
		report_put(out, note->message);
		fputc('\n', out);
		put_snippet(report, out, note->span, start, palette->note, palette->plain);
	}
}

static void put_finding(const struct report *report, const struct palette *palette, FILE *out,
	const struct places *places, size_t i)
{
	const struct finding *finding = report->diag->list[i];
	const struct place *start = &places_finding(places, i)->start;
	const char *level = palette->level[finding->level];

	put_place(report, out, finding->span, start);
	fprintf(out, "%s%s:%s %s", level, level_text(finding->level), palette->plain,
		palette->bold);
	put_message(out, finding);
	fprintf(out, "%s [%s]\n", palette->plain, rules[finding->rule].slug);
	put_snippet(report, out, finding->span, start, level, palette->plain);
	put_notes(report, palette, out, places, i);
	if (finding->help == NULL)
		return;
	fprintf(out, "%shelp:%s ", palette->help, palette->plain);
	report_put(out, finding->help);
	fputc('\n', out);
}

static void put_count(FILE *out, size_t count, const char *what, const char *after)
{
	fprintf(out, "%zu %s%s%s", count, what, count == 1 ? "" : "s", after);
}

/* What --fix did, and what it could do about the rest. */
static void put_fixable(const struct report *report, FILE *out)
{
	if (report->fixed > 0)
		fprintf(out, "; %zu fixed", report->fixed);
	if (report->fixable > 0)
		fprintf(out, "; %zu fixable with --fix", report->fixable);
	if (report->fixable_unsafe > 0)
		fprintf(out, "%s %zu%s with --unsafe-fixes", report->fixable > 0 ? "," : ";",
			report->fixable_unsafe, report->fixable > 0 ? " more" : " fixable");
}

static void put_summary(const struct report *report, FILE *out)
{
	put_count(out, report->domain_count, "domain", ", ");
	put_count(out, report->zone_count, "zone", ", ");
	if (report->policy_count == 1)
		fputs("1 policy: ", out);
	else
		fprintf(out, "%zu policies: ", report->policy_count);
	put_count(out, report->by_level[LEVEL_ERROR], "error", ", ");
	put_count(out, report->by_level[LEVEL_WARNING], "warning", ", ");
	put_count(out, report->by_level[LEVEL_INFO], "info", "");
	put_fixable(report, out);
	fputc('\n', out);
}

void report_text(const struct report *report, const struct report_style *style, FILE *out)
{
	const struct palette *palette = style->color ? &colored : &uncolored;
	struct places places;

	places_init(&places, report->diag, report->sources);
	for (size_t i = 0; i < report->diag->count; i++)
		if (report->diag->list[i]->suppressed == NULL)
			put_finding(report, palette, out, &places, i);
	places_finish(&places);
	if (style->statistics)
		report_statistics(report, out);
	if (style->summary)
		put_summary(report, out);
}

void report_concise(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;

	places_init(&places, report->diag, report->sources);
	for (size_t i = 0; i < report->diag->count; i++) {
		const struct finding *finding = report->diag->list[i];

		if (finding->suppressed != NULL)
			continue;
		put_place(report, out, finding->span, &places_finding(&places, i)->start);
		fprintf(out, "%s: ", level_text(finding->level));
		put_message(out, finding);
		fprintf(out, " [%s]\n", rules[finding->rule].slug);
	}
	places_finish(&places);
	if (style->statistics)
		report_statistics(report, out);
}
