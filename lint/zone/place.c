#include "lint/zone/place.h"

#include "lint/zone/octodns.h"
#include "lint/zone/value.h"

/* Walks TEXT and finds bytes FROM to TO of what it says, which must be VALUE. */
static bool find_bytes(
	struct str text, struct str value, size_t from, size_t to, size_t *first, size_t *end)
{
	struct value_walk walk;
	size_t n = 0;

	value_walk(&walk, text);
	*first = *end = text.len;
	for (; value_next(&walk); n++) {
		if (n >= value.len || value.ptr[n] != (char)walk.octet)
			return false;
		if (n == from)
			*first = walk.from;
		if (n + 1 == to)
			*end = walk.end;
	}
	if (from >= n)
		*first = n == 0 ? 0 : *end;
	if (to <= from)
		*end = *first;
	return n == value.len;
}

struct span place_of_txt(struct sources *sources, const struct rr *rr, size_t from, size_t to)
{
	struct span span = rr->value_at;
	struct arena arena = { 0 };
	struct buf buf = { 0 };
	size_t first, end;

	if (rr->dialect != RR_MASTER)
		return octodns_place(sources, rr, from, to);
	if (value_read(sources, rr, &buf) &&
		find_bytes(buf_str(&buf), rr_txt(&arena, rr), from, to, &first, &end)) {
		span.offset += first;
		span.length = (uint32_t)(end - first);
	}
	buf_finish(&buf);
	arena_finish(&arena);
	return span;
}

enum { COMMENT_BYTES = 4096 }; /* of a line behind a value that are looked at */

bool place_cut_by_comment(struct sources *sources, const struct rr *rr, struct span *comment)
{
	struct span at = rr->value_at;
	struct buf buf = { 0 };
	struct str text, line;
	bool cut = false;

	if (rr->generated || rr->dialect != RR_MASTER || at.file == SPAN_NO_FILE || at.length == 0)
		return false;
	at.offset += at.length - 1;
	if (source_again(sources, at.file, at.offset, COMMENT_BYTES, &buf) && buf.len > 1) {
		text = str_ltrim(str_skip(buf_str(&buf), 1));
		line = str_take(text, str_find_char(text, '\n'));
		if (str_ends(line, STR("\r")))
			line.len--;
		cut = buf.ptr[0] != '"' && line.len > 0 && line.ptr[0] == ';';
		at.offset += (uint64_t)(line.ptr - buf.ptr);
		at.length = (uint32_t)line.len;
		*comment = at;
	}
	buf_finish(&buf);
	return cut;
}

bool place_is_relative(
	struct sources *sources, struct arena *arena, const struct rr *rr, struct str *text)
{
	struct buf buf = { 0 };
	bool relative = false;
	struct lexer lexer;
	struct token token;

	if (value_read(sources, rr, &buf)) {
		value_lexer(&lexer, buf_str(&buf));
		token = lexer_next(&lexer);
		relative = token.kind == TOKEN_TEXT && token.length == buf.len &&
			   token_is_relative(&token);
		*text = arena_str(arena, token.text);
	}
	buf_finish(&buf);
	return relative;
}
