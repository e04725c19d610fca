/* Every key of a configuration, and what may stand under it. */
#include "lint/config/shape.h"

#include "lint/dns/idn.h"
#include "lint/dns/name.h"
#include "lint/zone/ttl.h"

static const char *judge_text(struct str text)
{
	return text.len == 0 ? "empty" : NULL;
}

static const char *judge_duration(struct str text)
{
	uint32_t seconds;

	return ttl_parse(text, TTL_MAX, &seconds) == TTL_OK ?
		       NULL :
		       "no duration: write seconds, or units as in '1w' or '12h'";
}

static const char *judge_rule(struct str text)
{
	for (unsigned i = 0; i < RULE_COUNT; i++)
		if (rule_matches((enum rule_id)i, text))
			return NULL;
	return "no rule, and no prefix of one";
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

static const char *const level_words[] = { "error", "warning", "info", "off", NULL };
static const char *const profile_words[] = { "default", "strict", "relaxed", NULL };
static const char *const id_words[] = { "sha256", "timestamp", NULL };
static const char *const serial_words[] = { "managed", NULL };
static const char *const mode_words[] = { "enforce", "testing", "none", NULL };
static const char *const field_words[] = { "rua", "mx", "mode", "max_age", "id", NULL };

static const struct shape text = { "a text", .scalar = true, .judge = judge_text };
static const struct shape duration = { "a duration", .scalar = true, .judge = judge_duration };
static const struct shape rule = { "the name of a rule", .scalar = true, .judge = judge_rule };
static const struct shape level = { "error, warning, info or off", .scalar = true,
	.words = level_words };
static const struct shape mode = { "enforce, testing or none", .scalar = true,
	.words = mode_words };
static const struct shape texts = { "a list of texts", .list = true, .item = &text };
static const struct shape text_or_texts = { "a text, or a list of them", .scalar = true,
	.list = true, .judge = judge_text, .item = &text };
static const struct shape rules_list = { "a list of rules", .list = true, .item = &rule };
static const struct shape profile = { "default, strict or relaxed", .scalar = true,
	.words = profile_words };
static const struct shape id = { "sha256 or timestamp", .scalar = true, .words = id_words };
static const struct shape serial = { "managed", .scalar = true, .words = serial_words };
static const struct shape field = { "rua, mx, mode, max_age or id", .scalar = true,
	.words = field_words };

static const struct shape_key zone_keys[] = { { "path", &text }, { "octodns", &text },
	{ "named-conf", &text }, { NULL, NULL } };
static const struct shape zone = { "a glob, or a mapping with path, octodns or named-conf",
	.scalar = true, .map = true, .judge = judge_text, .keys = zone_keys };
static const struct shape zones = { "a list of zones", .list = true, .item = &zone };

static const struct shape_key policy_keys[] = { { "path", &text }, { "file", &text },
	{ "domains", &texts }, { NULL, NULL } };
static const struct shape policy = { "a glob, or a mapping with path, or with file and domains",
	.scalar = true, .map = true, .judge = judge_text, .keys = policy_keys };
static const struct shape policies = { "a list of policies", .list = true, .item = &policy };

static const struct shape_key certificate_keys[] = { { "path", &text }, { NULL, NULL } };
static const struct shape certificate = { "a glob, or a mapping with path", .scalar = true,
	.map = true, .judge = judge_text, .keys = certificate_keys };
static const struct shape certificates = { "a list of certificates", .list = true,
	.item = &certificate };

static const struct shape includes = { "a mapping of directories", .map = true, .item = &text };
static const struct shape levels = { "a mapping of rules to levels", .map = true, .item = &level,
	.judge_key = judge_rule };

static const struct shape_key ignore_keys[] = { { "files", &text_or_texts },
	{ "rules", &rules_list }, { "reason", &text }, { NULL, NULL } };
static const struct shape ignore = { "a mapping with files, rules and reason", .map = true,
	.keys = ignore_keys };
static const struct shape ignores = { "a list of mappings", .list = true, .item = &ignore };

static const struct shape_key limit_keys[] = { { "testing", &duration },
	{ "max-age-brief", &duration }, { "cert-expiring", &duration }, { NULL, NULL } };
static const struct shape limits = { "a mapping of limits", .map = true, .keys = limit_keys };

static const struct shape_key require_keys[] = { { "field", &field }, { "match", &text },
	{ "message", &text }, { NULL, NULL } };
static const struct shape require = { "a mapping with field, match and message", .map = true,
	.keys = require_keys };
static const struct shape requires = { "a list of mappings", .list = true, .item = &require };

static const struct shape_key value_keys[] = { { "mode", &mode }, { "max_age", &duration },
	{ "ttl", &duration }, { "mx", &text_or_texts }, { "rua", &text_or_texts },
	{ "host", &text_or_texts }, { NULL, NULL } };
static const struct shape values = { "a mapping with mode, max_age, ttl, mx, rua or host",
	.map = true, .keys = value_keys };
static const struct shape domains = { "a mapping of domains", .map = true, .item = &values,
	.judge_key = judge_domain };

static const struct shape_key top_keys[] = {
	{ "root", &text },
	{ "includes", &includes },
	{ "zones", &zones },
	{ "policies", &policies },
	{ "certificates", &certificates },
	{ "trust", &text },
	{ "exclude", &texts },
	{ "profile", &profile },
	{ "levels", &levels },
	{ "ignore", &ignores },
	{ "limits", &limits },
	{ "require", &requires },
	{ "id", &id },
	{ "serial", &serial },
	{ "defaults", &values },
	{ "domains", &domains },
	{ NULL, NULL },
};
const struct shape config_shape = { "a mapping of keys like 'domains:'", .map = true,
	.keys = top_keys };
