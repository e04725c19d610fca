/* GitLab's Code Quality report: a list of what Code Climate calls issues. */
#include "lint/report/fingerprint.h"
#include "lint/report/json.h"

static const char *const severities[] = {
	[LEVEL_INFO] = "info",
	[LEVEL_WARNING] = "major",
	[LEVEL_ERROR] = "critical",
};

/* A path and a line are demanded of every issue. */
static json_t *json_location(
	const struct report *report, const struct finding *finding, const struct extent *extent)
{
	json_t *location = json_object(), *lines = json_object();
	bool known = extent->start.line != 0;

	json_set(location, "path", json_text(report_machine_name(report, finding->span.file)));
	json_set_number(lines, "begin", known ? extent->start.line : 1);
	json_set_number(lines, "end", known ? extent_last_line(extent) : 1);
	json_set(location, "lines", lines);
	return location;
}

static json_t *json_issue(
	const struct report *report, const struct finding *finding, const struct extent *extent)
{
	json_t *issue = json_object();

	json_set(issue, "description", json_sentence(finding));
	json_set(issue, "check_name", json_string(rules[finding->rule].slug));
	json_set(issue, "fingerprint", json_string(finding->fingerprint));
	json_set(issue, "severity", json_string(severities[finding->level]));
	json_set(issue, "location", json_location(report, finding, extent));
	return issue;
}

void report_gitlab(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;
	size_t written = 0;

	(void)style;
	places_init(&places, report->diag, report->sources);
	fingerprint_all(report, &places);
	fputc('[', out);
	for (size_t i = 0; i < report->diag->count; i++)
		if (report->diag->list[i]->suppressed == NULL)
			json_put_element(out, written++,
				json_issue(
					report, report->diag->list[i], places_finding(&places, i)));
	fputs("]\n", out);
	places_finish(&places);
}
