#include "lint/server/apache.h"

bool apache_has_variable(struct str text)
{
	return str_find(text, STR("${")) < text.len || str_find(text, STR("%{")) < text.len;
}

bool apache_is_hidden(const struct server_node *node)
{
	static const struct str harmless[] = {
		STR_INIT("options-ssl-apache.conf"), /* certbot */
		STR_INIT("mods-enabled/*.load"),
	};
	struct str path = server_word(node, 1);

	if (node->transparent || (!server_is_i(node, 0, STR("Include")) &&
					 !server_is_i(node, 0, STR("IncludeOptional"))))
		return false;
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
		if (str_ends(path, harmless[i]))
			return false;
	return true;
}

/* "https://example.com:443" is written for "example.com". */
static struct str without_port(struct str name)
{
	size_t scheme = str_find(name, STR("://"));

	if (scheme < name.len)
		name = str_skip(name, scheme + 3);
	return str_take(name, str_find_char(name, ':'));
}

static void read_names(
	struct servers *servers, struct server_block *block, const struct server_node *node)
{
	bool alias = server_is_i(node, 0, STR("ServerAlias"));

	if (!alias && !server_is_i(node, 0, STR("ServerName")))
		return;
	for (size_t i = 1; i < node->count; i++) {
		struct str name = without_port(server_word(node, i));
		enum server_name_kind kind = SERVER_NAME_EXACT;

		if (apache_has_variable(server_word(node, i)))
			kind = SERVER_NAME_UNKNOWN;
		else if (alias && (memchr(name.ptr, '*', name.len) != NULL ||
					  memchr(name.ptr, '?', name.len) != NULL))
			kind = SERVER_NAME_GLOB;
		server_block_name(servers, block, kind, name, server_word_at(node, i));
	}
}

/* "*", and addresses without a port, stand for all ports. */
static void read_address(struct str address, bool *secure, bool *any)
{
	size_t at = address.len;
	uint64_t port;

	while (at > 0 && address.ptr[at - 1] != ':' && address.ptr[at - 1] != ']')
		at--;
	if (at == 0 || address.ptr[at - 1] == ']' || str_eq(str_skip(address, at), STR("*")))
		*any = true;
	else if (str_number(str_skip(address, at), 65535, &port) && port == 443)
		*secure = true;
}

static void read_host(
	struct servers *servers, const struct server_node *node, const struct server_level *around)
{
	struct server_block *block = servers_add(servers, node->file, node);
	struct server_level level = server_flatten(&servers->arena, node->first, &servers->budget);
	bool any = false, engine = false;

	block->around = around;
	for (size_t i = 1; i < node->count; i++)
		read_address(server_word(node, i), &block->https, &any);
	for (size_t i = 0; i < level.count; i++) {
		read_names(servers, block, level.nodes[i]);
		engine |= server_is_i(level.nodes[i], 0, STR("SSLEngine")) &&
			  server_is_i(level.nodes[i], 1, STR("on"));
	}
	block->https |= any && engine;
	block->fallback = block->https && block->name_count == 0;
}

static bool is_host(const struct server_node *node)
{
	return node->block && server_is_i(node, 0, STR("VirtualHost"));
}

/* Virtual hosts may stand in it, and may be in force. */
static bool may_hold(const struct server_node *node)
{
	return server_is_i(node, 0, STR("Use")) || server_is_i(node, 0, STR("IfDefine")) ||
	       server_is_i(node, 0, STR("IfFile"));
}

void apache_blocks(struct servers *servers, const struct server_file *file)
{
	struct server_level *around = ARENA_NEW(&servers->arena, struct server_level);
	struct server_level all = server_flatten(&servers->arena, file->first, &servers->budget);

	around->nodes = arena_alloc(&servers->arena, all.count + 1, sizeof *around->nodes);
	for (size_t i = 0; i < all.count; i++) {
		servers->hidden |= apache_is_hidden(all.nodes[i]) || may_hold(all.nodes[i]);
		if (!is_host(all.nodes[i]))
			around->nodes[around->count++] = all.nodes[i];
	}
	for (size_t i = 0; i < all.count; i++)
		if (is_host(all.nodes[i]))
			read_host(servers, all.nodes[i], around);
}
