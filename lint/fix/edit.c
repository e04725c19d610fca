#include "lint/fix/edit.h"

#include "lint/base/memory.h"

#include <stdlib.h>

void edits_add(struct edits *edits, size_t offset, size_t length, struct str text)
{
	MEMORY_GROW(edits->list, edits->count, edits->capacity);
	edits->list[edits->count] = (struct edit){ .offset = offset,
		.length = length,
		.text = arena_str(&edits->arena, text),
		.order = edits->count };
	edits->count++;
}

void edits_finish(struct edits *edits)
{
	arena_finish(&edits->arena);
	free(edits->list);
	*edits = (struct edits){ 0 };
}

/* Insertions stand before a replacement that begins at the same byte. */
static int compare_edits(const void *left, const void *right)
{
	const struct edit *a = left, *b = right;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	if ((a->length == 0) != (b->length == 0))
		return a->length == 0 ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static bool same_edit(const struct edit *a, const struct edit *b)
{
	return a->offset == b->offset && a->length == b->length && str_eq(a->text, b->text);
}

/* Drops edits that are asked for twice. Equal ones are neighbours unless several different
 * insertions share their place: then all that stand there are looked at. */
static void merge_equal(struct edits *edits)
{
	size_t kept = 0;

	for (size_t i = 0; i < edits->count; i++) {
		bool again = false;

		for (size_t j = kept;
			j > 0 && !again && edits->list[j - 1].offset == edits->list[i].offset; j--)
			again = same_edit(&edits->list[j - 1], &edits->list[i]);
		if (!again)
			edits->list[kept++] = edits->list[i];
	}
	edits->count = kept;
}

bool edits_settle(struct edits *edits, size_t size, const char **why)
{
	size_t end = 0;

	if (edits->count > 1)
		qsort(edits->list, edits->count, sizeof *edits->list, compare_edits);
	merge_equal(edits);
	for (size_t i = 0; i < edits->count; i++) {
		const struct edit *edit = &edits->list[i];

		if (edit->offset > size || edit->length > size - edit->offset) {
			*why = arena_printf(&edits->arena,
				"a change at byte %zu lies behind the end of the file",
				edit->offset);
			return false;
		}
		if (edit->offset < end) {
			*why = arena_printf(&edits->arena,
				"two changes at byte %zu contradict each other", edit->offset);
			return false;
		}
		end = edit->offset + edit->length;
	}
	return true;
}

void edits_apply_range(
	const struct edits *edits, struct str old, size_t from, size_t to, struct buf *out)
{
	for (size_t i = 0; i < edits->count; i++) {
		const struct edit *edit = &edits->list[i];

		if (edit->offset < from || edit->offset + edit->length > to)
			continue;
		buf_add(out, str_of(old.ptr + from, edit->offset - from));
		buf_add(out, edit->text);
		from = edit->offset + edit->length;
	}
	buf_add(out, str_of(old.ptr + from, to - from));
}

void edits_apply(const struct edits *edits, struct str old, struct buf *out)
{
	edits_apply_range(edits, old, 0, old.len, out);
}
