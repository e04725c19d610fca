#include "lint/server/tree.h"

#include "lint/base/memory.h"
#include "lint/server/decode.h"
#include "lint/server/lexer.h"

#include <stdlib.h>

void lexer_word(struct lexer *lexer, enum server_quote quote, size_t from, size_t len, size_t open,
	size_t end)
{
	struct server_word word = {
		.quote = quote,
		.from = (uint32_t)from,
		.len = (uint32_t)len,
		.open = (uint32_t)open,
		.end = (uint32_t)end,
	};

	word.text = server_decode(&lexer->file->arena, lexer->file->software, lexer->text, &word);
	MEMORY_GROW(lexer->words, lexer->count, lexer->capacity);
	lexer->words[lexer->count++] = word;
}

/* Directives that name other files, or snippets, in any of the languages. */
static bool is_include(const struct server_node *node)
{
	static const struct str names[] = {
		STR_INIT("include"),
		STR_INIT("IncludeOptional"),
		STR_INIT("import"),
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (server_is_i(node, 0, names[i]) && node->words[0].quote == QUOTE_NONE)
			return true;
	return false;
}

/* <IfModule> and <IfVersion>: the modules of today's servers are there, so what stands in such a
 * block counts, and what is for the case that one is missing or the server old does not. */
static bool is_condition(const struct server_node *node)
{
	return node->file->software == SERVER_APACHE &&
	       (server_is_i(node, 0, STR("IfModule")) || server_is_i(node, 0, STR("IfVersion")));
}

static void settle_condition(struct server_node *node)
{
	bool fails = str_starts(server_word(node, 1), STR("!")) ||
		     str_starts(server_word(node, 1), STR("<"));
	struct server_part *part;

	node->transparent = true;
	if (fails)
		return;
	part = ARENA_NEW(&node->file->arena, struct server_part);
	part->first = node->first;
	node->parts = part;
}

static void remember_include(struct server_file *file, struct server_node *node)
{
	MEMORY_GROW(file->includes, file->include_count, file->include_capacity);
	file->includes[file->include_count++] = node;
}

struct server_node *lexer_directive(struct lexer *lexer, bool block)
{
	struct server_file *file = lexer->file;
	struct server_node *node;

	if (lexer->count == 0 || (block && lexer->depth == SERVER_MAX_DEPTH)) {
		lexer->broken = true;
		return NULL;
	}
	node = ARENA_NEW(&file->arena, struct server_node);
	*node = (struct server_node){ .file = file, .block = block };
	node->count = (uint32_t)lexer->count;
	node->words = arena_alloc(&file->arena, lexer->count, sizeof *node->words);
	memcpy(node->words, lexer->words, lexer->count * sizeof *node->words);
	lexer->count = 0;
	*lexer->tail[lexer->depth] = node;
	lexer->tail[lexer->depth] = &node->next;
	if (block) {
		lexer->open[lexer->depth++] = node;
		lexer->tail[lexer->depth] = &node->first;
	} else if (is_include(node)) {
		remember_include(file, node);
	}
	return node;
}

void lexer_close(struct lexer *lexer)
{
	if (lexer->depth == 0 || lexer->count > 0)
		lexer->broken = true;
	else if (is_condition(lexer->open[--lexer->depth]))
		settle_condition(lexer->open[lexer->depth]);
}

/* The line that LEXER broke on, or that the innermost block which is open begins on. */
static size_t line_of_break(const struct lexer *lexer)
{
	size_t end = lexer->at < lexer->text.len ? lexer->at : lexer->text.len, line = 1;

	if (!lexer->broken && lexer->depth > 0)
		end = lexer->open[lexer->depth - 1]->words[0].open;
	for (size_t i = 0; i < end; i++)
		line += lexer->text.ptr[i] == '\n' ? 1 : 0;
	return line;
}

void server_parse(struct server_file *file)
{
	static void (*const lexers[])(struct lexer *) = {
		[SERVER_NGINX] = lexer_nginx,
		[SERVER_APACHE] = lexer_apache,
		[SERVER_CADDY] = lexer_caddy,
	};
	struct lexer lexer = { .file = file, .text = file->text };

	lexer.tail[0] = &file->first;
	if (str_starts(lexer.text, STR("\xef\xbb\xbf")))
		lexer.at = 3;
	file->broken = file->text.len > SERVER_MAX_BYTES ||
		       str_find_char(file->text, '\0') < file->text.len;
	if (!file->broken) {
		lexers[file->software](&lexer);
		file->broken = lexer.broken || lexer.depth > 0 || lexer.count > 0;
		file->broken_line = file->broken ? line_of_break(&lexer) : 0;
	}
	if (file->broken) {
		file->first = NULL;
		file->include_count = 0;
	}
	free(lexer.words);
}

bool server_is(const struct server_node *node, size_t i, struct str text)
{
	return i < node->count && str_eq(node->words[i].text, text);
}

bool server_is_i(const struct server_node *node, size_t i, struct str text)
{
	return i < node->count && str_ieq(node->words[i].text, text);
}

struct str server_word(const struct server_node *node, size_t i)
{
	return i < node->count ? node->words[i].text : STR("");
}

struct span server_word_at(const struct server_node *node, size_t i)
{
	const struct server_word *word = &node->words[i < node->count ? i : 0];

	return (struct span){ node->file->source, word->end - word->open, word->open };
}

struct span server_node_at(const struct server_node *node)
{
	uint32_t from = node->words[0].open, end = node->words[node->count - 1].end;

	return (struct span){ node->file->source, end - from, from };
}

void server_walk_begin(struct server_walk *walk, const struct server_node *first, size_t *budget)
{
	walk->depth = 1;
	walk->stack[0].node = first;
	walk->stack[0].more = NULL;
	walk->budget = budget;
}

const struct server_node *server_walk_next(struct server_walk *walk)
{
	while (walk->depth > 0 && *walk->budget > 0) {
		const struct server_node *node = walk->stack[walk->depth - 1].node;
		const struct server_part *more = walk->stack[walk->depth - 1].more;

		--*walk->budget;
		if (node == NULL && more == NULL) {
			walk->depth--;
			continue;
		}
		if (node == NULL) {
			walk->stack[walk->depth - 1].node = more->first;
			walk->stack[walk->depth - 1].more = more->next;
			continue;
		}
		walk->stack[walk->depth - 1].node = node->next;
		if (!node->transparent || walk->depth == SERVER_MAX_INCLUDES)
			return node;
		walk->stack[walk->depth].node = NULL;
		walk->stack[walk->depth++].more = node->parts;
	}
	return NULL;
}
