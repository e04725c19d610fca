/*
 * tlsa: what a TLSA record says (RFC 6698 2.1), for the rules of DANE.
 */
#ifndef LINT_CHECK_TLSA_H
#define LINT_CHECK_TLSA_H

#include "lint/cert/bundle.h"
#include "lint/model/world.h"

enum {
	TLSA_USAGE_PKIX_TA = 0,
	TLSA_USAGE_PKIX_EE = 1,
	TLSA_USAGE_DANE_TA = 2,
	TLSA_USAGE_DANE_EE = 3,
};

enum { TLSA_SELECTOR_CERT = 0, TLSA_SELECTOR_SPKI = 1 };

enum { TLSA_FULL = 0, TLSA_SHA256 = 1, TLSA_SHA512 = 2 };

struct tlsa {
	unsigned usage, selector, matching;
	struct str data; /* a digest, or the whole certificate or key */
};

/* What RR, a TLSA record, says. */
struct tlsa tlsa_of(const struct rr *rr);

/* What is wrong with the data for that matching type, for people, in ARENA; NULL: nothing that can
 * be seen. */
const char *tlsa_data_wrong(struct arena *arena, const struct tlsa *tlsa);

/* Senders of mail can use it (RFC 7672 3.1): usage 2 or 3, and data that fit. */
bool tlsa_is_usable(const struct tlsa *tlsa);

/* CERT, or its key, is what TLSA says. */
bool tlsa_matches(const struct tlsa *tlsa, const struct cert *cert);

/* The TLSA records of the MX host HOST, asked for from the edition FROM: of where it leads as an
 * alias first (RFC 7672 2.2.2). False when there are none, or not all can be seen. */
bool tlsa_look_up(const struct world *world, const struct zone *from, struct name host,
	struct arena *arena, struct lookup *set);

/* What the usable records of a set say of a certificate. */
struct tlsa_verdict {
	const struct rr *usable; /* the first; NULL: there are none */
	bool matches;		 /* some record fits */
	bool unseen; /* none fits, but one may be of an authority that is not in the bundle */
	const struct rr *own; /* of usage 2, and of the host's own certificate; or NULL */
};

/* LEAF is a certificate of the host of BUNDLE. */
struct tlsa_verdict tlsa_judge(
	const struct lookup *set, const struct bundle *bundle, const struct cert *leaf);

#endif
