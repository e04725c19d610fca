/*
 * domain: one struct for each mail domain the run can speak of, with all that is known of it. The
 * checks read this and nothing else. A domain is a name with a policy, an explicit node at
 * `_mta-sts.NAME` holding TXT or CNAME, an entry of the configuration, or a wildcard answer there
 * that begins `v=STSv1`. Where its zone has several editions, there is one domain for each; where
 * several policies are its own, one for each of them, those in the edition's directories going
 * first. Where some editions have the record, those that surely do not are views for other eyes
 * (the inside of a network) and make no domain.
 *
 * No domain comes of a node that the zone does not answer for (below a cut or DNAME), of one below
 * a
 * "*" label, or of `_mta-sts.D.D` and the like, where a final dot is missing.
 */
#ifndef LINT_MODEL_DOMAIN_H
#define LINT_MODEL_DOMAIN_H

#include "lint/model/world.h"
#include "lint/policy/policy.h"
#include "lint/txt/txt.h"

/* A policy and a domain that it is for, as pairing found out (or the options said). */
struct policy_use {
	const struct policy *policy;
	struct name domain;
	bool shared; /* not the domain's own file: it takes that of another domain's policy host */
	const char *why; /* how that was told, for people; NULL: it was not said */
};

/* A policy that no single domain could be told for: it is in no policy_use. */
struct policy_orphan {
	const struct policy *policy;
	const struct name *candidates; /* the domains that fit, several; none when nothing tells */
	size_t candidate_count;
};

/* A domain of the configuration's `domains:`, and the MX hosts that it is said to have. */
struct model_configured {
	struct name name;
	const struct name *mx; /* stand for its MX records where its zone is not here */
	size_t mx_count;
	bool mx_unknown; /* a wildcard is among them: not all are told */
};

/* What the model is built from. All of it outlives the model. */
struct model_input {
	const struct world *world;
	const struct policy_use *uses;
	size_t use_count;
	const struct model_configured *configured;
	size_t configured_count;
	const struct name *mx; /* --mx: goes before what the configuration says */
	size_t mx_count;
	struct sources *sources;
	unsigned workers; /* threads; 0: as many as there are processors */
};

/* One mail exchanger of a domain. */
struct exchanger {
	struct name host;
	const struct rr *rr; /* the MX record; NULL for --mx and the configuration */
};

struct domain {
	struct name name;
	const char *text; /* the name as text */
	const struct zone
		*zone; /* the edition it is judged in; NULL when its zone is not in the run */
	const struct policy *policy; /* NULL: none in the run */
	bool policy_shared;
	const struct model_configured *configured; /* NULL: the configuration does not know it */
	bool nowhere;		 /* its zone is here and has no such name, not even by a wildcard */
	enum mode mode;		 /* of the policy; MODE_UNKNOWN without one */
	struct lookup record;	 /* TXT at _mta-sts.NAME */
	struct lookup host;	 /* addresses at mta-sts.NAME */
	struct lookup report;	 /* TXT at _smtp._tls.NAME */
	struct lookup mx;	 /* MX at NAME, through a CNAME */
	struct lookup addresses; /* A and AAAA at NAME */
	const struct rr *sts; /* the first TXT of `record` that is, or is meant as, STS; or NULL */
	struct exchanger
		*exchangers; /* without the null MX "."; empty when the MX set is not known */
	size_t exchanger_count;
	bool mx_known;		  /* the exchangers are all there are */
	const struct rr *null_mx; /* an MX "." */
};

/* Records of ZONE at `_mta-sts.NAME` or `mta-sts.NAME` may mean NAME as a domain: no label of it is
 * "*", the first is no service label, and no final dot is missing (zone_doubles). */
bool domain_is_possible(const struct zone *zone, struct name name);

/* What stands at `_mta-sts.NAME` and makes the name a domain: the CNAME there, else the record
 * meant as STS, else any TXT. NULL when nothing is known to. What a domain lacks is reported at its
 * owner. */
const struct rr *domain_record(const struct domain *domain);

/* The host that mail for DOMAIN goes to where it has no MX (RFC 5321 5.1); none when it has one, or
 * that is not known. */
struct name domain_implicit_host(const struct domain *domain);

struct model {
	struct arena arena;
	struct domain *list; /* sorted by name, then by edition */
	size_t count;
};

void model_build(struct model *model, const struct model_input *input);
/* The (first) domain NAME in edition ZONE; the nearest one at or above NAME there. NULL if none. */
const struct domain *model_find(
	const struct model *model, const struct zone *zone, struct name name);
const struct domain *model_above(
	const struct model *model, const struct zone *zone, struct name name);

void model_finish(struct model *model);

#endif
