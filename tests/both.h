/*
 * both: a zone read by the plain reader and by the fast one, and whether they agree in all they
 * say.
 */
#ifndef TESTS_BOTH_H
#define TESTS_BOTH_H

#include "lint/zone/again.h"
#include "lint/zone/names.h"

#include <stdlib.h>

/* One of the two readings; what was not kept has been read again. */
struct both_reading {
	struct zone_file zone;
	struct diag diag;
};

static inline bool both_read(struct both_reading *reading, const struct zone_input *input,
	bool plain, struct sources *sources, const struct levels *levels)
{
	struct zone_input own = *input;
	enum source_status status;

	own.plain = plain;
	own.again_from = 1;
	diag_init(&reading->diag, levels);
	if (!zone_read(&reading->zone, &own, sources, &reading->diag, &status))
		return false;
	again_keep_all(&reading->zone, NAMES_AGAIN);
	return true;
}

static inline void both_finish(struct both_reading *reading)
{
	zone_finish(&reading->zone);
	diag_finish(&reading->diag);
}

static inline bool both_same_span(struct span a, struct span b)
{
	return a.file == b.file && a.offset == b.offset && a.length == b.length;
}

static inline bool both_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Names in the case in which they were written. */
static inline bool both_same_name(struct name a, struct name b)
{
	return a.len == b.len && (a.wire == NULL) == (b.wire == NULL) &&
	       (a.len == 0 || memcmp(a.wire, b.wire, a.len) == 0);
}

static inline bool both_same_rr(const struct rr *a, const struct rr *b)
{
	return a->type == b->type && a->ttl == b->ttl && a->generated == b->generated &&
	       both_same_name(a->owner, b->owner) && str_eq(a->rdata, b->rdata) &&
	       both_same_span(a->span, b->span) && both_same_span(a->owner_at, b->owner_at) &&
	       both_same_span(a->value_at, b->value_at);
}

static inline bool both_same_finding(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && a->level == b->level && both_same_span(a->span, b->span) &&
	       both_same_text(a->message, b->message) && both_same_text(a->help, b->help);
}

static inline bool both_same_findings(const struct diag *a, const struct diag *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!both_same_finding(a->list[i], b->list[i]))
			return false;
	return true;
}

static inline bool both_same_records(const struct zone_file *a, const struct zone_file *b)
{
	if (a->rr_count != b->rr_count)
		return false;
	for (size_t i = 0; i < a->rr_count; i++)
		if (!both_same_rr(&a->rrs[i], &b->rrs[i]))
			return false;
	return true;
}

static inline bool both_same_names(const struct zone_file *a, const struct zone_file *b)
{
	if (a->name_count != b->name_count)
		return false;
	for (size_t i = 0; i < a->name_count; i++)
		if (a->names[i].hash != b->names[i].hash || a->names[i].owns != b->names[i].owns)
			return false;
	return true;
}

/* What the readings do not agree in; NULL when there is nothing. */
static inline const char *both_differ(
	const struct both_reading *plain, const struct both_reading *fast)
{
	const struct zone_file *a = &plain->zone, *b = &fast->zone;

	if (!both_same_findings(&plain->diag, &fast->diag))
		return "findings";
	if (!both_same_records(a, b))
		return "records";
	if (!both_same_names(a, b))
		return "names";
	if (!both_same_name(a->apex, b->apex) || a->has_soa != b->has_soa)
		return "the apex";
	if (a->incomplete != b->incomplete || !both_same_span(a->incomplete_at, b->incomplete_at) ||
		!both_same_text(a->incomplete_why, b->incomplete_why))
		return "whether it is complete";
	return NULL;
}

#endif
