#include "lint/server/ask.h"

#include "lint/base/memory.h"

struct server_block *servers_add(
	struct servers *servers, const struct server_file *file, const struct server_node *node)
{
	struct server_block *block;

	MEMORY_GROW(servers->blocks, servers->count, servers->capacity);
	block = &servers->blocks[servers->count++];
	*block = (struct server_block){
		.software = file->software,
		.node = node,
		.first = node == NULL ? file->first : node->first,
		.at = node == NULL ? (struct span){ file->source, 0, 0 } : server_node_at(node),
	};
	return block;
}

struct server_name *server_block_name(struct servers *servers, struct server_block *block,
	enum server_name_kind kind, struct str text, struct span at)
{
	char *lower = arena_bytes(&servers->arena, text.len);
	struct server_name *name;

	for (size_t i = 0; i < text.len; i++)
		lower[i] = kind == SERVER_NAME_REGEX ? text.ptr[i] : ascii_lower(text.ptr[i]);
	MEMORY_GROW(block->names, block->name_count, block->name_capacity);
	name = &block->names[block->name_count++];
	*name = (struct server_name){ .kind = kind, .text = str_of(lower, text.len), .at = at };
	if (kind == SERVER_NAME_REGEX)
		name->regex = server_regex_compile(name->text, true);
	if (kind == SERVER_NAME_REGEX && name->regex == NULL)
		name->kind = SERVER_NAME_UNKNOWN;
	return name;
}

struct server_level server_flatten(
	struct arena *arena, const struct server_node *first, size_t *budget)
{
	struct server_level level = { 0 };
	const struct server_node *node;
	struct server_walk walk;
	size_t before = *budget;

	server_walk_begin(&walk, first, budget);
	while (server_walk_next(&walk) != NULL)
		level.count++;
	if (level.count == 0)
		return level;
	level.nodes = arena_alloc(arena, level.count, sizeof *level.nodes);
	*budget = before;
	level.count = 0;
	server_walk_begin(&walk, first, budget);
	while ((node = server_walk_next(&walk)) != NULL)
		level.nodes[level.count++] = node;
	return level;
}

static void settle(struct ask *ask, const struct server_node *node, enum server_outcome outcome,
	unsigned status)
{
	ask->answer.outcome = outcome;
	ask->answer.status = status;
	ask->answer.at = node == NULL ? ask->block->at : server_node_at(node);
}

void ask_redirect(
	struct ask *ask, const struct server_node *node, unsigned status, struct str target)
{
	settle(ask, node, OUTCOME_REDIRECT, status);
	ask->answer.target = target;
}

void ask_deny(struct ask *ask, const struct server_node *node, unsigned status)
{
	settle(ask, node, OUTCOME_DENIED, status);
}

void ask_file(struct ask *ask, const struct server_node *node)
{
	settle(ask, node, OUTCOME_FILE, 200);
}

void ask_pass(struct ask *ask, const struct server_node *node)
{
	settle(ask, node, OUTCOME_UNKNOWN, 0);
	ask_doubt(ask);
}

void ask_status(struct ask *ask, const struct server_node *node, unsigned status, struct str target)
{
	if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
		ask_redirect(ask, node, status, target);
	else if (status >= 400 && status <= 599)
		ask_deny(ask, node, status);
	else
		ask_pass(ask, node);
}

struct server_text *ask_text(struct ask *ask, const struct server_node *node)
{
	struct servers *servers = ask->servers;
	struct server_text *text = memory_alloc(1, sizeof *text);

	text->source = node->file->source;
	MEMORY_GROW(servers->texts, servers->text_count, servers->text_capacity);
	servers->texts[servers->text_count++] = text;
	return text;
}

struct str ask_host(struct ask *ask)
{
	ask->answer.by_host = true;
	return ask->host;
}
