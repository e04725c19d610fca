/* Edits of records where they are written, and the next id. */
#include "tests/unit/zone_case.h"

#include "lint/fix/edit.h"
#include "lint/txt/id.h"
#include "lint/zone/mend.h"

/* The bytes from FROM to TO of the joined value of the TXT in ZONE become TEXT; NEW is the zone
 * then, NULL where that cannot be written. */
struct txt_row {
	const char *zone;
	size_t from, to;
	const char *text, *new;
};

#define LONG_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG_252 LONG_63 LONG_63 LONG_63 LONG_63

static const struct txt_row txt_rows[] = {
	{ "a TXT \"abcdef\"\n", 1, 3, "X", "a TXT \"aXdef\"\n" },
	{ "a TXT \"abcdef\"\n", 0, 6, "X", "a TXT \"X\"\n" },
	{ "a TXT \"abcdef\"\n", 0, 0, "X", "a TXT \"Xabcdef\"\n" },
	{ "a TXT \"abcdef\"\n", 6, 6, "X", "a TXT \"abcdefX\"\n" },
	{ "a TXT \"abcdef\"\n", 2, 2, "", "a TXT \"abcdef\"\n" },
	/* what stands in the way of the words is left alone */
	{ "a TXT \"ab\" \"cd\" ; note\n", 1, 3, "", "a TXT \"a\" \"d\" ; note\n" },
	{ "a TXT \"ab\" \"cd\" ; note\n", 1, 3, "XY", "a TXT \"aXY\" \"d\" ; note\n" },
	{ "a TXT ( \"ab\" ; \"b\n\tcd\n)\n", 0, 4, "X", "a TXT ( \"X\" ; \"b\n\t\n)\n" },
	{ "a TXT \"a\\098\\c\"\n", 1, 3, "X", "a TXT \"aX\"\n" },
	{ "a TXT a\\098\\;\n", 2, 3, "", "a TXT a\\098\n" },
	/* what would mean something else there is escaped */
	{ "a TXT \"ab\"\n", 1, 1, "\"\\;", "a TXT \"a\\\"\\\\;b\"\n" },
	{ "a TXT ab\n", 1, 1, "; (\"", "a TXT a\\;\\032\\(\\\"b\n" },
	{ "a TXT \"ab\"\n", 1, 1, "\t", "a TXT \"a\\009b\"\n" },
	/* a string holds 255 octets */
	{ "a TXT \"" LONG_252 "\"\n", 0, 0, "123", "a TXT \"123" LONG_252 "\"\n" },
	{ "a TXT \"" LONG_252 "\"\n", 0, 0, "1234", NULL },
	{ "a TXT \"" LONG_252 "\"\n", 9, 10, "1234",
		"a TXT \"aaaaaaaaa1234" LONG_63 LONG_63 LONG_63
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n" },
	{ "a TXT \"" LONG_252 "\" \"b\"\n", 252, 252, "1234",
		"a TXT \"" LONG_252 "\" \"1234b\"\n" },
	/* there is no such place, or it is not written as text */
	{ "a TXT \"ab\"\n", 3, 3, "X", NULL },
	{ "a TXT \\# 3 026162\n", 0, 1, "X", NULL },
	{ "$GENERATE 1-1 a$ TXT \"ab\"\n", 0, 1, "X", NULL },
};

static const struct rr *find(const struct zone_case *c, uint16_t type)
{
	for (size_t i = 0; i < c->zone.rr_count; i++)
		if (c->zone.rrs[i].type == type)
			return &c->zone.rrs[i];
	return NULL;
}

/* The zone with EDITS, or NULL without. */
static const char *applied(struct zone_case *c, const char *zone, const struct fix_edit *edits)
{
	struct edits all = { 0 };
	const char *why;

	if (edits == NULL)
		return NULL;
	for (; edits != NULL; edits = edits->next)
		edits_add(&all, (size_t)edits->at.offset, edits->at.length, edits->text);
	assert_true(edits_settle(&all, strlen(zone), &why));
	c->text.len = 0;
	edits_apply(&all, str_c(zone), &c->text);
	buf_add_char(&c->text, '\0');
	edits_finish(&all);
	return c->text.ptr;
}

static void check(const char *expected, const char *actual)
{
	if (expected == NULL || actual == NULL)
		assert_ptr_equal(expected, actual);
	else
		assert_string_equal(expected, actual);
}

static void open_zone(struct zone_case *c, const char *zone)
{
	case_start(c);
	c->input.keep_all = true;
	case_file(c, "zone", str_c(zone));
	case_read(c, "example.com");
}

static void values_of_txt(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof txt_rows / sizeof *txt_rows; i++) {
		const struct txt_row *row = &txt_rows[i];
		struct zone_case c;
		struct mend mend;

		open_zone(&c, row->zone);
		mend = (struct mend){ &c.diag.arena, &c.sources, find(&c, TYPE_TXT) };
		assert_non_null(mend.rr);
		check(row->new, applied(&c, row->zone,
					mend_txt(&mend, row->from, row->to, str_c(row->text))));
		case_end(&c);
	}
}

