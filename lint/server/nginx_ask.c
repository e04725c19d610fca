#include "lint/server/nginx.h"

/* Directives of a location that pass the request on, or make the answer by a program. */
static bool passes_on(const struct server_node *node)
{
	static const struct str names[] = {
		STR_INIT("proxy_pass"),
		STR_INIT("fastcgi_pass"),
		STR_INIT("uwsgi_pass"),
		STR_INIT("scgi_pass"),
		STR_INIT("grpc_pass"),
		STR_INIT("memcached_pass"),
		STR_INIT("js_content"),
		STR_INIT("perl"),
		STR_INIT("echo"),
		STR_INIT("passenger_enabled"),
		STR_INIT("empty_gif"),
	};
	struct str name = server_word(node, 0);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(name, names[i]))
			return true;
	return str_find(name, STR("_by_lua")) < name.len;
}

/* The file is looked for in an order of places; which comes first is the same for every name where
 * that is the path itself. */
static void judge_try_files(struct nginx *nginx, const struct server_node *node)
{
	struct str last = server_word(node, node->count - 1);
	uint64_t status;

	ask_file(nginx->ask, node);
	nginx->ask->answer.one_root &= str_eq(server_word(node, 1), STR("$uri"));
	for (size_t i = 1; i + 1 < node->count; i++)
		if (str_find(server_word(node, i), STR("$uri")) < server_word(node, i).len)
			return;
	ask_doubt(nginx->ask);
	if (!str_starts(last, STR("=")) || !str_number(str_skip(last, 1), 999, &status))
		nginx->ask->answer.outcome = OUTCOME_UNKNOWN;
}

static void content(struct nginx *nginx)
{
	const struct server_level *inner = &nginx->levels[nginx->depth - 1];
	const struct server_node *root = nginx_inherited(nginx, STR("root")), *last = NULL;

	for (size_t i = 0; i < inner->count; i++) {
		if (passes_on(inner->nodes[i])) {
			ask_pass(nginx->ask, inner->nodes[i]);
			return;
		}
		if (server_is(inner->nodes[i], 0, STR("alias")))
			root = inner->nodes[i];
		if (server_is(inner->nodes[i], 0, STR("try_files")))
			last = inner->nodes[i];
	}
	ask_file(nginx->ask, root);
	nginx->ask->answer.one_root = root != NULL && str_find_char(server_word(root, 1), '$') ==
							      server_word(root, 1).len;
	if (last != NULL)
		judge_try_files(nginx, last);
}

/* Phases of the location for ask->path. */
static enum nginx_step visit(struct nginx *nginx)
{
	enum nginx_step step = NGINX_GO_ON;

	if (nginx_locate(nginx))
		step = nginx_rewrite(nginx, &nginx->levels[nginx->depth - 1]);
	if (step == NGINX_AGAIN || step == NGINX_ANSWERED)
		return step;
	if (!nginx_denies(nginx))
		content(nginx);
	return NGINX_ANSWERED;
}

static void doubt_what_is_hidden(struct nginx *nginx)
{
	for (size_t level = 1; level < nginx->depth; level++)
		for (size_t i = 0; i < nginx->levels[level].count; i++)
			if (nginx_is_hidden(nginx->levels[level].nodes[i]))
				ask_doubt(nginx->ask);
}

void nginx_ask(struct ask *ask)
{
	static const struct server_level nothing = { 0 };
	struct nginx nginx = { .ask = ask, .depth = 2 };
	enum nginx_step step;

	nginx.levels[0] = ask->block->around == NULL ? nothing : *ask->block->around;
	nginx.levels[1] = server_flatten(&ask->arena, ask->block->first, &ask->budget);
	step = nginx_rewrite(&nginx, &nginx.levels[1]);
	for (int i = 0; step != NGINX_ANSWERED && i < NGINX_MAX_CYCLES; i++) {
		nginx.depth = 2;
		step = visit(&nginx);
	}
	if (step != NGINX_ANSWERED)
		ask_pass(ask, ask->block->node);
	doubt_what_is_hidden(&nginx);
	if (ask->answer.outcome == OUTCOME_LITERAL || ask->answer.outcome == OUTCOME_FILE)
		nginx_type(&nginx);
}
