/* JUnit's XML: a suite for each file, a test for each finding, which fails where the run does. A
 * run without findings is one test that passes: services take a report without tests for a broken
 * one. */
#include "lint/report/place.h"
#include "lint/report/report.h"
#include "lint/report/xml.h"

#include <inttypes.h>

struct counts {
	uint64_t tests, failures;
};

static bool fails(const struct finding *finding, const struct report_style *style)
{
	return style->fail_on != LEVEL_UNSET && finding->level >= style->fail_on;
}

/* Counts the findings from I up to those of another file, or up to the end of all where ALL is
 * set. Returns where they end. */
static size_t count(const struct report *report, const struct report_style *style, size_t i,
	bool all, struct counts *counts)
{
	const char *file = NULL;

	*counts = (struct counts){ 0 };
	for (; i < report->diag->count; i++) {
		const struct finding *finding = report->diag->list[i];
		const char *name = report_machine_name(report, finding->span.file);

		if (finding->suppressed != NULL)
			continue;
		if (file == NULL)
			file = name;
		if (!all && strcmp(file, name) != 0)
			break;
		counts->tests++;
		counts->failures += fails(finding, style);
	}
	return i;
}

static void put_counts(FILE *out, const struct counts *counts)
{
	xml_attribute_number(out, "tests", counts->tests);
	xml_attribute_number(out, "failures", counts->failures);
	xml_attribute_number(out, "errors", 0);
	xml_attribute_number(out, "skipped", 0);
	xml_attribute(out, "time", "0");
}

/* What a failure says in full: the place, the message and the help. */
static void put_text(
	FILE *out, const char *file, const struct finding *finding, const struct place *start)
{
	xml_put(out, file);
	if (start->line != 0)
		fprintf(out, ":%" PRIu64 ":%" PRIu64, start->line, start->column);
	fprintf(out, ": %s: ", level_text(finding->level));
	xml_put(out, finding->message);
	fprintf(out, " [%s]\n", rules[finding->rule].slug);
	if (finding->help == NULL)
		return;
	fputs("help: ", out);
	xml_put(out, finding->help);
	fputc('\n', out);
}

static void put_test(FILE *out, const char *file, const struct finding *finding,
	const struct place *start, bool failed)
{
	fputs("\t\t<testcase", out);
	xml_attribute(out, "classname", file);
	fprintf(out, " name=\"%s", rules[finding->rule].slug);
	if (start->line != 0)
		fprintf(out, " %" PRIu64 ":%" PRIu64, start->line, start->column);
	fputc('"', out);
	xml_attribute(out, "file", file);
	if (start->line != 0)
		xml_attribute_number(out, "line", start->line);
	xml_attribute(out, "time", "0");
	fputs(">\n\t\t\t<", out);
	fputs(failed ? "failure" : "system-out", out);
	if (failed) {
		xml_attribute(out, "type", level_text(finding->level));
		xml_attribute(out, "message", finding->message);
	}
	fputc('>', out);
	put_text(out, file, finding, start);
	fputs(failed ? "</failure>" : "</system-out>", out);
	fputs("\n\t\t</testcase>\n", out);
}

/* The findings from I to END, which are about one file. */
static void put_suite(const struct report *report, const struct report_style *style,
	const struct places *places, size_t i, size_t end, const struct counts *counts, FILE *out)
{
	const char *file = NULL;

	for (; i < end; i++) {
		const struct finding *finding = report->diag->list[i];

		if (finding->suppressed != NULL)
			continue;
		if (file == NULL) {
			file = report_machine_name(report, finding->span.file);
			fputs("\t<testsuite", out);
			xml_attribute(out, "name", file);
			put_counts(out, counts);
			fputs(">\n", out);
		}
		put_test(out, file, finding, &places_finding(places, i)->start,
			fails(finding, style));
	}
	fputs("\t</testsuite>\n", out);
}

static void put_suites(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;
	struct counts counts;
	size_t end;

	places_init(&places, report->diag, report->sources);
	for (size_t i = 0; i < report->diag->count; i = end) {
		end = count(report, style, i, false, &counts);
		if (counts.tests > 0)
			put_suite(report, style, &places, i, end, &counts, out);
	}
	places_finish(&places);
}

void report_junit(const struct report *report, const struct report_style *style, FILE *out)
{
	static const struct counts passed = { .tests = 1 };
	struct counts counts;

	count(report, style, 0, true, &counts);
	xml_declaration(out);
	fputs("<testsuites name=\"mtasts\"", out);
	put_counts(out, counts.tests == 0 ? &passed : &counts);
	fputs(">\n", out);
	if (counts.tests == 0) {
		fputs("\t<testsuite name=\"mtasts\"", out);
		put_counts(out, &passed);
		fputs(">\n\t\t<testcase classname=\"mtasts\" name=\"lint\" time=\"0\"/>\n"
		      "\t</testsuite>\n",
			out);
	}
	put_suites(report, style, out);
	fputs("</testsuites>\n", out);
}
