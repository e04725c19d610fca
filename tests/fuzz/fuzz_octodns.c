/* Zones of octoDNS; every TXT record that is kept is read as both kinds of record, with its places:
 * each byte of a value is written inside its scalar. */
#include "tests/fuzz/fuzz.h"

#include "lint/txt/txt.h"
#include "lint/zone/octodns.h"

/* So many bytes of a value are looked for one by one. */
enum { MAX_PLACES = 64 };

static void judge_places(const struct rr *rr, struct sources *sources, struct str value)
{
	uint64_t end = rr->value_at.offset + rr->value_at.length;

	for (size_t i = 0; i < value.len && i < MAX_PLACES; i++) {
		struct span at = octodns_place(sources, rr, i, i + 1);

		if (at.length == 0 || at.offset < rr->value_at.offset ||
			at.offset + at.length > end)
			abort();
	}
}

static void judge_txt(const struct rr *rr, struct sources *sources, struct diag *diag)
{
	struct arena arena = { 0 };
	struct txt_input input = {
		.sources = sources,
		.rr = rr,
		.value = rr_txt(&arena, rr),
	};

	judge_places(rr, sources, input.value);
	octodns_ttl_place(sources, rr);
	sts_read(&input, diag);
	tlsrpt_read(&input, diag);
	arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct sources sources = { 0 };
	struct zone_file zone = { 0 };
	struct zone_input input = { .octodns = { .plain_semicolons = size % 2 == 1 },
		.keep_all = true };
	struct name_buf apex;
	struct diag diag;
	enum source_status status;

	diag_init(&diag, &fuzz_levels);
	name_from_host(STR("example.com"), &apex);
	input.file = fuzz_file(&sources, fuzz_str(data, size), &input.root);
	input.origin = name_view(&apex);
	if (!octodns_read(&zone, &input, &sources, &diag, &status))
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
