/*
 * share: domains that take the policy of another one, because `mta-sts.DOMAIN` leads by CNAME to
 * the policy host of that (RFC 8461 8.2), or because one web server has both names.
 */
#ifndef LINT_REPO_SHARE_H
#define LINT_REPO_SHARE_H

#include "lint/repo/pair.h"

/* Adds a use for each such domain that has no policy of its own. */
void pairing_share(struct pairing *pairing, const struct world *world);

/* The same where the configuration of a web server lists names together, and gives out one file for
 * all of them. Done first. */
void pairing_share_servers(struct pairing *pairing, const struct servers *servers);

/* Adds NEW to the uses. */
void pairing_use(struct pairing *pairing, struct policy_use new);

#endif
