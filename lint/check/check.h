/*
 * check: the rules that judge what the readers and the model know. A rule is one static function of
 * its name in check_SUBJECT.c; each family is one function in the table of check.c. Checks only
 * read and report.
 */
#ifndef LINT_CHECK_CHECK_H
#define LINT_CHECK_CHECK_H

#include "lint/cert/bundle.h"
#include "lint/dns/name_set.h"
#include "lint/model/domain.h"
#include "lint/model/history.h"
#include "lint/server/server.h"

/* What was judged as it was before (--since, --against). */
struct check_before {
	const struct world *world;
	const struct model *model;
	const struct bundles *bundles;
	struct sources *sources;
	uint32_t first; /* in `sources` of the check the first of its sources has this number */
};

struct changes;
struct config_require;

struct check {
	const struct world *world;
	const struct model *model;
	const struct policy_use *uses;
	size_t use_count;
	const struct policy *const *policies; /* all of the run, paired or not */
	size_t policy_count;
	const struct policy_orphan *orphans;
	size_t orphan_count;
	const struct policy *const
		*unpublished; /* GitHub Pages, published from a branch, leaves out
				 their directory (no .nojekyll, no `include:`) */
	size_t unpublished_count;
	struct servers *servers;       /* web servers whose configuration is in the run */
	const struct bundles *bundles; /* the certificates of hosts */
	int64_t cert_expiring;	       /* how long before its end one is to be renewed, seconds */
	int64_t now;		       /* seconds since the epoch */
	bool id_sha256;		       /* the configuration says that ids derive from the policy */
	const struct check_before *before; /* NULL: no earlier version, or all is as it was */
	const struct historian *historian; /* NULL: the run is in no git work tree */
	bool history_cut; /* set: some history was too short to be sure of what it does not hold */
	int64_t testing;  /* how long a policy may stay in testing, seconds */
	struct changes *changes; /* from it (change.h); NULL: none, or not compared yet */
	bool id_timestamp;	 /* the configuration says that ids are timestamps */
	bool serial_managed;	 /* it says that serials are set at deployment */
	bool configured;	 /* there is one, and it may leave out files */
	const struct config_require *requires; /* the rules of the house */
	bool *gave_up;			       /* for each: a match took too many steps */
	size_t require_count;
	struct sources *sources;
	struct diag *diag;
	struct arena arena;    /* scratch, released after each family */
	struct name_set found; /* names that check_jobs() collects */
	unsigned workers;      /* threads; 0: as many as there are processors */
};

/* Runs every family. */
void check_run(struct check *check);

/* Calls RUN for each index below COUNT, on several threads. It gets a struct check with scratch,
 * findings and names of its own, which are put together in the order of the indices; CONTEXT is
 * shared. */
void check_jobs(struct check *check, size_t count,
	void (*run)(struct check *check, void *context, size_t index), void *context);

/* The families. */
void check_zone(struct check *check);	 /* zone-*: what only the whole zone shows */
void check_record(struct check *check);	 /* record-* */
void check_policy(struct check *check);	 /* policy-*: what needs the domain */
void check_mx(struct check *check);	 /* mx-* */
void check_host(struct check *check);	 /* host-* */
void check_tlsrpt(struct check *check);	 /* tlsrpt-* */
void check_server(struct check *check);	 /* host-*: what the web servers answer */
void check_cert(struct check *check);	 /* cert-* */
void check_dane(struct check *check);	 /* dane-* */
void check_testing(struct check *check); /* policy-testing-stale */
void check_change(struct check *check);	 /* change-*: last, it looks at what was found */
void check_require(struct check *check); /* require-mismatch */

/* Where the TTL of RR is written; its data where it is not. */
struct span check_ttl_span(struct check *check, const struct rr *rr);

/* The STS record RR, which SOURCES hold, as its reader sees it; nothing is said. */
struct sts check_sts(struct check *check, struct sources *sources, const struct rr *rr);

#endif
