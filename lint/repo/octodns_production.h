/*
 * octodns_production: the production configuration of octoDNS as it is read. Used by octodns_config
 * only.
 */
#ifndef LINT_REPO_OCTODNS_PRODUCTION_H
#define LINT_REPO_OCTODNS_PRODUCTION_H

#include "lint/repo/octodns_config.h"
#include "lint/yaml/yaml.h"

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
	struct octodns_provider *providers;
	struct octodns_entry *entries; /* sorted by hash */
	size_t provider_count, entry_count;
	const struct yaml_node *any; /* of `*`: what is said of all others; NULL */
};

/* Reads the configuration PATH. What is wrong with it, octoDNS says. */
void production_read(struct repo *repo, struct production *production, const char *path);

/* Orders entries by hash. */
int production_compare(const void *a, const void *b);

/* The scalar of KEY in MAP; empty when it is not there. */
struct str production_scalar(const struct yaml_node *map, struct str key);

/* TEXT is one of YAML's words for TRUTH. */
bool production_says(struct str text, bool truth);

#endif
