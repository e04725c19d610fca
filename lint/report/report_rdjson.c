/* rdjson, the diagnostics that reviewdog turns into review comments. Its columns count bytes. */
#include "lint/report/json.h"
#include "lint/report/place.h"

static const char *const severities[] = {
	[LEVEL_INFO] = "INFO",
	[LEVEL_WARNING] = "WARNING",
	[LEVEL_ERROR] = "ERROR",
};

static json_t *json_position(const struct place *place, uint64_t offset)
{
	json_t *position = json_object();

	json_set_number(position, "line", place->line);
	json_set_number(position, "column", offset - place->line_start + 1);
	return position;
}

/* NULL when the lines are not known. */
static json_t *json_range(struct span span, const struct extent *extent)
{
	json_t *range;

	if (extent->start.line == 0)
		return NULL;
	range = json_object();
	json_set(range, "start", json_position(&extent->start, span.offset));
	json_set(range, "end", json_position(&extent->end, span.offset + span.length));
	return range;
}

static json_t *json_location(
	const struct report *report, struct span span, const struct extent *extent)
{
	json_t *location = json_object();

	json_set(location, "path", json_text(report_machine_name(report, span.file)));
	json_set(location, "range", json_range(span, extent));
	return location;
}

static json_t *json_related(
	const struct report *report, const struct places *places, const struct note *note, size_t i)
{
	json_t *list = note == NULL ? NULL : json_array();

	for (size_t n = 0; note != NULL; note = note->next, n++) {
		json_t *related = json_object();

		json_set(related, "message", json_text(note->message));
		json_set(related, "location",
			json_location(report, note->span, places_note(places, i, n)));
		json_array_append_new(list, related);
	}
	return list;
}

/* Each suggestion is taken alone, in the file of its diagnostic: a fix of several edits is none. */
static json_t *json_suggestions(
	const struct places *places, const struct finding *finding, size_t i)
{
	const struct fix_edit *edit = finding->fix == NULL ? NULL : finding->fix->edits;
	json_t *list, *suggestion, *range;
	size_t notes = 0;

	if (edit == NULL || edit->next != NULL || edit->at.file != finding->span.file)
		return NULL;
	for (const struct note *note = finding->notes; note != NULL; note = note->next)
		notes++;
	range = json_range(edit->at, places_edit(places, i, notes, 0));
	if (range == NULL)
		return NULL;
	list = json_array();
	suggestion = json_object();
	json_set(suggestion, "range", range);
	json_set(suggestion, "text", json_stringn(edit->text.ptr, edit->text.len));
	json_array_append_new(list, suggestion);
	return list;
}

static json_t *json_code(const struct rule *rule)
{
	json_t *code = json_object();

	json_set(code, "value", json_string(rule->slug));
	json_set(code, "url", json_sprintf("%s%s", REPORT_RULES, rule->slug));
	return code;
}

static json_t *json_diagnostic(const struct report *report, const struct places *places, size_t i)
{
	const struct finding *finding = report->diag->list[i];
	json_t *diagnostic = json_object();

	json_set(diagnostic, "message", json_sentence(finding));
	json_set(diagnostic, "location",
		json_location(report, finding->span, places_finding(places, i)));
	json_set(diagnostic, "severity", json_string(severities[finding->level]));
	json_set(diagnostic, "code", json_code(&rules[finding->rule]));
	json_set(diagnostic, "suggestions", json_suggestions(places, finding, i));
	json_set(diagnostic, "relatedLocations", json_related(report, places, finding->notes, i));
	return diagnostic;
}

static json_t *json_source(void)
{
	json_t *source = json_object();

	json_set(source, "name", json_string("mtasts"));
	json_set(source, "url", json_string(HOMEPAGE));
	return source;
}

void report_rdjson(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;
	size_t written = 0;

	(void)style;
	places_init(&places, report->diag, report->sources);
	fputs("{\"source\":", out);
	json_put(out, json_source());
	fputs(",\"diagnostics\":[", out);
	for (size_t i = 0; i < report->diag->count; i++)
		if (report->diag->list[i]->suppressed == NULL)
			json_put_element(out, written++, json_diagnostic(report, &places, i));
	fputs("]}\n", out);
	places_finish(&places);
}
