#include "lint/server/nginx.h"

const struct server_node *nginx_inherited(const struct nginx *nginx, struct str name)
{
	for (size_t level = nginx->depth; level-- > 0;)
		for (size_t i = nginx->levels[level].count; i-- > 0;)
			if (server_is(nginx->levels[level].nodes[i], 0, name))
				return nginx->levels[level].nodes[i];
	return NULL;
}

/* The first `allow` or `deny` that speaks of all in LEVEL; *ANY is whether there is one at all. */
static const struct server_node *rule_of(const struct server_level *level, bool *any)
{
	for (size_t i = 0; i < level->count; i++) {
		const struct server_node *node = level->nodes[i];

		if (!server_is(node, 0, STR("allow")) && !server_is(node, 0, STR("deny")))
			continue;
		*any = true;
		if (server_is(node, 1, STR("all")))
			return node;
	}
	return NULL;
}

/* Senders come from anywhere: what is said of single addresses is not about them. */
static const struct server_node *denying(const struct nginx *nginx)
{
	for (size_t level = nginx->depth; level-- > 0;) {
		bool any = false;
		const struct server_node *rule = rule_of(&nginx->levels[level], &any);

		if (any)
			return rule != NULL && server_is(rule, 0, STR("deny")) ? rule : NULL;
	}
	return NULL;
}

/* A directive that refuses senders unless its value is "off", and the status it does so with. */
static bool refuses(struct nginx *nginx, struct str name, struct str only, unsigned status)
{
	const struct server_node *node = nginx_inherited(nginx, name);

	if (node == NULL || server_is(node, 1, STR("off")) ||
		(only.len > 0 && !server_is(node, 1, only)))
		return false;
	if (str_find_char(server_word(node, 1), '$') < server_word(node, 1).len)
		ask_pass(nginx->ask, node);
	else
		ask_deny(nginx->ask, node, status);
	return true;
}

bool nginx_denies(struct nginx *nginx)
{
	const struct server_level *inner = &nginx->levels[nginx->depth - 1];
	const struct server_node *node = denying(nginx);
	const struct server_node *satisfy = nginx_inherited(nginx, STR("satisfy"));

	if (nginx_inherited(nginx, STR("auth_request")) != NULL ||
		(satisfy != NULL && server_is(satisfy, 1, STR("any"))) ||
		nginx_inherited(nginx, STR("error_page")) != NULL)
		ask_doubt(nginx->ask);
	for (size_t i = 0; i < inner->count; i++)
		if (server_is(inner->nodes[i], 0, STR("internal")))
			node = inner->nodes[i];
	if (node != NULL) {
		ask_deny(nginx->ask, node, server_is(node, 0, STR("deny")) ? 403 : 404);
		return true;
	}
	return refuses(nginx, STR("auth_basic"), STR(""), 401) ||
	       refuses(nginx, STR("ssl_verify_client"), STR("on"), 400);
}
