/* Zone files; every TXT record that is kept is read as both kinds of record, with its places. */
#include "tests/fuzz/fuzz.h"

#include "lint/txt/txt.h"
#include "lint/zone/zone.h"

static void judge_txt(const struct rr *rr, struct sources *sources, struct diag *diag)
{
	struct arena arena = { 0 };
	struct txt_input input = {
		.sources = sources,
		.rr = rr,
		.value = rr_txt(&arena, rr),
	};

	sts_read(&input, diag);
	tlsrpt_read(&input, diag);
	arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct sources sources = { 0 };
	struct zone_file zone = { 0 };
	struct zone_input input = { 0 };
	struct name_buf apex;
	struct diag diag;
	enum source_status status;

	diag_init(&diag, &fuzz_levels);
	name_from_host(STR("example.com"), &apex);
	input.file = fuzz_file(&sources, fuzz_str(data, size), &input.root);
	input.origin = name_view(&apex);
	if (!zone_read(&zone, &input, &sources, &diag, &status))
		abort();
	for (size_t i = 0; i < zone.rr_count; i++)
		if (zone.rrs[i].type == TYPE_TXT)
			judge_txt(&zone.rrs[i], &sources, &diag);
	diag_sort(&diag, &sources);
	fuzz_judge(&diag, &sources, size);
	zone_finish(&zone);
	diag_finish(&diag);
	sources_finish(&sources);
	return 0;
}
