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

/* Errors since finding FROM; DUPLICATES count as well, which derive from the grammar or not. */
static size_t errors(const struct diag *diag, size_t from, bool duplicates)
{
	size_t count = 0;

	for (size_t i = from; i < diag->count; i++)
		count += diag->list[i]->level == LEVEL_ERROR &&
			 (duplicates || diag->list[i]->rule != RULE_RECORD_FIELD_DUPLICATE);
	return count;
}

/* So few parts that the readers judge them all. */
static bool is_short(struct str value)
{
	size_t parts = 0;

	for (size_t i = 0; i < value.len; i++)
		parts += value.ptr[i] == ';' || value.ptr[i] == ',';
	return parts < 64;
}

/* A value derives from the grammar exactly if no error since FROM says otherwise; unfilled template
 * text may do either. */
static void judge_valid(const struct diag *diag, size_t from, struct str value, enum txt_kind kind,
	bool valid, bool placeholder)
{
	if (valid && !placeholder && errors(diag, from, false) > 0)
		abort();
	if (!valid && kind != TXT_UNRELATED && errors(diag, from, true) == 0 && is_short(value))
		abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct sources sources = { 0 };
	struct arena arena = { 0 };
	struct name_buf owner;
	struct rr rr = { .type = TYPE_TXT, .generated = true };
	struct txt_input input = { .sources = &sources, .rr = &rr };
	struct tlsrpt tlsrpt;
	struct sts sts;
	struct diag diag;
	size_t from;

	if (size > 4096)
		return 0;
	diag_init(&diag, &fuzz_levels);
	name_from_host(STR("example.com"), &owner);
	input.value = fuzz_str(data, size);
	rr.owner = name_view(&owner);
	rr.span.file = rr.owner_at.file = rr.value_at.file = sources_add(
		&sources, STR("zone"), NULL);
	rr.rdata = rdata_of(&arena, input.value);
	sts = sts_read(&input, &diag);
	judge_valid(&diag, 0, input.value, sts.kind, sts.valid, sts.placeholder);
	from = diag.count;
	tlsrpt = tlsrpt_read(&input, &diag);
	judge_valid(&diag, from, input.value, tlsrpt.kind, tlsrpt.valid, tlsrpt.placeholder);
	diag_sort(&diag, &sources);
	fuzz_judge(&diag, &sources, size);
	diag_finish(&diag);
	arena_finish(&arena);
	sources_finish(&sources);
	return 0;
}
