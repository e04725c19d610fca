/* Look-ups: one question a line, against zones read from files. */
#include "tests/unit/scene.h"

struct question {
	const char *from; /* directory of the edition asked from; NULL: from elsewhere */
	const char *name;
	const char *type; /* "" asks whether the name exists; "ADDRESS" for A and AAAA */
	const char *expected;
};

static const char main_zone[] = "==> example.com.zone <==\n"
				"$ORIGIN example.com.\n"
				"$TTL 3600\n"
				"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
				"@ NS ns1\n"
				"@ MX 10 mail\n"
				"@ MX 10 MAIL.example.com.\n"
				"@ MX 20 backup\n"
				"ns1 A 192.0.2.53\n"
				"mail A 192.0.2.1\n"
				"mail AAAA 2001:db8::1\n"
				"_mta-sts TXT \"v=STSv1; id=1\"\n"
				"_tcp.ent.deep TXT \"x\"\n"
				"www CNAME web.example.net.\n"
				"hop1 CNAME hop2\n"
				"hop2 CNAME mail\n"
				"out CNAME host.example.org.\n"
				"gone CNAME nothing\n"
				"ring1 CNAME ring2\n"
				"ring2 CNAME ring1\n"
				"self CNAME self\n"
				"old DNAME example.net.\n"
				"old TXT \"v=STSv1 at the DNAME\"\n"
				"below.old A 192.0.2.99\n"
				"sub NS ns1.sub\n"
				"sub TXT \"v=STSv1 at the cut\"\n"
				"ns1.sub A 192.0.2.54\n"
				"child NS ns1\n"
				"*.wild MX 10 mail\n"
				"*.wild TXT \"v=STSv1; id=2\"\n"
				"here.wild A 192.0.2.2\n"
				"a.ent2.wild A 192.0.2.3\n"
				"*.walias CNAME mail\n"
				"*.wout CNAME host.example.org.\n"
				"_x.*.wild TXT \"v=STSv1 below a star\"\n"
				"*.chain CNAME b.wild\n"
				"dots\\.in.label A 192.0.2.5\n"
				"loopd DNAME loopd.loopd\n"
				"==> example.net.zone <==\n"
				"$ORIGIN example.net.\n"
				"$TTL 3600\n"
				"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
				"@ NS ns1.example.com.\n"
				"web A 192.0.2.80\n"
				"mx A 192.0.2.81\n"
				"back CNAME mail.example.com.\n"
				"*.w A 192.0.2.82\n"
				"==> child.example.com.zone <==\n"
				"$ORIGIN child.example.com.\n"
				"$TTL 3600\n"
				"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
				"@ NS ns1.example.com.\n"
				"@ MX 10 mail\n"
				"mail A 192.0.2.90\n";

