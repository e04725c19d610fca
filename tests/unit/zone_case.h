/*
 * zone_case: a zone in a directory of its own, read, and what was found as text, for tables: one
 * line `LINE:COLUMN slug BYTES` per finding, in order, with `FILE:` before where it is not `zone`.
 */
#ifndef TESTS_UNIT_ZONE_CASE_H
#define TESTS_UNIT_ZONE_CASE_H

#include "tests/unit/unit.h"

#include "lint/zone/place.h"
#include "lint/zone/zone.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct zone_case {
	char directory[64];
	struct levels levels;
	struct sources sources;
	struct diag diag;
	struct zone_file zone;
	struct zone_input input;
	struct name_buf origin;
	enum source_status status;
	struct buf findings, text;
};

static inline void case_path(const struct zone_case *c, const char *name, char path[256])
{
	snprintf(path, 256, "%s/%s", c->directory, name);
}

/* Writes BYTES to the file NAME of the case. */
static inline void case_file(struct zone_case *c, const char *name, struct str bytes)
{
	char path[256];
	FILE *file;

	case_path(c, name, path);
	file = fopen(path, "w");
	assert_non_null(file);
	if (bytes.len > 0)
		assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
	fclose(file);
}

static inline void case_start(struct zone_case *c)
{
	*c = (struct zone_case){ .directory = "/tmp/mtasts-zone-XXXXXX" };
	assert_non_null(mkdtemp(c->directory));
	diag_init(&c->diag, &c->levels);
}

/* The line, column and bytes of SPAN to the end of the findings. */
static inline void case_span(struct zone_case *c, struct span span, const char *slug)
{
	const char *name = strrchr(c->sources.list[span.file].name, '/') + 1;
	struct buf all = { 0 };
	size_t line = 1, start = 0;

	assert_true(
		source_again(&c->sources, span.file, 0, (size_t)span.offset + span.length, &all));
	assert_int_equal(all.len, span.offset + span.length);
	for (size_t i = 0; i < span.offset; i++)
		if (all.ptr[i] == '\n') {
			line++;
			start = i + 1;
		}
	if (strcmp(name, "zone") != 0)
		buf_printf(&c->findings, "%s:", name);
	buf_printf(&c->findings, "%zu:%zu %s", line, (size_t)span.offset - start + 1, slug);
	if (span.length > 0) {
		buf_add_char(&c->findings, ' ');
		buf_add(&c->findings, str_skip(buf_str(&all), (size_t)span.offset));
	}
	buf_add_char(&c->findings, '\n');
	buf_finish(&all);
}

/* Reads the file `zone` of the case; ORIGIN may be NULL. Findings become text. */
static inline const char *case_read(struct zone_case *c, const char *origin)
{
	char path[256];
	size_t found;

	case_path(c, "zone", path);
	if (origin != NULL) {
		assert_true(name_from_host(str_c(origin), &c->origin));
		c->input.origin = name_view(&c->origin);
	}
	if (c->input.root == NULL)
		c->input.root = c->directory;
	c->input.file = sources_add(&c->sources, str_c(path), NULL);
	assert_true(zone_read(&c->zone, &c->input, &c->sources, &c->diag, &c->status));
	found = c->diag.count;
	diag_sort(&c->diag, &c->sources);
	assert_int_equal(c->diag.count, found); /* one fault is said once, not merged later */
	c->findings.len = 0;
	for (size_t i = 0; i < c->diag.count; i++)
		case_span(c, c->diag.list[i]->span, rules[c->diag.list[i]->rule].slug);
	buf_add_char(&c->findings, '\0');
	return c->findings.ptr;
}

/* The same of a zone that is TEXT. */
static inline const char *case_text(struct zone_case *c, const char *origin, struct str text)
{
	case_start(c);
	case_file(c, "zone", text);
	return case_read(c, origin);
}

/* The records, one a line: owner, TTL, type, data (TXT joined, else hexadecimal). */
static inline const char *case_records(struct zone_case *c)
{
	struct arena arena = { 0 };

	c->text.len = 0;
	for (size_t i = 0; i < c->zone.rr_count; i++) {
		const struct rr *rr = &c->zone.rrs[i];

		buf_printf(&c->text, "%s %u %s ", name_text(&arena, rr->owner), (unsigned)rr->ttl,
			type_text(&arena, rr->type));
		if (rr->type == TYPE_TXT)
			buf_add(&c->text, rr_txt(&arena, rr));
		else if (rr->type == TYPE_MX)
			buf_printf(&c->text, "%u %s", rr_mx_preference(rr),
				name_text(&arena, rr_mx_exchange(rr)));
		else
			for (size_t j = 0; j < rr->rdata.len; j++)
				buf_printf(&c->text, "%02x", (unsigned char)rr->rdata.ptr[j]);
		buf_add_char(&c->text, '\n');
	}
	buf_add_char(&c->text, '\0');
	arena_finish(&arena);
	return c->text.ptr;
}

static inline void case_remove(const struct zone_case *c)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf %s", c->directory);
	assert_int_equal(system(command), 0);
}

static inline void case_end(struct zone_case *c)
{
	zone_finish(&c->zone);
	diag_finish(&c->diag);
	sources_finish(&c->sources);
	buf_finish(&c->findings);
	buf_finish(&c->text);
	case_remove(c);
}

#endif
