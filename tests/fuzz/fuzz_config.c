/* .mtasts.yaml, and what gen makes of every domain in it: a policy and records that their own
 * readers accept, or refusals. */
#include "tests/fuzz/fuzz.h"

#include "gen/gen.h"
#include "lint/config/config.h"

static void make(const struct config_domain *domain)
{
	struct arena arena = { 0 };
	struct gen_refusals refusals = { .arena = &arena };
	struct gen_files files = { .arena = &arena };
	struct gen_domain made;
	struct gen_spec spec = {
		.domain = domain->name,
		.mx = domain->values.mx,
		.mx_count = domain->values.mx_count,
		.mode = domain->values.has_mode ? domain->values.mode : MODE_TESTING,
		.max_age = domain->values.max_age,
		.rua = domain->values.rua,
		.rua_count = domain->values.rua_count,
		.hosts = domain->values.hosts,
		.host_count = domain->values.host_count,
		.ttl = domain->values.ttl,
	};
	bool ok = gen_make(&made, &spec, &arena, &refusals);

	if (ok != (refusals.count == 0))
		abort();
	for (size_t i = 0; ok && made.id != NULL && i < gen_target_count; i++)
		gen_targets[i].make(&made, &files);
	gen_files_finish(&files);
	gen_refusals_finish(&refusals);
	arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct config config = { 0 };
	bool ok = config_parse(&config, fuzz_str(data, size));

	if (ok != (config.problem_count == 0))
		abort();
	for (size_t i = 0; i < config.domain_count; i++)
		make(&config.domains[i]);
	config_finish(&config);
	return 0;
}