static const struct {
	const char *zone, *new;
} owner_rows[] = {
	{ "x TXT a\ny A 192.0.2.1\n", "b.example.com. TXT a\ny A 192.0.2.1\n" },
	{ "x\t60 IN TXT a", "b.example.com.\t60 IN TXT a" },
	{ "x TXT ( a\n b )\n\n; note\n$TTL 5\nz A 192.0.2.1\n",
		"b.example.com. TXT ( a\n b )\n\n; note\n$TTL 5\nz A 192.0.2.1\n" },
	/* the owner is another record's, or that of the next */
	{ "x A 192.0.2.1\n TXT a\n", NULL },
	{ "x TXT a\n A 192.0.2.1\n", NULL },
	{ "x TXT a\n\n ; note\n\tA 192.0.2.1\n", NULL },
	{ "x TXT a\n$ORIGIN sub\n A 192.0.2.1\n", NULL },
	{ "x TXT a\n$INCLUDE other\n", NULL },
};

static void owners(void **state)
{
	struct name_buf owner;

	(void)state;
	assert_true(name_from_host(STR("b.example.com"), &owner));
	for (size_t i = 0; i < sizeof owner_rows / sizeof *owner_rows; i++) {
		struct zone_case c;
		struct mend mend;

		open_zone(&c, owner_rows[i].zone);
		mend = (struct mend){ &c.diag.arena, &c.sources, find(&c, TYPE_TXT) };
		check(owner_rows[i].new,
			applied(&c, owner_rows[i].zone, mend_owner(&mend, name_view(&owner))));
		case_end(&c);
	}
}

static const struct {
	const char *zone, *new;
} serial_rows[] = {
	{ "@ SOA a b 7 1 1 1 1\n", "@ SOA a b 1234 1 1 1 1\n" },
	{ "@ SOA a b ( 0000000007 ; now\n 1 1 1 1 )\n",
		"@ SOA a b ( 0000001234 ; now\n 1 1 1 1 )\n" },
	{ "@ SOA a b\\010c ( 7\n1\n1 1 1 )\n", "@ SOA a b\\010c ( 1234\n1\n1 1 1 )\n" },
};

static void serials(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof serial_rows / sizeof *serial_rows; i++) {
		struct zone_case c;
		struct mend mend;

		open_zone(&c, serial_rows[i].zone);
		mend = (struct mend){ &c.diag.arena, &c.sources, find(&c, TYPE_SOA) };
		check(serial_rows[i].new,
			applied(&c, serial_rows[i].zone, mend_serial(&mend, 1234)));
		case_end(&c);
	}
}

static const struct {
	const char *old, *next;
} ids[] = {
	{ "20260101000000", "20261123000000" },
	{ "20260101000000Z", "20261123000000Z" },
	{ "20261123000000Z", "20261123000001Z" }, /* the same second */
	{ "20261399000000", "20261399000001" },	  /* no such day: a number */
	{ "1767225600000", "1795392000000" },
	{ "1767225600", "1795392000" },
	{ "2026010103", "2026112301" },
	{ "7", "8" },
	{ "007", "008" },
	{ "99", "100" },
	{ "4294967295", "0000000001" },
	{ "a1b2c3d", "0123456" },
	{ "A1B2C3D4E5F6A7B8C9D0", "0123456789ABCDEF0123" },
	{ "0123456789abcdef0123456789abcdef", "20261123000000" }, /* the hash is the old one */
	{ "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6", "0123456789abcdef0123456789abcdef" },
	{ "a1b2", "20261123000000" },
	{ "policy1", "20261123000000" },
	{ "", "20261123000000" },
};

static void next_ids(void **state)
{
	enum { NOW = 1795392000 }; /* 2026-11-23 */
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		const char *next = id_next(
			&arena, str_c(ids[i].old), NOW, STR("0123456789abcdef0123456789abcdef"));

		assert_string_equal(next, ids[i].next);
		assert_true(id_valid(str_c(next)));
	}
	assert_string_equal(
		id_next(&arena, STR("abcdef0123456789"), NOW, STR("")), "20261123000000");
	arena_finish(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_of_txt),
		cmocka_unit_test(owners),
		cmocka_unit_test(serials),
		cmocka_unit_test(next_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
