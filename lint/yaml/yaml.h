/*
 * yaml: YAML text as nodes that know where they stand. The only user of libyaml, whose events are
 * put together here. Input is not trusted: depth and size are bounded, and aliases are refused, so
 * that a short text cannot stand for a long one. UTF-8 only; one document only.
 */
#ifndef LINT_YAML_YAML_H
#define LINT_YAML_YAML_H

#include "lint/base/arena.h"
#include "lint/base/span.h"

enum { YAML_MAX_DEPTH = 32, YAML_MAX_BYTES = 64 * 1024 * 1024 };

enum yaml_kind {
	YAML_SCALAR,
	YAML_LIST,
	YAML_MAP,
};

struct yaml_node {
	enum yaml_kind kind;
	bool plain;	 /* a scalar without quotes */
	struct str text; /* of a scalar, decoded; a NUL follows it */
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

/* The key behind KEY in its map; NULL at the end. */
const struct yaml_node *yaml_next_key(const struct yaml_node *key);

/* A plain scalar that stands for nothing: "", "~", "null". */
bool yaml_is_null(const struct yaml_node *node);

#endif
