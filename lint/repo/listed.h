/*
 * listed: zones that the configuration of a name server has: --named-conf, or `named-conf:` in the
 * configuration.
 */
#ifndef LINT_REPO_LISTED_H
#define LINT_REPO_LISTED_H

#include "lint/repo/repo.h"

/* Adds the zones of PATH, SAID by whom; those alone that WANTED (NULL: all) holds for. What is
 * wrong is a problem of the repo. False when PATH itself cannot be read: *REASON says why. */
bool listed_add(struct repo *repo, const char *path, enum said said,
	bool (*wanted)(const struct repo *repo, const char *full), const char **reason);

#endif
