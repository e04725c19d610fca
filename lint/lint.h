/*
 * lint: one call runs a whole lint. This is the way of the data:
 *
 *	repo/collect	paths, options -> files: what each is, and whose
 *	zone/		zone files     -> records and names (what cannot be read is a finding)
 *	policy/		mta-sts.txt    -> mode, max_age, patterns (likewise)
 *	server/		configuration of web servers -> what they answer, policies in it
 *	model/world	zone files     -> zones, editions; look-ups
 *	repo/pair	policies       -> the domains they are for
 *	model/domain	all of it      -> one struct domain for each mail domain
 *	cert/		PEM and DER    -> certificates, in a bundle for each host; chains
 *	before		the same of an earlier version, which a revision of git or a directory is
 *	check/		domains	       -> findings
 *	diag/ignore	findings       -> some do not count, as comments and configuration say
 *	diag/order	findings       -> sorted, identical ones once
 *
 * What reports print is in `report`. Everything is owned by the struct lint.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "lint/cert/bundle.h"
#include "lint/check/check.h"
#include "lint/config/config.h"
#include "lint/repo/chronicle.h"
#include "lint/repo/earlier.h"
#include "lint/repo/pair.h"
#include "lint/report/baseline.h"
#include "lint/report/report.h"
#include "lint/settings.h"

struct lint_options {
	struct repo_request request;
	const struct name *mx; /* --mx */
	size_t mx_count;
	struct levels levels;
	const struct config *config; /* NULL: none; profile and levels of it are in `levels` */
	bool isolated;		     /* none is wanted */
	int64_t now;		     /* --now, else the clock, read once; seconds since the epoch */
	bool no_ignores;	     /* nothing is suppressed */
	struct baseline *baseline;   /* findings that are known; NULL: none */
	const char *since, *against; /* the earlier version: a revision, a directory; or NULL */
	const struct overlay *overlay; /* what stands in for files that shall change; or NULL */
};

struct lint_cert;

struct lint {
	struct arena arena;
	struct sources sources;
	struct settings settings;
	struct repo repo; /* its `problems` are for standard error */
	struct diag diag;
	struct zone_file **zones;
	struct policy **policies;
	const struct policy **unpublished;
	struct lint_cert *certs;
	size_t zone_count, policy_count, unpublished_count, cert_count;
	struct servers servers;
	struct world world;
	struct pairing pairing;
	struct model model;
	struct bundles bundles;
	const char *notice; /* for standard error: what could not be judged; NULL: nothing */
	struct report report;
	const char **machine_names; /* of the sources; NULL: not asked for yet */
	struct earlier *earlier;    /* what --since or --against asks for; NULL: nothing */
	struct chronicle chronicle; /* whom rules ask for more of it; without top in no work tree */
	struct config config_before; /* what said then how to read the files, if it was another */
	struct lint *before;	     /* all of the above at that time, without findings; or NULL */
	uint32_t before_first;	     /* its first source has this number in `sources` */
};

/* Reads what REQUEST, which outlives the lint, asks for, up to the model. */
void lint_read(
	struct lint *lint, const struct lint_options *options, const struct repo_request *request);

/* Runs. OPTIONS outlives the lint. */
void lint_run(struct lint *lint, const struct lint_options *options);
void lint_finish(struct lint *lint);

#endif
