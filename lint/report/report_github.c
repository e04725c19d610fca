/* Annotations of GitHub Actions: one workflow command a line. The service shows ten of each kind
 * for a step, so the worst come first. */
#include "lint/report/place.h"
#include "lint/report/report.h"

#include "lint/base/text.h"

#include <inttypes.h>

static const char *const commands[] = {
	[LEVEL_INFO] = "notice",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
};

/* Writes TEXT, which is safe to show; the characters SPECIAL mean something here. */
static void put_escaped(FILE *out, struct str text, const char *special)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr(special, text.ptr[i]) == NULL)
			fputc(text.ptr[i], out);
		else
			fprintf(out, "%%%02X", (unsigned)(unsigned char)text.ptr[i]);
}

static void put_file(FILE *out, const char *name)
{
	struct buf buf = { 0 };

	text_escape(&buf, str_c(name));
	fputs("file=", out);
	put_escaped(out, buf_str(&buf), "%\r\n:,");
	fputc(',', out);
	buf_finish(&buf);
}

/* Columns only within one line: the service refuses others. */
static void put_extent(FILE *out, const struct extent *extent)
{
	uint64_t line = extent->start.line, last = extent_last_line(extent);

	if (line == 0)
		return;
	fprintf(out, "line=%" PRIu64 ",endLine=%" PRIu64 ",", line, last);
	if (line == last)
		fprintf(out, "col=%" PRIu64 ",", extent->start.column);
	if (line == extent->end.line)
		fprintf(out, "endColumn=%" PRIu64 ",", extent->end.column);
}

static void put_finding(
	const struct report *report, const struct places *places, size_t i, FILE *out)
{
	const struct finding *finding = report->diag->list[i];
	struct buf text = { 0 };

	report_sentence(&text, finding);
	fprintf(out, "::%s ", commands[finding->level]);
	if (finding->span.file != SPAN_NO_FILE) {
		put_file(out, report_machine_name(report, finding->span.file));
		put_extent(out, places_finding(places, i));
	}
	fprintf(out, "title=%s::", rules[finding->rule].slug);
	put_escaped(out, buf_str(&text), "%\r\n");
	fputc('\n', out);
	buf_finish(&text);
}

void report_github(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;

	(void)style;
	places_init(&places, report->diag, report->sources);
	for (unsigned level = LEVEL_ERROR; level >= LEVEL_INFO; level--)
		for (size_t i = 0; i < report->diag->count; i++) {
			const struct finding *finding = report->diag->list[i];

			if (finding->level == level && finding->suppressed == NULL)
				put_finding(report, &places, i, out);
		}
	places_finish(&places);
}
