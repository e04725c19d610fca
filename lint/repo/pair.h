/*
 * pair: which policy is for which domain. The first of these that says something decides:
 *
 *	the names of the server that it is configured for
 *	an option				--policy DOMAIN=FILE
 *	a file CNAME beside it or above
 *		`.well-known` (GitHub Pages)	mta-sts.DOMAIN
 *	a part of its path			mta-sts.DOMAIN
 *	a part of its path			DOMAIN, an apex or owner of the run
 *	exactly one policy, and one server
 *		block that gives out a file	the first `mta-sts.DOMAIN` that it is for
 *	exactly one zone and one policy		its only `_mta-sts` owner, else its apex
 *
 * Where several fit, or none, the policy is an orphan. A domain without a file of its own takes
 * that of P when `mta-sts.DOMAIN` leads by CNAME to `mta-sts.P` (RFC 8461 8.2), or when a web
 *server has both names and serves one file for them.
 */
#ifndef LINT_REPO_PAIR_H
#define LINT_REPO_PAIR_H

#include "lint/model/domain.h"
#include "lint/repo/repo.h"
#include "lint/server/server.h"

/* A policy as it was read, and the file it stands in. */
struct pair_policy {
	const struct policy *policy;
	const struct repo_file *file;
	const char *name; /* what reports call the file; for standard input what it is said to be */
	const struct sources *sources; /* its table */
	const struct name *domains;    /* of one in the configuration of a web server: whose the
					  names there say it is */
	size_t domain_count;
	bool open; /* of such a one: it may be for names that nothing in the run tells */
};

struct pairing {
	struct arena arena;
	struct policy_use *uses;
	size_t use_count, use_capacity;
	struct policy_orphan *orphans;
	size_t orphan_count, orphan_capacity;
};

void pair(struct pairing *pairing, const struct world *world, const struct servers *servers,
	const struct pair_policy *policies, size_t count);
void pairing_finish(struct pairing *pairing);

#endif
