/*
 * reader: libyaml's events put together to nodes. Used by the parts of yaml only.
 */
#ifndef LINT_YAML_READER_H
#define LINT_YAML_READER_H

#include "lint/yaml/yaml.h"

#include <yaml.h>

/* Aliases are cheap, since they share what they name, but their names are compared one by one. */
enum { YAML_MAX_ANCHORS = 1024, YAML_MAX_ALIASES = 65536 };

struct yaml_anchor {
	struct str name;
	const struct yaml_node *node;
};

struct yaml_reader {
	yaml_parser_t parser;
	bool started;
	struct str text; /* what the parser reads */
	size_t skipped;	 /* bytes of the file before it */
	uint32_t file;
	struct arena *arena;
	struct yaml_fault *fault;
	bool ascii;	 /* each character is a byte */
	uint32_t *bytes; /* else: where the characters 0, STEP, 2 STEP, ... begin */
	size_t byte_count, byte_capacity;
	struct yaml_node *root;
	struct yaml_node *open[YAML_MAX_DEPTH]; /* lists and maps that are not closed yet */
	struct yaml_node *last[YAML_MAX_DEPTH]; /* the last part of each */
	size_t depth;
	size_t nodes, max_nodes; /* read since the count was reset, and how many may be */
	bool aliases;		 /* they are allowed */
	bool anchored;		 /* an anchor was met */
	struct yaml_anchor *anchors;
	size_t anchor_count, anchor_capacity, alias_count;
};

/* Reads TEXT, which stands behind SKIPPED bytes of source FILE. False when libyaml has no memory.
 */
bool yaml_reader_start(struct yaml_reader *reader, struct str text, size_t skipped, uint32_t file);
/* Ends reading; it may start again, elsewhere. */
void yaml_reader_stop(struct yaml_reader *reader);
void yaml_reader_finish(struct yaml_reader *reader);

/* The next event, which the caller deletes; false with *reader->fault when the text is no YAML. */
bool yaml_reader_event(struct yaml_reader *reader, yaml_event_t *event);

/* Adds what EVENT says to the tree; it is whole when the depth is 0 and there is a root. */
bool yaml_reader_take(struct yaml_reader *reader, const yaml_event_t *event);

/* A fault at MARK. False, for callers to return. */
bool yaml_reader_fail(struct yaml_reader *reader, const yaml_mark_t *mark, const char *text);

#endif
