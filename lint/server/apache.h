/*
 * apache: what the parts of the reader for Apache httpd share. A request goes through mod_rewrite
 * and mod_alias, then the sections that fit its file and path are merged in their order (Directory,
 * DirectoryMatch, Files, Location; the last one wins), which says who may have it, and as what
 * type. Used by lint/server only.
 */
#ifndef LINT_SERVER_APACHE_H
#define LINT_SERVER_APACHE_H

#include "lint/server/ask.h"

enum apache_phase {
	APACHE_SERVER, /* no section: what stands in the virtual host itself, and around it */
	APACHE_DIRECTORY,
	APACHE_DIRECTORY_MATCH,
	APACHE_FILES,
	APACHE_LOCATION,
};

/* Directives that are in force for the path, in the order in which they are merged. */
struct apache_section {
	enum apache_phase phase;
	size_t depth; /* of a Directory: the length of its path */
	size_t order;
	const struct server_node *node;
	struct server_level level;
	struct str below; /* of a Directory: the rest of the file's name */
};

struct apache {
	struct ask *ask;
	struct server_level around, host;
	struct str file; /* what the path is mapped to */
	bool file_known;
	bool file_exists; /* it is the policy itself */
	const struct server_node *mapped_by;
	struct apache_section *sections;
	size_t count;
};

/* apache_rewrite.c: runs the rules of LEVEL on SUBJECT. True when they answer. */
bool apache_rewrite(struct apache *apache, const struct server_level *level, struct str subject);

/* apache_alias.c: Redirect and its kin in LEVEL; SECTION: they stand in a section that fits. */
bool apache_redirects(struct apache *apache, const struct server_level *level, bool section);

/* apache_alias.c: the file that the path is mapped to. */
void apache_map(struct apache *apache);

/* apache_alias.c: the request is passed on to another server. */
bool apache_passes_on(struct apache *apache);

/* apache_section.c: fills apache->sections. */
void apache_collect(struct apache *apache);

/* apache_section.c: adds sections in those that are there, and puts all in their order. */
void apache_collect_inner(struct apache *apache);

/* apache_ask.c: the answer by apache->sections. */
void apache_content(struct apache *apache);

/* apache_access.c: whether access is denied, which answers. */
bool apache_denies(struct apache *apache);

/* apache_type.c: the media type, where it is set. */
void apache_type(struct apache *apache);

/* NODE is an include that is not here, and may hold anything. */
bool apache_is_hidden(const struct server_node *node);

/* TEXT holds a variable (`${NAME}`, `%{NAME}`). */
bool apache_has_variable(struct str text);

#endif