static const struct question main_questions[] = {
	/* the exact node */
	{ NULL, "example.com", "MX", "found 2" },
	{ NULL, "EXAMPLE.com", "MX", "found 2" },
	{ NULL, "mail.example.com", "A", "found 1" },
	{ NULL, "mail.example.com", "ADDRESS", "found 2" },
	{ NULL, "ns1.example.com", "ADDRESS", "found 1" },
	{ NULL, "mail.example.com", "MX", "absent no-data" },
	{ NULL, "none.example.com", "A", "absent no-name" },
	{ NULL, "a.mail.example.com", "A", "absent no-name" },
	{ NULL, "mail.example.com", "", "found 0" },
	{ NULL, "in.label.example.com", "A", "absent no-name" },
	{ NULL, "dots\\.in.label.example.com", "A", "found 1" },
	/* empty non-terminals */
	{ NULL, "ent.deep.example.com", "A", "absent no-data" },
	{ NULL, "deep.example.com", "", "found 0" },
	/* outside */
	{ NULL, "example.org", "MX", "unknown outside" },
	{ NULL, "xexample.com", "A", "unknown outside" },
	/* aliases */
	{ NULL, "www.example.com", "A", "found 1 -> web.example.net" },
	{ NULL, "www.example.com", "AAAA", "absent no-data -> web.example.net" },
	{ NULL, "www.example.com", "CNAME", "found 1" },
	{ NULL, "www.example.com", "", "found 0" },
	{ NULL, "a.www.example.com", "A", "absent no-name" },
	{ NULL, "hop1.example.com", "ADDRESS", "found 2 -> mail.example.com" },
	{ NULL, "out.example.com", "A", "unknown outside -> host.example.org" },
	{ NULL, "gone.example.com", "A", "absent no-name -> nothing.example.com" },
	{ NULL, "back.example.net", "A", "found 1 -> mail.example.com" },
	{ NULL, "ring1.example.com", "A", "absent loop -> ring1.example.com" },
	{ NULL, "self.example.com", "TXT", "absent loop -> self.example.com" },
	/* DNAME: below it, never at it */
	{ NULL, "web.old.example.com", "A", "found 1 -> web.example.net" },
	{ NULL, "below.old.example.com", "A", "absent no-name -> below.example.net" },
	{ NULL, "a.w.old.example.com", "A", "found 1 via *.w.example.net -> a.w.example.net" },
	{ NULL, "old.example.com", "TXT", "found 1" },
	{ NULL, "old.example.com", "A", "absent no-data" },
	/* cuts */
	{ NULL, "sub.example.com", "TXT", "unknown delegated" },
	{ NULL, "ns1.sub.example.com", "A", "unknown delegated" },
	{ NULL, "a.b.sub.example.com", "A", "unknown delegated" },
	{ NULL, "child.example.com", "MX", "found 1" },
	{ NULL, "none.child.example.com", "MX", "absent no-name" },
	{ NULL, "mail.child.example.com", "A", "found 1" },
	/* wildcards (RFC 4592) */
	{ NULL, "b.wild.example.com", "MX", "found 1 via *.wild.example.com" },
	{ NULL, "c.b.wild.example.com", "MX", "found 1 via *.wild.example.com" },
	{ NULL, "b.wild.example.com", "A", "absent no-data via *.wild.example.com" },
	{ NULL, "b.wild.example.com", "", "found 0 via *.wild.example.com" },
	{ NULL, "here.wild.example.com", "MX", "absent no-data" },
	{ NULL, "a.here.wild.example.com", "MX", "absent no-name" },
	{ NULL, "ent2.wild.example.com", "MX", "absent no-data" },
	{ NULL, "b.ent2.wild.example.com", "MX", "absent no-name" },
	{ NULL, "wild.example.com", "MX", "absent no-data" },
	{ NULL, "*.wild.example.com", "MX", "found 1" },
	{ NULL, "_x.*.wild.example.com", "TXT", "found 1" },
	{ NULL, "_y.*.wild.example.com", "MX", "absent no-name" },
	{ NULL, "_mta-sts.b.wild.example.com", "TXT", "found 1 via *.wild.example.com" },
	{ NULL, "b.walias.example.com", "A",
		"found 1 via *.walias.example.com -> mail.example.com" },
	{ NULL, "b.walias.example.com", "TXT",
		"absent no-data via *.walias.example.com -> mail.example.com" },
	{ NULL, "b.wout.example.com", "A",
		"unknown outside via *.wout.example.com -> host.example.org" },
	{ NULL, "b.chain.example.com", "MX",
		"found 1 via *.wild.example.com -> b.wild.example.com" },
};

/* What is not seen: the apex is an ALIAS, an include is missing, lines are templates. */
static const char opaque_zone[] = "==> example.com.zone <==\n"
				  "$ORIGIN example.com.\n"
				  "$TTL 3600\n"
				  "@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
				  "@ NS ns1\n"
				  "@ ALIAS web.example.net.\n"
				  "@ MX 10 mail\n"
				  "mail A 192.0.2.1\n"
				  "dyn LUA A \"x\"\n"
				  "_mta-sts.dyn TXT \"v=STSv1; id=1\"\n"
				  "tpl {{ anything }}\n"
				  "* MX 10 mail\n"
				  "* {{ anything }}\n"
				  "*.deep MX 10 mail\n"
				  "to CNAME dyn\n"
				  "up.dyn CNAME mail\n"
				  "==> example.net.zone <==\n"
				  "$ORIGIN example.net.\n"
				  "$TTL 3600\n"
				  "@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
				  "$INCLUDE missing.inc\n"
				  "@ MX 10 mail\n"
				  "mail A 192.0.2.2\n"
				  "*.w MX 10 mail\n"
				  "sub NS ns1\n"
				  "to CNAME mail.example.com.\n"
				  "old DNAME example.com.\n";

