/* Edits of a file in the making: one more that fits, and several rounds of them as one. */
#include "lint/base/memory.h"
#include "lint/fix/edit.h"

#include <stdlib.h>

/* The first edit at or behind OFFSET. */
static size_t first_at(const struct edits *edits, size_t offset)
{
	size_t low = 0, high = edits->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (edits->list[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_same(const struct edit *edit, size_t offset, size_t length, struct str text)
{
	return edit->offset == offset && edit->length == length && str_eq(edit->text, text);
}

bool edits_fit(const struct edits *edits, size_t offset, size_t length, struct str text)
{
	size_t i = first_at(edits, offset);

	if (i > 0 && edits->list[i - 1].offset + edits->list[i - 1].length > offset)
		return false;
	for (; i < edits->count && edits->list[i].offset == offset; i++) {
		if (is_same(&edits->list[i], offset, length, text))
			return true;
		if (edits->list[i].length > 0 && length > 0)
			return false;
	}
	return i == edits->count || edits->list[i].offset >= offset + length;
}

bool edits_crowd(
	const struct edits *edits, size_t offset, size_t length, struct str text, size_t distance)
{
	size_t i = first_at(edits, offset < distance ? 0 : offset - distance);

	for (; i < edits->count && edits->list[i].offset < offset + length + distance; i++)
		if (edits->list[i].text.len > edits->list[i].length &&
			!is_same(&edits->list[i], offset, length, text))
			return true;
	return false;
}

void edits_insert(struct edits *edits, size_t offset, size_t length, struct str text)
{
	size_t at = first_at(edits, offset);
	struct edit last;

	while (at < edits->count && edits->list[at].offset == offset) {
		if (is_same(&edits->list[at], offset, length, text))
			return;
		if (length == 0 && edits->list[at].length > 0)
			break; /* insertions stand before what is replaced */
		at++;
	}
	edits_add(edits, offset, length, text);
	last = edits->list[edits->count - 1];
	memmove(edits->list + at + 1, edits->list + at,
		(edits->count - 1 - at) * sizeof *edits->list);
	edits->list[at] = last;
}

/* A run of bytes of the file in the making: of the old file (TEXT.ptr NULL), or new. */
struct piece {
	size_t at, len;
	struct str text;
};

struct pieces {
	struct piece *list;
	size_t count, capacity;
};

static void add_piece(struct pieces *pieces, struct piece piece)
{
	if (piece.len == 0)
		return;
	MEMORY_GROW(pieces->list, pieces->count, pieces->capacity);
	pieces->list[pieces->count++] = piece;
}

static void add_old(struct pieces *pieces, size_t from, size_t to)
{
	add_piece(pieces, (struct piece){ .at = from, .len = to - from });
}

static void add_new(struct pieces *pieces, struct str text)
{
	add_piece(pieces, (struct piece){ .len = text.len, .text = text });
}

/* The pieces that come of EDITS. */
static struct pieces pieces_of(const struct edits *edits, size_t size)
{
	struct pieces pieces = { 0 };
	size_t at = 0;

	for (size_t i = 0; i < edits->count; i++) {
		add_old(&pieces, at, edits->list[i].offset);
		add_new(&pieces, edits->list[i].text);
		at = edits->list[i].offset + edits->list[i].length;
	}
	add_old(&pieces, at, size);
	return pieces;
}

/* Where a walk over pieces is. */
struct walk {
	const struct pieces *pieces;
	size_t piece, used; /* of that piece */
};

/* Goes LEN bytes on; what lies there is added to OUT, if there is one. */
static void walk_on(struct walk *walk, size_t len, struct pieces *out)
{
	while (len > 0 && walk->piece < walk->pieces->count) {
		struct piece piece = walk->pieces->list[walk->piece];
		size_t left = piece.len - walk->used, taken = len < left ? len : left;

		piece.at += walk->used;
		piece.len = taken;
		if (piece.text.ptr != NULL)
			piece.text = str_take(str_skip(piece.text, walk->used), taken);
		if (out != NULL)
			add_piece(out, piece);
		len -= taken;
		walk->used += taken;
		if (taken == left) {
			walk->piece++;
			walk->used = 0;
		}
	}
}

/* What is missing between the old pieces went, and the new ones came in its place. */
static void edits_of(const struct pieces *pieces, size_t size, struct edits *result)
{
	struct buf text = { 0 };
	size_t end = 0;

	for (size_t i = 0; i <= pieces->count; i++) {
		struct piece piece = i < pieces->count ? pieces->list[i] :
							 (struct piece){ .at = size };

		if (piece.text.ptr != NULL) {
			buf_add(&text, piece.text);
			continue;
		}
		if (piece.at > end || text.len > 0)
			edits_add(result, end, piece.at - end, buf_str(&text));
		text.len = 0;
		end = piece.at + piece.len;
	}
	buf_finish(&text);
}

void edits_compose(
	const struct edits *first, const struct edits *second, size_t size, struct edits *result)
{
	struct pieces middle = pieces_of(first, size), last = { 0 };
	struct walk walk = { .pieces = &middle };
	size_t at = 0;

	for (size_t i = 0; i < second->count; i++) {
		const struct edit *edit = &second->list[i];

		walk_on(&walk, edit->offset - at, &last);
		add_new(&last, edit->text);
		walk_on(&walk, edit->length, NULL);
		at = edit->offset + edit->length;
	}
	walk_on(&walk, SIZE_MAX, &last);
	edits_of(&last, size, result);
	free(middle.list);
	free(last.list);
}
