/*
 * settings: what the configuration says, as the readers and the model take it.
 */
#ifndef LINT_SETTINGS_H
#define LINT_SETTINGS_H

#include "lint/config/config.h"
#include "lint/model/domain.h"

struct settings {
	struct policy_limits limits;
	const struct include_map *includes; /* NULL: none */
	const struct model_configured *domains;
	size_t domain_count;
};

/* The settings of CONFIG (NULL: no configuration), in ARENA. */
struct settings settings_of(const struct config *config, struct arena *arena);

#endif
