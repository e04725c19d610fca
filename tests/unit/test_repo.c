/* Files: what they are told to be, and whose. */
#include "tests/unit/unit.h"

#include "lint/repo/classify.h"
#include "lint/repo/walk.h"

#include <string.h>

struct name_case {
	const char *path;
	enum name_sort sort;
};

static const struct name_case name_cases[] = {
	{ "example.com.zone", NAME_ZONE },
	{ "a/example.com.db", NAME_ZONE },
	{ "db.example.com", NAME_ZONE },
	{ "zones/example.com", NAME_ZONE },
	{ "zones/a/example.com", NAME_ANY },
	{ "example.com", NAME_ANY },
	{ "mta-sts.txt", NAME_POLICY },
	{ "a/.well-known/mta-sts.txt", NAME_POLICY },
	{ "a/.well-known/mta_sts.txt", NAME_NEAR_POLICY },
	{ "a/.well-known/MTA-STS.txt", NAME_NEAR_POLICY },
	{ "a/.well-known/mta-sts.txt.txt", NAME_NEAR_POLICY },
	{ "a/well-known/mta-st.txt", NAME_NEAR_POLICY },
	{ "a/.well-known/security.txt", NAME_ANY },
	{ "a/mta_sts.txt", NAME_ANY },
	{ "a/mta-sts.md", NAME_ANY },
	{ "nginx.conf", NAME_SERVER },
	{ "a/sites-enabled/example.com", NAME_SERVER },
	{ "conf.d/x", NAME_SERVER },
	{ "Caddyfile", NAME_SERVER },
	{ "Caddyfile.prod", NAME_SERVER },
	{ "a.caddy", NAME_SERVER },
	{ "gen/caddy/mta-sts.example.com.caddyfile", NAME_SERVER },
	{ "sites-enabled", NAME_ANY },
	{ "conf.zone", NAME_ZONE },
};

static void names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof name_cases / sizeof *name_cases; i++)
		if (classify_name(str_c(name_cases[i].path)) != name_cases[i].sort)
			fail_msg("%s", name_cases[i].path);
}

struct content_case {
	struct str text;
	enum content_sort sort;
};

static const struct content_case content_cases[] = {
	{ STR_INIT(""), CONTENT_NOTHING },
	{ STR_INIT("; only\n\n{{ this }}\n"), CONTENT_NOTHING },
	{ STR_INIT("; a comment\n\n$ORIGIN example.com.\n"), CONTENT_ZONE },
	{ STR_INIT("\xef\xbb\xbf$TTL 1h\r\n"), CONTENT_ZONE },
	{ STR_INIT("$ttl 1h\n"), CONTENT_ZONE },
	{ STR_INIT("$TTLX 1h\n"), CONTENT_OTHER },
	{ STR_INIT("$INCLUDE a\n"), CONTENT_RECORD },
	{ STR_INIT("@ IN SOA a. b. (\n"), CONTENT_ZONE },
	{ STR_INIT("example.com. 3600 IN soa a. b. 1 1 1 1 1\n"), CONTENT_ZONE },
	{ STR_INIT("www A 192.0.2.1\n"), CONTENT_RECORD },
	{ STR_INIT("www 1h IN A 192.0.2.1\n"), CONTENT_RECORD },
	{ STR_INIT("www IN 3600 TYPE257 \\# 0\n"), CONTENT_RECORD },
	{ STR_INIT(" MX 10 a\n"), CONTENT_RECORD },
	{ STR_INIT("www A\n"), CONTENT_OTHER },
	{ STR_INIT("www A 192.0.2.300\n"), CONTENT_RECORD },
	{ STR_INIT("a AAAA 2001:db8::1\n"), CONTENT_RECORD },
	{ STR_INIT("_dmarc TXT x\n"), CONTENT_RECORD },
	{ STR_INIT("\\$x TXT x\n"), CONTENT_RECORD },
	{ STR_INIT("# a script\n"), CONTENT_OTHER },
	{ STR_INIT("# mx 10 a\n"), CONTENT_OTHER },
	{ STR_INIT("Add a zone here\n"), CONTENT_OTHER },
	{ STR_INIT("{% set x = 1 %}\n$ORIGIN {{ zone }}.\n$TTL 60\n"), CONTENT_ZONE },
	{ STR_INIT("{{ soa }}\nwww A 192.0.2.1\n"), CONTENT_RECORD },
	{ STR_INIT("version: STSv1\n"), CONTENT_POLICY },
	{ STR_INIT("\n  MODE: enforce\n"), CONTENT_POLICY },
	{ STR_INIT("hello: world\n"), CONTENT_OTHER },
	{ STR_INIT("$TTL 60\n\0"), CONTENT_BINARY },
};

static void contents(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof content_cases / sizeof *content_cases; i++)
		if (classify_content(content_cases[i].text) != content_cases[i].sort)
			fail_msg("%s", content_cases[i].text.ptr);
}

