/* Who may have the file: `Require` of the last section that has any, and the older Order, Allow and
 * Deny likewise. */
#include "lint/server/apache.h"

/* Addresses that no sender has. */
static bool is_inside(struct str address)
{
	static const struct str prefixes[] = {
		STR_INIT("10."),
		STR_INIT("127."),
		STR_INIT("192.168."),
		STR_INIT("169.254."),
		STR_INIT("::1"),
		STR_INIT("fc"),
		STR_INIT("fd"),
		STR_INIT("fe80:"),
	};

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (str_istarts(address, prefixes[i]))
			return true;
	return false;
}

static enum truth grants_address(const struct server_node *node)
{
	for (size_t i = 2; i < node->count; i++)
		if (!is_inside(server_word(node, i)))
			return TRUTH_UNKNOWN;
	return TRUTH_NO;
}

/* NODE is a `Require` that asks who it is, and so answers with 401. */
static bool asks_for_name(const struct server_node *node)
{
	static const struct str persons[] = {
		STR_INIT("valid-user"),
		STR_INIT("user"),
		STR_INIT("group"),
	};

	for (size_t i = 0; i < sizeof persons / sizeof *persons; i++)
		if (!node->block && server_is_i(node, 1, persons[i]))
			return true;
	return false;
}

/* Whether one `Require` lets senders in. */
static enum truth grants(const struct server_node *node)
{
	if (server_is_i(node, 1, STR("all")))
		return server_is_i(node, 2, STR("granted")) ? TRUTH_YES :
		       server_is_i(node, 2, STR("denied"))  ? TRUTH_NO :
							      TRUTH_UNKNOWN;
	if (asks_for_name(node) || server_is_i(node, 1, STR("local")))
		return TRUTH_NO;
	return server_is_i(node, 1, STR("ip")) ? grants_address(node) : TRUTH_UNKNOWN;
}

/* Blocks of requirements are looked into one deep. */
static enum truth grants_block(const struct server_node *block)
{
	bool all = server_is_i(block, 0, STR("RequireAll"));
	enum truth result = truth_of(all);

	if (server_is_i(block, 0, STR("RequireNone")))
		return TRUTH_UNKNOWN;
	for (const struct server_node *node = block->first; node != NULL; node = node->next) {
		enum truth one = server_is_i(node, 0, STR("Require")) ? grants(node) :
									TRUTH_UNKNOWN;

		result = all ? truth_and(result, one) : truth_or(result, one);
	}
	return result;
}

/* What a section requires, if anything; *BY is where it says so. */
static enum truth required(const struct server_level *level, const struct server_node **by)
{
	enum truth result = TRUTH_NO;

	*by = NULL;
	for (size_t i = 0; i < level->count; i++) {
		const struct server_node *node = level->nodes[i];

		if (server_is_i(node, 0, STR("Require")))
			result = truth_or(result, grants(node));
		else if (node->block && str_istarts(server_word(node, 0), STR("Require")))
			result = truth_or(result, grants_block(node));
		else
			continue;
		*by = node;
	}
	return result;
}

/* Order, Allow and Deny of a section, if any. */
static enum truth ordered(const struct server_level *level, const struct server_node **by)
{
	bool allow_first = false, allow = false, deny = false;

	*by = NULL;
	for (size_t i = 0; i < level->count; i++) {
		const struct server_node *node = level->nodes[i];
		bool all = server_is_i(node, 2, STR("all"));

		if (server_is_i(node, 0, STR("Order")))
			allow_first = str_istarts(server_word(node, 1), STR("allow"));
		else if (server_is_i(node, 0, STR("Allow")))
			allow |= all;
		else if (server_is_i(node, 0, STR("Deny")))
			deny |= all;
		else
			continue;
		if (*by == NULL || server_is_i(node, 0, STR("Deny")))
			*by = node;
	}
	return truth_of(allow_first ? allow && !deny : allow || !deny);
}

static bool judge(struct apache *apache,
	enum truth (*rule)(const struct server_level *, const struct server_node **))
{
	for (size_t i = apache->count; i-- > 0;) {
		const struct server_node *by;
		enum truth granted = rule(&apache->sections[i].level, &by);

		if (by == NULL)
			continue;
		if (granted == TRUTH_UNKNOWN)
			ask_doubt(apache->ask);
		if (granted == TRUTH_NO)
			ask_deny(apache->ask, by, asks_for_name(by) ? 401 : 403);
		return granted == TRUTH_NO;
	}
	return false;
}

bool apache_denies(struct apache *apache)
{
	for (size_t i = 0; i < apache->count; i++)
		for (size_t j = 0; j < apache->sections[i].level.count; j++) {
			const struct server_node *node = apache->sections[i].level.nodes[j];

			if (server_is_i(node, 0, STR("Satisfy")) ||
				server_is_i(node, 0, STR("AuthMerging")))
				ask_doubt(apache->ask);
		}
	return judge(apache, required) || judge(apache, ordered);
}
