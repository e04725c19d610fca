#include "lint/server/apache.h"

/* PREFIX is PATH or a part of it that ends at a "/". */
static bool covers(struct str prefix, struct str path)
{
	if (str_eq(prefix, STR("/")))
		return true;
	while (str_ends(prefix, STR("/")))
		prefix.len--;
	return str_starts(path, prefix) && (path.len == prefix.len || path.ptr[prefix.len] == '/');
}

/* The status that a Redirect names at word 1; its default where it names none. */
static unsigned status_of(const struct server_node *node, size_t *next)
{
	static const struct {
		struct str name;
		unsigned status;
	} names[] = {
		{ STR_INIT("permanent"), 301 },
		{ STR_INIT("temp"), 302 },
		{ STR_INIT("seeother"), 303 },
		{ STR_INIT("gone"), 410 },
	};
	uint64_t number;

	*next = 2;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (server_is_i(node, 1, names[i].name))
			return names[i].status;
	if (str_number(server_word(node, 1), 999, &number))
		return (unsigned)number;
	*next = 1;
	return server_is_i(node, 0, STR("RedirectPermanent")) ? 301 : 302;
}

static bool is_redirect(const struct server_node *node, bool *match)
{
	*match = server_is_i(node, 0, STR("RedirectMatch"));
	return *match || server_is_i(node, 0, STR("Redirect")) ||
	       server_is_i(node, 0, STR("RedirectPermanent")) ||
	       server_is_i(node, 0, STR("RedirectTemp"));
}

/* In a section the path may be left out: it is that of the section. */
static enum truth redirect_fits(
	struct apache *apache, const struct server_node *node, bool match, size_t at, bool section)
{
	struct str from = server_word(node, at);

	if (section && (at + 1 == node->count || at == node->count))
		return TRUTH_YES;
	if (apache_has_variable(from))
		return TRUTH_UNKNOWN;
	return match ? ask_regex(apache->ask, from, false, apache->ask->path) :
		       truth_of(covers(from, apache->ask->path));
}

bool apache_redirects(struct apache *apache, const struct server_level *level, bool section)
{
	for (size_t i = 0; i < level->count; i++) {
		const struct server_node *node = level->nodes[i];
		enum truth holds;
		unsigned status;
		bool match;
		size_t at;

		if (!is_redirect(node, &match))
			continue;
		status = status_of(node, &at);
		holds = redirect_fits(apache, node, match, at, section);
		if (holds == TRUTH_UNKNOWN)
			ask_doubt(apache->ask);
		if (holds != TRUTH_YES)
			continue;
		ask_status(apache->ask, node, status, server_word(node, node->count - 1));
		return true;
	}
	return false;
}

/* The last word of a directive NAME in the virtual host, else around it. */
static const struct server_node *last_of(const struct apache *apache, struct str name)
{
	const struct server_level *levels[] = { &apache->host, &apache->around };

	for (size_t level = 0; level < 2; level++)
		for (size_t i = levels[level]->count; i-- > 0;)
			if (server_is_i(levels[level]->nodes[i], 0, name))
				return levels[level]->nodes[i];
	return NULL;
}

static void set_file(
	struct apache *apache, const struct server_node *node, struct str root, struct str rest)
{
	while (str_ends(root, STR("/")))
		root.len--;
	apache->mapped_by = node;
	apache->file_known = root.len > 0 && root.ptr[0] == '/' && !apache_has_variable(root);
	apache->file = str_c(arena_printf(&apache->ask->arena, "%.*s%.*s",
		apache->file_known ? (int)root.len : 2, apache->file_known ? root.ptr : "/-",
		(int)rest.len, rest.ptr));
}

/* False when it is no alias of the path. */
static bool map_alias(struct apache *apache, const struct server_node *node)
{
	struct str path = apache->ask->path, from = server_word(node, 1);

	if (server_is_i(node, 0, STR("AliasMatch")) ||
		server_is_i(node, 0, STR("ScriptAliasMatch"))) {
		enum truth holds = ask_regex(apache->ask, from, false, path);

		if (holds != TRUTH_NO)
			set_file(apache, node, STR("${}"), path);
		return holds != TRUTH_NO;
	}
	if (!server_is_i(node, 0, STR("Alias")) && !server_is_i(node, 0, STR("ScriptAlias")))
		return false;
	if (!covers(from, path))
		return false;
	while (str_ends(from, STR("/")))
		from.len--;
	set_file(apache, node, server_word(node, 2), str_skip(path, from.len));
	return true;
}

void apache_map(struct apache *apache)
{
	const struct server_level *levels[] = { &apache->host, &apache->around };
	const struct server_node *root = last_of(apache, STR("DocumentRoot"));

	for (size_t level = 0; level < 2; level++)
		for (size_t i = 0; i < levels[level]->count; i++)
			if (map_alias(apache, levels[level]->nodes[i]))
				return;
	set_file(apache, root, root == NULL ? STR("${}") : server_word(root, 1), apache->ask->path);
	if (last_of(apache, STR("VirtualDocumentRoot")) != NULL)
		apache->file_known = false;
}

/* ProxyPass in their order; "!" leaves a path out. */
bool apache_passes_on(struct apache *apache)
{
	for (size_t i = 0; i < apache->host.count; i++) {
		const struct server_node *node = apache->host.nodes[i];
		bool match = server_is_i(node, 0, STR("ProxyPassMatch"));
		struct str from = server_word(node, 1);

		if (!match && !server_is_i(node, 0, STR("ProxyPass")))
			continue;
		if (match ? ask_regex(apache->ask, from, false, apache->ask->path) == TRUTH_NO :
			    !str_starts(apache->ask->path, from))
			continue;
		if (server_is(node, 2, STR("!")))
			return false;
		ask_pass(apache->ask, node);
		return true;
	}
	return false;
}
