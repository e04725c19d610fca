#include "gen/parts.h"

const struct gen_target gen_targets[] = {
	{ "policy", "the policy, below mta-sts.DOMAIN/", GEN_NEEDS_MX, gen_to_policy },
	{ "zone", "the records, to be included in a zone file", GEN_NEEDS_ALL, gen_to_zone },
	{ "octodns", "the records for octoDNS", GEN_NEEDS_ALL, gen_to_octodns },
	{ "nginx", "a virtual host of nginx for the policy", GEN_NEEDS_DOMAIN, gen_to_nginx },
	{ "apache", "a virtual host of Apache for the policy", GEN_NEEDS_DOMAIN, gen_to_apache },
	{ "caddy", "a site of Caddy for the policy", GEN_NEEDS_DOMAIN, gen_to_caddy },
	{ "pages", "the policy as a site of GitHub Pages", GEN_NEEDS_MX, gen_to_pages },
	{ "worker", "the policy as a Cloudflare Worker", GEN_NEEDS_MX, gen_to_worker },
	{ "terraform", "the records for Terraform (hashicorp/dns)", GEN_NEEDS_ALL,
		gen_to_terraform },
	{ "dnscontrol", "the records for DNSControl", GEN_NEEDS_ALL, gen_to_dnscontrol },
	{ "tlsa", "TLSA records for the MX hosts of --cert", GEN_NEEDS_CERT, gen_to_tlsa },
	{ "pre-commit", "a hook that lints", 0, gen_to_pre_commit },
	{ "github", "a GitHub workflow that lints", 0, gen_to_github },
	{ "gitlab", "a GitLab job that lints", 0, gen_to_gitlab },
	{ "rollout", "a dated plan, from testing to enforce and back", GEN_NEEDS_MX,
		gen_to_rollout },
};
const size_t gen_target_count = sizeof gen_targets / sizeof *gen_targets;

const struct gen_target *gen_target_find(struct str name)
{
	for (size_t i = 0; i < gen_target_count; i++)
		if (str_eq(name, str_c(gen_targets[i].name)))
			return &gen_targets[i];
	return NULL;
}
