#include "gen/parts.h"

const struct gen_target gen_targets[] = {
	{ "policy", "the policy file, below mta-sts.DOMAIN", false, gen_to_policy },
	{ "zone", "the records, to be included in the zone", true, gen_to_zone },
};
const size_t gen_target_count = sizeof gen_targets / sizeof *gen_targets;

const struct gen_target *gen_target_find(struct str name)
{
	for (size_t i = 0; i < gen_target_count; i++)
		if (str_eq(name, str_c(gen_targets[i].name)))
			return &gen_targets[i];
	return NULL;
}
