#include "lint/report/place.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdlib.h>

enum { CHUNK = 1024 * 1024, LONGEST_CHARACTER = 4 };

/* An offset whose line and column are wanted. */
struct query {
	uint32_t file;
	uint64_t offset;
	struct place *place;
};

static int compare_query(const void *left, const void *right)
{
	const struct query *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

static const struct fix_edit *edits_of(const struct finding *finding)
{
	return finding->fix == NULL ? NULL : finding->fix->edits;
}

static size_t count_spans(const struct diag *diag)
{
	size_t count = diag->count;

	for (size_t i = 0; i < diag->count; i++) {
		const struct finding *finding = diag->list[i];

		for (const struct note *note = finding->notes; note != NULL; note = note->next)
			count++;
		for (const struct fix_edit *e = edits_of(finding); e != NULL; e = e->next)
			count++;
		if (finding->suppressed != NULL)
			count++;
	}
	return count;
}

static struct query *ask(struct query *query, struct span span, struct extent *extent)
{
	*query++ = (struct query){ span.file, span.offset, &extent->start };
	*query++ = (struct query){ span.file, span.offset + span.length, &extent->end };
	return query;
}

/* Asks for the finding, its notes, its edits and what suppresses it; *EXTENT is the first of
 * theirs.
 */
static struct query *ask_finding(
	struct query *query, const struct finding *finding, struct extent **extent)
{
	query = ask(query, finding->span, (*extent)++);
	for (const struct note *note = finding->notes; note != NULL; note = note->next)
		query = ask(query, note->span, (*extent)++);
	for (const struct fix_edit *edit = edits_of(finding); edit != NULL; edit = edit->next)
		query = ask(query, edit->at, (*extent)++);
	if (finding->suppressed != NULL)
		query = ask(query, finding->suppressed->at, (*extent)++);
	return query;
}

/* A walk over one file. */
struct walk {
	struct sources *sources;
	uint32_t file;
	struct buf buf;	 /* bytes from `base` on */
	uint64_t base;	 /* offset of buf in the file */
	uint64_t offset; /* where the walk is */
	struct place at; /* its line and column */
	bool failed, at_end;
};

/* What lies ahead; reads on when less than a whole character does. */
static struct str ahead(struct walk *walk)
{
	size_t used = (size_t)(walk->offset - walk->base), before;

	if (walk->buf.len - used >= LONGEST_CHARACTER || walk->at_end || walk->failed)
		return str_skip(buf_str(&walk->buf), used);
	memmove(walk->buf.ptr, walk->buf.ptr + used, walk->buf.len - used);
	walk->buf.len -= used;
	walk->base = walk->offset;
	before = walk->buf.len;
	walk->failed = !source_again(
		walk->sources, walk->file, walk->base + before, CHUNK, &walk->buf);
	walk->at_end = walk->buf.len - before < CHUNK;
	return buf_str(&walk->buf);
}

/* Goes over characters of TEXT, up to the byte LIMIT of it. */
static void advance(struct walk *walk, struct str text, size_t limit)
{
	size_t i = 0;
	uint32_t code;

	while (i < limit) {
		size_t len = (unsigned char)text.ptr[i] < 0x80 ?
				     1 :
				     text_utf8(str_skip(text, i), &code);

		if (text.len - i < LONGEST_CHARACTER && i > 0 && !walk->at_end)
			break;
		i += len == 0 ? 1 : len;
		walk->at.column++;
		if (len == 1 && text.ptr[i - 1] == '\n') {
			walk->at.line++;
			walk->at.column = 1;
			walk->at.line_start = walk->offset + i;
		}
	}
	walk->offset += i;
}

/* Answers the queries of one file, which are sorted by offset. */
static void answer(struct sources *sources, const struct query *queries, size_t count)
{
	struct walk walk = { .sources = sources, .file = queries[0].file, .at = { 1, 1, 0 } };

	buf_room(&walk.buf, CHUNK);
	for (size_t i = 0; i < count; i++) {
		while (walk.offset < queries[i].offset && !walk.failed) {
			struct str text = ahead(&walk);
			uint64_t left = queries[i].offset - walk.offset;

			if (text.len == 0)
				break;
			advance(&walk, text, left < text.len ? (size_t)left : text.len);
		}
		if (walk.failed)
			break;
		*queries[i].place = walk.at;
	}
	buf_finish(&walk.buf);
}

void places_init(struct places *places, const struct diag *diag, struct sources *sources)
{
	size_t count = count_spans(diag);
	struct query *queries = memory_alloc(count * 2, sizeof *queries), *next = queries;
	struct extent *extent;

	places->list = memory_alloc(count, sizeof *places->list);
	places->first = memory_alloc(diag->count + 1, sizeof *places->first);
	extent = places->list;
	for (size_t i = 0; i < diag->count; i++) {
		places->first[i] = (size_t)(extent - places->list);
		next = ask_finding(next, diag->list[i], &extent);
	}
	places->first[diag->count] = count;
	qsort(queries, count * 2, sizeof *queries, compare_query);
	for (size_t i = 0, j; i < count * 2 && queries[i].file != SPAN_NO_FILE; i = j) {
		for (j = i; j < count * 2 && queries[j].file == queries[i].file; j++)
			;
		answer(sources, queries + i, j - i);
	}
	free(queries);
}

void places_finish(struct places *places)
{
	free(places->list);
	free(places->first);
	*places = (struct places){ 0 };
}
