/*
 * check: the rules that judge what the readers and the model know. A rule is one static function of
 * its name in check_SUBJECT.c; each family is one function in the table of check.c. Checks only read
 * and report.
 */
#ifndef LINT_CHECK_CHECK_H
#define LINT_CHECK_CHECK_H

#include "lint/model/domain.h"

struct check {
	const struct world *world;
	const struct model *model;
	const struct policy_use *uses;
	size_t use_count;
	const struct policy *const *policies; /* all of the run, paired or not */
	size_t policy_count;
	const struct policy_orphan *orphans;
	size_t orphan_count;
	const struct policy *const *unpublished; /* GitHub Pages, published from a branch, leaves out
						    their directory (no .nojekyll, no `include:`) */
	size_t unpublished_count;
	struct sources *sources;
	struct diag *diag;
	struct arena arena; /* scratch, released after each family */
};

/* Runs every family. */
void check_run(struct check *check);

/* The families. */
void check_zone(struct check *check);	/* zone-*: what only the whole zone shows */
void check_record(struct check *check); /* record-* */
void check_policy(struct check *check); /* policy-*: what needs the domain */
void check_mx(struct check *check);	/* mx-* */
void check_host(struct check *check);	/* host-* */
void check_tlsrpt(struct check *check); /* tlsrpt-* */

#endif
