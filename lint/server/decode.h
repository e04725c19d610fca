/*
 * decode: what a word says, and where each byte of that stands in the file. In runs of plain bytes
 * the two go side by side; an escape is several bytes that stand for one, or for none.
 */
#ifndef LINT_SERVER_DECODE_H
#define LINT_SERVER_DECODE_H

#include "lint/base/buf.h"
#include "lint/server/tree.h"

struct server_piece {
	size_t text, length;	/* in what is said */
	uint32_t from, written; /* in the file */
	bool plain;		/* byte by byte */
};

/* A text that is put together from words of one file. Zero-initialised is empty. */
struct server_text {
	uint32_t source;
	struct buf text;
	struct server_piece *pieces;
	size_t count, capacity;
};

/* Appends what WORD, of a file for SOFTWARE whose content is ALL, says. */
void server_text_add(struct server_text *text, enum server_software software, struct str all,
	const struct server_word *word);
void server_text_finish(struct server_text *text);

/* WORD, decoded; a view of ALL where it says what is written. In ARENA. */
struct str server_decode(struct arena *arena, enum server_software software, struct str all,
	const struct server_word *word);

/* The bytes in the file of LENGTH bytes at OFFSET of the text. */
struct span server_text_at(const struct server_text *text, uint64_t offset, uint32_t length);

#endif
