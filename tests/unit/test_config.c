/* .mtasts.yaml: what is read, and where it is wrong. */
#include "tests/unit/unit.h"

#include "lint/config/config.h"

static void test_values(void **state)
{
	static const struct str text = STR_INIT(
		"id: sha256\n"
		"defaults: { mode: testing, max_age: 1w, ttl: 1h, rua: 'mailto:a@example.net' }\n"
		"domains:\n"
		"  example.com: { mode: enforce, mx: [mx1, '*.mail'], host: 192.0.2.1 }\n"
		"  b\xc3\xbc"
		"cher.example: {}\n"
		"  example.org:\n");
	struct config config = { 0 };
	const struct config_values *values;

	(void)state;
	assert_true(config_parse(&config, text));
	assert_int_equal(config.id, CONFIG_ID_SHA256);
	assert_true(config.defaults.has_mode && config.defaults.has_ttl);
	assert_int_equal(config.defaults.mode, MODE_TESTING);
	assert_int_equal(config.defaults.max_age, 604800);
	assert_int_equal(config.defaults.ttl, 3600);
	assert_int_equal(config.defaults.rua_count, 1);
	assert_int_equal(config.domain_count, 3);
	values = &config.domains[0].values;
	assert_int_equal(values->mode, MODE_ENFORCE);
	assert_false(values->has_max_age || values->has_ttl);
	assert_int_equal(values->mx_count, 2);
	assert_true(str_eq(values->mx[1], STR("*.mail")));
	assert_true(str_eq(values->hosts[0], STR("192.0.2.1")));
	assert_int_equal(values->rua_count, 0);
	assert_true(str_eq(config.domains[1].name, STR("b\xc3\xbc"
						       "cher.example")));
	assert_int_equal(config.domains[2].line, 6);
	assert_false(config.domains[2].values.has_mode);
	config_finish(&config);
}

/* Every key there is, as people may write it. */
static void test_every_key(void **state)
{
	static const struct str text = STR_INIT(
		"root: .\n"
		"includes: { /etc/bind: bind }\n"
		"zones: [ 'zones/*.zone', { path: 'dns/db' }, { octodns: a.yaml }, { named-conf: b "
		"} ]\n"
		"policies: [ { path: x }, { file: a, domains: [example.com] }, 'b/*' ]\n"
		"certificates: [ { path: x } ]\n"
		"trust: system\n"
		"exclude: [vendor/, 'test/**']\n"
		"profile: strict\n"
		"levels: { policy-max-age-brief: off, mx: error }\n"
		"ignore: [ { files: 'zones/legacy-*', rules: [record-ttl-long], reason: moved } ]\n"
		"limits: { testing: 90d, max-age-brief: 2w, cert-expiring: 14d }\n"
		"require: [ { field: rua, match: '^mailto:', message: why } ]\n"
		"id: timestamp\n"
		"serial: managed\n"
		"defaults: {}\n"
		"domains: {}\n");
	struct config config = { 0 };

	(void)state;
	assert_true(config_parse(&config, text));
	assert_int_equal(config.problem_count, 0);
	assert_int_equal(config.id, CONFIG_ID_TIMESTAMP);
	config_finish(&config);
}

/* The bytes at SPAN of TEXT are EXPECTED. */
static void assert_at(struct str text, struct span span, const char *expected)
{
	assert_int_equal(span.file, CONFIG_SOURCE);
	assert_true(span.offset + span.length <= text.len);
	assert_true(str_eq(str_of(text.ptr + span.offset, span.length), str_c(expected)));
}

/* What is in place of people's words, after characters of several bytes. */
static void test_typed(void **state)
{
	static const struct str text = STR_INIT(
		"# \xc3\xbc\xe2\x82\xac\nroot: sub\ntrust: ca.pem\n"
		"includes: { /etc/bind: bind, /srv: 's' }\n"
		"zones: [ 'zones/*.zone', { path: 'dns/db' }, { octodns: a.yaml }, { named-conf: b "
		"} ]\n"
		"policies: [ { path: x }, { file: a, domains: [example.com, example.org] }, 'b/*' "
		"]\n"
		"exclude: [vendor/]\nprofile: relaxed\n"
		"levels: { policy-max-age-brief: off, policy-max-age: error, policy: info }\n"
		"ignore: [ { files: 'zones/l*', rules: [record-ttl-long, mx], reason: moved } ]\n"
		"limits: { testing: 30d, cert-expiring: 1w }\n"
		"require: [ { field: max_age, match: '^6' }, { field: ttl, match: a, message: b } "
		"]\n"
		"serial: managed\n");
	struct config config = { 0 };

	(void)state;
	assert_true(config_parse(&config, text));
	assert_at(text, config.root.at, "sub");
	assert_at(text, config.trust.at, "ca.pem");
	assert_int_equal(config.include_count, 2);
	assert_at(text, config.includes[1].from.at, "/srv");
	assert_at(text, config.includes[1].to.at, "'s'");
	assert_string_equal(config.includes[1].to.text.ptr, "s");
	assert_int_equal(config.zone_count, 4);
	assert_int_equal(config.zones[0].how, CONFIG_GLOB);
	assert_int_equal(config.zones[1].how, CONFIG_PATH);
	assert_int_equal(config.zones[2].how, CONFIG_OCTODNS);
	assert_int_equal(config.zones[3].how, CONFIG_NAMED_CONF);
	assert_at(text, config.zones[1].text.at, "'dns/db'");
	assert_int_equal(config.policy_count, 3);
	assert_int_equal(config.policies[1].how, CONFIG_FILE);
	assert_int_equal(config.policies[1].domain_count, 2);
	assert_at(text, config.policies[1].domains[1].at, "example.org");
	assert_int_equal(config.exclude_count, 1);
	assert_true(config.has_profile && config.profile == PROFILE_RELAXED);
	assert_int_equal(config.levels[RULE_POLICY_MAX_AGE_BRIEF], LEVEL_OFF);
	assert_int_equal(config.levels[RULE_POLICY_MAX_AGE_SHORT], LEVEL_ERROR);
	assert_int_equal(config.levels[RULE_POLICY_MODE_NONE], LEVEL_INFO);
	assert_int_equal(config.levels[RULE_MX_UNCOVERED], LEVEL_UNSET);
	assert_int_equal(config.ignore_count, 1);
	assert_int_equal(config.ignores[0].rule_count, 2);
	assert_at(text, config.ignores[0].at,
		"{ files: 'zones/l*', rules: [record-ttl-long, mx], reason: moved }");
	assert_at(text, config.ignores[0].files[0].at, "'zones/l*'");
	assert_at(text, config.ignores[0].rules[1].at, "mx");
	assert_at(text, config.ignores[0].reason.at, "moved");
	assert_int_equal(config.limits.testing, 30 * 86400);
	assert_int_equal(config.limits.max_age_brief, 604800);
	assert_int_equal(config.limits.cert_expiring, 7 * 86400);
	assert_int_equal(config.require_count, 2);
	assert_int_equal(config.requires[0].field, CONFIG_FIELD_MAX_AGE);
	assert_int_equal(config.requires[1].field, CONFIG_FIELD_TTL);
	assert_at(text, config.requires[1].message.at, "b");
	assert_true(config.serial_managed);
	config_finish(&config);
}

