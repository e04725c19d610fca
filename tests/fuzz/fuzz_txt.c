/* TXT values, of both kinds, any bytes. */
#include "tests/fuzz/fuzz.h"

#include "lint/txt/txt.h"

/* VALUE as length-prefixed strings. */
static struct str rdata_of(struct arena *arena, struct str value)
{
	struct buf buf = { 0 };
	struct str copy;

	do {
		struct str part = str_take(value, 255);

		buf_add_char(&buf, (char)part.len);
		buf_add(&buf, part);
		value = str_skip(value, part.len);
	} while (value.len > 0);
	copy = arena_str(arena, buf_str(&buf));
	buf_finish(&buf);
	return copy;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct sources sources = { 0 };
	struct arena arena = { 0 };
	struct name_buf owner;
	struct rr rr = { .type = TYPE_TXT, .generated = true };
	struct txt_input input = { .sources = &sources, .rr = &rr };
	struct diag diag;

	if (size > 4096)
		return 0;
	diag_init(&diag, &fuzz_levels);
	name_from_host(STR("example.com"), &owner);
	input.value = fuzz_str(data, size);
	rr.owner = name_view(&owner);
	rr.span.file = rr.owner_at.file = rr.value_at.file = sources_add(&sources, STR("zone"), NULL);
	rr.rdata = rdata_of(&arena, input.value);
	sts_read(&input, &diag);
	tlsrpt_read(&input, &diag);
	diag_sort(&diag, &sources);
	fuzz_judge(&diag, &sources, size);
	diag_finish(&diag);
	arena_finish(&arena);
	sources_finish(&sources);
	return 0;
}
