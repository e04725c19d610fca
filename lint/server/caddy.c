#include "lint/server/caddy.h"

#include "lint/base/source.h"

bool caddy_has_placeholder(struct str text)
{
	size_t at = str_find_char(text, '{');

	return at < text.len && str_find_char(str_skip(text, at), '}') + at < text.len;
}

struct address {
	enum server_name_kind kind;
	struct str host;
	bool secure;
};

/* "[SCHEME://][HOST][:PORT][/PATH]" */
static struct address read_address(struct str text)
{
	struct address address = { .kind = SERVER_NAME_EXACT, .secure = true };
	size_t scheme = str_find(text, STR("://")), end;
	struct str port;

	if (scheme < text.len) {
		address.secure = !str_starts(text, STR("http:"));
		text = str_skip(text, scheme + 3);
	}
	end = str_find_char(text, '/');
	if (end < text.len || caddy_has_placeholder(text))
		address.kind = SERVER_NAME_UNKNOWN;
	text = str_take(text, end);
	address.host = text;
	for (end = text.len; end > 0 && ascii_is_digit(text.ptr[end - 1]);)
		end--;
	if (end > 0 && text.ptr[end - 1] == ':') {
		port = str_skip(text, end);
		address.host = str_take(text, end - 1);
		address.secure = str_eq(port, STR("443"));
	}
	if (address.kind == SERVER_NAME_EXACT && address.host.len == 0)
		address.kind = SERVER_NAME_ANY;
	else if (address.kind == SERVER_NAME_EXACT &&
		 memchr(address.host.ptr, '*', address.host.len))
		address.kind = SERVER_NAME_LABEL;
	return address;
}

/* The addresses of NODE of which SECURE is true, or of which it is not, as names of a new block. */
static struct server_block *read_site(struct servers *servers, const struct server_node *node,
	const struct server_node *first, bool secure)
{
	struct server_block *block = NULL;

	for (size_t i = 0; i < node->count; i++) {
		struct str text = server_word(node, i);
		struct address address;

		text.len -= str_ends(text, STR(",")) ? 1 : 0;
		address = read_address(text);
		if (text.len == 0 || address.secure != secure)
			continue;
		if (block == NULL) {
			block = servers_add(servers, node->file, node);
			block->first = first;
			block->https = secure;
			block->whole = true;
		}
		block->fallback |= address.kind == SERVER_NAME_ANY;
		server_block_name(
			servers, block, address.kind, address.host, server_word_at(node, i));
	}
	return block;
}

/* Policy hosts that matchers in the block name are among its names. */
static void read_hosts(
	struct servers *servers, struct server_block *block, const struct server_node *node)
{
	size_t from = server_is(node, 0, STR("host")) ? 1 :
		      server_is(node, 1, STR("host")) ? 2 :
							node->count;

	for (size_t i = from; i < node->count; i++) {
		const struct server_name *by;
		struct str host = server_word(node, i);

		if (!str_istarts(host, STR("mta-sts.")) || caddy_has_placeholder(host) ||
			memchr(host.ptr, '*', host.len) != NULL ||
			server_block_has(block, host, &by) == TRUTH_NO ||
			by->kind == SERVER_NAME_EXACT)
			continue;
		server_block_name(servers, block, SERVER_NAME_EXACT, host, server_word_at(node, i))
			->implied = true;
	}
}

static void read_matchers(struct servers *servers, struct server_block *block)
{
	struct server_level level = server_flatten(&servers->arena, block->first, &servers->budget);

	for (size_t i = 0; i < level.count; i++) {
		const struct server_node *node = level.nodes[i];

		if (!str_starts(server_word(node, 0), STR("@")))
			continue;
		read_hosts(servers, block, node);
		for (const struct server_node *line = node->first; line != NULL; line = line->next)
			read_hosts(servers, block, line);
	}
}

static void read_sites(
	struct servers *servers, const struct server_node *node, const struct server_node *first)
{
	for (int secure = 0; secure < 2; secure++) {
		struct server_block *block = read_site(servers, node, first, secure == 1);

		if (block != NULL)
			read_matchers(servers, block);
	}
}

static bool is_site(const struct server_node *node)
{
	struct str head = server_word(node, 0);

	return node->block && !str_eq(head, STR("{")) && !str_starts(head, STR("(")) &&
	       !str_starts(head, STR("&("));
}

void caddy_blocks(struct servers *servers, const struct server_file *file)
{
	struct server_level level = server_flatten(&servers->arena, file->first, &servers->budget);
	const struct server_node *first = file->first;

	/* A file may be one site without braces: its addresses are the first line. */
	if (first != NULL && !first->block && !server_is(first, 0, STR("import"))) {
		read_sites(servers, first, first->next);
		return;
	}
	for (size_t i = 0; i < level.count; i++) {
		if (is_site(level.nodes[i]))
			read_sites(servers, level.nodes[i], level.nodes[i]->first);
		servers->hidden |= server_is(level.nodes[i], 0, STR("import"));
	}
}
