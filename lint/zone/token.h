/*
 * token: the tokens of one logical record (RFC 1035 5.1), pulled one at a time. Nothing is decoded
 * or copied: a token is a view of the bytes as written, because `a\.b` is one label and `\@` is not
 * the origin. Parentheses, comments and line ends inside parentheses are blanks here.
 *
 * As in BIND and NSD a lone carriage return is a line end outside quotes and comments, and data
 * inside quotes. A string never spans lines: RFC 1035 would allow it and NSD reads it, BIND and
 * Knot refuse it, and one forgotten quote would swallow the rest of the file.
 */
#ifndef LINT_ZONE_TOKEN_H
#define LINT_ZONE_TOKEN_H

#include "lint/base/str.h"

enum token_kind {
	TOKEN_END, /* no more tokens */
	TOKEN_TEXT,
	TOKEN_QUOTED,
	TOKEN_BAD, /* lexer.fault says why; the lexer stays here */
};

struct token {
	enum token_kind kind;
	struct str text; /* without the quotes */
	size_t at;	 /* offset in the record, of the opening quote if there is one */
	size_t length;	 /* bytes, quotes included */
};

enum lexer_fault {
	LEXER_OK,
	LEXER_QUOTE_OPEN, /* a line end or the end of the file inside quotes */
	LEXER_UNBALANCED, /* `)` without `(` */
	LEXER_UNCLOSED,	  /* `(` without `)` */
	LEXER_ESCAPE,	  /* `\256`, `\1a`, a backslash before a line end */
};

struct lexer {
	struct str text; /* the record */
	size_t at;	 /* the next byte */
	size_t end;	 /* after the last token */
	unsigned depth;	 /* open parentheses */
	size_t open_at;	 /* the outermost of them */
	enum lexer_fault fault;
	size_t fault_at, fault_length;
	bool nested, glued;	    /* seen: a parenthesis within another, `"a""b"` */
	size_t nested_at, glued_at; /* where first */
};

void lexer_init(struct lexer *lexer, struct str text);

/* The next token; TOKEN_END for ever at the end, TOKEN_BAD for ever after a fault. */
struct token lexer_next(struct lexer *lexer);

/* Appends the octets that TEXT stands for to OUT, which has room for TEXT.len; their number. TEXT
 * comes from a token, whose escapes are good. */
size_t token_decode(struct str text, char *out);

/* The name TOKEN is neither the origin nor ends with a dot that no backslash escapes: the origin is
 * appended. */
bool token_is_relative(const struct token *token);

/* TOKEN is unquoted and is WORD, ASCII case folded. */
bool token_is(const struct token *token, struct str word);

#endif