struct decision_case {
	enum name_sort name;
	enum content_sort content;
	bool named;
	enum file_kind kind;
};

static const struct decision_case decision_cases[] = {
	{ NAME_ZONE, CONTENT_RECORD, false, FILE_ZONE },
	{ NAME_ZONE, CONTENT_OTHER, false, FILE_NONE },
	{ NAME_ZONE, CONTENT_BINARY, false, FILE_NONE },
	{ NAME_ZONE, CONTENT_POLICY, false, FILE_NONE },
	{ NAME_ZONE, CONTENT_OTHER, true, FILE_ZONE },
	{ NAME_ZONE, CONTENT_NOTHING, true, FILE_ZONE },
	{ NAME_ZONE, CONTENT_NOTHING, false, FILE_NONE },
	{ NAME_POLICY, CONTENT_NOTHING, false, FILE_POLICY },
	{ NAME_ANY, CONTENT_NOTHING, true, FILE_NONE },
	{ NAME_ANY, CONTENT_ZONE, false, FILE_ZONE },
	{ NAME_ANY, CONTENT_RECORD, false, FILE_NONE },
	{ NAME_ANY, CONTENT_RECORD, true, FILE_ZONE },
	{ NAME_ANY, CONTENT_POLICY, true, FILE_POLICY },
	{ NAME_ANY, CONTENT_POLICY, false, FILE_NONE },
	{ NAME_ANY, CONTENT_OTHER, true, FILE_NONE },
	{ NAME_POLICY, CONTENT_BINARY, false, FILE_POLICY },
	{ NAME_NEAR_POLICY, CONTENT_OTHER, false, FILE_POLICY },
};

static void decisions(void **state)
{
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof decision_cases / sizeof *decision_cases; i++) {
		const struct decision_case *c = &decision_cases[i];

		if (classify(c->name, c->content, c->named, &why) != c->kind)
			fail_msg("case %zu", i);
	}
}

/* A path, and the origin it says; NULL: none. */
static const char *const origins[][2] = {
	{ "example.com.zone", "example.com" },
	{ "zones/example.com", "example.com" },
	{ "db.example.com", "example.com" },
	{ "a.b/example.com.db", "example.com" },
	{ "example.com.zone.j2", "example.com" },
	{ "example.com.dns", "example.com" },
	{ "example.com.hosts", "example.com" },
	{ "example.com.external", "example.com" },
	{ "example.com.internal", "example.com" },
	{ "corp.internal", "corp.internal" },
	{ "a.corp.internal", "a.corp.internal" },
	{ "zones/mail.inc", NULL },
	{ "example.com.zone.bak", NULL },
	{ "example.com.zone~", NULL },
	{ "#example.com.zone#", NULL },
	{ "ad.corp.lan", "ad.corp.lan" },
	{ "ad.example.com.local", "ad.example.com.local" },
	{ "a.secure.example.db", "a.secure.example" },
	{ "0-63.2.0.192.in-addr.arpa.zone", "0-63.2.0.192.in-addr.arpa" },
	{ "example.com.include", "example.com" },
	{ "example.com.txt", "example.com" },
	{ "b\xc3\xbc"
	  "cher.example.zone",
		"xn--bcher-kva.example" },
	{ "xn--bcher-kva.example.zone", "xn--bcher-kva.example" },
	{ "2.0.192.in-addr.arpa.zone", "2.0.192.in-addr.arpa" },
	{ "example.com.zone.in", "example.com" },
	{ "example.com.db.signed", "example.com" },
	{ "zones/example.in", "example.in" },
	{ "main.zone", NULL },
	{ "example.zone", NULL },
	{ ".zone", NULL },
	{ "db.", NULL },
	{ "a..b.zone", NULL },
};

static void origins_from_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof origins / sizeof *origins; i++) {
		struct arena arena = { 0 };
		struct name_buf origin;
		bool found = classify_origin(str_c(origins[i][0]), &origin);

		if (found != (origins[i][1] != NULL) ||
			(found &&
				strcmp(name_text(&arena, name_view(&origin)), origins[i][1]) != 0))
			fail_msg("%s", origins[i][0]);
		arena_finish(&arena);
	}
}

static void hidden_directories(void **state)
{
	(void)state;
	assert_true(walk_is_hidden(STR(".git")));
	assert_true(walk_is_hidden(STR(".github")));
	assert_false(walk_is_hidden(STR(".well-known")));
	assert_false(walk_is_hidden(STR(".wellknown")));
	assert_false(walk_is_hidden(STR(".Well-Known")));
	assert_false(walk_is_hidden(STR("zones")));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(contents),
		cmocka_unit_test(decisions),
		cmocka_unit_test(origins_from_names),
		cmocka_unit_test(hidden_directories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
