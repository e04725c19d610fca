/* The type is that of the path's extension in the innermost `types`, else the `default_type`. */
#include "lint/server/nginx.h"

static struct str extension_of(struct str path)
{
	size_t at = path.len;

	while (at > 0 && path.ptr[at - 1] != '.' && path.ptr[at - 1] != '/')
		at--;
	return at > 0 && path.ptr[at - 1] == '.' ? str_skip(path, at) : str_take(path, 0);
}

static void set_type(struct ask *ask, struct str type, struct span at)
{
	ask->answer.type = type;
	ask->answer.type_at = at;
}

/* Looks for EXTENSION in the block NODE, `types`. NO: it is not there. */
static enum truth look_in(struct nginx *nginx, const struct server_node *node, struct str extension)
{
	const struct server_node *child;
	struct server_walk walk;
	enum truth found = TRUTH_NO;

	server_walk_begin(&walk, node->first, &nginx->ask->budget);
	while ((child = server_walk_next(&walk)) != NULL) {
		if (server_is(child, 0, STR("include")))
			found = TRUTH_UNKNOWN;
		for (size_t i = 1; i < child->count && found == TRUTH_NO; i++)
			if (server_is_i(child, i, extension)) {
				set_type(nginx->ask, server_word(child, 0), server_node_at(child));
				found = TRUTH_YES;
			}
	}
	return found;
}

/* What the `types` in force say of EXTENSION. */
static enum truth look(struct nginx *nginx, struct str extension)
{
	for (size_t level = nginx->depth; level-- > 0;) {
		bool any = false, hidden = false;

		for (size_t i = 0; i < nginx->levels[level].count; i++) {
			const struct server_node *node = nginx->levels[level].nodes[i];
			enum truth found = TRUTH_NO;

			hidden |= server_is(node, 0, STR("include"));
			if (!server_is(node, 0, STR("types")))
				continue;
			any = true;
			found = look_in(nginx, node, extension);
			if (found != TRUTH_NO)
				return found;
		}
		if (hidden)
			return TRUTH_UNKNOWN;
		if (any)
			return TRUTH_NO;
	}
	return nginx->ask->block->whole ? TRUTH_NO : TRUTH_UNKNOWN;
}

/* A header that is added by hand stands beside the type, or in its place. */
static bool touches_type(const struct nginx *nginx)
{
	for (size_t level = 0; level < nginx->depth; level++)
		for (size_t i = 0; i < nginx->levels[level].count; i++) {
			const struct server_node *node = nginx->levels[level].nodes[i];

			if (server_is(node, 0, STR("more_set_headers")) ||
				server_is_i(node, 1, STR("Content-Type")))
				return true;
		}
	return false;
}

void nginx_type(struct nginx *nginx)
{
	const struct server_node *node;

	if (touches_type(nginx) || look(nginx, extension_of(nginx->ask->path)) != TRUTH_NO)
		return;
	node = nginx_inherited(nginx, STR("default_type"));
	if (node != NULL)
		set_type(nginx->ask, server_word(node, 1), server_node_at(node));
}
