#include "lint/server/ask.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* Steps that all of a run may take together: what is included again and again grows without bound.
 */
enum { SERVER_MAX_STEPS = 20000000 };

static const struct {
	void (*blocks)(struct servers *servers, const struct server_file *file);
	void (*ask)(struct ask *ask);
} readers[] = {
	[SERVER_NGINX] = { nginx_blocks, nginx_ask },
	[SERVER_APACHE] = { apache_blocks, apache_ask },
	[SERVER_CADDY] = { caddy_blocks, caddy_ask },
};

static struct server_answer ask_now(
	struct servers *servers, const struct server_block *block, struct str host)
{
	size_t around = block->around == NULL ? 0 : 16 * block->around->count;
	struct ask ask = {
		.servers = servers,
		.block = block,
		.host = host,
		.path = STR(SERVER_PATH),
		.budget = servers->budget < ASK_MAX_STEPS ? servers->budget : ASK_MAX_STEPS,
		.answer = { .sure = true },
	};
	size_t budget = ask.budget;

	readers[block->software].ask(&ask);
	if (ask.budget == 0)
		ask_pass(&ask, block->node);
	around += budget - ask.budget;
	servers->budget -= around < servers->budget ? around : servers->budget;
	arena_finish(&ask.arena);
	return ask.answer;
}

struct server_answer server_ask(
	struct servers *servers, const struct server_block *block, struct str host)
{
	return block->answer.by_host ? ask_now(servers, block, host) : block->answer;
}

static int compare_entries(const void *left, const void *right)
{
	const struct server_index_entry *a = left, *b = right;
	int order = str_cmp(a->name, b->name);

	return order != 0 ? order : (a->block > b->block) - (a->block < b->block);
}

static void make_index(struct servers *servers)
{
	size_t most = 0;

	for (size_t i = 0; i < servers->count; i++)
		most += servers->blocks[i].name_count;
	servers->index = arena_alloc(&servers->arena, most, sizeof *servers->index);
	for (size_t i = 0; i < servers->count; i++)
		for (size_t j = 0; j < servers->blocks[i].name_count; j++) {
			const struct server_name *name = &servers->blocks[i].names[j];

			if (name->kind == SERVER_NAME_EXACT && !name->implied)
				servers->index
					[servers->index_count++] = (struct server_index_entry){
					name->text, i, name
				};
		}
	if (servers->index_count > 0)
		qsort(servers->index, servers->index_count, sizeof *servers->index,
			compare_entries);
}

static bool is_htaccess(const struct server_file *file)
{
	return str_eq(path_base(str_c(file->path)), STR(SERVER_HTACCESS));
}

static int compare_paths(const void *left, const void *right)
{
	return strcmp((*(struct server_file *const *)left)->path,
		(*(struct server_file *const *)right)->path);
}

static void collect_htaccess(struct servers *servers)
{
	servers->htaccess = arena_alloc(
		&servers->arena, servers->files.count, sizeof *servers->htaccess);
	for (size_t i = 0; i < servers->files.count; i++)
		if (is_htaccess(servers->files.list[i]) && !servers->files.list[i]->broken)
			servers->htaccess[servers->htaccess_count++] = servers->files.list[i];
	if (servers->htaccess_count > 0)
		qsort(servers->htaccess, servers->htaccess_count, sizeof *servers->htaccess,
			compare_paths);
}

void servers_build(struct servers *servers)
{
	servers->budget = SERVER_MAX_STEPS;
	collect_htaccess(servers);
	for (size_t i = 0; i < servers->files.count; i++) {
		const struct server_file *file = servers->files.list[i];

		if (is_htaccess(file))
			continue;
		servers->hidden |= file->broken;
		if (!file->broken && !file->included && !file->disabled)
			readers[file->software].blocks(servers, file);
	}
	servers->hidden |= servers->budget == 0;
	make_index(servers);
	for (size_t i = 0; i < servers->count; i++)
		servers->blocks[i].answer = ask_now(servers, &servers->blocks[i], STR(""));
}

void servers_read(struct servers *servers, struct server_input *inputs, size_t count,
	const struct include_map *includes, struct sources *sources)
{
	*servers = (struct servers){ 0 };
	server_files_load(&servers->files, inputs, count, includes, sources);
	servers_build(servers);
}

void servers_finish(struct servers *servers)
{
	for (size_t i = 0; i < servers->count; i++) {
		for (size_t j = 0; j < servers->blocks[i].name_count; j++)
			server_regex_free(servers->blocks[i].names[j].regex);
		free(servers->blocks[i].names);
	}
	for (size_t i = 0; i < servers->text_count; i++) {
		server_text_finish(servers->texts[i]);
		free(servers->texts[i]);
	}
	free(servers->blocks);
	free(servers->texts);
	server_files_finish(&servers->files);
	arena_finish(&servers->arena);
	*servers = (struct servers){ 0 };
}
