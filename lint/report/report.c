#include "lint/report/report.h"

#include "lint/base/text.h"

const struct report_format report_formats[] = {
	{ "text", "findings with the lines they are about, for people", report_text },
	{ "concise", "one line for each finding, for editors", report_concise },
	{ "json", "one document, for machines", report_json },
	{ "jsonl", "one JSON object a line for each finding", report_jsonl },
	{ "sarif", "SARIF 2.1.0, for code scanning", report_sarif },
	{ "github", "annotations of GitHub Actions, worst first", report_github },
	{ "gitlab", "a Code Quality report of GitLab", report_gitlab },
	{ "checkstyle", "Checkstyle's XML", report_checkstyle },
	{ "junit", "JUnit's XML, a test for each finding", report_junit },
	{ "rdjson", "reviewdog's JSON, with suggestions", report_rdjson },
};
const size_t report_format_count = sizeof report_formats / sizeof *report_formats;

const struct report_format *report_find(struct str name)
{
	for (size_t i = 0; i < report_format_count; i++)
		if (str_eq(str_c(report_formats[i].name), name))
			return &report_formats[i];
	return NULL;
}

void report_put(FILE *out, const char *text)
{
	struct buf buf = { 0 };

	text_escape(&buf, str_c(text));
	if (buf.len > 0)
		fwrite(buf.ptr, 1, buf.len, out);
	buf_finish(&buf);
}

/* NAME goes on with `:8:`, as what is said of a line does. */
static bool is_place(const char *name)
{
	size_t digits = strspn(name + 1, "0123456789");

	return name[0] == ':' && digits > 0 && name[1 + digits] == ':';
}

void report_put_file(FILE *out, const char *name)
{
	struct buf buf = { 0 };
	size_t len;

	if (str_starts(str_ltrim(str_c(name)), STR("::")))
		fputs("./", out);
	for (; *name != '\0'; name += len) {
		bool place = is_place(name);

		len = 1 + strcspn(name + 1, ":");
		buf_add(&buf, place ? STR("\\x3a") : STR(""));
		text_escape(&buf, str_skip(str_of(name, len), place));
	}
	fwrite(buf_str(&buf).ptr, 1, buf.len, out);
	buf_finish(&buf);
}

const char *report_file(const struct report *report, struct span span)
{
	return span.file == SPAN_NO_FILE ? NULL : report->sources->list[span.file].name;
}

const char *report_machine_name(const struct report *report, uint32_t file)
{
	if (file == SPAN_NO_FILE)
		return ".";
	if (report->machine_name == NULL)
		return report->sources->list[file].name;
	return report->machine_name(report->context, file);
}

void report_sentence(struct buf *out, const struct finding *finding)
{
	text_escape(out, str_c(finding->message));
	if (finding->domains > 1)
		buf_printf(out, " (for %u domains)", finding->domains);
	if (finding->help == NULL)
		return;
	buf_add(out, STR("; "));
	text_escape(out, str_c(finding->help));
}

void report_statistics(const struct report *report, FILE *out)
{
	size_t counts[RULE_COUNT] = { 0 };

	for (size_t i = 0; i < report->diag->count; i++)
		if (report->diag->list[i]->suppressed == NULL)
			counts[report->diag->list[i]->rule]++;
	for (unsigned i = 0; i < RULE_COUNT; i++)
		if (counts[i] > 0)
			fprintf(out, "%7zu  %s\n", counts[i], rules[i].slug);
}
