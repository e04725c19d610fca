#include "lint/server/nginx.h"

#include "lint/base/memory.h"

/* The port that a `listen` names; 0 when it is no TCP port. */
static uint64_t port_of(struct str address)
{
	uint64_t port = 80;
	size_t at = address.len;

	if (str_starts(address, STR("unix:")))
		return 0;
	if (str_number(address, 65535, &port))
		return port;
	while (at > 0 && address.ptr[at - 1] != ':' && address.ptr[at - 1] != ']')
		at--;
	if (at > 0 && address.ptr[at - 1] == ':' &&
		!str_number(str_skip(address, at), 65535, &port))
		return 0;
	return port;
}

static void read_listen(struct server_block *block, const struct server_node *node)
{
	if (port_of(server_word(node, 1)) != 443)
		return;
	block->https = true;
	for (size_t i = 2; i < node->count; i++)
		if (server_is(node, i, STR("default_server")) || server_is(node, i, STR("default")))
			block->fallback = true;
}

static enum server_name_kind kind_of(struct str name)
{
	if (str_starts(name, STR("~")))
		return SERVER_NAME_REGEX;
	if (memchr(name.ptr, '$', name.len) != NULL || memchr(name.ptr, '{', name.len) != NULL ||
		memchr(name.ptr, '%', name.len) != NULL || memchr(name.ptr, '<', name.len) != NULL)
		return SERVER_NAME_UNKNOWN;
	return memchr(name.ptr, '*', name.len) != NULL ? SERVER_NAME_GLOB : SERVER_NAME_EXACT;
}

/* ".example.com" is the name itself and all below it; "_" is no name. */
static void read_name(struct servers *servers, struct server_block *block,
	const struct server_node *node, size_t i)
{
	struct str name = server_word(node, i);
	struct span at = server_word_at(node, i);
	enum server_name_kind kind = kind_of(name);

	if (name.len == 0 || str_eq(name, STR("_")))
		return;
	if (kind == SERVER_NAME_REGEX)
		name = str_skip(name, 1);
	if (kind == SERVER_NAME_EXACT && name.ptr[0] == '.') {
		char *glob = arena_bytes(&servers->arena, name.len + 1);

		glob[0] = '*';
		memcpy(glob + 1, name.ptr, name.len);
		server_block_name(servers, block, SERVER_NAME_GLOB, str_of(glob, name.len + 1), at);
		name = str_skip(name, 1);
	}
	server_block_name(servers, block, kind, name, at);
}

static void read_server(struct servers *servers, const struct server_node *node,
	const struct server_level *around, bool whole)
{
	struct server_block *block = servers_add(servers, node->file, node);
	const struct server_node *child;
	struct server_walk walk;

	block->around = around;
	block->whole = whole;
	server_walk_begin(&walk, node->first, &servers->budget);
	while ((child = server_walk_next(&walk)) != NULL) {
		if (server_is(child, 0, STR("listen")))
			read_listen(block, child);
		if (!server_is(child, 0, STR("server_name")))
			continue;
		for (size_t i = 1; i < child->count; i++)
			read_name(servers, block, child, i);
	}
	if (block->name_count == 0 && block->https)
		block->fallback = true;
}

static bool is_server(const struct server_node *node)
{
	return node->block && server_is(node, 0, STR("server")) && node->count == 1;
}

/* What stands around the server blocks below FIRST, without themselves. */
static struct server_level *around(struct servers *servers, const struct server_node *first)
{
	struct server_level *level = ARENA_NEW(&servers->arena, struct server_level);
	size_t kept = 0;

	*level = server_flatten(&servers->arena, first, &servers->budget);
	for (size_t i = 0; i < level->count; i++)
		if (!is_server(level->nodes[i]) && !server_is(level->nodes[i], 0, STR("map")) &&
			!server_is(level->nodes[i], 0, STR("upstream")))
			level->nodes[kept++] = level->nodes[i];
	level->count = kept;
	return level;
}

bool nginx_is_hidden(const struct server_node *node)
{
	static const struct str harmless[] = {
		STR_INIT("mime.types"), STR_INIT("fastcgi_params"), STR_INIT("fastcgi.conf"),
		STR_INIT("uwsgi_params"), STR_INIT("scgi_params"), STR_INIT("proxy_params"),
		STR_INIT("options-ssl-nginx.conf"), /* certbot */
	};
	struct str path = server_word(node, 1);

	if (!server_is(node, 0, STR("include")) || node->transparent)
		return false;
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
		if (str_ends(path, harmless[i]))
			return false;
	return true;
}

/* The server blocks below FIRST, which is what an http block holds (WHOLE), or a file that is
 * included in one. */
static void read_http(struct servers *servers, const struct server_node *first, bool whole)
{
	struct server_level *level = around(servers, first);
	const struct server_node *node;
	struct server_walk walk;

	for (size_t i = 0; i < level->count; i++)
		servers->hidden |= nginx_is_hidden(level->nodes[i]);
	server_walk_begin(&walk, first, &servers->budget);
	while ((node = server_walk_next(&walk)) != NULL)
		if (is_server(node))
			read_server(servers, node, level, whole);
}

/* Directives that stand in no block are included in a server block that is not in the run. */
static bool is_snippet(const struct server_node *node)
{
	return server_is(node, 0, STR("location")) || server_is(node, 0, STR("return")) ||
	       server_is(node, 0, STR("rewrite")) || server_is(node, 0, STR("if"));
}

void nginx_blocks(struct servers *servers, const struct server_file *file)
{
	struct server_level top = server_flatten(&servers->arena, file->first, &servers->budget);
	bool bare = false, snippet = false;

	for (size_t i = 0; i < top.count; i++) {
		const struct server_node *node = top.nodes[i];

		if (node->block && server_is(node, 0, STR("http")))
			read_http(servers, node->first, true);
		bare |= is_server(node);
		snippet |= is_snippet(node);
	}
	if (bare)
		read_http(servers, file->first, false);
	else if (snippet)
		server_block_name(servers, servers_add(servers, file, NULL), SERVER_NAME_UNKNOWN,
			STR(""), (struct span){ file->source, 0, 0 });
}
