#include "lint/base/include_map.h"

/* FROM without final slashes: that of the root is empty. */
static struct str trimmed(struct str from)
{
	while (str_ends(from, STR("/")))
		from.len--;
	return from;
}

static bool knows(struct str from, struct str path)
{
	return str_starts(path, from) && (path.len == from.len || path.ptr[from.len] == '/');
}

static const char *join(struct str directory, struct str rest, struct arena *arena)
{
	while (str_starts(rest, STR("/")) || str_starts(rest, STR("./")))
		rest = str_skip(rest, rest.ptr[0] == '/' ? 1 : 2);
	if (rest.len == 0)
		return arena_str(arena, directory).ptr;
	if (str_eq(directory, STR(".")))
		return arena_str(arena, rest).ptr;
	return arena_printf(arena, "%.*s%s%.*s", (int)directory.len, directory.ptr,
		str_ends(directory, STR("/")) ? "" : "/", (int)rest.len, rest.ptr);
}

const char *include_map_find(const struct include_map *maps, struct str path, struct arena *arena)
{
	const struct include_map *best = NULL;
	size_t longest = 0;

	for (const struct include_map *map = maps; map != NULL; map = map->next) {
		struct str from = trimmed(map->from);

		if (knows(from, path) && (best == NULL || from.len > longest)) {
			best = map;
			longest = from.len;
		}
	}
	return best == NULL ? NULL : join(best->to, str_skip(path, longest), arena);
}
