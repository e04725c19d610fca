/* Apache: a line is a directive, "\" at its end joins the next; <NAME ...> and </NAME> make a
 * block. As in ap_getword_conf(). */
#include "lint/server/lexer.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

/* Where the line that begins at FROM ends, continuations taken in. */
static size_t line_end(struct str text, size_t from)
{
	size_t at = from;

	while (at < text.len) {
		at += str_find_char(str_skip(text, at), '\n');
		if (at == text.len || at == from || text.ptr[at - 1] != '\\')
			break;
		at++;
	}
	return at;
}

static bool is_continuation(struct str text, size_t at)
{
	return text.ptr[at] == '\\' && at + 1 < text.len && text.ptr[at + 1] == '\n';
}

static void take_word(struct lexer *lexer, size_t end)
{
	struct str text = lexer->text;
	size_t open = lexer->at, at;
	char mark = text.ptr[open];

	if (mark != '"' && mark != '\'') {
		for (at = open; at < end && !is_space(text.ptr[at]); at++)
			if (is_continuation(text, at))
				break;
		lexer->at = at;
		lexer_word(lexer, QUOTE_NONE, open, at - open, open, at);
		return;
	}
	for (at = open + 1; at < end && text.ptr[at] != mark; at++)
		at += text.ptr[at] == '\\' && at + 1 < end &&
				      (text.ptr[at + 1] == mark || text.ptr[at + 1] == '\\') ?
			      1 :
			      0;
	lexer->broken |= at >= end;
	at = at > end ? end : at;
	lexer->at = at < end ? at + 1 : end;
	lexer_word(lexer, mark == '"' ? QUOTE_DOUBLE : QUOTE_SINGLE, open + 1, at - open - 1, open,
		lexer->at);
}

/* The words between lexer->at and END. */
static void take_words(struct lexer *lexer, size_t end)
{
	while (lexer->at < end && !lexer->broken) {
		if (is_continuation(lexer->text, lexer->at))
			lexer->at += 2;
		else if (is_space(lexer->text.ptr[lexer->at]))
			lexer->at++;
		else
			take_word(lexer, end);
	}
}

/* "</NAME>" from lexer->at to END. */
static void close_section(struct lexer *lexer, size_t end)
{
	struct str name = str_of(lexer->text.ptr + lexer->at + 2, end - lexer->at - 2);

	while (name.len > 0 && (is_space(name.ptr[name.len - 1]) || name.ptr[name.len - 1] == '>'))
		name.len--;
	if (lexer->depth == 0 || !server_is_i(lexer->open[lexer->depth - 1], 0, str_trim(name)))
		lexer->broken = true;
	else
		lexer_close(lexer);
}

static void open_section(struct lexer *lexer, size_t end)
{
	while (end > lexer->at && is_space(lexer->text.ptr[end - 1]))
		end--;
	if (end - lexer->at < 2 || lexer->text.ptr[end - 1] != '>') {
		lexer->broken = true;
		return;
	}
	lexer->at++;
	take_words(lexer, end - 1);
	if (!lexer->broken)
		lexer_directive(lexer, true);
}

static void take_line(struct lexer *lexer, size_t end)
{
	struct str text = lexer->text;

	while (lexer->at < end && is_space(text.ptr[lexer->at]))
		lexer->at++;
	if (lexer->at == end || text.ptr[lexer->at] == '#')
		return;
	if (text.ptr[lexer->at] != '<') {
		take_words(lexer, end);
		if (lexer->count > 0 && !lexer->broken)
			lexer_directive(lexer, false);
	} else if (end - lexer->at > 1 && text.ptr[lexer->at + 1] == '/') {
		close_section(lexer, end);
	} else {
		open_section(lexer, end);
	}
}

void lexer_apache(struct lexer *lexer)
{
	while (lexer->at < lexer->text.len && !lexer->broken) {
		size_t end = line_end(lexer->text, lexer->at);

		take_line(lexer, end);
		lexer->at = end + 1;
	}
}
