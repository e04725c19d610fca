#include "lint/server/caddy.h"

#include <stdlib.h>

/* In the order in which they run; `handle_path` counts as `handle`. */
static const struct str order[] = {
	STR_INIT("tracing"),
	STR_INIT("map"),
	STR_INIT("vars"),
	STR_INIT("fs"),
	STR_INIT("root"),
	STR_INIT("log_append"),
	STR_INIT("skip_log"),
	STR_INIT("log_skip"),
	STR_INIT("header"),
	STR_INIT("copy_response_headers"),
	STR_INIT("request_body"),
	STR_INIT("redir"),
	STR_INIT("method"),
	STR_INIT("rewrite"),
	STR_INIT("uri"),
	STR_INIT("try_files"),
	STR_INIT("basicauth"),
	STR_INIT("basic_auth"),
	STR_INIT("forward_auth"),
	STR_INIT("request_header"),
	STR_INIT("encode"),
	STR_INIT("push"),
	STR_INIT("intercept"),
	STR_INIT("templates"),
	STR_INIT("invoke"),
	STR_INIT("handle"),
	STR_INIT("route"),
	STR_INIT("abort"),
	STR_INIT("error"),
	STR_INIT("copy_response"),
	STR_INIT("respond"),
	STR_INIT("metrics"),
	STR_INIT("reverse_proxy"),
	STR_INIT("php_fastcgi"),
	STR_INIT("file_server"),
	STR_INIT("acme_server"),
};

/* Directives that run at no time. */
static const struct str settings[] = {
	STR_INIT("tls"),
	STR_INIT("log"),
	STR_INIT("log_name"),
	STR_INIT("bind"),
	STR_INIT("handle_errors"),
};

/* More directives beside each other are put in an order by a faster way. */
enum { INSERTION_MAX = 20 };

struct entry {
	const struct server_node *node;
	size_t rank, length, index;
	bool matcher;
};

static size_t rank_of(const struct server_node *node)
{
	struct str name = server_word(node, 0);

	if (str_eq(name, STR("handle_path")))
		name = STR("handle");
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (str_eq(name, order[i]))
			return i;
	return sizeof order / sizeof *order;
}

bool caddy_is_known(const struct server_node *node)
{
	if (str_starts(server_word(node, 0), STR("@")) ||
		rank_of(node) < sizeof order / sizeof *order)
		return true;
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		if (server_is(node, 0, settings[i]))
			return true;
	return false;
}

/* A runs before B (sortRoutes of httpcaddyfile): for some pairs nothing is said, and their order is
 * kept. */
static bool goes_before(const struct entry *a, const struct entry *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->length > 0 && b->length > 0)
		return a->length > b->length;
	return a->matcher && !b->matcher;
}

static int compare(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (goes_before(a, b))
		return -1;
	if (goes_before(b, a))
		return 1;
	return (a->index > b->index) - (a->index < b->index);
}

/* The order is none in the strict sense, so that the way of sorting shows; this is Go's for few. */
static void insertion_sort(struct entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j > 0 && goes_before(&entries[j], &entries[j - 1]); j--) {
			struct entry swapped = entries[j];

			entries[j] = entries[j - 1];
			entries[j - 1] = swapped;
		}
}

void caddy_sort(struct caddy *caddy, struct caddy_frame *frame, bool as_written)
{
	struct entry *entries = arena_alloc(
		&caddy->ask->arena, frame->level.count, sizeof *entries);

	frame->run = arena_alloc(&caddy->ask->arena, frame->level.count, sizeof *frame->run);
	frame->count = 0;
	for (size_t i = 0; i < frame->level.count; i++) {
		const struct server_node *node = frame->level.nodes[i];

		if (!caddy_is_known(node))
			ask_doubt(caddy->ask);
		if (rank_of(node) == sizeof order / sizeof *order)
			continue;
		entries[frame->count++] = (struct entry){
			.node = node,
			.rank = as_written ? 0 : rank_of(node),
			.length = as_written ? 0 : caddy_path_length(caddy, node),
			.index = i,
			.matcher = !as_written && caddy_has_matcher(node),
		};
	}
	if (frame->count <= INSERTION_MAX) {
		insertion_sort(entries, frame->count);
	} else if (!as_written) {
		qsort(entries, frame->count, sizeof *entries, compare);
	}
	for (size_t i = 0; i < frame->count; i++)
		frame->run[i] = entries[i].node;
}
