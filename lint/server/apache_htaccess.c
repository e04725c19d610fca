/* What the files .htaccess say that lie where a policy does: each is as a <Directory> of its place.
 */
#include "lint/server/apache.h"

#include "lint/base/source.h"

#include <stdlib.h>

static int compare_paths(const void *key, const void *entry)
{
	return strcmp(key, (*(struct server_file *const *)entry)->path);
}

static const struct server_file *find_file(
	const struct servers *servers, struct arena *arena, struct str directory)
{
	const char *path = str_eq(directory, STR(".")) ?
				   SERVER_HTACCESS :
				   arena_printf(arena, "%.*s/" SERVER_HTACCESS, (int)directory.len,
					   directory.ptr);
	struct server_file *const *hit = servers->htaccess_count == 0 ?
						 NULL :
						 bsearch(path, servers->htaccess,
							 servers->htaccess_count,
							 sizeof *servers->htaccess, compare_paths);

	return hit == NULL ? NULL : *hit;
}

/* Adds the section of FILE (may be NULL), which lies in DEPTH bytes of the path of the policy. */
static void add_section(struct apache *apache, const struct server_file *file, size_t depth)
{
	struct apache_section *section = &apache->sections[apache->count];

	if (file == NULL)
		return;
	*section = (struct apache_section){
		.phase = APACHE_DIRECTORY,
		.depth = depth,
		.order = apache->count++,
		.node = file->first,
		.level = server_flatten(&apache->ask->arena, file->first, &apache->ask->budget),
		.below = str_skip(apache->file, depth + 1),
	};
}

bool server_ask_htaccess(
	struct servers *servers, const char *policy, struct str host, struct server_answer *answer)
{
	static const struct server_level nothing = { 0 };
	static const struct str file = STR_INIT("/-" SERVER_PATH),
				inner = STR_INIT("/-/.well-known");
	const struct server_block block = { .software = SERVER_APACHE, .around = &nothing };
	struct str directory = path_dir(str_c(policy)), top = path_dir(directory);
	struct ask ask = { .servers = servers,
		.block = &block,
		.host = host,
		.path = STR(SERVER_PATH),
		.budget = servers->budget < ASK_MAX_STEPS ? servers->budget : ASK_MAX_STEPS,
		.answer = { .sure = true } };
	struct apache apache = {
		.ask = &ask, .file = file, .file_known = true, .file_exists = true
	};
	size_t budget = ask.budget;
	bool found;

	if (!str_eq(path_base(directory), STR(".well-known")) ||
		!str_eq(path_base(str_c(policy)), STR("mta-sts.txt")))
		return false;
	apache.sections = arena_alloc(&ask.arena, 2, sizeof *apache.sections);
	add_section(&apache, find_file(servers, &ask.arena, top), 2);
	add_section(&apache, find_file(servers, &ask.arena, directory), inner.len);
	found = apache.count > 0;
	if (found) {
		apache_collect_inner(&apache);
		apache_content(&apache);
	}
	if (ask.budget == 0)
		ask.answer.sure = false;
	servers->budget -= budget - ask.budget;
	*answer = ask.answer;
	arena_finish(&ask.arena);
	return found;
}
