/*
 * bundle: the certificates of one host. All its files together are one bundle, in which identical
 * certificates count once. What may sign others is chain, and so is what signed another of them.
 * Where nothing else is there, the first of a file that was read whole is the host's own (`openssl
 * req -x509` marks what it makes as an authority). A file of which only its names say whose it is
 * may hold those of many hosts.
 */
#ifndef LINT_CERT_BUNDLE_H
#define LINT_CERT_BUNDLE_H

#include "lint/cert/cert.h"
#include "lint/dns/name.h"

/* One file of a host. */
struct bundle_part {
	struct name host;
	const struct cert_file *file;
	bool covering; /* nothing else says whose it is: what does not cover the host is another's
			*/
};

/* How the way from a certificate to an authority ends. */
enum chain {
	CHAIN_NOT_JUDGED, /* there are no roots to hold it against */
	CHAIN_TRUSTED,
	CHAIN_INCOMPLETE, /* an authority is neither in the bundle nor among the roots */
	CHAIN_UNTRUSTED,  /* its root is not among the roots, or a link does not hold */
	CHAIN_EXPIRED,	  /* an authority's certificate is outside its validity */
};

/* A certificate of the host itself. */
struct leaf {
	const struct cert *cert;
	enum chain chain;
	const struct cert
		*link;	    /* of the bundle, where the chain breaks; NULL: not in the bundle */
	struct str missing; /* incomplete, untrusted: the authority that it wants */
	const char *why;    /* untrusted, for people; static */
};

struct bundle {
	struct name host;
	const struct cert **certs;
	size_t count;
	struct leaf *leaves;
	size_t leaf_count;
	bool cut; /* part of a file could not be read: what is missing may be there */
};

struct bundles {
	struct arena arena;
	struct bundle *list; /* sorted by host */
	size_t count;
};

/* Puts PARTS together, which is sorted by host; what it points at outlives BUNDLES. */
void bundles_build(struct bundles *bundles, const struct bundle_part *parts, size_t count);

/* The bundle of HOST; NULL when there is none. */
const struct bundle *bundles_find(const struct bundles *bundles, struct name host);

/* The certificates of BUNDLE above LEAF: those that issued it, and those that issued these, in
 * ARENA. Returns how many. */
size_t bundle_above(const struct bundle *bundle, const struct cert *leaf, struct arena *arena,
	const struct cert *const **above);

void bundles_finish(struct bundles *bundles);

#endif
