#include "lint/report/baseline.h"

#include "lint/base/text.h"
#include "lint/report/fingerprint.h"
#include "lint/report/json.h"

#include <stdlib.h>

enum { BASELINE_VERSION = 1 };

static bool fail(struct baseline *baseline, const char **why, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static bool fail(struct baseline *baseline, const char **why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*why = arena_vprintf(&baseline->arena, format, args);
	va_end(args);
	return false;
}

/* The text at KEY, in the arena; "" when there is none. */
static const char *text_at(struct baseline *baseline, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return "";
	return arena_str(
		&baseline->arena, str_of(json_string_value(value), json_string_length(value)))
		.ptr;
}

static bool is_fingerprint(const char *text)
{
	return strlen(text) == FINGERPRINT_LEN &&
	       strspn(text, "0123456789abcdef") == FINGERPRINT_LEN;
}

static int compare_entries(const void *left, const void *right)
{
	const struct baseline_entry *a = left, *b = right;

	return strcmp(a->fingerprint, b->fingerprint);
}

static bool take_findings(struct baseline *baseline, const json_t *findings, const char **why)
{
	size_t count = json_array_size(findings);

	baseline->list = arena_alloc(&baseline->arena, count + 1, sizeof *baseline->list);
	for (size_t i = 0; i < count; i++) {
		const json_t *object = json_array_get(findings, i);
		struct baseline_entry *entry = &baseline->list[baseline->count++];

		entry->fingerprint = text_at(baseline, object, "fingerprint");
		entry->rule = text_at(baseline, object, "rule");
		entry->file = text_at(baseline, object, "file");
		if (!is_fingerprint(entry->fingerprint))
			return fail(baseline, why,
				"no baseline: finding %zu has no fingerprint of %d digits", i + 1,
				(int)FINGERPRINT_LEN);
	}
	qsort(baseline->list, count, sizeof *baseline->list, compare_entries);
	return true;
}

static bool take_document(struct baseline *baseline, const json_t *document, const char **why)
{
	const json_t *version = json_object_get(document, "version");
	const json_t *findings = json_object_get(document, "findings");

	if (!json_is_integer(version))
		return fail(baseline, why, "no baseline: it has no version");
	if (json_integer_value(version) > BASELINE_VERSION)
		return fail(baseline, why,
			"a newer mtasts wrote this baseline (version %lld, this one reads %d)",
			(long long)json_integer_value(version), BASELINE_VERSION);
	if (json_integer_value(version) < BASELINE_VERSION || !json_is_array(findings))
		return fail(baseline, why, "no baseline: it has no list of findings");
	return take_findings(baseline, findings, why);
}

bool baseline_parse(struct baseline *baseline, struct str text, const char **why)
{
	json_error_t error;
	json_t *document;
	bool ok;

	*baseline = (struct baseline){ .count = 0 };
	document = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
	if (document == NULL)
		return fail(baseline, why, "no baseline: line %d, column %d: %s", error.line,
			error.column, text_quote(&baseline->arena, str_c(error.text)));
	ok = take_document(baseline, document, why);
	json_decref(document);
	return ok;
}

void baseline_finish(struct baseline *baseline)
{
	arena_finish(&baseline->arena);
	*baseline = (struct baseline){ .count = 0 };
}

static struct baseline_entry *find_entry(const struct baseline *baseline, const char *fingerprint)
{
	struct baseline_entry key = { .fingerprint = fingerprint };

	return baseline->count == 0 ? NULL :
				      bsearch(&key, baseline->list, baseline->count,
					      sizeof *baseline->list, compare_entries);
}

static void give_fingerprints(const struct report *report)
{
	struct places places;

	places_init(&places, report->diag, report->sources);
	fingerprint_all(report, &places);
	places_finish(&places);
}

void baseline_apply(struct baseline *baseline, struct diag *diag, const struct report *report)
{
	size_t kept = 0;

	give_fingerprints(report);
	for (size_t i = 0; i < baseline->count; i++)
		baseline->list[i].met = false;
	for (size_t i = 0; i < diag->count; i++) {
		struct baseline_entry *entry = find_entry(baseline, diag->list[i]->fingerprint);

		if (entry != NULL)
			entry->met = true;
		else
			diag->list[kept++] = diag->list[i];
	}
	diag->count = kept;
}

void baseline_write(const struct report *report, const struct report_style *style, FILE *out)
{
	size_t written = 0;

	(void)style;
	give_fingerprints(report);
	fprintf(out, "{\"version\":%d,\"findings\":[", BASELINE_VERSION);
	for (size_t i = 0; i < report->diag->count; i++) {
		const struct finding *finding = report->diag->list[i];
		json_t *object;

		if (finding->suppressed != NULL)
			continue;
		object = json_object();
		json_set(object, "fingerprint", json_text(finding->fingerprint));
		json_set(object, "rule", json_text(rules[finding->rule].slug));
		if (finding->span.file != SPAN_NO_FILE)
			json_set(object, "file",
				json_text(report_machine_name(report, finding->span.file)));
		json_set(object, "message", json_text(finding->message));
		json_put_element(out, written++, object);
	}
	fputs("\n]}\n", out);
}
