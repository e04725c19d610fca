/*
 * take: what stands in a configuration that has the right shape, as struct config has it. Used by
 * the configuration only.
 */
#ifndef LINT_CONFIG_TAKE_H
#define LINT_CONFIG_TAKE_H

#include "lint/config/config.h"
#include "lint/yaml/yaml.h"

/* Fills CONFIG from ROOT (NULL: an empty configuration). */
void config_take(struct config *config, const struct yaml_node *root);

/* What stands under NAME in MAP; NULL when nothing does. */
const struct yaml_node *config_under(const struct yaml_node *map, const char *name);

/* What a domain is to have (take_values.c). */
struct config_values config_take_values(struct config *config, const struct yaml_node *map);

#endif
