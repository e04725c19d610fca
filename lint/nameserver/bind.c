/*
 * named.conf: statements of words that end with a semicolon, and blocks in braces. Includes may
 * stand wherever a statement may.
 */
#include "lint/nameserver/reader.h"

enum { MAX_WORDS = 4, MAX_BLOCKS = 64 };

enum token {
	TOKEN_WORD,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_SEMICOLON,
	TOKEN_END, /* of all texts */
};

enum block {
	BLOCK_OTHER,
	BLOCK_OPTIONS,
	BLOCK_VIEW,
	BLOCK_ZONE,
};

struct bind {
	struct list_reader *reader;
	struct str words[MAX_WORDS]; /* of the statement; those after them do not matter */
	size_t word_count;
	enum block blocks[MAX_BLOCKS];
	size_t depth; /* may exceed the array, whose blocks beyond are others */
	struct list_draft zone;
};

static void skip(struct list_text *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text->line += text->rest.ptr[i] == '\n';
	text->rest = str_skip(text->rest, count);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The length of the blank or comment that TEXT begins with; 0 when it begins with neither. */
static size_t blank_length(struct str text)
{
	size_t end = 0;

	if (str_starts(text, STR("/*"))) {
		end = str_find(str_skip(text, 2), STR("*/")) + 4;
		return end < text.len ? end : text.len;
	}
	if (str_starts(text, STR("//")) || str_starts(text, STR("#")))
		return str_find_char(text, '\n');
	while (end < text.len && is_space(text.ptr[end]))
		end++;
	return end;
}

/* A quoted word, which may hold escaped quotes; its quotes are not part of it. */
static struct str take_quoted(struct bind *bind, struct list_text *text)
{
	struct str word = str_skip(text->rest, 1);
	size_t end = 0;

	while (end < word.len && word.ptr[end] != '"')
		end += word.ptr[end] == '\\' && end + 1 < word.len ? 2 : 1;
	if (end >= word.len) {
		list_complain(bind->reader, list_here(bind->reader), "a quote that nothing closes");
		end = word.len;
	}
	skip(text, end + 2 > text->rest.len ? text->rest.len : end + 2);
	return str_take(word, end);
}

static struct str take_word(struct list_text *text)
{
	struct str word = text->rest;
	size_t end = 0;

	while (end < word.len && !is_space(word.ptr[end]) &&
		memchr("{};\"", word.ptr[end], 4) == NULL)
		end++;
	skip(text, end);
	return str_take(word, end);
}

static enum token next_token(struct bind *bind, struct str *word)
{
	struct list_text *text;
	size_t blank;
	char c;

	while ((text = list_current(bind->reader)) != NULL) {
		if (text->rest.len == 0) {
			list_end_text(bind->reader);
			continue;
		}
		blank = blank_length(text->rest);
		skip(text, blank);
		if (blank > 0)
			continue;
		c = text->rest.ptr[0];
		if (c == '{' || c == '}' || c == ';') {
			skip(text, 1);
			return c == '{' ? TOKEN_OPEN : c == '}' ? TOKEN_CLOSE : TOKEN_SEMICOLON;
		}
		*word = c == '"' ? take_quoted(bind, text) : take_word(text);
		return TOKEN_WORD;
	}
	return TOKEN_END;
}

static enum block block_now(const struct bind *bind)
{
	return bind->depth > MAX_BLOCKS ? BLOCK_OTHER : bind->blocks[bind->depth - 1];
}

static bool begins(const struct bind *bind, struct str word, size_t count)
{
	return bind->word_count >= count && str_ieq(bind->words[0], word);
}

/* What the block is that the statement so far opens. */
static enum block block_of(const struct bind *bind)
{
	enum block outer = bind->depth == 0 ? BLOCK_VIEW : block_now(bind);

	if (outer != BLOCK_VIEW)
		return BLOCK_OTHER;
	if (begins(bind, STR("zone"), 2))
		return BLOCK_ZONE;
	if (bind->depth == 0 && begins(bind, STR("options"), 1))
		return BLOCK_OPTIONS;
	return bind->depth == 0 && begins(bind, STR("view"), 2) ? BLOCK_VIEW : BLOCK_OTHER;
}

static void open_block(struct bind *bind)
{
	enum block block = block_of(bind);

	if (block == BLOCK_ZONE)
		bind->zone = (struct list_draft){ .name = bind->words[1],
			.place = list_here(bind->reader) };
	if (bind->depth < MAX_BLOCKS)
		bind->blocks[bind->depth] = block;
	bind->depth++;
	bind->word_count = 0;
}

static void close_block(struct bind *bind)
{
	bind->word_count = 0;
	if (bind->depth == 0) {
		list_complain(bind->reader, list_here(bind->reader), "a '}' that closes nothing");
		return;
	}
	if (block_now(bind) == BLOCK_ZONE)
		list_draft(bind->reader, &bind->zone);
	bind->depth--;
}

static void end_statement(struct bind *bind)
{
	enum block block = bind->depth == 0 ? BLOCK_VIEW : block_now(bind);

	if (block != BLOCK_OTHER && begins(bind, STR("include"), 2))
		list_include(bind->reader, bind->words[1], list_here(bind->reader));
	if (block == BLOCK_OPTIONS && begins(bind, STR("directory"), 2))
		bind->reader->directory = arena_str(&bind->reader->list->arena, bind->words[1]);
	if (block == BLOCK_ZONE && begins(bind, STR("file"), 2))
		bind->zone.file = bind->words[1];
	if (block == BLOCK_ZONE && begins(bind, STR("type"), 2))
		bind->zone.primary = str_ieq(bind->words[1], STR("primary")) ||
				     str_ieq(bind->words[1], STR("master"));
	bind->word_count = 0;
}

void list_read_bind(struct list_reader *reader)
{
	struct bind bind = { .reader = reader };
	struct list_place last = list_here(reader);
	enum token token;
	struct str word;

	while ((token = next_token(&bind, &word)) != TOKEN_END) {
		last = list_here(reader);
		if (token == TOKEN_OPEN)
			open_block(&bind);
		else if (token == TOKEN_CLOSE)
			close_block(&bind);
		else if (token == TOKEN_SEMICOLON)
			end_statement(&bind);
		else if (bind.word_count < MAX_WORDS)
			bind.words[bind.word_count++] = word;
	}
	if (bind.depth > 0)
		list_complain(reader, last, "a '{' that nothing closes before here");
}
