/* A dated plan: testing with a short max_age, testing with a long one, enforce; and the way back
 * (RFC 8461 8.3). */
#include "gen/parts.h"

#include "lint/policy/policy.h"

enum { DAY = 86400, WEEK = 7 * DAY };

struct stage {
	const char *title, *why;
	enum mode mode;
	bool brief; /* max_age of a day, whatever was asked for */
	int64_t after;
};

static const struct stage stages[] = {
	{ "testing, for a day at a time",
		"Mail flows whatever fails, and a mistake is forgotten within a day. Read the TLS "
		"reports.",
		MODE_TESTING, true, 0 },
	{ "testing, for as long as later",
		"Senders remember the policy for as long as they will in the end. Go on only when "
		"two "
		"weeks of reports show no failure.",
		MODE_TESTING, false, 2 * WEEK },
	{ "enforce",
		"From now on mail to a host that the policy does not name, or whose certificate "
		"does "
		"not fit, is not delivered.",
		MODE_ENFORCE, false, 4 * WEEK },
};

/* Below a week a policy in enforce protects little; the plan ends with a week at least. */
static uint64_t long_age(const struct gen_domain *domain)
{
	return domain->spec->max_age < WEEK ? WEEK : domain->spec->max_age;
}

/* Each stage needs an id of its own, also where one was given for the first. */
static const char *id_of_stage(const struct gen_domain *domain, struct str policy, int64_t now)
{
	struct gen_spec spec = *domain->spec;
	struct gen_domain at = *domain;

	at.spec = &spec;
	spec.now = now;
	if (spec.id_kind == GEN_ID_LITERAL)
		spec.id_kind = GEN_ID_SHA256;
	return gen_id_of(&at, policy);
}

/* TEXT as a block, without its CR. */
static void put_block(struct buf *buf, struct str text)
{
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		if (str_ends(line, STR("\r")))
			line.len--;
		if (line.len > 0)
			buf_printf(buf, "    %.*s\n", (int)line.len, line.ptr);
	}
	buf_add_char(buf, '\n');
}

static void put_pair(struct buf *buf, const struct gen_domain *domain, enum mode mode,
	uint64_t max_age, int64_t now)
{
	struct str policy = gen_policy_bytes(domain, mode, max_age);
	const char *text = gen_sts_text(domain, id_of_stage(domain, policy, now));

	buf_printf(
		buf, "First the policy at https://%s/.well-known/mta-sts.txt:\n\n", domain->host);
	put_block(buf, policy);
	buf_add(buf, STR("then the record:\n\n"));
	buf_printf(buf, "    _mta-sts.%s. %lu IN TXT \"%s\"\n\n", domain->text,
		(unsigned long)domain->spec->ttl, text);
}

static void put_stages(struct buf *buf, const struct gen_domain *domain)
{
	int64_t now = domain->spec->now;

	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
		const struct stage *stage = &stages[i];

		buf_printf(buf, "## %zu. From %s: %s\n\n%s\n\n", i + 1,
			gen_date(domain->arena, now + stage->after), stage->title, stage->why);
		put_pair(buf, domain, stage->mode, stage->brief ? DAY : long_age(domain),
			now + stage->after);
	}
}

static void put_removal(struct buf *buf, const struct gen_domain *domain)
{
	uint64_t days = (long_age(domain) + DAY - 1) / DAY;

	buf_printf(buf,
		"## The way back (RFC 8461 8.3)\n"
		"\n"
		"Never take the policy or the record away while senders may remember the policy: "
		"they would go on enforcing it.\n"
		"\n"
		"Day 0: publish mode none, with a new id.\n"
		"\n");
	put_pair(buf, domain, MODE_NONE, DAY, domain->spec->now);
	buf_printf(buf,
		"Day %llu or later, when the longest max_age that was ever served (here %llu "
		"seconds) is over: take away the record, then the policy and its host.\n",
		(unsigned long long)days + 1, (unsigned long long)long_age(domain));
}

void gen_to_rollout(const struct gen_domain *domain, struct gen_files *files)
{
	struct buf buf = { 0 };

	buf_printf(&buf, "# MTA-STS for %s\n\n", domain->text);
	if (domain->spec->mx_count > 0)
		put_stages(&buf, domain);
	put_removal(&buf, domain);
	gen_file_take(files, arena_printf(files->arena, "rollout/%s.md", domain->text), &buf);
}