static const struct question opaque_questions[] = {
	{ NULL, "example.com", "MX", "found 1 some" },
	{ NULL, "example.com", "A", "unknown opaque" },
	{ NULL, "mail.example.com", "AAAA", "absent no-data" },
	{ NULL, "dyn.example.com", "A", "unknown opaque" },
	{ NULL, "to.example.com", "A", "unknown opaque -> dyn.example.com" },
	{ NULL, "_mta-sts.dyn.example.com", "TXT", "found 1 some" },
	{ NULL, "_mta-sts.dyn.example.com", "MX", "unknown opaque" },
	{ NULL, "_tls.dyn.example.com", "TXT", "unknown opaque" },
	{ NULL, "up.dyn.example.com", "A", "found 1 -> mail.example.com" },
	{ NULL, "up.dyn.example.com", "AAAA", "unknown opaque -> mail.example.com" },
	{ NULL, "tpl.example.com", "A", "unknown opaque" },
	{ NULL, "none.example.com", "MX", "found 1 some via *.example.com" },
	{ NULL, "none.example.com", "A", "unknown opaque via *.example.com" },
	{ NULL, "x.deep.example.com", "MX", "found 1 via *.deep.example.com" },
	{ NULL, "x.deep.example.com", "A", "absent no-data via *.deep.example.com" },
	{ NULL, "example.net", "MX", "found 1 some" },
	{ NULL, "mail.example.net", "A", "found 1 some" },
	{ NULL, "mail.example.net", "AAAA", "unknown incomplete" },
	{ NULL, "none.example.net", "A", "unknown incomplete" },
	{ NULL, "x.w.example.net", "MX", "unknown incomplete" },
	{ NULL, "sub.example.net", "A", "unknown delegated" },
	{ NULL, "to.example.net", "A", "found 1 -> mail.example.com" },
	{ NULL, "to.example.net", "AAAA", "absent no-data -> mail.example.com" },
	{ NULL, "mail.old.example.net", "A", "found 1 -> mail.example.com" },
};

static const char editions[] = "==> inside/example.com.zone <==\n"
			       "$ORIGIN example.com.\n"
			       "$TTL 3600\n"
			       "@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
			       "both A 10.0.0.1\n"
			       "inner A 10.0.0.2\n"
			       "split CNAME web.example.net.\n"
			       "same CNAME gone.example.net.\n"
			       "==> inside/more.example.com.zone <==\n"
			       "$ORIGIN example.com.\n"
			       "$TTL 3600\n"
			       "added A 10.0.0.3\n"
			       "==> outside/example.com.zone <==\n"
			       "$ORIGIN example.com.\n"
			       "$TTL 3600\n"
			       "@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
			       "both A 192.0.2.1\n"
			       "outer A 192.0.2.2\n"
			       "split CNAME gone.example.net.\n"
			       "same CNAME gone.example.net.\n"
			       "==> example.net.zone <==\n"
			       "$ORIGIN example.net.\n"
			       "$TTL 3600\n"
			       "@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
			       "web TXT \"v=STSv1\"\n"
			       "to CNAME outer.example.com.\n"
			       "missing CNAME none.example.com.\n";

static const struct question edition_questions[] = {
	{ "inside", "both.example.com", "A", "found 1" },
	{ "inside", "inner.example.com", "A", "found 1" },
	{ "inside", "outer.example.com", "A", "absent no-name" },
	{ "inside", "added.example.com", "A", "found 1" },
	{ "outside", "added.example.com", "A", "absent no-name" },
	{ "outside", "outer.example.com", "A", "found 1" },
	{ NULL, "outer.example.com", "A", "found 1 some" },
	{ NULL, "inner.example.com", "A", "found 1 some" },
	{ NULL, "added.example.com", "A", "found 1 some" },
	{ NULL, "none.example.com", "A", "absent no-name" },
	{ NULL, "to.example.net", "A", "found 1 some -> outer.example.com" },
	{ NULL, "missing.example.net", "A", "absent no-name -> none.example.com" },
	{ "inside", "split.example.com", "A", "absent no-data -> web.example.net" },
	{ NULL, "split.example.com", "A", "unknown opaque -> web.example.net" },
	{ NULL, "same.example.com", "A", "absent no-name -> gone.example.net" },
};

/* Fragments: joined, doubtful between editions, of no zone, and of a zone below. */
static const char fragments[] = "==> example.com.zone <==\n"
				"$ORIGIN example.com.\n"
				"$TTL 3600\n"
				"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
				"sub NS ns1\n"
				"==> mail.zone <==\n"
				"$ORIGIN mail.example.com.\n"
				"$TTL 3600\n"
				"@ A 192.0.2.1\n"
				"==> sub.zone <==\n"
				"$ORIGIN sub.example.com.\n"
				"$TTL 3600\n"
				"mx A 192.0.2.2\n"
				"==> a/example.net.zone <==\n"
				"$ORIGIN example.net.\n"
				"$TTL 3600\n"
				"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
				"==> b/example.net.zone <==\n"
				"$ORIGIN example.net.\n"
				"$TTL 3600\n"
				"@ SOA ns1 hostmaster 1 4h 1h 2w 10m\n"
				"==> c/more.zone <==\n"
				"$ORIGIN example.net.\n"
				"$TTL 3600\n"
				"www A 192.0.2.3\n"
				"==> one.zone <==\n"
				"$ORIGIN example.org.\n"
				"$TTL 3600\n"
				"one A 192.0.2.4\n"
				"==> d/two.zone <==\n"
				"$ORIGIN example.org.\n"
				"$TTL 3600\n"
				"two A 192.0.2.5\n";

