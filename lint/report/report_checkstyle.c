/* Checkstyle's XML, which many code review services read. */
#include "lint/report/place.h"
#include "lint/report/report.h"
#include "lint/report/xml.h"

static void put_error(FILE *out, const struct finding *finding, const struct place *start)
{
	struct buf text = { 0 };

	report_sentence(&text, finding);
	fputs("\t\t<error", out);
	if (start->line != 0) {
		xml_attribute_number(out, "line", start->line);
		xml_attribute_number(out, "column", start->column);
	}
	xml_attribute(out, "severity", level_text(finding->level));
	fputs(" message=\"", out);
	xml_put_safe(out, buf_str(&text));
	fputc('"', out);
	fprintf(out, " source=\"mtasts.%s\"/>\n", rules[finding->rule].slug);
	buf_finish(&text);
}

void report_checkstyle(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;
	const char *open = NULL;

	(void)style;
	places_init(&places, report->diag, report->sources);
	xml_declaration(out);
	fputs("<checkstyle version=\"4.3\">\n", out);
	for (size_t i = 0; i < report->diag->count; i++) {
		const struct finding *finding = report->diag->list[i];
		const char *file = report_machine_name(report, finding->span.file);

		if (finding->suppressed != NULL)
			continue;
		if (open != NULL && strcmp(open, file) != 0)
			fputs("\t</file>\n", out);
		if (open == NULL || strcmp(open, file) != 0) {
			fputs("\t<file", out);
			xml_attribute(out, "name", file);
			fputs(">\n", out);
			open = file;
		}
		put_error(out, finding, &places_finding(&places, i)->start);
	}
	fputs(open == NULL ? "" : "\t</file>\n", out);
	fputs("</checkstyle>\n", out);
	places_finish(&places);
}