static void test_wrong(void **state)
{
	static const struct {
		struct str text;
		size_t line, column;
	} cases[] = {
		{ STR_INIT("- a\n"), 1, 1 },
		{ STR_INIT("zone: []\n"), 1, 1 },
		{ STR_INIT("id: [sha256]\n"), 1, 5 },
		{ STR_INIT("id:\n"), 1, 4 },
		{ STR_INIT("id: md5\n"), 1, 5 },
		{ STR_INIT("\nprofile: lax\n"), 2, 10 },
		{ STR_INIT("root: ''\n"), 1, 7 },
		{ STR_INIT("root: \"a\\0b\"\n"), 1, 7 },
		{ STR_INIT("zones: zones/*.zone\n"), 1, 8 },
		{ STR_INIT("zones: [ { paht: x } ]\n"), 1, 12 },
		{ STR_INIT("levels: { mxx: off }\n"), 1, 11 },
		{ STR_INIT("limits: { testing: soon }\n"), 1, 20 },
		{ STR_INIT("ignore: [ { rules: mxx } ]\n"), 1, 20 },
		{ STR_INIT("ignore: [ { files: a } ]\n"), 1, 11 },
		{ STR_INIT("zones: [ {} ]\n"), 1, 10 },
		{ STR_INIT("zones: [ { path: a, octodns: b } ]\n"), 1, 21 },
		{ STR_INIT("policies: [ { path: a, domains: [example.com] } ]\n"), 1, 24 },
		{ STR_INIT("policies: [ { file: a, domains: [exa_mple] } ]\n"), 1, 34 },
		{ STR_INIT("certificates: [ {} ]\n"), 1, 17 },
		{ STR_INIT("zones: [ '../a' ]\n"), 1, 10 },
		{ STR_INIT("zones: [ { path: 'a(' } ]\n"), 1, 18 },
		{ STR_INIT("exclude: [ a, '[b' ]\n"), 1, 15 },
		{ STR_INIT("ignore: [ { rules: mx, files: 'a\\' } ]\n"), 1, 31 },
		{ STR_INIT("require: [ { field: rua, match: '(?<' } ]\n"), 1, 33 },
		{ STR_INIT("includes: { etc/bind: bind }\n"), 1, 13 },
		{ STR_INIT("require: [ { field: rua } ]\n"), 1, 12 },
		{ STR_INIT("require: [ { field: ruf, match: x } ]\n"), 1, 21 },
		{ STR_INIT("defaults: { max_age: 31557601 }\n"), 1, 22 },
		{ STR_INIT("domains: { example.com: { mx: [[a]] } }\n"), 1, 32 },
		{ STR_INIT("domains: { example.com: { ttl: 1 } , example.com: {} }\n"), 1, 38 },
		{ STR_INIT("domains: { [a]: {} }\n"), 1, 12 },
		{ STR_INIT("domains: { ? {a: b} : {} }\n"), 1, 14 },
		{ STR_INIT("domains: { exa_mple.com: {} }\n"), 1, 12 },
		{ STR_INIT("defaults: { max_age: 99999999999 }\n"), 1, 22 },
		{ STR_INIT("defaults: { rua: { a: b } }\n"), 1, 18 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct config config = { 0 };

		assert_false(config_parse(&config, cases[i].text));
		assert_true(config.problem_count > 0);
		assert_int_equal(config.problems[0].line, cases[i].line);
		assert_int_equal(config.problems[0].column, cases[i].column);
		assert_int_equal(config.domain_count, 0);
		config_finish(&config);
	}
}

static void test_bounds(void **state)
{
	struct config config = { 0 };
	struct buf buf = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_printf(&buf, "key%d: x\n", i);
	assert_false(config_parse(&config, buf_str(&buf)));
	assert_int_equal(config.problem_count, CONFIG_MAX_PROBLEMS);
	assert_int_equal(config.problems[0].line, 1);
	buf_finish(&buf);
	config_finish(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_every_key),
		cmocka_unit_test(test_typed),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
