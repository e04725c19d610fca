/*
 * value: the data of a record, read again from its file, token by token and, of character-strings,
 * octet by octet: for places and edits within it.
 */
#ifndef LINT_ZONE_VALUE_H
#define LINT_ZONE_VALUE_H

#include "lint/base/source.h"
#include "lint/dns/rr.h"
#include "lint/zone/token.h"

/* The bytes of RR's data, from its first token to its last, to the end of BUF. False where they are
 * not there: made by $GENERATE, or the file has changed. */
bool value_read(struct sources *sources, const struct rr *rr, struct buf *buf);

/* A lexer over such data: it may begin inside parentheses that close before its end. */
void value_lexer(struct lexer *lexer, struct str text);

/* Walks the joined value of character-strings: for each octet, where it is written. */
struct value_walk {
	struct lexer lexer;
	struct token token;
	size_t at;	  /* of the next octet, in the token's text */
	size_t from, end; /* of the octet read last, in the text walked over */
	size_t string;	  /* number of the string it is in, from 0 */
	size_t strings;	  /* begun so far */
	unsigned char octet;
};

void value_walk(struct value_walk *walk, struct str text);

/* The next octet; false at the end. */
bool value_next(struct value_walk *walk);

#endif
