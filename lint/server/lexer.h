/*
 * lexer: what the readers of the three languages share. They take words from the text and say where
 * a directive ends and a block begins and ends; a stack of open blocks, bounded, takes the place of
 * recursion.
 */
#ifndef LINT_SERVER_LEXER_H
#define LINT_SERVER_LEXER_H

#include "lint/server/tree.h"

struct lexer {
	struct server_file *file;
	struct str text;
	size_t at;
	struct server_word *words; /* of the directive that is being read */
	size_t count, capacity;
	struct server_node *open[SERVER_MAX_DEPTH];
	struct server_node **tail[SERVER_MAX_DEPTH + 1]; /* where the next directive goes */
	size_t depth;
	bool broken;
};

/* Adds the word of LEN bytes at FROM, with its quotes from OPEN to END. */
void lexer_word(struct lexer *lexer, enum server_quote quote, size_t from, size_t len, size_t open,
	size_t end);

/* Ends the directive, which becomes a block when BLOCK is set; the words are taken. */
struct server_node *lexer_directive(struct lexer *lexer, bool block);

/* Ends the innermost block. */
void lexer_close(struct lexer *lexer);

void lexer_nginx(struct lexer *lexer);
void lexer_apache(struct lexer *lexer);
void lexer_caddy(struct lexer *lexer);

#endif
