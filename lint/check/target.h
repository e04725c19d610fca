/*
 * target: what is wrong with the name that an MX or CNAME leads to, as written; and the parts of
 * the mx and host families that have a file of their own.
 */
#ifndef LINT_CHECK_TARGET_H
#define LINT_CHECK_TARGET_H

#include "lint/check/check.h"

/* In the order in which one replaces the next. */
enum target_fault {
	TARGET_ADDRESS,	 /* an IP address written as a name */
	TARGET_RELATIVE, /* a full name without its final dot */
	TARGET_INVALID,	 /* not a host name */
	TARGET_FINE,
};

struct target {
	enum target_fault fault;
	struct str text; /* address and relative: as written */
	bool wildcard;	 /* relative: only a wildcard answers for the name that was made of it */
};

/* Judges the exchange of MX, which is not the null MX. */
struct target target_of_mx(struct check *check, const struct domain *domain, const struct rr *mx);

/* A CNAME on the way of LOOKUP lacks its final dot, and mx-target-relative says so of DOMAIN (NULL:
 * it does not): the name that was made of it is absent, or only a wildcard answers for it, and the
 * text is a name of the run or of a public suffix. That the way leads nowhere is then not said as
 * well. */
bool target_explains(struct check *check, const struct domain *domain, const struct lookup *lookup);

/* The mx-target-* rules: for the exchangers, and for the CNAMEs that a domain depends on. */
void check_mx_target(struct check *check, const struct domain *domain);

/* mx-wildcard-*, mx-subdomain-uncovered, mx-unprotected: names of zones, not domains. */
void check_mx_wildcard(struct check *check);
void check_mx_names(struct check *check);

/* mx-wildcard-blocked speaks of NAME in ZONE: that it has no MX is then not said as well. */
bool mx_wildcard_explains(struct check *check, const struct zone *zone, struct name name);

/* The MX of a group of records (zone_group) that is no null MX; NULL when it takes no mail. */
const struct rr *group_mx(const struct rr *const *records, size_t count);

/* host-address-private and host-caa-forbids. */
void check_host_address(struct check *check, const struct domain *domain);
void check_host_caa(struct check *check, const struct domain *domain);

/* dane-tlsa-mismatch. */
void check_dane_match(struct check *check);

#endif
