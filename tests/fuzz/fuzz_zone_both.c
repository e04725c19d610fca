/* Zone files: the fast path must read what the plain reader reads. */
#include "tests/both.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct sources sources = { 0 };
	struct zone_input input = { 0 };
	struct both_reading plain, fast;
	struct name_buf apex;

	name_from_host(STR("example.com"), &apex);
	input.file = fuzz_file(&sources, fuzz_str(data, size), &input.root);
	input.origin = name_view(&apex);
	if (!both_read(&plain, &input, true, &sources, &fuzz_levels) ||
		!both_read(&fast, &input, false, &sources, &fuzz_levels) ||
		both_differ(&plain, &fast) != NULL)
		abort();
	both_finish(&plain);
	both_finish(&fast);
	sources_finish(&sources);
	return 0;
}
