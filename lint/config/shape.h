/*
 * shape: what may stand where in a configuration, as tables. Used by the configuration only.
 */
#ifndef LINT_CONFIG_SHAPE_H
#define LINT_CONFIG_SHAPE_H

#include "lint/config/config.h"
#include "lint/yaml/yaml.h"

struct shape_key;

/* What a text is, for the JSON Schema. */
enum shape_text {
	SHAPE_TEXT,
	SHAPE_DURATION,
	SHAPE_MAX_AGE,
	SHAPE_DOMAIN,
	SHAPE_MX,
	SHAPE_ABSOLUTE,
	SHAPE_RULE,
};

struct shape {
	const char *expects;	/* for people: "a list of ..." */
	bool scalar, list, map; /* the kinds that may stand here */
	const struct shape_key
		*keys;		  /* of a map: those there are, the last without name; NULL: any */
	const struct shape *item; /* of a list: each; of a map without keys: each value */
	const char *const *words; /* of a scalar: those there are, ends with NULL; NULL: any */
	/* Of a scalar: what is wrong with it, for people; NULL: nothing. */
	const char *(*judge)(struct str text);
	const char *(*judge_key)(struct str text); /* of a map without keys: the same for each */
	/* Of a map: texts that are one key fold to one text, in ARENA; NULL: they stay as they are.
	 */
	struct str (*fold_key)(struct str text, struct arena *arena);
	const char *(*suggest)(struct str text); /* what may be meant instead; NULL: nothing */
	enum shape_text text, key_text;		 /* what `judge` and `judge_key` take */
};

struct shape_key {
	const char *name;
	const struct shape *shape;
	bool needed;	  /* must be there */
	bool choice;	  /* exactly one of the keys with this must be there */
	const char *with; /* goes only with this other key */
};

extern const struct shape config_shape;
extern const char *const config_fields[]; /* the names of enum config_field; ends with NULL */

/* True if nothing must stand in a mapping of SHAPE. */
bool shape_may_be_empty(const struct shape *shape);

/* Judges NODE by SHAPE and adds what is wrong to CONFIG->problems. */
void config_judge(struct config *config, const struct yaml_node *node, const struct shape *shape);

/* Adds a problem at NODE. */
void config_complain(struct config *config, const struct yaml_node *node, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A value of the configuration, for a message. */
const char *config_quote(struct config *config, struct str text);

#endif
