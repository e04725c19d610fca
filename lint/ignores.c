#include "lint/ignores.h"

#include "lint/base/memory.h"
#include "lint/diag/ignore.h"
#include "lint/ignores_run.h"

#include <stdlib.h>

enum { CHUNK = 1024 * 1024 };

/* Which sources have comments, and how they begin. */
struct signs {
	struct lint *lint;
	char *list; /* by number of the source: ';', '#', '-' for none, 0: nothing is known */
};

/* A zone in octoDNS's form, or one that name servers read. */
static char zone_sign(const struct signs *signs, uint32_t file)
{
	struct str path = str_c(signs->lint->sources.list[file].path);

	return str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml")) ? '#' : ';';
}

static void add_zone_signs(struct signs *signs)
{
	for (size_t i = 0; i < signs->lint->zone_count; i++) {
		const struct zone_file *zone = signs->lint->zones[i];

		signs->list[zone->file] = zone_sign(signs, zone->file);
		for (size_t k = 0; k < zone->include_count; k++)
			signs->list[zone->includes[k]] = zone_sign(signs, zone->includes[k]);
	}
}

static void add_signs(struct signs *signs, const struct lint_options *options)
{
	static const char by_kind[] = {
		[FILE_POLICY] = '-', [FILE_SERVER] = '#', [FILE_CERT] = '-'
	};
	const struct lint *lint = signs->lint;

	for (size_t i = 0; i < lint->repo.count; i++) {
		const struct repo_file *file = &lint->repo.list[i];

		if (file->kind < sizeof by_kind)
			signs->list[file->source] = by_kind[file->kind];
	}
	add_zone_signs(signs);
	if (options->config != NULL)
		signs->list[CONFIG_SOURCE] = '#';
	/* What else there is findings about: what configuration of servers includes. */
	for (size_t i = 0; i < lint->diag.count; i++) {
		uint32_t file = lint->diag.list[i]->span.file;

		if (file != SPAN_NO_FILE && signs->list[file] == 0)
			signs->list[file] = '#';
	}
}

static int compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

/* Reads the comments at COUNT marks of one file, sorted; a file that several zones include has each
 * as often. */
static void read_marks(struct ignores *ignores, const struct span *marks, size_t count)
{
	uint64_t *offsets = memory_alloc(count, sizeof *offsets);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || offsets[kept - 1] != marks[i].offset)
			offsets[kept++] = marks[i].offset;
	ignores_read(ignores, marks->file, ';', offsets, kept);
	free(offsets);
}

/* The comments of zone files: reading has noted where they may be. */
static void read_zones(struct ignores *ignores, const struct lint *lint)
{
	size_t count = 0, next = 0;
	struct span *marks;

	for (size_t i = 0; i < lint->zone_count; i++)
		count += lint->zones[i]->ignore_count;
	marks = memory_alloc(count, sizeof *marks);
	for (size_t i = 0; i < lint->zone_count; i++)
		for (size_t k = 0; k < lint->zones[i]->ignore_count; k++)
			marks[next++] = lint->zones[i]->ignores[k];
	qsort(marks, count, sizeof *marks, compare_spans);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && marks[end].file == marks[i].file; end++)
			;
		read_marks(ignores, &marks[i], end - i);
	}
	free(marks);
}

/* The offsets where the mark stands in a file. */
struct found {
	uint64_t *list;
	size_t count, capacity;
};

static void find_in(struct found *found, struct str text, uint64_t offset)
{
	for (size_t at = 0; found->count <= IGNORE_MAX;) {
		at += str_find(str_skip(text, at), STR(IGNORE_MARK));
		if (at >= text.len)
			return;
		MEMORY_GROW(found->list, found->count, found->capacity);
		found->list[found->count++] = offset + at++;
	}
}

/* The comments of any other file. */
static void read_other(struct ignores *ignores, uint32_t file)
{
	struct found found = { 0 };
	struct buf buf = { 0 };
	uint64_t offset = 0;

	while (source_again(ignores->sources, file, offset, CHUNK, &buf)) {
		bool end = buf.len < CHUNK;

		find_in(&found, buf_str(&buf), offset);
		if (end)
			break;
		offset += buf.len - (strlen(IGNORE_MARK) - 1);
		buf.len = 0;
	}
	if (found.count > 0)
		ignores_read(ignores, file, '#', found.list, found.count);
	free(found.list);
	buf_finish(&buf);
}

static void read_comments(
	struct ignores *ignores, struct lint *lint, const struct lint_options *options)
{
	struct signs signs = { lint, memory_alloc(lint->sources.count, 1) };

	add_signs(&signs, options);
	read_zones(ignores, lint);
	for (uint32_t i = 0; i < lint->sources.count; i++)
		if (signs.list[i] == '#')
			read_other(ignores, i);
	free(signs.list);
}

void lint_ignore(struct lint *lint, const struct lint_options *options)
{
	struct ignores ignores;
	struct ignores_run run;

	if (options->no_ignores)
		return;
	ignores_init(&ignores, &lint->sources, &lint->diag);
	ignores_run_init(&run, &ignores, lint, options);
	read_comments(&ignores, lint, options);
	ignores_apply(&ignores, 0);
	ignores_report_unused(&ignores);
	ignores_run_finish(&run);
	ignores_finish(&ignores);
}
