/* name: presentation and wire form, comparison, order of labels, hashes. */
#include "tests/unit/unit.h"

#include "lint/dns/name.h"

static void presentation(void **state)
{
#define L63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	static const struct {
		const char *text, *origin; /* NULL: none */
		enum name_status status;
		size_t error_at;
		const char *printed;
	} rows[] = {
		{ ".", NULL, NAME_OK, 0, "." },
		{ "a.b.", NULL, NAME_OK, 0, "a.b" },
		{ "a", "example.com", NAME_OK, 0, "a.example.com" },
		{ "@", "example.com", NAME_OK, 0, "example.com" },
		{ "@", NULL, NAME_NO_ORIGIN, 0, NULL },
		{ "a", NULL, NAME_NO_ORIGIN, 0, NULL },
		{ "\\@", "x", NAME_OK, 0, "\\@.x" },
		{ "a\\.b", "x", NAME_OK, 0, "a\\.b.x" },
		{ "a\\046b.", NULL, NAME_OK, 0, "a\\.b" },
		{ "\\000\\255.", NULL, NAME_OK, 0, "\\000\\255" },
		{ "a..b", "x", NAME_EMPTY_LABEL, 2, NULL },
		{ ".a", "x", NAME_EMPTY_LABEL, 0, NULL },
		{ "..", "x", NAME_EMPTY_LABEL, 0, NULL },
		{ "", "x", NAME_EMPTY_LABEL, 0, NULL },
		{ "a\\256", "x", NAME_BAD_ESCAPE, 1, NULL },
		{ "a\\1a", "x", NAME_BAD_ESCAPE, 1, NULL },
		{ "a\\", "x", NAME_BAD_ESCAPE, 1, NULL },
		{ L63, "x", NAME_OK, 0, L63 ".x" },
		{ L63 "a", "x", NAME_LABEL_LONG, 63, NULL },
		{ L63 "." L63 "." L63 "." L63, NULL, NAME_TOO_LONG, 254, NULL },
		{ L63 "." L63 "." L63, L63, NAME_TOO_LONG, 190, NULL },
		{ "MiXed.", NULL, NAME_OK, 0, "MiXed" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct name_buf origin = { .len = 0 }, name;
		struct arena arena = { 0 };
		size_t error_at;

		if (rows[i].origin != NULL)
			assert_true(name_from_host(str_c(rows[i].origin), &origin));
		assert_int_equal(
			name_parse(str_c(rows[i].text), name_view(&origin), &name, &error_at),
			rows[i].status);
		if (rows[i].status == NAME_OK)
			assert_string_equal(name_text(&arena, name_view(&name)), rows[i].printed);
		else
			assert_int_equal(error_at, rows[i].error_at);
		arena_finish(&arena);
	}
}

static void wire(void **state)
{
	static const struct {
		struct str bytes;
		size_t used; /* 0: malformed */
	} rows[] = {
		{ STR_INIT("\0"), 1 },
		{ STR_INIT("\1a\0rest"), 3 },
		{ STR_INIT("\1a"), 0 },
		{ STR_INIT(""), 0 },
		{ STR_INIT("\5ab\0"), 0 },
		{ STR_INIT("\300\0"), 0 },
		{ STR_INIT("\100" L63 "a\0"), 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct name_buf name;
		size_t used = 0;

		assert_int_equal(name_from_wire(rows[i].bytes, &name, &used), rows[i].used > 0);
		assert_int_equal(used, rows[i].used);
	}
}

static struct name named(struct name_buf *buf, const char *text)
{
	assert_true(name_from_host(str_c(text), buf));
	return name_view(buf);
}

static void relations(void **state)
{
	static const struct {
		const char *name, *apex;
		bool within, equal;
	} rows[] = {
		{ "a.example.com", "Example.COM", true, false },
		{ "EXAMPLE.com", "example.COM.", true, true },
		{ "example.com", "a.example.com", false, false },
		{ "aexample.com", "example.com", false, false },
		{ "a.b", ".", true, false },
		{ ".", ".", true, true },
		{ "x\\.example.com", "example.com", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct name_buf a = { .len = 0 }, b;
		struct name apex = named(&b, rows[i].apex);
		struct name root = { (const unsigned char *)"", 1 };

		assert_int_equal(name_parse(str_c(rows[i].name), root, &a, NULL), NAME_OK);
		assert_int_equal(name_within(name_view(&a), apex), rows[i].within);
		assert_int_equal(name_equal(name_view(&a), apex), rows[i].equal);
	}
}

static void labels(void **state)
{
	struct name_buf buf, joined;
	struct name name = named(&buf, "*.b.c");

	(void)state;
	assert_int_equal(name_labels(name), 3);
	assert_true(str_eq(name_label(name, 1), STR("b")));
	assert_int_equal(name_labels(name_parent(name, 2)), 1);
	assert_true(name_is_root(name_parent(name, 9)));
	assert_true(name_is_wildcard(name));
	assert_false(name_is_wildcard(name_parent(name, 1)));
	assert_true(name_starts_with(name_parent(name, 1), STR("B")));
	assert_true(name_prepend(STR("_mta-sts"), name, &joined));
	assert_true(name_starts_with(name_view(&joined), STR("_mta-sts")));
	assert_false(name_prepend(STR(""), name, &joined));
	assert_true(name_join(name, name_parent(name, 1), &joined));
	assert_int_equal(name_labels(name_view(&joined)), 5);
}

static void hosts(void **state)
{
	static const struct {
		const char *text;
		bool ldh;
	} rows[] = {
		{ "mail.example.com", true },
		{ "192.0.2.1", true },
		{ "a-b.c", true },
		{ "-a.c", false },
		{ "a-.c", false },
		{ "_a.c", false },
		{ "*.c", false },
	};
	struct name_buf buf;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(name_is_ldh(named(&buf, rows[i].text)), rows[i].ldh);
	assert_false(name_from_host(STR("a\\.b"), &buf));
	assert_false(name_from_host(STR("@"), &buf));
	assert_false(name_from_host(STR("a..b"), &buf));
}

static void hashes(void **state)
{
	struct name_buf a, b;

	(void)state;
	assert_true(name_hash(named(&a, "A.Example")) == name_hash(named(&b, "a.eXample")));
	assert_true(name_hash(named(&a, "a.example")) != name_hash(named(&b, "b.example")));
	assert_true(name_hash(named(&a, "ab.c")) != name_hash(named(&b, "a.bc")));
	assert_true(name_hash_label(name_hash(named(&a, "example")), STR("X")) ==
		    name_hash(named(&b, "x.example")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(presentation),
		cmocka_unit_test(wire),
		cmocka_unit_test(relations),
		cmocka_unit_test(labels),
		cmocka_unit_test(hosts),
		cmocka_unit_test(hashes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
