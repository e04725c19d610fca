/*
 * server_text: configuration of a web server from bytes at hand, for unit tests and fuzzers.
 */
#ifndef TESTS_SERVER_TEXT_H
#define TESTS_SERVER_TEXT_H

#include "lint/base/memory.h"
#include "lint/server/server.h"

/* Makes SERVERS of one file for SOFTWARE whose content is TEXT, the only source of SOURCES. */
static inline void server_text_read(struct servers *servers, struct sources *sources,
	enum server_software software, struct str text)
{
	struct server_file *file = memory_alloc(1, sizeof *file);

	*servers = (struct servers){ 0 };
	servers->files.sources = sources;
	servers->files.list = memory_alloc(1, sizeof *servers->files.list);
	servers->files.list[0] = file;
	servers->files.count = servers->files.capacity = 1;
	file->software = software;
	file->source = sources_add(sources, STR("configuration"), NULL);
	file->path = "configuration";
	file->root = "/nonexistent";
	file->text = arena_str(&file->arena, text);
	server_parse(file);
	for (size_t i = 0; i < file->include_count; i++)
		server_include(&servers->files, file->includes[i]);
	servers_build(servers);
}

#endif
