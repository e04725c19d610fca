/*
 * servers: what the configuration of web servers adds to a run: policies that stand in it, and the
 * domains that its names give them.
 */
#ifndef LINT_SERVERS_H
#define LINT_SERVERS_H

#include "lint/lint.h"

/* Reads the configuration of the run into lint->servers. */
void lint_read_servers(struct lint *lint);

/* Judges each policy in it once and appends it to lint->policies; and to the *COUNT policies of
 * PAIRED, which it returns, with the domains that names, and the zones of lint->world, say it is
 * for. */
struct pair_policy *lint_add_served_policies(
	struct lint *lint, const struct levels *levels, struct pair_policy *paired, size_t *count);

#endif
