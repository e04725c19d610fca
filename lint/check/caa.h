/*
 * caa: what a set of CAA records permits (RFC 8659), and which authority a certificate is from.
 */
#ifndef LINT_CHECK_CAA_H
#define LINT_CHECK_CAA_H

#include "lint/model/world.h"

/* The records that speak of a name. */
struct caa_set {
	struct lookup records;
	bool known;    /* there are some, and all can be seen; else nothing follows */
	bool wildcard; /* they are asked for `*.NAME` */
};

/* The set of the closest name, NAME or above, that has one (RFC 8659 3), in the edition FROM. */
struct caa_set caa_find(const struct world *world, const struct zone *from, struct name name,
	bool wildcard, struct arena *arena);

/* Some authority may issue. */
bool caa_permits(const struct caa_set *set);

/* A record that is critical and of no known kind, so that none may issue (RFC 8659 4.1); NULL:
 * none.
 */
const struct rr *caa_critical(const struct caa_set *set);

/* A record that names nobody, and not in the way to say so; NULL: none. */
const struct rr *caa_malformed(const struct caa_set *set);

/* The first record that says who may issue; the first of all where none does. */
const struct rr *caa_first(const struct caa_set *set);

/* "issue", or "issuewild" where that is asked for and there is one. */
const char *caa_tag(const struct caa_set *set);

/* The tag and the value of RR. */
struct str caa_tag_of(const struct rr *rr);
struct str caa_value_of(const struct rr *rr);

/* The domains that the authority which calls itself ISSUER goes by in CAA records, the usual one
 * first, with blanks between; NULL: nothing is known of it. */
const char *caa_domains(struct str issuer);

/* SET lets the authority of DOMAINS issue. */
bool caa_names(const struct caa_set *set, const char *domains);

#endif
