/*
 * findings: what the tests of readers and checks share. A case is text; what is found in it is
 * written as one line, `E record-syntax [;;] + I record-field-unknown [a=1]`: level, rule and the
 * bytes pointed at, in the order of reports. Line ends in those bytes are written '|'.
 */
#ifndef TESTS_UNIT_FINDINGS_H
#define TESTS_UNIT_FINDINGS_H

#include "tests/unit/unit.h"

#include "lint/check/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { FINDINGS_MAX_FILES = 4 };

/* One run over a few files that are written for it. */
struct run {
	struct sources sources;
	struct levels levels;
	struct diag diag;
	struct zone_file zones[FINDINGS_MAX_FILES];
	struct zone_file *zone_list[FINDINGS_MAX_FILES];
	size_t zone_count;
	struct buf text; /* of the last answer */
	char directory[32];
	char paths[FINDINGS_MAX_FILES][40]; /* in the order of reports */
	size_t path_count;
};

static inline void run_init(struct run *run)
{
	*run = (struct run){ 0 };
	diag_init(&run->diag, &run->levels);
	strcpy(run->directory, "/tmp/mtasts-unit-XXXXXX");
	assert_non_null(mkdtemp(run->directory));
}

/* Writes TEXT to a file and adds it to the sources. */
static inline uint32_t run_file(struct run *run, struct str text)
{
	char *path = run->paths[run->path_count];
	int fd;

	assert_true(run->path_count < FINDINGS_MAX_FILES);
	snprintf(path, sizeof run->paths[0], "%s/%zu", run->directory, run->path_count++);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.ptr, text.len), text.len);
	close(fd);
	return sources_add(&run->sources, str_c(path), NULL);
}

/* Reads TEXT as a zone; what the reader finds is not of interest here and is dropped. */
static inline struct zone_file *run_zone(struct run *run, struct str text)
{
	struct zone_file *zone = &run->zones[run->zone_count];
	struct zone_input input = { .file = run_file(run, text), .root = "/" };
	enum source_status status;
	struct diag diag;

	diag_init(&diag, &run->levels);
	assert_true(zone_read(zone, &input, &run->sources, &diag, &status));
	diag_finish(&diag);
	run->zone_list[run->zone_count++] = zone;
	return zone;
}

static inline void run_bytes(struct run *run, struct span span)
{
	struct buf bytes = { 0 };

	assert_true(source_again(&run->sources, span.file, span.offset, span.length, &bytes));
	for (size_t i = 0; i < bytes.len; i++)
		buf_add_char(&run->text, bytes.ptr[i] == '\n' ? '|' : bytes.ptr[i]);
	buf_finish(&bytes);
}

/* The findings so far whose rule begins with PREFIX, as text; "" when there are none. */
static inline const char *run_findings(struct run *run, const char *prefix)
{
	static const char letters[] = "??IWE";

	diag_sort(&run->diag, &run->sources);
	run->text.len = 0;
	for (size_t i = 0; i < run->diag.count; i++) {
		const struct finding *finding = run->diag.list[i];

		if (!str_starts(str_c(rules[finding->rule].slug), str_c(prefix)))
			continue;
		buf_printf(&run->text, "%s%c %s [", run->text.len > 0 ? " + " : "",
			letters[finding->level], rules[finding->rule].slug);
		run_bytes(run, finding->span);
		buf_add_char(&run->text, ']');
	}
	buf_add_char(&run->text, '\0');
	return run->text.ptr;
}

static inline void run_finish(struct run *run)
{
	for (size_t i = 0; i < run->path_count; i++)
		unlink(run->paths[i]);
	rmdir(run->directory);
	for (size_t i = 0; i < run->zone_count; i++)
		zone_finish(&run->zones[i]);
	buf_finish(&run->text);
	diag_finish(&run->diag);
	sources_finish(&run->sources);
}

#endif
