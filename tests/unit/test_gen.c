/* What `mtasts gen` makes of a specification, and what it refuses. */
#include "tests/unit/unit.h"

#include "gen/gen.h"
#include "gen/write.h"
#include "lint/digest/digest.h"

#include <stdio.h>
#include <unistd.h>

static void test_digest(void **state)
{
	static const struct {
		struct str text;
		const char *id;
	} cases[] = {
		{ STR_INIT(""), "e3b0c44298fc1c149afbf4c8996fb924" },
		{ STR_INIT("abc"), "ba7816bf8f01cfea414140de5dae2223" },
		{ STR_INIT("\ra\r\rbc\r"), "ba7816bf8f01cfea414140de5dae2223" },
	};
	char id[DIGEST_ID_LEN + 1];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		digest_policy_id(cases[i].text, id);
		assert_string_equal(id, cases[i].id);
	}
}

static const struct str usual_mx[] = { STR_INIT("MX1.Example.COM."),
	STR_INIT("*.m\xc3\xbcl.example") };
static const struct str usual_rua[] = { STR_INIT("mailto:a@example.com") };
static const struct str usual_hosts[] = { STR_INIT("192.0.2.1"), STR_INIT("2001:db8::1") };

static const struct gen_spec usual = {
	.domain = STR_INIT("B\xc3\xbc"
			   "cher.example."),
	.mx = usual_mx,
	.mx_count = 2,
	.mode = MODE_ENFORCE,
	.max_age = 604800,
	.rua = usual_rua,
	.rua_count = 1,
	.hosts = usual_hosts,
	.host_count = 2,
	.ttl = 3600,
	.needs = GEN_NEEDS_ALL,
};

static void test_made(void **state)
{
	struct arena arena = { 0 };
	struct gen_refusals refusals = { .arena = &arena };
	struct gen_domain domain;

	(void)state;
	assert_true(gen_make(&domain, &usual, &arena, &refusals));
	assert_int_equal(refusals.count, 0);
	assert_string_equal(domain.text, "xn--bcher-kva.example");
	assert_string_equal(domain.host, "mta-sts.xn--bcher-kva.example");
	assert_string_equal(domain.policy.ptr,
		"version: STSv1\r\nmode: enforce\r\nmx: mx1.example.com\r\n"
		"mx: *.xn--ml-xka.example\r\nmax_age: 604800\r\n");
	assert_int_equal(domain.record_count, 4);
	assert_string_equal(gen_type(&domain.records[0]), "TXT");
	assert_string_equal(gen_type(&domain.records[2]), "A");
	assert_string_equal(gen_type(&domain.records[3]), "AAAA");
	assert_string_equal(
		gen_rdata(&arena, &domain.records[1]), "\"v=TLSRPTv1; rua=mailto:a@example.com\"");
	assert_string_equal(
		name_text(&arena, domain.records[0].owner), "_mta-sts.xn--bcher-kva.example");
	assert_string_equal(gen_owner_in_zone(&domain, &domain.records[1]), "_smtp._tls");
	arena_finish(&arena);
}

/* Strings of a TXT hold at most 255 bytes (RFC 1035 3.3.14). */
static void test_long_text(void **state)
{
	struct arena arena = { 0 };
	struct buf buf = { 0 };
	struct gen_record record = { .type = TYPE_TXT };
	const char *rdata;

	(void)state;
	for (int i = 0; i < 600; i++)
		buf_add_char(&buf, 'x');
	record.value = buf_str(&buf);
	rdata = gen_rdata(&arena, &record);
	assert_int_equal(strlen(rdata), 600 + 3 * 2 + 2);
	assert_int_equal(strcspn(rdata + 1, "\""), 255);
	assert_memory_equal(rdata + 256, "\" \"", 3);
	record.value = STR("a\"b\\c");
	assert_string_equal(gen_rdata(&arena, &record), "\"a\\\"b\\\\c\"");
	buf_finish(&buf);
	arena_finish(&arena);
}

