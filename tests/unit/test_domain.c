/* The model: who is a domain, and what is known of each. */
#include "tests/unit/scene.h"

#define SOA "$TTL 3600\n@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n@ NS ns1\nns1 A 192.0.2.53\n"
#define ZONE_OF(path, domain, text) "==> " path " <==\n$ORIGIN " domain ".\n" SOA text
#define ZONE(text) ZONE_OF("example.com.zone", "example.com", text)
#define POLICY_AT(path, mode)                                                                      \
	"==> " path "/mta-sts.txt <==\nversion: STSv1\nmode: " mode "\nmx: mail.example.com\n"     \
	"max_age: 604800\n"
#define STS "TXT \"v=STSv1; id=1\"\n"

/* Expected: a line for each domain: name, directory of its edition ("-": none), mode, number of MX
 * ("?" when others may be there), "sts" where the record is known. */
static const struct scene scenes[] = {
	{ "a node", ZONE("_mta-sts " STS), "example.com . - 0 sts\n" },
	{ "a CNAME", ZONE("_mta-sts CNAME x.example.net.\n"), "example.com . - 0\n" },
	{ "a name below", ZONE("_mta-sts.sub " STS "@ MX 1 a\n@ MX 2 b\n"),
		"sub.example.com . - 0 sts\n" },
	{ "a domain before those below it", ZONE("_mta-sts.a " STS "_mta-sts " STS),
		"example.com . - 0 sts\na.example.com . - 0 sts\n" },
	{ "no node", ZONE("@ MX 10 ns1\n"), "" },
	{ "a node without text", ZONE("_mta-sts A 192.0.2.1\n"), "" },
	{ "unrelated text makes a domain, not a record", ZONE("_mta-sts TXT \"hello\"\n"),
		"example.com . - 0\n" },
	{ "a policy", ZONE("@ MX 10 ns1\n") POLICY_AT("mta-sts.example.com", "enforce"),
		"example.com . enforce 1\n" },
	{ "a policy without a zone", POLICY_AT("mta-sts.example.com", "testing"),
		"example.com - testing 0?\n" },
	{ "a wildcard", ZONE("* " STS), "example.com . - 0 sts\n" },
	{ "a wildcard CNAME", ZONE("* CNAME x.sub\nx.sub " STS), "example.com . - 0 sts\n" },
	{ "a wildcard that does not begin v=STSv1", ZONE("* TXT \"stsv1 id=1\"\n"), "" },
	{ "a wildcard that the node blocks", ZONE("* " STS "_mta-sts A 192.0.2.1\n"), "" },
	{ "a missing dot", ZONE("_mta-sts.example.com " STS), "" },
	{ "below a wildcard label", ZONE("_mta-sts.* " STS), "" },
	{ "below a delegation", ZONE("sub NS ns1\n_mta-sts.sub " STS), "" },
	{ "hidden by the child zone",
		ZONE("_mta-sts.sub " STS) ZONE_OF("sub.example.com.zone", "sub.example.com", ""),
		"" },
	{ "the node is a zone of its own",
		ZONE_OF("_mta-sts.example.com.zone", "_mta-sts.example.com", "@ " STS),
		"example.com - - 0? sts\n" },
	{ "the null MX is none", ZONE("_mta-sts " STS "@ MX 0 .\n@ MX 10 ns1\n"),
		"example.com . - 1 sts\n" },
	{ "the MX of a CNAME's target",
		ZONE("@ MX 10 ns1\nwww CNAME example.com.\n_mta-sts.www " STS),
		"www.example.com . - 1 sts\n" },
	{ "a template may be an MX", ZONE("_mta-sts " STS "@ MX 10 ns1\n@ {{ x }}\n"),
		"example.com . - 1? sts\n" },
	{ "editions",
		ZONE_OF("a/example.com.zone", "example.com", "_mta-sts " STS "@ MX 1 ns1\n")
			ZONE_OF("b/example.com.zone", "example.com", "_mta-sts " STS),
		"example.com a - 1 sts\nexample.com b - 0 sts\n" },
	{ "a node in one edition only",
		ZONE_OF("a/example.com.zone", "example.com", "_mta-sts " STS)
			ZONE_OF("b/example.com.zone", "example.com", ""),
		"example.com a - 0 sts\n" },
	{ "a policy, and a node in one edition only",
		ZONE_OF("a/example.com.zone", "example.com", "_mta-sts " STS)
			ZONE_OF("b/example.com.zone", "example.com", "")
				POLICY_AT("mta-sts.example.com", "enforce"),
		"example.com a enforce 0 sts\n" },
	{ "a policy, and a node in no edition",
		ZONE_OF("a/example.com.zone", "example.com", "") ZONE_OF("b/example.com.zone",
			"example.com", "") POLICY_AT("mta-sts.example.com", "enforce"),
		"example.com a enforce 0\nexample.com b enforce 0\n" },
	{ "each edition with the policy beside it",
		ZONE_OF("a/example.com.zone", "example.com", "_mta-sts " STS)
			ZONE_OF("b/example.com.zone", "example.com", "_mta-sts " STS)
				POLICY_AT("a/mta-sts.example.com", "enforce")
					POLICY_AT("b/mta-sts.example.com", "testing"),
		"example.com a enforce 0 sts\nexample.com b testing 0 sts\n" },
	{ "two policies for one edition",
		ZONE("_mta-sts " STS) POLICY_AT("a/mta-sts.example.com", "enforce")
			POLICY_AT("b/mta-sts.example.com", "testing"),
		"example.com . enforce 0 sts\nexample.com . testing 0 sts\n" },
	{ "a shared policy",
		ZONE("_mta-sts " STS "mta-sts A 192.0.2.1\n") ZONE_OF("example.net.zone",
			"example.net", "_mta-sts " STS "mta-sts CNAME mta-sts.example.com.\n")
			POLICY_AT("mta-sts.example.com", "enforce"),
		"example.com . enforce 0 sts\nexample.net . enforce 0 sts\n" },
};

static void print_domain(const struct lint *lint, const struct domain *domain, struct buf *out)
{
	struct str directory = STR("-");

	if (domain->zone != NULL)
		directory = path_dir(str_c(lint->sources.list[domain->zone->files[0]->file].name));
	buf_printf(out, "%s %.*s %s %zu%s%s\n", domain->text, (int)directory.len, directory.ptr,
		domain->mode == MODE_UNKNOWN ? "-" : mode_text(domain->mode),
		domain->exchanger_count, domain->mx_known ? "" : "?",
		domain->sts != NULL ? " sts" : "");
}

static bool matches(const struct scene *scene)
{
	static const char *const paths[] = { "." };
	struct lint_options options = { .request = { .paths = paths, .path_count = 1 } };
	struct buf out = { 0 };
	struct lint lint;
	bool same;

	scene_each(scene->files, scene_write);
	lint_run(&lint, &options);
	for (size_t i = 0; i < lint.model.count; i++)
		print_domain(&lint, &lint.model.list[i], &out);
	lint_finish(&lint);
	scene_each(scene->files, scene_remove);
	buf_add_char(&out, '\0');
	same = strcmp(out.ptr, scene->expected) == 0;
	if (!same)
		print_error("%s:\n--- expected\n%s--- found\n%s", scene->name, scene->expected,
			out.ptr);
	buf_finish(&out);
	return same;
}

static void knows_its_domains(void **state)
{
	char directory[] = "/tmp/mtasts-scene-XXXXXX";
	size_t wrong = 0;

	(void)state;
	scene_enter(directory);
	for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
		wrong += !matches(&scenes[i]);
	scene_leave(directory);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(knows_its_domains) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
