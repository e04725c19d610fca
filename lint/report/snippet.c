#include "lint/report/snippet.h"

#include "lint/base/text.h"

#include <inttypes.h>

enum {
	BEFORE = 120, /* bytes of the line shown before the place, at most */
	BEHIND = 120, /* and after its first byte */
	GUTTER = 5,   /* columns for the line number */
};

/* The part of a line that is shown. */
struct window {
	struct buf buf;
	struct str text;
	size_t place;  /* where in the text the span begins */
	size_t marked; /* bytes of the span in the text */
	bool cut_before, cut_after;
};

/* Moves *FROM on to the first byte of a character. */
static void skip_tail(struct str *text, size_t *place)
{
	for (int i = 0;
		i < 3 && text->len > 0 && *place > 0 && ((unsigned char)*text->ptr & 0xc0) == 0x80;
		i++) {
		*text = str_skip(*text, 1);
		--*place;
	}
}

/* Takes the bytes of a character that is not all there off the end of TEXT. */
static void drop_head(struct str *text)
{
	uint32_t code;

	for (size_t back = 1; back <= 3 && back < text->len; back++) {
		unsigned char c = (unsigned char)text->ptr[text->len - back];

		if (c < 0x80)
			return;
		if (c >= 0xc0) {
			if (text_utf8(str_skip(*text, text->len - back), &code) == 0)
				text->len -= back;
			return;
		}
	}
}

static bool window_read(
	struct window *window, struct sources *sources, struct span span, uint64_t line_start)
{
	uint64_t from = line_start;
	size_t end;

	if (span.offset - line_start > BEFORE)
		from = span.offset - BEFORE;
	window->place = (size_t)(span.offset - from);
	if (!source_again(sources, span.file, from, window->place + BEHIND, &window->buf) ||
		window->buf.len < window->place)
		return false;
	window->text = buf_str(&window->buf);
	window->cut_before = from > line_start;
	end = window->place + str_find_char(str_skip(window->text, window->place), '\n');
	window->cut_after = end == window->text.len && end == window->place + BEHIND;
	window->text.len = end;
	if (!window->cut_after && end > window->place && str_ends(window->text, STR("\r")))
		window->text.len--;
	if (window->cut_before)
		skip_tail(&window->text, &window->place);
	if (window->cut_after)
		drop_head(&window->text);
	window->marked = window->text.len - window->place;
	if (span.length < window->marked)
		window->marked = span.length;
	return true;
}

/* Appends TEXT safe to show; tabs stay, because the line of carets repeats them. */
static void put_line(struct buf *out, struct str text)
{
	struct str part;

	while (str_cut(&text, '\t', &part)) {
		text_escape(out, part);
		if (text.ptr != NULL)
			buf_add_char(out, '\t');
	}
}

/* Appends as many FILL as TEXT has cells when shown; tabs stay, but the last one of what is marked.
 */
static void put_fill(struct buf *out, struct str text, char fill)
{
	struct buf shown = { 0 };
	struct str part;

	while (str_cut(&text, '\t', &part)) {
		shown.len = 0;
		text_escape(&shown, part);
		for (size_t n = text_cells(buf_str(&shown)); n > 0; n--)
			buf_add_char(out, fill);
		if (text.ptr != NULL)
			buf_add_char(out, fill == ' ' || text.len > 0 ? '\t' : fill);
	}
	buf_finish(&shown);
}

void snippet_write(FILE *out, struct sources *sources, struct span span, const struct place *start,
	const char *around, const char *after)
{
	struct window window = { 0 };
	struct buf line = { 0 }, carets = { 0 };

	if (start->line == 0 || sources_at(sources, span.file)->secret ||
		!window_read(&window, sources, span, start->line_start) ||
		text_has_key(window.text))
		goto done;
	if (window.cut_before) {
		buf_add(&line, STR("..."));
		buf_add(&carets, STR("   "));
	}
	put_line(&line, window.text);
	put_fill(&carets, str_take(window.text, window.place), ' ');
	buf_add(&carets, str_c(around));
	if (window.marked == 0)
		buf_add_char(&carets, '^');
	else
		put_fill(
			&carets, str_take(str_skip(window.text, window.place), window.marked), '^');
	buf_add(&carets, str_c(after));
	fprintf(out, "%*" PRIu64 " |%s%.*s%s\n", GUTTER, start->line, line.len > 0 ? " " : "",
		(int)line.len, line.len > 0 ? line.ptr : "", window.cut_after ? "..." : "");
	fprintf(out, "%*s | %.*s\n", snprintf(NULL, 0, "%*" PRIu64, GUTTER, start->line), "",
		(int)carets.len, carets.ptr);
done:
	buf_finish(&line);
	buf_finish(&carets);
	buf_finish(&window.buf);
}
