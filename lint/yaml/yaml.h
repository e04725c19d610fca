/*
 * yaml: YAML text as nodes that know where they stand. The only user of libyaml, whose events are
 * put together here. Input is not trusted: depth and size are bounded, and an alias shares what it
 * names, so that a short text cannot stand for a long one. UTF-8 only; one document only.
 *
 * yaml_read() takes a text as a whole and refuses aliases. yaml_entries goes through the mapping at
 * the top of a text, holds one entry of it at a time, and goes on behind what cannot be read.
 */
#ifndef LINT_YAML_YAML_H
#define LINT_YAML_YAML_H

#include "lint/base/arena.h"
#include "lint/base/span.h"

enum {
	YAML_MAX_DEPTH = 32,
	YAML_MAX_BYTES = 64 * 1024 * 1024,
	YAML_MAX_NODES = 512 * 1024, /* of one entry */
};

enum yaml_kind {
	YAML_SCALAR,
	YAML_LIST,
	YAML_MAP,
};

struct yaml_node {
	enum yaml_kind kind;
	bool plain;	 /* a scalar without quotes */
	bool alias;	 /* stands for what is elsewhere, and where that is */
	struct str text; /* of a scalar, decoded; a NUL follows it */
	struct str tag;	 /* a tag of its own ("!include"); empty when there is none */
	struct span at;	 /* bytes; of a list or map from its start to the end of its last part */
	size_t line, column;	 /* of its start, from 1, in characters */
	size_t count;		 /* of a list: items, of a map: keys */
	struct yaml_node *first; /* of a list: the items; of a map: key, value, key, value, ... */
	struct yaml_node *next;
};

struct yaml_fault {
	const char *text; /* what is wrong, for people */
	size_t line, column;
	struct span at; /* the place, without length */
};

/* Reads TEXT, the bytes of source FILE, into ARENA. *ROOT is NULL for an empty text. False with
 * *FAULT when it cannot be read. */
bool yaml_read(struct str text, uint32_t file, struct arena *arena, struct yaml_node **root,
	struct yaml_fault *fault);

/* The same with aliases, each a node that shares its parts with what it names, and for at most
 * YAML_MAX_NODES nodes. */
bool yaml_read_aliases(struct str text, uint32_t file, struct arena *arena, struct yaml_node **root,
	struct yaml_fault *fault);

enum yaml_step {
	YAML_DONE,
	YAML_ENTRY,
	YAML_BROKEN, /* the entry cannot be read; reading goes on behind it */
};

/* One entry; until the next one is asked for. */
struct yaml_entry {
	const struct yaml_node *key, *value; /* broken: NULL for what was not read */
	struct yaml_fault fault;	     /* broken */
};

struct yaml_entries;

/* TEXT, which outlives the entries, of source FILE. */
struct yaml_entries *yaml_entries_open(struct str text, uint32_t file);
enum yaml_step yaml_entries_next(struct yaml_entries *entries, struct yaml_entry *entry);
void yaml_entries_close(struct yaml_entries *entries);

/* The key behind KEY in its map; NULL at the end. */
const struct yaml_node *yaml_next_key(const struct yaml_node *key);

/* The value of KEY in MAP, the last one if it is there several times; NULL if it is not there. */
const struct yaml_node *yaml_find(const struct yaml_node *map, struct str key);

/* A plain scalar that stands for nothing: "", "~", "null". */
bool yaml_is_null(const struct yaml_node *node);

/* Where one byte of a scalar's text is written: offsets in its source, TO exclusive. */
struct yaml_place {
	uint32_t from, to;
};

/* SOURCE is a scalar as it is written, with its quotes or the header of its block: what it says,
 * and where each byte of that is written; places are NULL for an empty one. In ARENA. False when it
 * says another thing by itself than it may where it stands. */
bool yaml_scalar(
	struct str source, struct arena *arena, struct str *text, struct yaml_place **places);

#endif
