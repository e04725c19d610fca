/*
 * zone_list: which zones a name server has, and in which files: from the configuration of BIND, NSD
 * or Knot. Of that nothing else is read: parts that are not known are skipped, and so are zones
 * that are not primary here (secondary, hint, stub, forward, mirror, ...).
 *
 * Paths are those of the name server's machine: absolute ones go through a map first; relative ones
 * are looked for in the server's working directory, then beside the configuration, then in the
 * root. Nothing outside the root is opened. Input is not trusted: nothing recurses, and included
 * files are bounded in number, depth and size.
 */
#ifndef LINT_NAMESERVER_ZONE_LIST_H
#define LINT_NAMESERVER_ZONE_LIST_H

#include "lint/zone/zone.h"

enum { ZONE_LIST_MAX_BYTES = 64 * 1024 * 1024, ZONE_LIST_MAX_FILES = 4096, ZONE_LIST_DEPTH = 16 };

/* Where something stands, for people: "FILE:LINE". */
struct list_place {
	const char *file;
	size_t line; /* from 1; 0: the file as a whole */
};

struct listed_zone {
	struct name origin;
	const char *path; /* what open() takes */
	struct list_place place;
};

struct list_problem {
	struct list_place place;
	const char *reason;
	bool note; /* the file is on the name server's machine, and nothing says where it is here */
};

struct zone_list_input {
	const char *path; /* of the configuration, as it was given */
	const char *root; /* what no file may leave */
	const struct include_map *includes;
	struct sources *sources; /* whose time the files are of */
};

struct zone_list {
	struct arena arena;
	struct listed_zone *zones; /* in the order of the files */
	size_t zone_count, zone_capacity;
	struct list_problem *problems; /* likewise */
	size_t problem_count, problem_capacity;
	const char *directory; /* the server's working directory here; NULL: not known */
	bool missing; /* the configuration itself cannot be read: the only problem says why */
};

/* Reads what INPUT says. */
void zone_list_read(struct zone_list *list, const struct zone_list_input *input);
void zone_list_finish(struct zone_list *list);

/* The same for the bytes of a configuration that includes nothing and whose zones are not looked
 * for: their paths are as written. */
void zone_list_parse(struct zone_list *list, struct str text);

#endif
