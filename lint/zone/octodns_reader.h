/*
 * octodns_reader: what the parts of octodns share. octodns.c goes through the entries of a file,
 * octodns_include.c opens what they include, octodns_record.c reads a record set, octodns_value.c
 * its data by type, octodns_text.c that of TXT.
 */
#ifndef LINT_ZONE_OCTODNS_READER_H
#define LINT_ZONE_OCTODNS_READER_H

#include "lint/yaml/yaml.h"
#include "lint/zone/octodns.h"

enum {
	OCTODNS_TTL = 3600,
	OCTODNS_MAX_DEPTH = 16,		  /* includes that lead to one another */
	OCTODNS_MAX_INCLUDES = 1024,	  /* files */
	OCTODNS_MAX_ALIASED = 128 * 1024, /* records by way of aliases and includes, in one zone */
};

/* Included text, all of which is held until the zone is read. */
#define OCTODNS_MAX_INCLUDED (UINT64_C(16) << 20)

/* An included file; the same one is read once. */
struct octodns_include {
	uint32_t file;
	const struct yaml_node *root; /* NULL: it is empty, or cannot be read */
	struct octodns_include *next;
};

struct octodns {
	struct zone_file *zone;
	const struct zone_input *input;
	struct sources *sources;
	struct diag *diag;
	struct arena arena; /* of what is included */
	struct octodns_include *includes;
	uint64_t included; /* bytes */
	size_t aliased;	   /* records so far whose text may stand for several */
	struct name apex;
	struct buf scratch; /* RDATA */
	uint64_t *seen;	    /* hashes of the owners so far: a table, half of it empty */
	size_t seen_count, seen_capacity;
};

/* The record sets of one owner. */
struct octodns_owner {
	const struct yaml_node *key;
	struct name_buf name;
	bool opaque;	   /* something of it could not be read */
	bool shared;	   /* it came by an alias, a merge or an include */
	uint32_t types[8]; /* of its sets so far; further ones are not compared */
	size_t type_count;
};

/* One record set. */
struct octodns_set {
	struct octodns_owner *owner;
	const struct yaml_node *map;
	const struct octodns_type *row;
	uint32_t ttl;
	bool lenient;
};

/* A type and how its values are read. */
struct octodns_type {
	const char *name;
	uint16_t type; /* 0: what it owns is not known */
	bool single;   /* has `value`, not `values` */
	/* Appends the data of NODE to the scratch; *AT, first the whole, is what findings point at.
	 * False when it cannot be read, or what it says cannot be known. */
	bool (*read)(struct octodns *, const struct octodns_set *, const struct yaml_node *node,
		struct span *at);
};

/* NULL when octoDNS has no such type. */
const struct octodns_type *octodns_type_find(struct str name);
/* The type that NAME, which is none, may have meant; NULL if none is near. */
const char *octodns_type_near(struct str name);

/* Reports that octoDNS refuses what stands at NODE. */
#define OCTODNS_FAULT(octodns, node, ...)                                                          \
	diag_add((octodns)->diag, RULE_OCTODNS_SYNTAX, (node)->at, __VA_ARGS__)

/* NODE, or the root of the file that it includes; NULL when that cannot be read, which is reported.
 */
const struct yaml_node *octodns_resolve(struct octodns *octodns, const struct yaml_node *node);

/* The value of KEY in MAP, merges (`<<`) and includes followed; NULL when it is not there. */
const struct yaml_node *octodns_find(
	struct octodns *octodns, const struct yaml_node *map, struct str key);

/* Reads the record sets of OWNER from VALUE. */
void octodns_read_sets(
	struct octodns *octodns, struct octodns_owner *owner, const struct yaml_node *value);

/* Readers of values, as in struct octodns_type. */
bool octodns_read_text(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct span *at);

/* A name in a value or key, in *OUT: U-labels are taken; a final dot may be there. False when it is
 * no name. */
bool octodns_name(struct str text, struct name_buf *out);

/* TEXT, between quotes where YAML needs them. */
void octodns_put_scalar(struct buf *buf, struct str text);

#endif
