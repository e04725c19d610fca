/*
 * load: the files of a web server's configuration, and what they include. Includes stay inside the
 * root of the file that names them, are opened without leaving it by a link, and nest
 * SERVER_MAX_INCLUDES deep. An absolute path below the place where a server keeps its
 * configuration (/etc/nginx/...) is looked for beside the file that names it and above it, if no
 * map says where it is.
 */
#ifndef LINT_SERVER_LOAD_H
#define LINT_SERVER_LOAD_H

#include "lint/base/include_map.h"
#include "lint/base/source.h"
#include "lint/server/tree.h"

#include <sys/types.h>

/* A file that the run takes for configuration of a web server. */
struct server_input {
	uint32_t source;
	const char *root; /* absolute: what its includes may not leave */
	enum source_status status;
};

struct server_files {
	struct arena arena;
	struct sources *sources;
	const struct include_map *includes; /* for absolute paths; NULL: none */
	struct server_file **list;
	size_t count, capacity;
	struct server_slot {
		dev_t device;
		ino_t inode;
		struct server_file *file; /* NULL: free */
	} * slots;			  /* one file under several names is one */
	size_t slot_count;
	size_t lookups; /* names that includes were looked for under: bounded */
};

enum { SERVER_MAX_LOOKUPS = 200000 };

/* Reads INPUTS, whose status it fills in, and what they include, absolute paths by way of INCLUDES
 * (NULL: none). */
void server_files_load(struct server_files *files, struct server_input *inputs, size_t count,
	const struct include_map *includes, struct sources *sources);

/* The file PATH, below ROOT, read as one for SOFTWARE where it does not say itself what it is;
 * NULL when it cannot be read. */
struct server_file *server_files_add(struct server_files *files, const char *path, const char *root,
	enum server_software software);

void server_files_finish(struct server_files *files);

/* include.c: gives NODE, an include, what it stands for, as far as that is in the run. */
void server_include(struct server_files *files, struct server_node *node);

#endif
