/*
 * schema: the tables of the configuration as a JSON Schema, for editors; and the configuration in
 * effect, with where each value comes from.
 */
#ifndef LINT_CONFIG_SCHEMA_H
#define LINT_CONFIG_SCHEMA_H

#include "lint/config/config.h"

#include <stdio.h>

/* Writes a JSON Schema (draft 2020-12). It accepts what the reader accepts, but for what no schema
 * can say: keys that stand twice, sums of durations, whether an expression can be compiled. */
void config_schema_write(FILE *out);

/* Writes the configuration in effect as YAML that reads back to the same; behind each value stands
 * the line of the file that says it, or that it is the default. CONFIG is NULL without one. */
void config_effective_write(const struct config *config, FILE *out);

#endif
