#include "lint/server/apache.h"

static void set_type(struct apache *apache, struct str type, const struct server_node *node)
{
	apache->ask->answer.type = type;
	apache->ask->answer.type_at = server_node_at(node);
}

/* AddType TYPE EXTENSION...; the dot before an extension may be left out. */
static bool adds_for_path(const struct apache *apache, const struct server_node *node)
{
	struct str path = apache->ask->path;

	for (size_t i = 2; i < node->count; i++) {
		struct str extension = server_word(node, i);

		if (str_starts(extension, STR(".")))
			extension = str_skip(extension, 1);
		if (path.len > extension.len && extension.len > 0 &&
			path.ptr[path.len - extension.len - 1] == '.' &&
			str_ieq(str_skip(path, path.len - extension.len), extension))
			return true;
	}
	return false;
}

/* `Header [always] set Content-Type VALUE` */
static bool sets_header(const struct server_node *node, struct str *value)
{
	size_t at = server_is_i(node, 1, STR("always")) || server_is_i(node, 1, STR("onsuccess")) ?
			    2 :
			    1;

	if (!server_is_i(node, 0, STR("Header")) ||
		!server_is_i(node, at + 1, STR("Content-Type")) || node->count != at + 3)
		return false;
	*value = server_word(node, at + 2);
	return server_is_i(node, at, STR("set"));
}

/* The last directive of the kind wins; ForceType goes before AddType, a header before both. */
static void read_level(struct apache *apache, const struct server_level *level, int rank)
{
	struct str value;

	for (size_t i = 0; i < level->count; i++) {
		const struct server_node *node = level->nodes[i];

		if (rank == 0 && server_is_i(node, 0, STR("AddType")) &&
			adds_for_path(apache, node))
			set_type(apache, server_word(node, 1), node);
		else if (rank == 1 && server_is_i(node, 0, STR("ForceType")))
			set_type(apache,
				server_is_i(node, 1, STR("None")) ? STR("") : server_word(node, 1),
				node);
		else if (rank == 2 && sets_header(node, &value))
			set_type(apache, value, node);
	}
}

void apache_type(struct apache *apache)
{
	for (int rank = 0; rank < 3; rank++) {
		read_level(apache, &apache->around, rank);
		read_level(apache, &apache->host, rank);
		for (size_t i = 0; i < apache->count; i++)
			read_level(apache, &apache->sections[i].level, rank);
	}
	if (apache_has_variable(apache->ask->answer.type))
		apache->ask->answer.type = STR("");
}
