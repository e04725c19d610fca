/* Every key of a configuration, and what may stand under it. */
#include "lint/config/shape.h"

#include "lint/dns/idn.h"
#include "lint/dns/name.h"
#include "lint/zone/ttl.h"

enum { MAX_AGE = 31557600 };

static const char *judge_text(struct str text)
{
	return text.len == 0 ? "empty" : NULL;
}

static const char *judge_absolute(struct str text)
{
	return str_starts(text, STR("/")) && str_find_char(text, '\0') == text.len ?
		       NULL :
		       "no absolute path: it is one of the server's machine";
}

static const char *judge_duration(struct str text)
{
	uint32_t seconds;

	return ttl_parse(text, TTL_MAX, &seconds) == TTL_OK ?
		       NULL :
		       "no duration: write seconds, or units as in '1w' or '12h'";
}

static const char *judge_max_age(struct str text)
{
	uint32_t seconds;

	if (ttl_parse(text, TTL_MAX, &seconds) == TTL_OK && seconds <= MAX_AGE)
		return NULL;
	return "no duration of at most 31557600 seconds (RFC 8461 3.2)";
}

static const char *judge_domain(struct str text)
{
	struct idn_text ascii;
	struct name_buf name;

	if (str_ends(text, STR(".")))
		text.len--;
	if (!idn_to_ascii(text, &ascii) || !name_from_host(str_of(ascii.bytes, ascii.len), &name) ||
		!name_is_ldh(name_view(&name)))
		return "no domain name";
	return NULL;
}

/* One domain has many spellings. */
static struct str fold_domain(struct str text, struct arena *arena)
{
	struct idn_text ascii;
	struct str folded = text;

	if (str_ends(folded, STR(".")))
		folded.len--;
	if (!idn_to_ascii(folded, &ascii))
		return text;
	folded = arena_str(arena, str_of(ascii.bytes, ascii.len));
	for (size_t i = 0; i < folded.len; i++)
		((char *)folded.ptr)[i] = ascii_lower(folded.ptr[i]);
	return folded;
}

/* A host, or a pattern as in a policy. */
static const char *judge_mx(struct str text)
{
	if (str_starts(text, STR("*.")))
		text = str_skip(text, 2);
	return judge_domain(text) == NULL ?
		       NULL :
		       "neither a host name nor a pattern like '*.mail.example.com'";
}

static const char *judge_rule(struct str text)
{
	for (unsigned i = 0; i < RULE_COUNT; i++)
		if (rule_matches((enum rule_id)i, text))
			return NULL;
	return "no rule, and no prefix of one";
}

static const char *const level_words[] = { "error", "warning", "info", "off", NULL };
static const char *const profile_words[] = { "default", "strict", "relaxed", NULL };
static const char *const id_words[] = { "sha256", "timestamp", NULL };
static const char *const serial_words[] = { "managed", NULL };
static const char *const mode_words[] = { "enforce", "testing", "none", NULL };
const char *const config_fields[] = {
	[CONFIG_FIELD_RUA] = "rua",
	[CONFIG_FIELD_MX] = "mx",
	[CONFIG_FIELD_MODE] = "mode",
	[CONFIG_FIELD_MAX_AGE] = "max_age",
	[CONFIG_FIELD_ID] = "id",
	[CONFIG_FIELD_HOST] = "host",
	[CONFIG_FIELD_TTL] = "ttl",
	NULL,
};

static const struct shape text = { "a text", .scalar = true, .judge = judge_text };
static const struct shape duration = { "a duration", .scalar = true, .judge = judge_duration,
	.text = SHAPE_DURATION };
static const struct shape max_age = { "a duration", .scalar = true, .judge = judge_max_age,
	.text = SHAPE_MAX_AGE };
static const struct shape rule = { "the name of a rule", .scalar = true, .judge = judge_rule,
	.text = SHAPE_RULE, .suggest = rule_suggest };
static const struct shape level = { "error, warning, info or off", .scalar = true,
	.words = level_words };
static const struct shape mode = { "enforce, testing or none", .scalar = true,
	.words = mode_words };
static const struct shape texts = { "a list of texts", .list = true, .item = &text };
static const struct shape text_or_texts = { "a text, or a list of them", .scalar = true,
	.list = true, .judge = judge_text, .item = &text };
static const struct shape mx = { "an MX host or pattern", .scalar = true, .judge = judge_mx,
	.text = SHAPE_MX };
static const struct shape mx_or_several = { "an MX host or pattern, or a list of them",
	.scalar = true, .list = true, .judge = judge_mx, .text = SHAPE_MX, .item = &mx };
static const struct shape domain = { "a domain name", .scalar = true, .judge = judge_domain,
	.text = SHAPE_DOMAIN };
