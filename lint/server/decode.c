#include "lint/server/decode.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* What "\" and a byte stand for. */
struct escape {
	char after, meaning;
};

static const struct escape nginx_escapes[] = { { '"', '"' }, { '\'', '\'' }, { '\\', '\\' },
	{ 't', '\t' }, { 'r', '\r' }, { 'n', '\n' }, { 0, 0 } };
static const struct escape double_escapes[] = { { '"', '"' }, { '\\', '\\' }, { 0, 0 } };
static const struct escape single_escapes[] = { { '\'', '\'' }, { '\\', '\\' }, { 0, 0 } };
static const struct escape bare_escapes[] = { { '\\', '\\' }, { 0, 0 } };
static const struct escape caddy_escapes[] = { { '"', '"' }, { 0, 0 } };
static const struct escape no_escapes[] = { { 0, 0 } };

static const struct escape *escapes_of(enum server_software software, enum server_quote quote)
{
	static const struct escape *const apache[] = {
		[QUOTE_NONE] = bare_escapes,
		[QUOTE_DOUBLE] = double_escapes,
		[QUOTE_SINGLE] = single_escapes,
		[QUOTE_BACKTICK] = no_escapes,
		[QUOTE_HEREDOC] = no_escapes,
	};

	if (software == SERVER_NGINX)
		return nginx_escapes;
	if (software == SERVER_APACHE)
		return apache[quote];
	return quote == QUOTE_DOUBLE ? caddy_escapes : no_escapes;
}

static void add(struct server_text *text, struct server_piece piece, const char *bytes)
{
	if (piece.written == 0)
		return;
	buf_add(&text->text, str_of(bytes, piece.length));
	MEMORY_GROW(text->pieces, text->count, text->capacity);
	text->pieces[text->count++] = piece;
}

static void add_plain(struct server_text *text, struct str all, size_t from, size_t to)
{
	struct server_piece piece = { text->text.len, to - from, (uint32_t)from,
		(uint32_t)(to - from), true };

	add(text, piece, all.ptr + from);
}

/* How many bytes the escape at AT takes, and what it stands for (*LENGTH bytes); 0 for none. */
static size_t escape_at(const struct escape *escapes, enum server_software software,
	struct str rest, char *meaning, size_t *length)
{
	if (rest.len < 2 || rest.ptr[0] != '\\')
		return 0;
	*length = software == SERVER_APACHE && rest.ptr[1] == '\n' ? 0 : 1;
	if (*length == 0)
		return 2;
	for (; escapes->after != 0; escapes++)
		if (escapes->after == rest.ptr[1]) {
			*meaning = escapes->meaning;
			return 2;
		}
	return 0;
}

/* A backslash that no escape begins with takes the next byte along, so that "\\n" is no "\n". */
static size_t plain_step(struct str rest)
{
	return rest.len >= 2 && rest.ptr[0] == '\\' ? 2 : 1;
}

static void add_escaped(struct server_text *text, enum server_software software, struct str all,
	const struct server_word *word)
{
	const struct escape *escapes = escapes_of(software, word->quote);
	size_t plain = word->from, at = plain, end = plain + word->len;

	while (at < end) {
		struct str rest = str_of(all.ptr + at, end - at);
		char meaning = 0;
		size_t length, used = escape_at(escapes, software, rest, &meaning, &length);

		if (used == 0) {
			at += plain_step(rest);
			continue;
		}
		add_plain(text, all, plain, at);
		add(text,
			(struct server_piece){
				text->text.len, length, (uint32_t)at, (uint32_t)used, false },
			&meaning);
		at += used;
		plain = at;
	}
	add_plain(text, all, plain, end);
}

/* Lines without what the line of the mark begins with, and without the CR of their ends. */
static void add_heredoc(struct server_text *text, struct str all, const struct server_word *word)
{
	size_t at = word->from, end = at + word->len;

	while (at < end) {
		struct str rest = str_of(all.ptr + at, end - at);
		size_t line = str_find_char(rest, '\n'), indent = 0;
		bool more = line<rest.len, cr = line> 0 && rest.ptr[line - 1] == '\r';

		while (indent < word->indent && indent < line && ascii_is_blank(rest.ptr[indent]))
			indent++;
		line -= cr && line > indent ? 1 : 0;
		if (more && !cr) {
			add_plain(text, all, at + indent, at + line + 1);
		} else {
			add_plain(text, all, at + indent, at + line);
			if (more)
				add_plain(text, all, at + line + 1, at + line + 2);
		}
		at += str_find_char(rest, '\n') + 1;
	}
}

void server_text_add(struct server_text *text, enum server_software software, struct str all,
	const struct server_word *word)
{
	if (word->quote == QUOTE_HEREDOC)
		add_heredoc(text, all, word);
	else
		add_escaped(text, software, all, word);
}

void server_text_finish(struct server_text *text)
{
	buf_finish(&text->text);
	free(text->pieces);
	*text = (struct server_text){ 0 };
}

struct str server_decode(struct arena *arena, enum server_software software, struct str all,
	const struct server_word *word)
{
	struct str raw = str_of(all.ptr + word->from, word->len), result;
	struct server_text text = { 0 };

	if (str_find_char(raw, '\\') == raw.len && word->quote != QUOTE_HEREDOC)
		return raw;
	server_text_add(&text, software, all, word);
	result = arena_str(arena, buf_str(&text.text));
	server_text_finish(&text);
	return result;
}

/* The piece that holds the byte at OFFSET; the last one for the end. */
static const struct server_piece *piece_at(const struct server_text *text, uint64_t offset)
{
	size_t low = 0, high = text->count;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (text->pieces[middle].text <= offset)
			low = middle;
		else
			high = middle;
	}
	return &text->pieces[low];
}

static uint64_t start_of(const struct server_piece *piece, uint64_t offset)
{
	uint64_t into = offset - piece->text;

	if (into >= piece->length)
		return (uint64_t)piece->from + piece->written;
	return piece->plain ? piece->from + into : piece->from;
}

struct span server_text_at(const struct server_text *text, uint64_t offset, uint32_t length)
{
	const struct server_piece *first, *last;
	uint64_t start, end;

	if (text->count == 0)
		return (struct span){ text->source, 0, 0 };
	first = piece_at(text, offset);
	start = start_of(first, offset);
	if (length == 0)
		return (struct span){ text->source, 0, start };
	last = piece_at(text, offset + length - 1);
	end = last->plain ? start_of(last, offset + length - 1) + 1 :
			    (uint64_t)last->from + last->written;
	/* What is put together from several words may stand in any order. */
	if (end < start)
		end = (uint64_t)first->from + first->written;
	return (struct span){ text->source, (uint32_t)(end - start), start };
}
