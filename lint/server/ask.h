/*
 * ask: what the parts that answer for nginx, Apache and Caddy share. Each has one function that
 * finds the blocks of a file and one that asks a block.
 */
#ifndef LINT_SERVER_ASK_H
#define LINT_SERVER_ASK_H

#include "lint/server/server.h"

/* Steps that one answer may take; there are that many directives in no configuration of people. */
enum { ASK_MAX_STEPS = 200000 };

struct ask {
	struct servers *servers;
	const struct server_block *block;
	struct str host; /* empty: any of the block's names */
	struct str path; /* what is asked for, after rewriting */
	size_t budget;
	struct arena arena; /* for this answer alone */
	struct server_answer answer;
};

void nginx_blocks(struct servers *servers, const struct server_file *file);
void nginx_ask(struct ask *ask);
void apache_blocks(struct servers *servers, const struct server_file *file);
void apache_ask(struct ask *ask);
void caddy_blocks(struct servers *servers, const struct server_file *file);
void caddy_ask(struct ask *ask);

/* A new block of FILE's; valid until the next one is added. */
struct server_block *servers_add(
	struct servers *servers, const struct server_file *file, const struct server_node *node);

/* Adds the name that the word I of NODE is. */
struct server_name *server_block_name(struct servers *servers, struct server_block *block,
	enum server_name_kind kind, struct str text, struct span at);

/* The directives from FIRST on, those of includes in their places, as an array in ARENA. */
struct server_level server_flatten(
	struct arena *arena, const struct server_node *first, size_t *budget);

/* Ends the question: NODE decides. */
void ask_redirect(
	struct ask *ask, const struct server_node *node, unsigned status, struct str target);
void ask_deny(struct ask *ask, const struct server_node *node, unsigned status);
void ask_file(struct ask *ask, const struct server_node *node);
void ask_pass(struct ask *ask, const struct server_node *node);

/* A text that lives as long as the servers. */
struct server_text *ask_text(struct ask *ask, const struct server_node *node);

/* A status that a directive gives by NODE: a redirect, a denial, or unknown. */
void ask_status(
	struct ask *ask, const struct server_node *node, unsigned status, struct str target);

/* What the request asks for is only known where the name is. */
struct str ask_host(struct ask *ask);

/* Something not in the run may change the answer. */
static inline void ask_doubt(struct ask *ask)
{
	ask->answer.sure = false;
}

static inline enum truth ask_regex(
	struct ask *ask, struct str pattern, bool caseless, struct str subject)
{
	enum truth result = server_regex_holds(pattern, caseless, subject);

	if (result == TRUTH_UNKNOWN)
		ask_doubt(ask);
	return result;
}

#endif