static const struct shape domain_list = { "a list of domains", .list = true, .item = &domain };
static const struct shape rule_or_rules = { "the name of a rule, or a list of them", .scalar = true,
	.list = true, .judge = judge_rule, .text = SHAPE_RULE, .suggest = rule_suggest,
	.item = &rule };
static const struct shape profile = { "default, strict or relaxed", .scalar = true,
	.words = profile_words };
static const struct shape id = { "sha256 or timestamp", .scalar = true, .words = id_words };
static const struct shape serial = { "managed", .scalar = true, .words = serial_words };
static const struct shape field = { "rua, mx, mode, max_age, id, host or ttl", .scalar = true,
	.words = config_fields };

static const struct shape_key zone_keys[] = {
	{ "path", .shape = &text, .choice = true },
	{ "octodns", .shape = &text, .choice = true },
	{ "named-conf", .shape = &text, .choice = true },
	{ .name = NULL },
};
static const struct shape zone = { "a glob, or a mapping with path, octodns or named-conf",
	.scalar = true, .map = true, .judge = judge_text, .keys = zone_keys };
static const struct shape zones = { "a list of zones", .list = true, .item = &zone };

static const struct shape_key policy_keys[] = {
	{ "path", .shape = &text, .choice = true },
	{ "file", .shape = &text, .choice = true },
	{ "domains", .shape = &domain_list, .with = "file" },
	{ .name = NULL },
};
static const struct shape policy = { "a glob, or a mapping with path, or with file and domains",
	.scalar = true, .map = true, .judge = judge_text, .keys = policy_keys };
static const struct shape policies = { "a list of policies", .list = true, .item = &policy };

static const struct shape_key certificate_keys[] = {
	{ "path", .shape = &text, .needed = true },
	{ .name = NULL },
};
static const struct shape certificate = { "a glob, or a mapping with path", .scalar = true,
	.map = true, .judge = judge_text, .keys = certificate_keys };
static const struct shape certificates = { "a list of certificates", .list = true,
	.item = &certificate };

static const struct shape includes = { "a mapping of directories", .map = true, .item = &text,
	.judge_key = judge_absolute, .key_text = SHAPE_ABSOLUTE };
static const struct shape levels = { "a mapping of rules to levels", .map = true, .item = &level,
	.judge_key = judge_rule, .key_text = SHAPE_RULE, .suggest = rule_suggest };

static const struct shape_key ignore_keys[] = {
	{ "files", .shape = &text_or_texts },
	{ "rules", .shape = &rule_or_rules, .needed = true },
	{ "reason", .shape = &text },
	{ .name = NULL },
};
static const struct shape ignore = { "a mapping with files, rules and reason", .map = true,
	.keys = ignore_keys };
static const struct shape ignores = { "a list of mappings", .list = true, .item = &ignore };

static const struct shape_key limit_keys[] = {
	{ "testing", .shape = &duration },
	{ "max-age-brief", .shape = &duration },
	{ "cert-expiring", .shape = &duration },
	{ .name = NULL },
};
static const struct shape limits = { "a mapping of limits", .map = true, .keys = limit_keys };

static const struct shape_key require_keys[] = {
	{ "field", .shape = &field, .needed = true },
	{ "match", .shape = &text, .needed = true },
	{ "message", .shape = &text },
	{ .name = NULL },
};
static const struct shape require = { "a mapping with field, match and message", .map = true,
	.keys = require_keys };
static const struct shape requires = { "a list of mappings", .list = true, .item = &require };

static const struct shape_key value_keys[] = {
	{ "mode", .shape = &mode },
	{ "max_age", .shape = &max_age },
	{ "ttl", .shape = &duration },
	{ "mx", .shape = &mx_or_several },
	{ "rua", .shape = &text_or_texts },
	{ "host", .shape = &text_or_texts },
	{ .name = NULL },
};
static const struct shape values = { "a mapping with mode, max_age, ttl, mx, rua or host",
	.map = true, .keys = value_keys };
static const struct shape domains = { "a mapping of domains", .map = true, .item = &values,
	.judge_key = judge_domain, .key_text = SHAPE_DOMAIN, .fold_key = fold_domain };

static const struct shape_key top_keys[] = {
	{ "root", .shape = &text },
	{ "includes", .shape = &includes },
	{ "zones", .shape = &zones },
	{ "policies", .shape = &policies },
	{ "certificates", .shape = &certificates },
	{ "trust", .shape = &text },
	{ "exclude", .shape = &texts },
	{ "profile", .shape = &profile },
	{ "levels", .shape = &levels },
	{ "ignore", .shape = &ignores },
	{ "limits", .shape = &limits },
	{ "require", .shape = &requires },
	{ "id", .shape = &id },
	{ "serial", .shape = &serial },
	{ "defaults", .shape = &values },
	{ "domains", .shape = &domains },
	{ .name = NULL },
};
const struct shape config_shape = { "a mapping of keys like 'domains:'", .map = true,
	.keys = top_keys };
