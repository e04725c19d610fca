/* mta-sts.txt */
#include "tests/fuzz/fuzz.h"

#include "lint/policy/policy.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct sources sources = { 0 };
	struct policy policy = { 0 };
	struct diag diag;
	uint32_t file = sources_add(&sources, STR("policy"), NULL);

	diag_init(&diag, &fuzz_levels);
	policy_parse(&policy, file, fuzz_str(data, size), &policy_limits_default, &diag);
	diag_sort(&diag, &sources);
	fuzz_judge(&diag, &sources, size);
	policy_finish(&policy);
	diag_finish(&diag);
	sources_finish(&sources);
	return 0;
}
