/* The unified diff of settled edits: the lines they touch are known, nothing has to be compared. */
#include "lint/base/memory.h"
#include "lint/fix/edit.h"

#include <stdlib.h>

enum { CONTEXT = 3 };

/* Whole lines of the old file that change: bytes from FROM to TO, and the edits in them. */
struct block {
	size_t from, to;
	struct edits edits; /* a part of all edits */
};

static size_t line_start(struct str text, size_t at)
{
	while (at > 0 && text.ptr[at - 1] != '\n')
		at--;
	return at;
}

/* Behind the line that holds byte AT. */
static size_t line_end(struct str text, size_t at)
{
	size_t found = str_find_char(str_skip(text, at), '\n');

	return at + found < text.len ? at + found + 1 : text.len;
}

static size_t count_lines(struct str text)
{
	size_t lines = text.len > 0 && text.ptr[text.len - 1] != '\n';

	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	return lines;
}

/* The old lines that EDIT changes; none for whole lines put in between two others. */
static struct block block_of(struct str old, const struct edit *edit)
{
	size_t end = edit->offset + edit->length;
	bool whole = edit->text.len == 0 || edit->text.ptr[edit->text.len - 1] == '\n';
	struct block block = { .from = line_start(old, edit->offset) };

	if (whole && end == line_start(old, end) &&
		(edit->text.len > 0 || edit->offset == block.from))
		block.to = end;
	else
		block.to = line_end(old, end);
	block.edits.count = 1;
	return block;
}

/* The blocks of all edits, those that touch each other as one. */
static struct block *find_blocks(const struct edits *edits, struct str old, size_t *count)
{
	struct block *blocks = memory_alloc(edits->count, sizeof *blocks);

	*count = 0;
	for (size_t i = 0; i < edits->count; i++) {
		struct block next = block_of(old, &edits->list[i]), *last = blocks + *count - 1;

		if (*count > 0 && next.from <= last->to) {
			last->to = next.to > last->to ? next.to : last->to;
			last->edits.count++;
			continue;
		}
		next.edits.list = edits->list + i;
		blocks[(*count)++] = next;
	}
	return blocks;
}

static size_t lines_before(struct str old, size_t at, unsigned lines)
{
	for (; lines > 0 && at > 0; lines--)
		at = line_start(old, at - 1);
	return at;
}

static size_t lines_after(struct str old, size_t at, unsigned lines)
{
	for (; lines > 0 && at < old.len; lines--)
		at = line_end(old, at);
	return at;
}

/* TEXT line by line, each with MARK before it. */
static void add_lines(struct buf *out, char mark, struct str text)
{
	while (text.len > 0) {
		size_t end = line_end(text, 0);

		buf_add_char(out, mark);
		buf_add(out, str_take(text, end));
		if (text.ptr[end - 1] != '\n')
			buf_add(out, STR("\n\\ No newline at end of file\n"));
		text = str_skip(text, end);
	}
}

static struct str between(struct str old, size_t from, size_t to)
{
	return str_of(old.ptr + from, to - from);
}

/* "START,LINES" as diff counts: an empty range is named by the line before it. */
static void add_range(struct buf *out, size_t before, size_t lines)
{
	buf_printf(out, "%zu,%zu", lines == 0 ? before : before + 1, lines);
}

/* Where the old file stands, and how many lines the new one has more. */
struct progress {
	size_t at, line; /* of the old file */
	size_t more, fewer;
};

/* One hunk: COUNT blocks with less than twice the context between them. */
static void add_hunk(struct buf *out, struct str old, const struct block *blocks, size_t count,
	struct progress *progress)
{
	size_t from = lines_before(old, blocks[0].from, CONTEXT), at = from;
	size_t to = lines_after(old, blocks[count - 1].to, CONTEXT);
	size_t old_lines = count_lines(between(old, from, to)), new_lines = old_lines;
	struct buf body = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct block *block = &blocks[i];
		struct str before = between(old, block->from, block->to);
		struct buf after = { 0 };

		edits_apply_range(&block->edits, old, block->from, block->to, &after);
		add_lines(&body, ' ', between(old, at, block->from));
		add_lines(&body, '-', before);
		add_lines(&body, '+', buf_str(&after));
		new_lines = new_lines - count_lines(before) + count_lines(buf_str(&after));
		at = block->to;
		buf_finish(&after);
	}
	add_lines(&body, ' ', between(old, at, to));
	progress->line += count_lines(between(old, progress->at, from));
	buf_add(out, STR("@@ -"));
	add_range(out, progress->line, old_lines);
	buf_add(out, STR(" +"));
	add_range(out, progress->line + progress->more - progress->fewer, new_lines);
	buf_add(out, STR(" @@\n"));
	buf_add(out, buf_str(&body));
	progress->at = to;
	progress->line += old_lines;
	progress->more += new_lines;
	progress->fewer += old_lines;
	buf_finish(&body);
}

static bool is_plain(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.ptr[i] < ' ' || name.ptr[i] == '"' || name.ptr[i] == '\\' ||
			(unsigned char)name.ptr[i] >= 0x7f)
			return false;
	return true;
}

/* A path as git writes it: in quotes with octal escapes where it has to. A blank in it is said by a
 * tab behind it. */
static void add_path(struct buf *out, const char *side, struct str name)
{
	if (is_plain(name)) {
		buf_printf(out, "%s%.*s%s", side, (int)name.len, name.ptr,
			str_find_char(name, ' ') < name.len ? "\t" : "");
		return;
	}
	buf_printf(out, "\"%s", side);
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == '"' || name.ptr[i] == '\\')
			buf_printf(out, "\\%c", name.ptr[i]);
		else if (is_plain(str_of(name.ptr + i, 1)))
			buf_add_char(out, name.ptr[i]);
		else
			buf_printf(out, "\\%03o", (unsigned)(unsigned char)name.ptr[i]);
	}
	buf_add_char(out, '"');
}

static bool shares_context(struct str old, const struct block *a, const struct block *b)
{
	return lines_after(old, a->to, 2 * CONTEXT) >= b->from;
}

void edits_diff(const struct edits *edits, struct str old, struct str name, struct buf *out)
{
	struct progress progress = { 0 };
	struct block *blocks;
	size_t count;

	if (edits->count == 0)
		return;
	blocks = find_blocks(edits, old, &count);
	buf_add(out, STR("--- "));
	add_path(out, "a/", name);
	buf_add(out, STR("\n+++ "));
	add_path(out, "b/", name);
	buf_add_char(out, '\n');
	for (size_t i = 0, end; i < count; i = end) {
		end = i + 1;
		while (end < count && shares_context(old, &blocks[end - 1], &blocks[end]))
			end++;
		add_hunk(out, old, blocks + i, end - i, &progress);
	}
	free(blocks);
}
