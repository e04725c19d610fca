/* Suppression comments in a file of any bytes; the first byte tells how comments begin. */
#include "tests/fuzz/fuzz.h"

#include "lint/diag/ignore.h"

#include <unistd.h>

static bool covers(void *context, size_t i, uint32_t file)
{
	(void)context;
	(void)i;
	(void)file;
	return false;
}

static bool could_raise(void *context, uint32_t file, enum rule_id rule)
{
	(void)context;
	(void)file;
	(void)rule;
	return true;
}

/* A source that holds TEXT, and is known to. */
static void add_source(struct sources *sources, struct str text)
{
	const char *root;
	int descriptor;

	if (source_open(sources, fuzz_file(sources, text, &root), &descriptor) != SOURCE_OK)
		abort();
	close(descriptor);
}

static size_t find_marks(struct str text, uint64_t *marks, size_t most)
{
	size_t count = 0;

	for (size_t at = 0; count < most; at++) {
		at += str_find(str_skip(text, at), STR(IGNORE_MARK));
		if (at >= text.len)
			break;
		marks[count++] = at;
	}
	return count;
}

/* Targets are sorted and do not overlap, and names lie in their comments. Below the last line,
 * which may lack its line end, is an empty one. */
static void judge(const struct ignores *ignores, size_t size)
{
	const struct ignore_file *file = ignores->files[0];

	for (size_t i = 0; i < file->target_count; i++) {
		const struct ignore_target *target = &file->targets[i];

		if (target->from > target->line_end || target->line_end > target->end ||
			target->end > size + 2 || target->first >= target->last ||
			(i > 0 && target->from < target[-1].line_end))
			abort();
	}
	for (size_t i = 0; i < file->name_count; i++) {
		const struct ignore_name *name = &file->names[i];

		if (name->before > name->mark || name->mark + name->length > size ||
			name->at + name->size > name->length || name->first >= name->end)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct sources sources = { 0 };
	struct ignores ignores;
	struct diag diag;
	uint64_t marks[256];
	struct str text;
	size_t count;

	if (size == 0 || size > 8192)
		return 0;
	text = fuzz_str(data + 1, size - 1);
	count = find_marks(text, marks, 256);
	add_source(&sources, text);
	diag_init(&diag, &fuzz_levels);
	for (size_t i = 0; i < text.len; i += 7)
		diag_add(&diag, (enum rule_id)(i % RULE_COUNT), (struct span){ 0, 1, i }, "x");
	ignores_init(&ignores, &sources, &diag);
	ignores.covers = covers;
	ignores.could_raise = could_raise;
	ignores_read(&ignores, 0, data[0] % 2 == 0 ? ';' : '#', marks, count);
	judge(&ignores, text.len);
	ignores_apply(&ignores, 0);
	ignores_report_unused(&ignores);
	diag_sort(&diag, &sources);
	fuzz_judge(&diag, &sources, size);
	ignores_finish(&ignores);
	diag_finish(&diag);
	sources_finish(&sources);
	return 0;
}
