#include "gen/parts.h"

#include "lint/base/text.h"
#include "lint/dns/idn.h"
#include "lint/policy/mx.h"

bool gen_host_text(struct arena *arena, struct str text, struct str *out)
{
	struct idn_text ascii;
	struct name_buf name;
	struct str result;

	if (str_ends(text, STR(".")))
		text.len--;
	if (!idn_to_ascii(text, &ascii))
		return false;
	result = arena_str(arena, str_of(ascii.bytes, ascii.len));
	for (size_t i = 0; i < result.len; i++)
		((char *)result.ptr)[i] = ascii_lower(result.ptr[i]);
	if (!name_from_host(result, &name) || !name_is_ldh(name_view(&name)))
		return false;
	*out = result;
	return true;
}

/* The name of the domain, and those that are made of it. */
static bool take_domain(struct gen_domain *domain, struct gen_refusals *refusals)
{
	const struct gen_spec *spec = domain->spec;
	struct arena *arena = domain->arena;
	struct name_buf name, longest;
	struct str text;

	if (!gen_host_text(arena, spec->domain, &text)) {
		gen_refuse(refusals, "'%s' is no domain name", text_quote(arena, spec->domain));
		return false;
	}
	domain->text = text.ptr;
	name_from_host(text, &name);
	domain->name = name_copy(arena, name_view(&name));
	if (name_labels(domain->name) < 2) {
		gen_refuse(refusals, "'%s' is a single label; a mail domain has at least two",
			domain->text);
		return false;
	}
	if (!name_prepend(STR("_tls"), domain->name, &name) ||
		!name_prepend(STR("_mta-sts"), name_view(&name), &longest)) {
		gen_refuse(refusals, "'%s' is too long for names below it", domain->text);
		return false;
	}
	domain->host = arena_printf(arena, "mta-sts.%s", domain->text);
	return true;
}

static bool take_zone(struct gen_domain *domain, struct gen_refusals *refusals)
{
	struct name_buf apex;
	struct str text = str_c(domain->text);

	if (domain->spec->zone.len > 0 &&
		!gen_host_text(domain->arena, domain->spec->zone, &text)) {
		gen_refuse(
			refusals, "'%s' is no zone", text_quote(domain->arena, domain->spec->zone));
		return false;
	}
	name_from_host(text, &apex);
	domain->zone = name_copy(domain->arena, name_view(&apex));
	domain->zone_text = text.ptr;
	if (name_within(domain->name, domain->zone))
		return true;
	gen_refuse(refusals, "'%s' does not lie in the zone '%s'", domain->text, domain->zone_text);
	return false;
}

/* One pattern as the policy has it; the readers judge it later, except that what is no name at all
 * cannot be made an A-label. */
static bool take_pattern(
	struct gen_domain *domain, struct str text, struct str *out, struct gen_refusals *refusals)
{
	struct arena *arena = domain->arena;
	bool wild = str_starts(text, STR("*."));
	struct str host;

	if (!gen_host_text(arena, str_skip(text, wild ? 2 : 0), &host)) {
		gen_refuse(refusals,
			"%s: '%s' is no MX host: write a name like 'mx1.example.com' or "
			"'*.mail.example.com'",
			domain->text, text_quote(arena, text));
		return false;
	}
	*out = wild ? str_c(arena_printf(arena, "*.%s", host.ptr)) : host;
	if (policy_mx_valid(*out))
		return true;
	gen_refuse(refusals, "%s: '%s' is no MX host: a policy names hosts, not addresses",
		domain->text, text_quote(arena, text));
	return false;
}

static bool take_mx(struct gen_domain *domain, struct gen_refusals *refusals)
{
	const struct gen_spec *spec = domain->spec;
	struct str *mx = arena_alloc(domain->arena, spec->mx_count + 1, sizeof *mx);
	bool ok = true;

	domain->mx = mx;
	if (spec->mx_count == 0 && spec->mode != MODE_NONE) {
		if (spec->needs & GEN_NEEDS_MX)
			gen_refuse(refusals,
				"%s: no MX is known: add --mx HOST for each, or "
				"--from-zone FILE",
				domain->text);
		return false;
	}
	for (size_t i = 0; i < spec->mx_count; i++)
		ok = take_pattern(domain, spec->mx[i], &mx[i], refusals) && ok;
	return ok;
}

static bool is_path_char(char c)
{
	return ascii_is_alnum(c) || (c != '\0' && strchr("-._/+@:,=~", c) != NULL);
}

/* TEMPLATE with "{host}" filled in. Whatever a server's configuration would read as more than a
 * path is refused: quotes, blanks, `$`, `;`, braces. */
static const char *take_path(const struct gen_domain *domain, struct str template,
	const char *usual, struct gen_refusals *refusals)
{
	struct str rest = template.len > 0 ? template : str_c(usual);
	struct buf path = { 0 };
	const char *result;
	bool ok = rest.ptr[0] == '/';

	while (rest.len > 0) {
		size_t at = str_find(rest, STR("{host}"));

		buf_add(&path, str_take(rest, at));
		if (at < rest.len)
			buf_add(&path, str_c(domain->host));
		rest = str_skip(rest, at + STR("{host}").len);
	}
	for (size_t i = 0; i < path.len; i++)
		ok = ok && is_path_char(path.ptr[i]);
	if (!ok)
		gen_refuse(refusals,
			"'%s' is no path that every web server takes as it is: it begins "
			"with '/' and holds letters, digits and -._/+@:,=~ "
			"('{host}' stands for the policy host)",
			text_quote(domain->arena, template));
	result = arena_str(domain->arena, buf_str(&path)).ptr;
	buf_finish(&path);
	return result;
}

static void take_paths(struct gen_domain *domain, struct gen_refusals *refusals)
{
	const struct gen_spec *spec = domain->spec;

	domain->certificate = take_path(
		domain, spec->certificate, "/etc/letsencrypt/live/{host}/fullchain.pem", refusals);
	domain->key = take_path(
		domain, spec->key, "/etc/letsencrypt/live/{host}/privkey.pem", refusals);
	domain->root = take_path(domain, spec->root, "/var/www/{host}", refusals);
}

bool gen_make(struct gen_domain *domain, const struct gen_spec *spec, struct arena *arena,
	struct gen_refusals *refusals)
{
	size_t before = refusals->count;

	*domain = (struct gen_domain){ .spec = spec, .arena = arena };
	if (!take_domain(domain, refusals) || !take_zone(domain, refusals))
		return false;
	take_paths(domain, refusals);
	if (take_mx(domain, refusals))
		gen_policy(domain, refusals);
	gen_records(domain, refusals);
	gen_tlsa(domain, refusals);
	return refusals->count == before;
}
