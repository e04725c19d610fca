/*
 * config: `.mtasts.yaml`, for lint and gen alike. Every key is known here, so that a misspelt one,
 * a value of the wrong kind or a key that stands twice is an error with its place and, where one is
 * near, a suggestion. What is read is kept as it is needed: ids, and what gen writes from.
 */
#ifndef LINT_CONFIG_CONFIG_H
#define LINT_CONFIG_CONFIG_H

#include "lint/base/source.h"
#include "lint/diag/diag.h"

/* The name that is looked for. */
#define CONFIG_NAME ".mtasts.yaml"

enum { CONFIG_MAX_BYTES = 16 * 1024 * 1024, CONFIG_MAX_PROBLEMS = 50 };

enum config_id {
	CONFIG_ID_UNSET,
	CONFIG_ID_SHA256, /* ids derive from the policy: record-id-mismatch is checked */
	CONFIG_ID_TIMESTAMP,
};

/* What a domain is to have. */
struct config_values {
	bool has_mode, has_max_age, has_ttl; /* the others have a count */
	enum mode mode;
	uint64_t max_age; /* seconds */
	uint32_t ttl;	  /* seconds */
	const struct str *mx, *rua, *hosts;
	size_t mx_count, rua_count, host_count;
};

struct config_domain {
	struct str name; /* as written */
	struct config_values values;
	size_t line, column;
};

struct config_problem {
	size_t line, column; /* from 1, in characters; 0: the file as a whole */
	const char *text;
};

struct config {
	struct arena arena;
	const char *path;
	enum config_id id;
	bool serial_managed; /* the serials of zones are set at deployment */
	struct config_values defaults;
	struct config_domain *domains; /* in the order of the file */
	size_t domain_count;
	struct config_problem *problems; /* in the order of the file */
	size_t problem_count, problem_capacity;
};

/* Looks for CONFIG_NAME in the current directory and those above it; NULL when there is none. In
 * ARENA. */
const char *config_find(struct arena *arena);

/* Reads PATH. What is wrong with it is in CONFIG->problems; false when there is any. */
bool config_read(struct config *config, const char *path);

/* The same for bytes at hand. */
bool config_parse(struct config *config, struct str text);

void config_finish(struct config *config);

#endif
