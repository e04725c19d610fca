/* SARIF 2.1.0, the OASIS standard that code scanning services read. */
#include "lint/report/fingerprint.h"
#include "lint/report/sarif.h"

#include <inttypes.h>

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

static json_t *json_locations(const struct report *report, const struct places *places,
	const struct finding *finding, size_t i)
{
	json_t *list = json_array(), *location;

	if (finding->span.file == SPAN_NO_FILE)
		return list;
	location = json_object();
	json_set(location, "physicalLocation",
		sarif_physical(report, finding->span, places_finding(places, i)));
	json_array_append_new(list, location);
	return list;
}

/* A place in an earlier version is in no file that anybody could open: the message names it. */
static json_t *json_related_one(
	const struct report *report, const struct note *note, const struct extent *extent, size_t n)
{
	const struct source *source = note->span.file == SPAN_NO_FILE ?
					      NULL :
					      &report->sources->list[note->span.file];
	json_t *location = json_object();
	struct buf text = { 0 };

	json_set_number(location, "id", n);
	if (source == NULL || source->past == NULL) {
		json_set(location, "physicalLocation", sarif_physical(report, note->span, extent));
		json_set(location, "message", sarif_message_of(note->message));
		return location;
	}
	buf_printf(&text, "%s (%s:%" PRIu64 ")", note->message, source->name, extent->start.line);
	buf_add_char(&text, '\0');
	json_set(location, "message", sarif_message_of(text.ptr));
	buf_finish(&text);
	return location;
}

static json_t *json_related(
	const struct report *report, const struct places *places, const struct note *note, size_t i)
{
	json_t *list = note == NULL ? NULL : json_array();

	for (size_t n = 0; note != NULL; note = note->next, n++) {
		json_t *location = json_related_one(report, note, places_note(places, i, n), n);

		json_array_append_new(list, location);
	}
	return list;
}

/* The replacements in the file of EDIT, those of the edits behind it in the same file included;
 * *EDIT is then the first one in another file. */
static json_t *json_change(const struct report *report, const struct places *places, size_t i,
	const struct fix_edit **edit, size_t *n)
{
	json_t *change = json_object(), *list = json_array();
	uint32_t file = (*edit)->at.file;

	json_set(change, "artifactLocation", sarif_artifact(report_machine_name(report, file)));
	for (; *edit != NULL && (*edit)->at.file == file; *edit = (*edit)->next) {
		json_t *replacement = json_object(), *content = json_object();
		struct str text = (*edit)->text;

		json_set(replacement, "deletedRegion",
			sarif_region((*edit)->at, places_note(places, i, (*n)++)));
		json_set(content, "text", json_stringn(text.ptr, text.len));
		json_set(replacement, "insertedContent", content);
		json_array_append_new(list, replacement);
	}
	json_set(change, "replacements", list);
	return change;
}

static json_t *json_fixes(const struct report *report, const struct places *places,
	const struct finding *finding, size_t i)
{
	const struct fix_edit *edit;
	json_t *list, *fix, *changes;
	size_t n = 0;

	if (finding->fix == NULL)
		return NULL;
	list = json_array();
	fix = json_object();
	changes = json_array();
	json_set(fix, "description",
		sarif_message(finding->fix->safe ? STR("the one right answer") :
						   STR("changes what is meant: a person decides")));
	for (const struct note *note = finding->notes; note != NULL; note = note->next)
		n++;
	for (edit = finding->fix->edits; edit != NULL;)
		json_array_append_new(changes, json_change(report, places, i, &edit, &n));
	json_set(fix, "artifactChanges", changes);
	json_array_append_new(list, fix);
	return list;
}

/* An empty list says that it counts. */
static json_t *json_suppressions(const struct report *report, const struct places *places,
	const struct suppression *suppression, size_t i)
{
	json_t *list = json_array(), *object, *location;

	if (suppression == NULL)
		return list;
	object = json_object();
	json_set(object, "kind", json_string(suppression->configured ? "external" : "inSource"));
	if (suppression->reason[0] != '\0')
		json_set(object, "justification", json_text(suppression->reason));
	if (suppression->at.file != SPAN_NO_FILE) {
		location = json_object();
		json_set(location, "physicalLocation",
			sarif_physical(report, suppression->at, places_suppression(places, i)));
		json_set(object, "location", location);
	}
	json_array_append_new(list, object);
	return list;
}

/* Finding I, whose rule has the number RULE in the list of rules. */
static json_t *json_result(
	const struct report *report, const struct places *places, size_t i, size_t rule)
{
	const struct finding *finding = report->diag->list[i];
	json_t *result = json_object(), *prints = json_object(), *properties;

	json_set(result, "ruleId", json_string(rules[finding->rule].slug));
	json_set_number(result, "ruleIndex", rule);
	json_set(result, "level", json_string(sarif_level(finding->level)));
	json_set(result, "message", sarif_sentence(finding));
	json_set(result, "locations", json_locations(report, places, finding, i));
	json_set(result, "relatedLocations", json_related(report, places, finding->notes, i));
	json_set(result, "fixes", json_fixes(report, places, finding, i));
	json_set(prints, "mtasts/v1", json_string(finding->fingerprint));
	json_set(result, "partialFingerprints", prints);
	json_set(result, "suppressions", json_suppressions(report, places, finding->suppressed, i));
	if (finding->domain != NULL) {
		properties = json_object();
		json_set(properties, "domain", json_text(finding->domain));
		json_set(result, "properties", properties);
	}
	return result;
}

static json_t *json_driver(const struct report *report)
{
	json_t *driver = json_object();

	json_set(driver, "name", json_string("mtasts"));
	json_set(driver, "version", json_string(VERSION));
	json_set(driver, "informationUri", json_string(HOMEPAGE));
	json_set(driver, "rules", sarif_rules(report));
	return driver;
}

/* What the paths are relative to: only who reads the report knows where that lies. */
static json_t *json_bases(void)
{
	json_t *bases = json_object(), *base = json_object();

	json_set(base, "description", sarif_message(STR("the top of the repository")));
	json_set(bases, SARIF_BASE, base);
	return bases;
}

static void put_results(const struct report *report, FILE *out)
{
	size_t index[RULE_COUNT];
	struct places places;

	sarif_rule_numbers(report, index);
	places_init(&places, report->diag, report->sources);
	fingerprint_all(report, &places);
	for (size_t i = 0; i < report->diag->count; i++)
		json_put_element(out, i,
			json_result(report, &places, i, index[report->diag->list[i]->rule]));
	places_finish(&places);
}

void report_sarif(const struct report *report, const struct report_style *style, FILE *out)
{
	(void)style;
	fputs("{\"$schema\":\"" SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[\n", out);
	fputs("{\"tool\":{\"driver\":", out);
	json_put(out, json_driver(report));
	fputs("},\n\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":", out);
	json_put(out, json_bases());
	fputs(",\n\"results\":[", out);
	put_results(report, out);
	fputs("]}]}\n", out);
}
