/*
 * octodns_production: the production configuration of octoDNS as it is read. Used by octodns_config
 * only.
 */
#ifndef LINT_REPO_OCTODNS_PRODUCTION_H
#define LINT_REPO_OCTODNS_PRODUCTION_H

#include "lint/repo/octodns_config.h"
#include "lint/yaml/yaml.h"

enum {
	PRODUCTION_MAX_BYTES = 16 * 1024 * 1024, /* with what it includes */
	PRODUCTION_MAX_PROVIDERS = 1024,
	PRODUCTION_MAX_MERGED = 16,
	PRODUCTION_MAX_PARTS = 64, /* of what is said of one zone; aliases may say it of many */
};

/* A source that octoDNS reads from. */
struct octodns_provider {
	struct str name;
	const char *directory; /* of YAML files, absolute; NULL: another source, or not here */
	bool replaces;	       /* its records take the place of those of sources before it */
	struct octodns_settings settings;
};

/* What is said of one zone. */
struct octodns_entry {
	uint64_t hash;
	const struct yaml_node *config;
	struct name name, alias; /* alias: of whose records it has copies; none */
};

struct production {
	struct arena arena;
	const char *path;
	bool read;
	struct octodns_provider *providers;
	struct octodns_entry *entries; /* sorted by hash */
	size_t provider_count, entry_count;
	const struct yaml_node *any; /* of `*`: what is said of all others; NULL */
};

/* Reads the configuration if that was not done. What is wrong with it, octoDNS says. */
void production_read(struct repo *repo, struct production *production);

/* Puts what ROOT, all of the configuration, includes in the place of that. */
void production_expand(struct repo *repo, struct production *production, struct yaml_node *root);

/* The value of KEY in MAP, or in what is merged into it (`<<`); NULL when it is not there, or among
 * too many. */
const struct yaml_node *production_find(const struct yaml_node *map, struct str key);

/* Orders entries by hash. */
int production_compare(const void *a, const void *b);

/* The scalar of KEY in MAP; empty when it is not there. */
struct str production_scalar(const struct yaml_node *map, struct str key);

/* TEXT is one of YAML's words for TRUTH. */
bool production_says(struct str text, bool truth);

#endif
