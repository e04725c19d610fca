#include "lint/zone/token.h"

#include "lint/dns/name.h"

void lexer_init(struct lexer *lexer, struct str text)
{
	*lexer = (struct lexer){ .text = text };
}

static struct token bad(struct lexer *lexer, enum lexer_fault fault, size_t at, size_t length)
{
	lexer->fault = fault;
	lexer->fault_at = at;
	lexer->fault_length = length;
	return (struct token){ TOKEN_BAD, { lexer->text.ptr + at, length }, at, length };
}

static void open_parenthesis(struct lexer *lexer)
{
	if (lexer->depth++ == 0) {
		lexer->open_at = lexer->at;
	} else if (!lexer->nested) {
		lexer->nested = true;
		lexer->nested_at = lexer->at;
	}
}

static void skip_comment(struct lexer *lexer)
{
	lexer->at += str_find_char(str_skip(lexer->text, lexer->at), '\n');
}

/* Skips to the next token. False for a `)` that closes nothing, where it stays. */
static bool skip_blanks(struct lexer *lexer)
{
	for (; lexer->at < lexer->text.len; lexer->at++) {
		switch (lexer->text.ptr[lexer->at]) {
		case ' ':
		case '\t':
		case '\r':
		case '\n':
			break;
		case ';':
			skip_comment(lexer);
			lexer->at--;
			break;
		case '(':
			open_parenthesis(lexer);
			break;
		case ')':
			if (lexer->depth == 0)
				return false;
			lexer->depth--;
			break;
		default:
			return true;
		}
	}
	return true;
}

/* The bytes of a bad escape at S: the backslash, and up to three letters or digits. */
static size_t escape_length(struct str s)
{
	size_t n = 1;

	while (n < 4 && n < s.len && ascii_is_alnum(s.ptr[n]))
		n++;
	return n;
}

static bool ends_word(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' || c == '(' ||
	       c == ')' || c == '"';
}

static struct token word(struct lexer *lexer)
{
	size_t from = lexer->at;

	while (lexer->at < lexer->text.len && !ends_word(lexer->text.ptr[lexer->at])) {
		struct str rest = str_skip(lexer->text, lexer->at);
		unsigned char octet;
		size_t used = rest.ptr[0] == '\\' ? name_octet(rest, &octet) : 1;

		if (used == 0)
			return bad(lexer, LEXER_ESCAPE, lexer->at, escape_length(rest));
		lexer->at += used;
	}
	lexer->end = lexer->at;
	return (struct token){ TOKEN_TEXT, { lexer->text.ptr + from, lexer->at - from }, from,
		lexer->at - from };
}

/* The first bad escape of TEXT, or TEXT.len. */
static size_t find_bad_escape(struct str text)
{
	for (size_t i = 0; i < text.len;) {
		unsigned char octet;
		size_t used = name_octet(str_skip(text, i), &octet);

		if (used == 0)
			return i;
		i += used;
	}
	return text.len;
}

static struct token quoted(struct lexer *lexer)
{
	size_t from = lexer->at, close = from + 1, escape;
	struct str all = lexer->text, inside;

	while (close < all.len && all.ptr[close] != '"' && all.ptr[close] != '\n')
		close += all.ptr[close] == '\\' && close + 1 < all.len &&
					 all.ptr[close + 1] != '\n' ?
				 2 :
				 1;
	if (close >= all.len || all.ptr[close] == '\n')
		return bad(lexer, LEXER_QUOTE_OPEN, from, 1);
	inside = str_of(all.ptr + from + 1, close - from - 1);
	escape = find_bad_escape(inside);
	if (escape < inside.len)
		return bad(lexer, LEXER_ESCAPE, from + 1 + escape,
			escape_length(str_skip(inside, escape)));
	lexer->at = lexer->end = close + 1;
	return (struct token){ TOKEN_QUOTED, inside, from, lexer->at - from };
}

struct token lexer_next(struct lexer *lexer)
{
	size_t before = lexer->at;
	bool quote;

	if (lexer->fault != LEXER_OK)
		return bad(lexer, lexer->fault, lexer->fault_at, lexer->fault_length);
	if (!skip_blanks(lexer))
		return bad(lexer, LEXER_UNBALANCED, lexer->at, 1);
	if (lexer->at >= lexer->text.len) {
		if (lexer->depth > 0)
			return bad(lexer, LEXER_UNCLOSED, lexer->open_at, 1);
		return (struct token){ TOKEN_END, { lexer->text.ptr + lexer->at, 0 }, lexer->at,
			0 };
	}
	quote = lexer->text.ptr[lexer->at] == '"';
	if (before > 0 && lexer->at == before && lexer->end == before && !lexer->glued) {
		lexer->glued = true;
		lexer->glued_at = before;
	}
	return quote ? quoted(lexer) : word(lexer);
}

size_t token_decode(struct str text, char *out)
{
	size_t len = 0;

	for (size_t i = 0; i < text.len;) {
		unsigned char octet;
		size_t used = name_octet(str_skip(text, i), &octet);

		if (used == 0)
			break;
		out[len++] = (char)octet;
		i += used;
	}
	return len;
}

bool token_is(const struct token *token, struct str word)
{
	return token->kind == TOKEN_TEXT && str_ieq(token->text, word);
}

bool token_is_relative(const struct token *token)
{
	struct str text = token->text;
	unsigned char octet;
	size_t used = 0;

	if (token->kind == TOKEN_TEXT && str_eq(text, STR("@")))
		return false;
	for (size_t i = 0; i < text.len; i += used) {
		used = name_octet(str_skip(text, i), &octet);
		if (used == 0)
			return true;
	}
	return used != 1 || text.ptr[text.len - 1] != '.';
}
