/*
 * tree: the configuration of a web server as directives: words, and for a block what stands in it.
 * The languages of nginx, Apache and Caddy differ in how words and blocks are written (lex_*.c);
 * from here on they are alike. Words are decoded; where one stands, with its quotes, is kept, so
 * that a place in what it says can be found again (decode.h).
 *
 * A text that cannot be read as its server would read it is `broken`: nothing of it is believed.
 */
#ifndef LINT_SERVER_TREE_H
#define LINT_SERVER_TREE_H

#include "lint/base/arena.h"
#include "lint/base/span.h"
#include "lint/server/sniff.h"

/* More is not read, and counts as broken. */
enum { SERVER_MAX_BYTES = 4 * 1024 * 1024, SERVER_MAX_DEPTH = 64, SERVER_MAX_INCLUDES = 16 };

enum server_quote {
	QUOTE_NONE,
	QUOTE_DOUBLE,
	QUOTE_SINGLE,
	QUOTE_BACKTICK,
	QUOTE_HEREDOC,
};

struct server_word {
	struct str text;    /* decoded */
	uint32_t from, len; /* the bytes between its quotes; of a heredoc the lines, whole */
	uint32_t indent;    /* of a heredoc: the bytes that are taken off each line */
	uint32_t open, end; /* with its quotes: the first byte, and the one after the last */
	enum server_quote quote;
};

/* Directives that stand for another one: what an include names. */
struct server_part {
	const struct server_node *first;
	const struct server_part *next;
};

struct server_node {
	struct server_file *file;
	struct server_word *words; /* the name first; at least one */
	uint32_t count;
	bool block;
	bool transparent; /* `parts` stand in its place */
	struct server_node *first, *next;
	const struct server_part *parts;
};

struct server_file {
	struct arena arena;
	uint32_t source;
	enum server_software software;
	struct str text;
	struct server_node *first;
	bool broken;
	size_t broken_line; /* where it cannot be read on, or a block begins that nothing ends; 0:
			       it is too large, or no text */
	bool included;	    /* by another file of the run */
	bool disabled;	    /* in sites-available, and not in the sites-enabled beside it */
	const char *path;   /* what open() takes */
	const char *root;   /* what its includes may not leave */
	struct server_node **includes; /* directives that name other files, or snippets */
	size_t include_count, include_capacity;
};

/* Reads file->text into file->first. */
void server_parse(struct server_file *file);

/* Whether there is a word I of NODE, and whether it is TEXT (ASCII case folded by server_is_i). */
bool server_is(const struct server_node *node, size_t i, struct str text);
bool server_is_i(const struct server_node *node, size_t i, struct str text);

/* The word I; empty when there is none. */
struct str server_word(const struct server_node *node, size_t i);

/* Where the word I stands, with its quotes; where the words of the whole directive do. */
struct span server_word_at(const struct server_node *node, size_t i);
struct span server_node_at(const struct server_node *node);

/* The directives of a block one after the other, those that includes stand for in their places. An
 * include that nothing is known of is itself given. */
struct server_walk {
	struct {
		const struct server_node *node;
		const struct server_part *more;
	} stack[SERVER_MAX_INCLUDES];
	size_t depth;
	size_t *budget; /* steps left for all that asks; 0 ends the walk */
};

void server_walk_begin(struct server_walk *walk, const struct server_node *first, size_t *budget);
const struct server_node *server_walk_next(struct server_walk *walk);

#endif
