/*
 * octodns_config: the production configuration of octoDNS, which says of each zone where its
 * records come from, and of each source of YAML how it reads them.
 */
#ifndef LINT_REPO_OCTODNS_CONFIG_H
#define LINT_REPO_OCTODNS_CONFIG_H

#include "lint/repo/repo.h"

/* TEXT, the beginning of a YAML file, has `providers:` and `zones:` at its top. */
bool octodns_config_sniff(struct str text);

struct production;

/* Remembers that the file PATH is such a configuration. */
struct production *octodns_config_found(struct repo *repo, const char *path);

/* Takes the files in the directories that the configuration PATH names. */
void octodns_config_take(struct repo *repo, const char *path);

/* The configuration of mtasts (NULL: none) names one: the zones of octoDNS are among those it
 * lists. */
bool octodns_config_given(const struct config *config);

/* Remembers those that it names. */
void octodns_config_add(struct repo *repo);

/* Notes in the zones of octoDNS that were found what the configurations say of them. */
void octodns_config_apply(struct repo *repo);

#endif
