/* The policy, its id, and the file of it. */
#include "gen/parts.h"

#include "lint/digest/digest.h"
#include "lint/policy/policy.h"
#include "lint/txt/id.h"

#include <time.h>

static const struct levels usual_levels;

struct str gen_policy_bytes(const struct gen_domain *domain, enum mode mode, uint64_t max_age)
{
	const char *eol = domain->spec->lf ? "\n" : "\r\n";
	struct buf buf = { 0 };
	struct str result;

	buf_printf(&buf, "version: STSv1%smode: %s%s", eol, mode_text(mode), eol);
	for (size_t i = 0; i < domain->spec->mx_count; i++)
		buf_printf(&buf, "mx: %s%s", domain->mx[i].ptr, eol);
	buf_printf(&buf, "max_age: %llu%s", (unsigned long long)max_age, eol);
	result = arena_str(domain->arena, buf_str(&buf));
	buf_finish(&buf);
	return result;
}

/* Dates are from 1970 to 9999: what --now takes. */
static struct tm broken_down(int64_t seconds)
{
	time_t time = (time_t)seconds;
	struct tm tm = { 0 };

	gmtime_r(&time, &tm);
	return tm;
}

const char *gen_date(struct arena *arena, int64_t seconds)
{
	struct tm tm = broken_down(seconds);

	return arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

const char *gen_id_of(const struct gen_domain *domain, struct str bytes)
{
	const struct gen_spec *spec = domain->spec;
	char id[DIGEST_ID_LEN + 1];

	if (spec->id_kind == GEN_ID_LITERAL)
		return arena_str(domain->arena, spec->id).ptr;
	if (spec->id_kind == GEN_ID_TIMESTAMP)
		return id_timestamp(domain->arena, spec->now);
	digest_policy_id(bytes, id);
	return arena_str(domain->arena, str_c(id)).ptr;
}

void gen_policy(struct gen_domain *domain, struct gen_refusals *refusals)
{
	struct policy policy;
	struct diag diag;

	domain->policy = gen_policy_bytes(domain, domain->spec->mode, domain->spec->max_age);
	domain->id = gen_id_of(domain, domain->policy);
	diag_init(&diag, &usual_levels);
	diag_context(&diag, domain->text, domain->spec->mode);
	policy_parse(&policy, SPAN_NO_FILE, domain->policy, &policy_limits_default, &diag);
	gen_refuse_findings(refusals, domain, &diag);
	policy_finish(&policy);
	diag_finish(&diag);
}

void gen_to_policy(const struct gen_domain *domain, struct gen_files *files)
{
	gen_file_add(files, arena_printf(files->arena, "%s/.well-known/mta-sts.txt", domain->host),
		domain->policy);
	/* git must not change the ends of the lines: what is served is what was judged. */
	if (!domain->spec->lf)
		gen_line_add(files, ".gitattributes", STR("mta-sts.txt -text"));
}