static const struct question fragment_questions[] = {
	{ NULL, "mail.example.com", "A", "found 1" },
	{ NULL, "none.example.com", "A", "absent no-name" },
	{ NULL, "mx.sub.example.com", "A", "found 1 some" },
	{ NULL, "none.sub.example.com", "A", "unknown incomplete" },
	{ "a", "www.example.net", "A", "unknown incomplete" },
	{ NULL, "www.example.net", "A", "found 1 some" },
	{ NULL, "one.example.org", "A", "found 1 some" },
	{ NULL, "two.example.org", "A", "found 1 some" },
	{ NULL, "none.example.org", "A", "unknown incomplete" },
};

static const char *const answers[] = { "unknown", "absent", "found" };
static const char *const reasons[] = { "", " outside", " delegated", " incomplete", " opaque",
	" no-name", " no-data", " loop" };

static void print_lookup(const struct lookup *lookup, struct buf *out)
{
	buf_printf(out, "%s%s", answers[lookup->answer], reasons[lookup->reason]);
	if (lookup->answer == ANSWER_FOUND)
		buf_printf(out, " %zu%s", lookup->count, lookup->whole ? "" : " some");
	if (lookup->wildcard) {
		buf_add(out, STR(" via "));
		name_print(out, lookup->source);
	}
	if (lookup->chain_count > 0) {
		buf_add(out, STR(" -> "));
		name_print(out, lookup->name);
	}
	buf_add_char(out, '\0');
}

/* The edition whose file lies in DIRECTORY. */
static const struct zone *edition_of(const struct lint *lint, const char *directory)
{
	for (size_t i = 0; directory != NULL && i < lint->world.zone_count; i++) {
		const struct zone *zone = &lint->world.zones[i];
		const char *path = lint->sources.list[zone->files[0]->file].name;

		if (strncmp(path, directory, strlen(directory)) == 0)
			return zone;
	}
	return NULL;
}

static bool ask(struct lint *lint, const struct question *question)
{
	const struct zone *from = edition_of(lint, question->from);
	struct name root = { (const unsigned char *)"", 1 };
	struct buf out = { 0 };
	struct lookup lookup;
	struct name_buf name;
	uint16_t type = 0;
	bool same;

	assert_int_equal(name_parse(str_c(question->name), root, &name, NULL), NAME_OK);
	assert_true(question->from == NULL || from != NULL);
	if (strcmp(question->type, "ADDRESS") == 0) {
		lookup = world_addresses(&lint->world, from, name_view(&name), &lint->arena);
	} else {
		assert_true(question->type[0] == '\0' || type_find(str_c(question->type), &type));
		lookup = world_lookup(&lint->world, from, name_view(&name), type, &lint->arena);
	}
	print_lookup(&lookup, &out);
	same = strcmp(out.ptr, question->expected) == 0;
	if (!same)
		print_error("%s %s: expected %s, got %s\n", question->name, question->type,
			question->expected, out.ptr);
	buf_finish(&out);
	return same;
}

static void ask_all(const char *files, const struct question *questions, size_t count)
{
	static const char *const paths[] = { "." };
	struct lint_options options = { .request = { .paths = paths, .path_count = 1 } };
	char directory[] = "/tmp/mtasts-scene-XXXXXX";
	struct lint lint;
	size_t wrong = 0;

	scene_enter(directory);
	scene_each(files, scene_write);
	lint_run(&lint, &options);
	for (size_t i = 0; i < count; i++)
		wrong += !ask(&lint, &questions[i]);
	lint_finish(&lint);
	scene_each(files, scene_remove);
	scene_leave(directory);
	assert_int_equal(wrong, 0);
}

#define ASK_ALL(files, questions)                                                                  \
	ask_all((files), (questions), sizeof(questions) / sizeof *(questions))
static void answers_as_a_name_server(void **state)
{
	(void)state;
	ASK_ALL(main_zone, main_questions);
}

static void knows_what_it_does_not_know(void **state)
{
	(void)state;
	ASK_ALL(opaque_zone, opaque_questions);
}

static void editions_answer_alone(void **state)
{
	(void)state;
	ASK_ALL(editions, edition_questions);
}

static void fragments_join(void **state)
{
	(void)state;
	ASK_ALL(fragments, fragment_questions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_as_a_name_server),
		cmocka_unit_test(knows_what_it_does_not_know),
		cmocka_unit_test(editions_answer_alone),
		cmocka_unit_test(fragments_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
