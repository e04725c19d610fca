/*
 * parts: what the parts of gen_make() share. Used in gen/ only.
 */
#ifndef GEN_PARTS_H
#define GEN_PARTS_H

#include "gen/gen.h"

/* Refuses what the readers of lint put above info. */
void gen_refuse_findings(
	struct gen_refusals *refusals, const struct gen_domain *domain, const struct diag *diag);

/* TEXT, a host name, maybe Unicode, maybe with a final dot, in lower case A-labels; false when it
 * is none. */
bool gen_host_text(struct arena *arena, struct str text, struct str *out);

/* Fills domain->policy; gen_policy_bytes makes one of another mode and age. Refuses what
 * lint/policy puts above info. */
struct str gen_policy_bytes(const struct gen_domain *domain, enum mode mode, uint64_t max_age);
void gen_policy(struct gen_domain *domain, struct gen_refusals *refusals);

/* The id for the policy of BYTES, as the domain's spec says. */
const char *gen_id_of(const struct gen_domain *domain, struct str bytes);

/* The payload of the TXT record with ID. */
const char *gen_sts_text(const struct gen_domain *domain, const char *id);

/* Fills domain->records. Refuses what lint/txt puts above info, and hosts that are none. */
void gen_records(struct gen_domain *domain, struct gen_refusals *refusals);

/* Fills domain->tlsa where it is asked for. Refuses where no host is known. */
void gen_tlsa(struct gen_domain *domain, struct gen_refusals *refusals);

/* "YYYY-MM-DD" of SECONDS since the epoch, UTC. */
const char *gen_date(struct arena *arena, int64_t seconds);

/* VALUE between double quotes, with a backslash before `"` and `\`: for configurations of nginx,
 * Apache, Caddy, for JavaScript and HCL. What is generated holds no control bytes. */
const char *gen_quoted(struct arena *arena, struct str value);

/* The targets, as the table has them. */
void gen_to_policy(const struct gen_domain *domain, struct gen_files *files);
void gen_to_zone(const struct gen_domain *domain, struct gen_files *files);
void gen_to_octodns(const struct gen_domain *domain, struct gen_files *files);
void gen_to_nginx(const struct gen_domain *domain, struct gen_files *files);
void gen_to_apache(const struct gen_domain *domain, struct gen_files *files);
void gen_to_caddy(const struct gen_domain *domain, struct gen_files *files);
void gen_to_pages(const struct gen_domain *domain, struct gen_files *files);
void gen_to_worker(const struct gen_domain *domain, struct gen_files *files);
void gen_to_terraform(const struct gen_domain *domain, struct gen_files *files);
void gen_to_dnscontrol(const struct gen_domain *domain, struct gen_files *files);
void gen_to_pre_commit(const struct gen_domain *domain, struct gen_files *files);
void gen_to_github(const struct gen_domain *domain, struct gen_files *files);
void gen_to_gitlab(const struct gen_domain *domain, struct gen_files *files);
void gen_to_tlsa(const struct gen_domain *domain, struct gen_files *files);
void gen_to_rollout(const struct gen_domain *domain, struct gen_files *files);

#endif