static void test_ids(void **state)
{
	static const struct {
		enum gen_id kind;
		struct str literal;
		int64_t now;
		const char *id;
	} cases[] = {
		{ GEN_ID_TIMESTAMP, STR_INIT(""), 0, "19700101000000" },
		{ GEN_ID_TIMESTAMP, STR_INIT(""), 1769860800, "20260131120000" },
		{ GEN_ID_TIMESTAMP, STR_INIT(""), 253402300799, "99991231235959" },
		{ GEN_ID_LITERAL, STR_INIT("Abc1"), 0, "Abc1" },
		{ GEN_ID_LITERAL, STR_INIT("a b"), 0, NULL },
		{ GEN_ID_LITERAL, STR_INIT(""), 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = { 0 };
		struct gen_refusals refusals = { .arena = &arena };
		struct gen_spec spec = usual;
		struct gen_domain domain;

		spec.id_kind = cases[i].kind;
		spec.id = cases[i].literal;
		spec.now = cases[i].now;
		assert_int_equal(gen_make(&domain, &spec, &arena, &refusals), cases[i].id != NULL);
		if (cases[i].id != NULL)
			assert_string_equal(domain.id, cases[i].id);
		gen_refusals_finish(&refusals);
		arena_finish(&arena);
	}
}

/* What is missing is refused only where a target needs it. */
static void test_needs(void **state)
{
	static const struct {
		unsigned needs;
		size_t refusals, records;
	} cases[] = {
		{ 0, 0, 0 },
		{ GEN_NEEDS_MX, 1, 0 },
		{ GEN_NEEDS_MX | GEN_NEEDS_RUA, 2, 0 },
		{ GEN_NEEDS_ALL, 3, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = { 0 };
		struct gen_refusals refusals = { .arena = &arena };
		struct gen_spec spec = { .domain = STR("example.com"), .mode = MODE_TESTING };
		struct gen_domain domain;

		spec.needs = cases[i].needs;
		gen_make(&domain, &spec, &arena, &refusals);
		assert_int_equal(refusals.count, cases[i].refusals);
		assert_int_equal(domain.record_count, cases[i].records);
		assert_null(domain.id);
		gen_refusals_finish(&refusals);
		arena_finish(&arena);
	}
}

/* Targets may share a file; many files stay apart. */
static void test_files(void **state)
{
	struct arena arena = { 0 };
	struct gen_files files = { .arena = &arena };

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 1000; i++)
			gen_file_add(&files, arena_printf(&arena, "d%d/x", i), STR("x"));
	assert_int_equal(files.count, 1000);
	assert_string_equal(files.list[0].path, "d0/x");
	assert_string_equal(files.list[999].path, "d999/x");
	gen_files_finish(&files);
	arena_finish(&arena);
}

static enum gen_state state_of(const char *directory, struct gen_files *files, size_t i, bool apply)
{
	struct gen_plan plan;
	enum gen_state result;

	assert_true(gen_plan(&plan, directory, files));
	result = plan.list[i].state;
	if (apply)
		assert_true(gen_apply(&plan));
	gen_plan_finish(&plan);
	return result;
}

static void test_write(void **state)
{
	char directory[] = "/tmp/mtasts-gen-XXXXXX";
	struct arena arena = { 0 };
	struct gen_files one = { .arena = &arena }, other = { .arena = &arena };
	const char *out;

	(void)state;
	assert_non_null(mkdtemp(directory));
	out = arena_printf(&arena, "%s/out", directory);
	gen_file_add(&one, "a/b/c", STR("1\n"));
	gen_line_add(&one, "lines", STR("first"));
	gen_file_add(&other, "a/b/c", STR("2\n"));
	gen_line_add(&other, "lines", STR("second"));
	assert_int_equal(state_of(out, &one, 0, false), GEN_NEW);
	assert_int_equal(state_of(out, &one, 0, true), GEN_NEW);
	assert_int_equal(state_of(out, &one, 0, true), GEN_SAME);
	assert_int_equal(state_of(out, &one, 1, false), GEN_SAME);
	assert_int_equal(state_of(out, &other, 0, false), GEN_DIFFERS);
	assert_int_equal(state_of(out, &other, 1, true), GEN_GROWS);
	assert_int_equal(state_of(out, &one, 1, false), GEN_SAME);
	assert_int_equal(state_of(out, &other, 1, false), GEN_SAME);
	assert_int_equal(unlink(arena_printf(&arena, "%s/a/b/c", out)), 0);
	assert_int_equal(unlink(arena_printf(&arena, "%s/lines", out)), 0);
	assert_int_equal(rmdir(arena_printf(&arena, "%s/a/b", out)), 0);
	assert_int_equal(rmdir(arena_printf(&arena, "%s/a", out)), 0);
	assert_int_equal(rmdir(out), 0);
	assert_int_equal(rmdir(directory), 0);
	gen_files_finish(&one);
	gen_files_finish(&other);
	arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_made),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_needs),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
