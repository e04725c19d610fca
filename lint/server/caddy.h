/*
 * caddy: what the parts of the reader for Caddy share. Directives run in an order of their own, not
 * in that of the file, but in `route`; alike ones by their matchers, the longest path first; of
 * `handle` blocks beside each other the first that fits (caddyconfig/httpcaddyfile). Used by
 * lint/server only.
 */
#ifndef LINT_SERVER_CADDY_H
#define LINT_SERVER_CADDY_H

#include "lint/server/ask.h"

enum { CADDY_MAX_FRAMES = SERVER_MAX_DEPTH + 1 };

/* Directives beside each other, in the order in which they run. */
struct caddy_frame {
	struct server_level level; /* as in the file: matchers are defined there */
	const struct server_node **run;
	size_t count, next;
	bool handled, rewritten; /* one of a group has run */
};

struct caddy {
	struct ask *ask;
	struct caddy_frame frames[CADDY_MAX_FRAMES];
	size_t depth;
	bool type_hidden; /* a header may or may not be set */
};

/* caddy_order.c: the directives that do anything, in the order in which they run. */
void caddy_sort(struct caddy *caddy, struct caddy_frame *frame, bool as_written);

/* NODE is a directive that the order knows. */
bool caddy_is_known(const struct server_node *node);

/* The length of the only path that NODE is for, 0 if it is not for one; whether it is for some
 * requests only. */
size_t caddy_path_length(const struct caddy *caddy, const struct server_node *node);
bool caddy_has_matcher(const struct server_node *node);

/* caddy_match.c: NODE runs for the request. */
enum truth caddy_matches(struct caddy *caddy, const struct server_node *node);

/* The matcher NAME ("@..."), from the inside out; NULL when there is none. */
const struct server_node *caddy_matcher(const struct caddy *caddy, struct str name);

/* The word I behind the matcher; its number. */
size_t caddy_argument(const struct server_node *node, size_t i);

/* TEXT holds a placeholder, `{...}`. */
bool caddy_has_placeholder(struct str text);

/* caddy_run.c: runs NODE, which fits. True when it answers. */
bool caddy_run(struct caddy *caddy, const struct server_node *node);

#endif
