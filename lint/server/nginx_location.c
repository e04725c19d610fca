/* As ngx_http_core_find_location(): an exact location ends the search; else the longest prefix,
 * with what is nested in it, and after that, from the inside out, the first regular expression. */
#include "lint/server/nginx.h"

enum modifier {
	MODIFIER_PREFIX,
	MODIFIER_EXACT,
	MODIFIER_ONLY, /* "^~": no regular expressions after it */
	MODIFIER_REGEX,
	MODIFIER_CASELESS,
	MODIFIER_NAMED,
};

struct location {
	enum modifier modifier;
	struct str path;
};

/* "=" and the like are a word of their own or the beginning of the path. */
static bool read_location(const struct server_node *node, struct location *location)
{
	static const struct {
		struct str text;
		enum modifier modifier;
	} modifiers[] = {
		{ STR_INIT("^~"), MODIFIER_ONLY },
		{ STR_INIT("~*"), MODIFIER_CASELESS },
		{ STR_INIT("~"), MODIFIER_REGEX },
		{ STR_INIT("="), MODIFIER_EXACT },
		{ STR_INIT("@"), MODIFIER_NAMED },
		{ STR_INIT(""), MODIFIER_PREFIX },
	};
	struct str first = server_word(node, 1);

	if (!node->block || node->count < 2 || !server_is(node, 0, STR("location")))
		return false;
	for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++) {
		if (!str_starts(first, modifiers[i].text))
			continue;
		location->modifier = modifiers[i].modifier;
		location->path = node->count > 2 ? server_word(node, 2) :
						   str_skip(first, modifiers[i].text.len);
		return true;
	}
	return false;
}

/* The exact location or the longest prefix of LEVEL for the path; NULL when there is none. */
static const struct server_node *best_static(
	const struct nginx *nginx, const struct server_level *level, struct location *best)
{
	const struct server_node *found = NULL;
	struct str path = nginx->ask->path;
	struct location location;

	for (size_t i = 0; i < level->count; i++) {
		if (!read_location(level->nodes[i], &location))
			continue;
		if (location.modifier == MODIFIER_EXACT && str_eq(location.path, path)) {
			*best = location;
			return level->nodes[i];
		}
		if ((location.modifier == MODIFIER_PREFIX || location.modifier == MODIFIER_ONLY) &&
			str_starts(path, location.path) &&
			(found == NULL || location.path.len > best->path.len)) {
			*best = location;
			found = level->nodes[i];
		}
	}
	return found;
}

static const struct server_node *first_regex(struct nginx *nginx, const struct server_level *level)
{
	struct location location;

	for (size_t i = 0; i < level->count; i++)
		if (read_location(level->nodes[i], &location) &&
			(location.modifier == MODIFIER_REGEX ||
				location.modifier == MODIFIER_CASELESS) &&
			ask_regex(nginx->ask, location.path, location.modifier == MODIFIER_CASELESS,
				nginx->ask->path) == TRUTH_YES)
			return level->nodes[i];
	return NULL;
}

static void enter(struct nginx *nginx, const struct server_node *node)
{
	struct str path = server_word(node, node->count - 1);

	nginx->ask->answer.meant |= str_find(path, STR("mta-sts")) < path.len;
	nginx->levels[nginx->depth++] = server_flatten(
		&nginx->ask->arena, node->first, &nginx->ask->budget);
}

bool nginx_locate(struct nginx *nginx)
{
	bool closed[NGINX_MAX_LEVELS] = { false }; /* no regular expressions of that level */
	size_t base = nginx->depth;
	bool found = false;

	while (nginx->depth < NGINX_MAX_LEVELS) {
		const struct server_level *level = &nginx->levels[nginx->depth - 1];
		const struct server_node *node;
		struct location location;
		size_t at;

		node = best_static(nginx, level, &location);
		if (node != NULL) {
			closed[nginx->depth - 1] = location.modifier == MODIFIER_ONLY;
			enter(nginx, node);
			found = true;
			if (location.modifier == MODIFIER_EXACT)
				return true;
			continue;
		}
		closed[nginx->depth - 1] = false;
		for (at = nginx->depth; at >= base; at--)
			if (!closed[at - 1] &&
				(node = first_regex(nginx, &nginx->levels[at - 1])) != NULL)
				break;
		if (node == NULL)
			return found;
		nginx->depth = at;
		enter(nginx, node);
		found = true;
		base = nginx->depth; /* what is outside of it is not asked again */
	}
	ask_doubt(nginx->ask);
	return found;
}
