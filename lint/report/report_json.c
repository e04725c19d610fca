#include "lint/report/fingerprint.h"
#include "lint/report/json.h"

static json_t *json_place(const struct place *place, uint64_t offset)
{
	json_t *object = json_object();

	if (place->line != 0) {
		json_set_number(object, "line", place->line);
		json_set_number(object, "column", place->column);
	}
	json_set_number(object, "offset", offset);
	return object;
}

static void set_span(
	json_t *object, const struct report *report, struct span span, const struct extent *extent)
{
	if (span.file == SPAN_NO_FILE)
		return;
	json_set(object, "file", json_text(report_machine_name(report, span.file)));
	json_set(object, "start", json_place(&extent->start, span.offset));
	json_set(object, "end", json_place(&extent->end, span.offset + span.length));
}

static json_t *json_related(
	const struct report *report, const struct places *places, const struct note *note, size_t i)
{
	json_t *list = note == NULL ? NULL : json_array();

	for (size_t n = 0; note != NULL; note = note->next, n++) {
		json_t *object = json_object();

		set_span(object, report, note->span, places_note(places, i, n));
		json_set(object, "message", json_text(note->message));
		json_array_append_new(list, object);
	}
	return list;
}

/* What an edit writes: exactly that, which ASCII alone can be (diag_fix_edit). */
static json_t *json_edits(const struct report *report, const struct places *places,
	const struct finding *finding, size_t i)
{
	json_t *list = json_array();
	size_t notes = 0, n = 0;

	for (const struct note *note = finding->notes; note != NULL; note = note->next)
		notes++;
	for (const struct fix_edit *edit = finding->fix->edits; edit != NULL; edit = edit->next) {
		json_t *object = json_object();

		set_span(object, report, edit->at, places_edit(places, i, notes, n++));
		json_set(object, "text", json_stringn(edit->text.ptr, edit->text.len));
		json_array_append_new(list, object);
	}
	return list;
}

static json_t *json_fixes(const struct report *report, const struct places *places,
	const struct finding *finding, size_t i)
{
	json_t *list, *object;

	if (finding->fix == NULL)
		return NULL;
	list = json_array();
	object = json_object();
	json_set(object, "safe", json_boolean(finding->fix->safe));
	json_set(object, "edits", json_edits(report, places, finding, i));
	json_array_append_new(list, object);
	return list;
}

/* Why finding I does not count. */
static json_t *json_suppressed(const struct report *report, const struct places *places,
	const struct suppression *suppression, size_t i)
{
	json_t *object;

	if (suppression == NULL)
		return NULL;
	object = json_object();
	json_set(object, "by", json_string(suppression->configured ? "configuration" : "comment"));
	if (suppression->reason[0] != '\0')
		json_set(object, "reason", json_text(suppression->reason));
	set_span(object, report, suppression->at, places_suppression(places, i));
	return object;
}

static json_t *json_finding(const struct report *report, const struct places *places, size_t i)
{
	const struct finding *finding = report->diag->list[i];
	json_t *object = json_object();

	json_set(object, "rule", json_text(rules[finding->rule].slug));
	json_set(object, "level", json_text(level_text(finding->level)));
	json_set(object, "message", json_text(finding->message));
	json_set(object, "help", json_text(finding->help));
	json_set(object, "domain", json_text(finding->domain));
	set_span(object, report, finding->span, places_finding(places, i));
	json_set(object, "related", json_related(report, places, finding->notes, i));
	json_set(object, "fixes", json_fixes(report, places, finding, i));
	json_set(object, "fingerprint", json_string(finding->fingerprint));
	json_set(object, "suppressed", json_suppressed(report, places, finding->suppressed, i));
	return object;
}

void report_jsonl(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;

	(void)style;
	places_init(&places, report->diag, report->sources);
	fingerprint_all(report, &places);
	for (size_t i = 0; i < report->diag->count; i++) {
		json_put(out, json_finding(report, &places, i));
		fputc('\n', out);
	}
	places_finish(&places);
}

static json_t *json_domain(const struct report *report, const struct report_domain *domain)
{
	json_t *object = json_object(), *zones = json_array();

	json_set(object, "domain", json_text(domain->name));
	if (domain->mode[0] != '\0')
		json_set(object, "mode", json_text(domain->mode));
	for (size_t i = 0; i < domain->zone_count; i++)
		json_array_append_new(
			zones, json_text(report_machine_name(report, domain->zones[i])));
	json_set(object, "zones", zones);
	if (domain->policy != SPAN_NO_FILE)
		json_set(object, "policy", json_text(report_machine_name(report, domain->policy)));
	return object;
}

static json_t *json_summary(const struct report *report)
{
	json_t *object = json_object();

	for (unsigned i = LEVEL_ERROR; i >= LEVEL_INFO; i--)
		json_set_number(object, level_text((enum level)i), report->by_level[i]);
	json_set_number(object, "fixable", report->fixable + report->fixable_unsafe);
	if (report->fixed > 0)
		json_set_number(object, "fixed", report->fixed);
	return object;
}

static json_t *json_tool(void)
{
	json_t *object = json_object();

	json_set(object, "name", json_string("mtasts"));
	json_set(object, "version", json_string(VERSION));
	return object;
}

void report_json(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;

	(void)style;
	places_init(&places, report->diag, report->sources);
	fingerprint_all(report, &places);
	fputs("{\"version\":1,\"tool\":", out);
	json_put(out, json_tool());
	fputs(",\"domains\":[", out);
	for (size_t i = 0; i < report->domain_count; i++)
		json_put_element(out, i, json_domain(report, &report->domains[i]));
	fputs("],\n\"findings\":[", out);
	for (size_t i = 0; i < report->diag->count; i++)
		json_put_element(out, i, json_finding(report, &places, i));
	fputs("],\n\"summary\":", out);
	json_put(out, json_summary(report));
	fputs("}\n", out);
	places_finish(&places);
}
