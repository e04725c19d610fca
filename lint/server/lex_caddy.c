/* Caddy: a line is a directive, "{" at its end opens a block; quotes, backticks and heredocs may go
 * over several lines. As in caddyconfig/caddyfile/lexer.go. */
#include "lint/server/decode.h"
#include "lint/server/lexer.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* A text between MARKs; "\" hides a double quote. */
static void quoted(struct lexer *lexer, char mark)
{
	struct str text = lexer->text;
	size_t open = lexer->at, at = open + 1;

	while (at < text.len && text.ptr[at] != mark)
		at += mark == '"' && text.ptr[at] == '\\' ? 2 : 1;
	if (at >= text.len) {
		lexer->broken = true;
		return;
	}
	lexer->at = at + 1;
	lexer_word(lexer, mark == '"' ? QUOTE_DOUBLE : QUOTE_BACKTICK, open + 1, at - open - 1,
		open, at + 1);
}

/* The mark of a heredoc, `<<MARK` at the end of a line: its length; 0 when it is none. */
static size_t heredoc_mark(struct lexer *lexer)
{
	struct str rest = str_skip(lexer->text, lexer->at + 2);
	size_t len = 0;

	if (!str_starts(str_skip(lexer->text, lexer->at), STR("<<")))
		return 0;
	while (len < rest.len &&
		(ascii_is_alnum(rest.ptr[len]) || rest.ptr[len] == '_' || rest.ptr[len] == '-'))
		len++;
	rest = str_skip(rest, len);
	return str_starts(rest, STR("\n")) || str_starts(rest, STR("\r\n")) ? len : 0;
}

/* Its lines end before the one that has the mark; what stands before that is taken off each. */
static void heredoc(struct lexer *lexer, size_t mark_len)
{
	struct str text = lexer->text, mark = str_of(text.ptr + lexer->at + 2, mark_len);
	size_t open = lexer->at, from = open + str_find_char(str_skip(text, open), '\n') + 1;
	size_t line = from, indent = 0, len;
	struct server_word *word;

	for (; line < text.len; line += str_find_char(str_skip(text, line), '\n') + 1) {
		struct str rest = str_skip(text, line);

		indent = rest.len - str_ltrim(rest).len;
		if (str_starts(str_skip(rest, indent), mark))
			break;
	}
	if (line >= text.len) {
		lexer->broken = true;
		return;
	}
	lexer->at = line + indent + mark_len;
	len = line > from ? line - 1 - from : 0; /* without the last line's end */
	lexer_word(lexer, QUOTE_HEREDOC, from, len, open, lexer->at);
	word = &lexer->words[lexer->count - 1];
	word->indent = (uint32_t)indent;
	word->text = server_decode(&lexer->file->arena, SERVER_CADDY, text, word);
}

static void bare(struct lexer *lexer)
{
	size_t from = lexer->at, at = from;
	struct str text = lexer->text;

	while (at < text.len && !is_space(text.ptr[at]) && text.ptr[at] != '\n') {
		if (text.ptr[at] == '\\' && at + 1 < text.len && text.ptr[at + 1] == '\n')
			break;
		at++;
	}
	lexer->at = at;
	if (at > from)
		lexer_word(lexer, QUOTE_NONE, from, at - from, from, at);
}

static void take_word(struct lexer *lexer)
{
	char c = lexer->text.ptr[lexer->at];
	size_t mark = heredoc_mark(lexer);

	if (c == '"' || c == '`')
		quoted(lexer, c);
	else if (mark > 0)
		heredoc(lexer, mark);
	else
		bare(lexer);
}

/* The last word taken is MARK, without quotes. */
static bool last_is(const struct lexer *lexer, struct str mark)
{
	const struct server_word *word = &lexer->words[lexer->count - 1];

	return word->quote == QUOTE_NONE && str_eq(word->text, mark);
}

static void end_line(struct lexer *lexer)
{
	if (lexer->count == 0)
		return;
	if (last_is(lexer, STR("{"))) {
		/* Options of the whole server stand in a block without a name. */
		lexer->count -= lexer->count > 1 ? 1 : 0;
		lexer_directive(lexer, true);
	} else if (last_is(lexer, STR("}")) && lexer->count == 1) {
		lexer->count = 0;
		lexer_close(lexer);
	} else if (lexer->depth > 0 || !str_ends(lexer->words[lexer->count - 1].text, STR(","))) {
		lexer_directive(lexer, false);
	}
}

void lexer_caddy(struct lexer *lexer)
{
	while (lexer->at < lexer->text.len && !lexer->broken) {
		struct str rest = str_skip(lexer->text, lexer->at);

		if (is_space(rest.ptr[0])) {
			lexer->at++;
		} else if (rest.ptr[0] == '\n') {
			lexer->at++;
			end_line(lexer);
		} else if (str_starts(rest, STR("\\\n")) || str_starts(rest, STR("\\\r\n"))) {
			lexer->at += rest.ptr[1] == '\n' ? 2 : 3;
		} else if (rest.ptr[0] == '#') {
			lexer->at += str_find_char(rest, '\n');
		} else {
			take_word(lexer);
		}
	}
	if (!lexer->broken)
		end_line(lexer);
}
