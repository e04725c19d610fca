#include "lint/report/fingerprint.h"
#include "lint/report/report.h"

#include "lint/base/text.h"

#include <jansson.h>
#include <stdlib.h>

/* TEXT, safe and valid UTF-8; NULL for NULL. */
static json_t *json_text(const char *text)
{
	struct buf buf = { 0 };
	json_t *result;

	if (text == NULL)
		return NULL;
	text_escape(&buf, str_c(text));
	result = json_stringn(buf.len == 0 ? "" : buf.ptr, buf.len);
	buf_finish(&buf);
	return result;
}

/* Sets KEY unless there is nothing to say: what is absent is left out. */
static void set(json_t *object, const char *key, json_t *value)
{
	if (value != NULL)
		json_object_set_new(object, key, value);
}

static json_t *json_place(const struct place *place, uint64_t offset)
{
	json_t *object = json_object();

	if (place->line != 0) {
		set(object, "line", json_integer((json_int_t)place->line));
		set(object, "column", json_integer((json_int_t)place->column));
	}
	set(object, "offset", json_integer((json_int_t)offset));
	return object;
}

static void set_span(
	json_t *object, const struct report *report, struct span span, const struct extent *extent)
{
	if (span.file == SPAN_NO_FILE)
		return;
	set(object, "file", json_text(report_machine_name(report, span.file)));
	set(object, "start", json_place(&extent->start, span.offset));
	set(object, "end", json_place(&extent->end, span.offset + span.length));
}

static json_t *json_related(
	const struct report *report, const struct places *places, const struct note *note, size_t i)
{
	json_t *list = note == NULL ? NULL : json_array();

	for (size_t n = 0; note != NULL; note = note->next, n++) {
		json_t *object = json_object();

		set_span(object, report, note->span, places_note(places, i, n));
		set(object, "message", json_text(note->message));
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
		set(object, "text", json_stringn(edit->text.ptr, edit->text.len));
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
	set(object, "safe", json_boolean(finding->fix->safe));
	set(object, "edits", json_edits(report, places, finding, i));
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
	set(object, "by", json_string(suppression->configured ? "configuration" : "comment"));
	if (suppression->reason[0] != '\0')
		set(object, "reason", json_text(suppression->reason));
	set_span(object, report, suppression->at, places_suppression(places, i));
	return object;
}

/* Writes OBJECT on one line and releases it. */
static void put_object(FILE *out, json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT);

	fputs(text == NULL ? "{}" : text, out);
	free(text);
	json_decref(object);
}

/* Finding I as one object on one line. */
static void put_finding(
	const struct report *report, const struct places *places, size_t i, FILE *out)
{
	const struct finding *finding = report->diag->list[i];
	json_t *object = json_object();

	set(object, "rule", json_text(rules[finding->rule].slug));
	set(object, "level", json_text(level_text(finding->level)));
	set(object, "message", json_text(finding->message));
	set(object, "help", json_text(finding->help));
	set(object, "domain", json_text(finding->domain));
	set_span(object, report, finding->span, places_finding(places, i));
	set(object, "related", json_related(report, places, finding->notes, i));
	set(object, "fixes", json_fixes(report, places, finding, i));
	set(object, "fingerprint", json_string(finding->fingerprint));
	set(object, "suppressed", json_suppressed(report, places, finding->suppressed, i));
	put_object(out, object);
}

void report_jsonl(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;

	(void)style;
	places_init(&places, report->diag, report->sources);
	fingerprint_all(report, &places);
	for (size_t i = 0; i < report->diag->count; i++) {
		put_finding(report, &places, i, out);
		fputc('\n', out);
	}
	places_finish(&places);
}

static json_t *json_domain(const struct report_domain *domain)
{
	json_t *object = json_object(), *zones = json_array();

	set(object, "domain", json_text(domain->name));
	if (domain->mode[0] != '\0')
		set(object, "mode", json_text(domain->mode));
	for (size_t i = 0; i < domain->zone_count; i++)
		json_array_append_new(zones, json_text(domain->zones[i]));
	set(object, "zones", zones);
	set(object, "policy", json_text(domain->policy));
	return object;
}

static json_t *json_summary(const struct report *report)
{
	json_t *object = json_object();

	for (unsigned i = LEVEL_ERROR; i >= LEVEL_INFO; i--)
		set(object, level_text((enum level)i),
			json_integer((json_int_t)report->by_level[i]));
	set(object, "fixable",
		json_integer((json_int_t)(report->fixable + report->fixable_unsafe)));
	return object;
}

static json_t *json_tool(void)
{
	json_t *object = json_object();

	set(object, "name", json_string("mtasts"));
	set(object, "version", json_string(VERSION));
	return object;
}

/* Between the elements of a list that is written one at a time. */
static void put_separator(FILE *out, size_t i)
{
	fputs(i == 0 ? "\n" : ",\n", out);
}

void report_json(const struct report *report, const struct report_style *style, FILE *out)
{
	struct places places;

	(void)style;
	places_init(&places, report->diag, report->sources);
	fingerprint_all(report, &places);
	fputs("{\"version\":1,\"tool\":", out);
	put_object(out, json_tool());
	fputs(",\"domains\":[", out);
	for (size_t i = 0; i < report->domain_count; i++) {
		put_separator(out, i);
		put_object(out, json_domain(&report->domains[i]));
	}
	fputs("],\n\"findings\":[", out);
	for (size_t i = 0; i < report->diag->count; i++) {
		put_separator(out, i);
		put_finding(report, &places, i, out);
	}
	fputs("],\n\"summary\":", out);
	put_object(out, json_summary(report));
	fputs("}\n", out);
	places_finish(&places);
}
