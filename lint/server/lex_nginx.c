/* nginx: words between blanks, a ";" ends a directive, "{" and "}" make a block. As in
 * ngx_conf_file.c, a quote is one only where a word begins. */
#include "lint/server/lexer.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_line(struct lexer *lexer)
{
	lexer->at += str_find_char(str_skip(lexer->text, lexer->at), '\n');
}

static void quoted(struct lexer *lexer)
{
	size_t open = lexer->at, at = open + 1;
	char mark = lexer->text.ptr[open];

	while (at < lexer->text.len && lexer->text.ptr[at] != mark)
		at += lexer->text.ptr[at] == '\\' ? 2 : 1;
	if (at >= lexer->text.len) {
		lexer->broken = true;
		return;
	}
	lexer->at = at + 1;
	lexer_word(lexer, mark == '"' ? QUOTE_DOUBLE : QUOTE_SINGLE, open + 1, at - open - 1, open,
		at + 1);
	if (lexer->at < lexer->text.len && !is_space(lexer->text.ptr[lexer->at]) &&
		memchr(";{)", lexer->text.ptr[lexer->at], 3) == NULL)
		lexer->broken = true;
}

static void bare(struct lexer *lexer)
{
	size_t from = lexer->at, at = from;
	struct str text = lexer->text;

	while (at < text.len && !is_space(text.ptr[at]) && text.ptr[at] != ';') {
		if (text.ptr[at] == '{' && (at == from || text.ptr[at - 1] != '$'))
			break;
		at += text.ptr[at] == '\\' ? 2 : 1;
	}
	at = at > text.len ? text.len : at;
	lexer->at = at;
	lexer_word(lexer, QUOTE_NONE, from, at - from, from, at);
}

/* The block that was opened holds Lua: skipped to the brace that closes it. */
static void skip_code(struct lexer *lexer)
{
	size_t depth = 1;

	for (; lexer->at < lexer->text.len; lexer->at++) {
		char c = lexer->text.ptr[lexer->at];

		depth += c == '{' ? 1 : 0;
		depth -= c == '}' ? 1 : 0;
		if (depth == 0)
			return;
	}
}

static void open_block(struct lexer *lexer)
{
	struct server_node *node = lexer_directive(lexer, true);

	lexer->at++;
	if (node != NULL && str_ends(node->words[0].text, STR("_lua_block")))
		skip_code(lexer);
}

void lexer_nginx(struct lexer *lexer)
{
	while (lexer->at < lexer->text.len && !lexer->broken) {
		char c = lexer->text.ptr[lexer->at];

		if (is_space(c)) {
			lexer->at++;
		} else if (c == '#') {
			skip_line(lexer);
		} else if (c == ';') {
			lexer->at++;
			lexer_directive(lexer, false);
		} else if (c == '{') {
			open_block(lexer);
		} else if (c == '}') {
			lexer->at++;
			lexer_close(lexer);
		} else if (c == '"' || c == '\'') {
			quoted(lexer);
		} else {
			bare(lexer);
		}
	}
}
