#include "lint/config/take.h"

#include "lint/base/memory.h"
#include "lint/config/shape.h"
#include "lint/policy/policy.h"
#include "lint/zone/ttl.h"

enum { USUAL_TESTING = 90 * 86400, USUAL_CERT_EXPIRING = 14 * 86400 };

const struct yaml_node *config_under(const struct yaml_node *map, const char *name)
{
	if (map == NULL || map->kind != YAML_MAP)
		return NULL;
	for (const struct yaml_node *key = map->first; key != NULL; key = yaml_next_key(key))
		if (key->kind == YAML_SCALAR && str_eq(key->text, str_c(name)))
			return key->next;
	return NULL;
}

static struct config_text take_text(const struct yaml_node *node)
{
	if (node == NULL)
		return (struct config_text){ .text = STR("") };
	return (struct config_text){ node->text, node->at, node->line, node->column };
}

static struct glob take_glob(struct config *config, const struct yaml_node *node)
{
	struct glob glob;
	const char *fault = glob_parse(&glob, node->text, &config->arena);

	if (fault != NULL)
		config_complain(
			config, node, "'%s' is %s", config_quote(config, node->text), fault);
	return glob;
}

static const struct regex *take_regex(
	struct config *config, const struct yaml_node *node, enum regex_use use)
{
	const char *fault;
	struct regex *regex = regex_create(node->text, use, &config->arena, &fault);

	if (regex == NULL) {
		config_complain(
			config, node, "'%s' is %s", config_quote(config, node->text), fault);
		return NULL;
	}
	MEMORY_GROW(config->regexes, config->regex_count, config->regex_capacity);
	config->regexes[config->regex_count++] = regex;
	return regex;
}

/* A text, or the texts of a list. */
static const struct config_text *take_texts(
	struct config *config, const struct yaml_node *node, size_t *count)
{
	struct config_text *list;

	*count = 0;
	if (node == NULL)
		return NULL;
	list = arena_alloc(&config->arena, node->count + 1, sizeof *list);
	if (node->kind == YAML_SCALAR)
		list[(*count)++] = take_text(node);
	for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
		list[(*count)++] = take_text(item);
	return list;
}

/* The globs that NODE, a text or a list, has in place of those texts. */
static const struct glob *take_globs(struct config *config, const struct yaml_node *node)
{
	struct glob *list;
	size_t count = 0;

	if (node == NULL)
		return NULL;
	list = arena_alloc(&config->arena, node->count + 1, sizeof *list);
	if (node->kind == YAML_SCALAR)
		list[count++] = take_glob(config, node);
	for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
		list[count++] = take_glob(config, item);
	return list;
}

/* An entry of `zones:`, `policies:` or `certificates:`. */
static struct config_files take_files(struct config *config, const struct yaml_node *node)
{
	static const struct {
		const char *key;
		enum config_how how;
	} hows[] = {
		{ "path", CONFIG_PATH },
		{ "file", CONFIG_FILE },
		{ "octodns", CONFIG_OCTODNS },
		{ "named-conf", CONFIG_NAMED_CONF },
	};
	struct config_files files = { .how = CONFIG_GLOB };

	if (node->kind == YAML_SCALAR) {
		files.text = take_text(node);
		files.glob = take_glob(config, node);
		return files;
	}
	for (size_t i = 0; i < sizeof hows / sizeof *hows; i++) {
		const struct yaml_node *value = config_under(node, hows[i].key);

		if (value == NULL)
			continue;
		files.how = hows[i].how;
		files.text = take_text(value);
		if (files.how == CONFIG_PATH)
			files.regex = take_regex(config, value, REGEX_WHOLE);
	}
	files.domains = take_texts(config, config_under(node, "domains"), &files.domain_count);
	return files;
}

static const struct config_files *take_files_list(
	struct config *config, const struct yaml_node *node, size_t *count)
{
	struct config_files *list = arena_alloc(&config->arena, node->count, sizeof *list);

	for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
		list[(*count)++] = take_files(config, item);
	return list;
}

static void take_root(struct config *config, const struct yaml_node *node)
{
	config->root = take_text(node);
}

static void take_trust(struct config *config, const struct yaml_node *node)
{
	config->trust = take_text(node);
}

static void take_includes(struct config *config, const struct yaml_node *node)
{
	struct config_include *list = arena_alloc(&config->arena, node->count, sizeof *list);

	for (const struct yaml_node *key = node->first; key != NULL; key = yaml_next_key(key))
		list[config->include_count++] = (struct config_include){
			take_text(key),
			take_text(key->next),
		};
	config->includes = list;
}

static void take_zones(struct config *config, const struct yaml_node *node)
{
	config->zones = take_files_list(config, node, &config->zone_count);
}

static void take_policies(struct config *config, const struct yaml_node *node)
{
	config->policies = take_files_list(config, node, &config->policy_count);
}

static void take_certificates(struct config *config, const struct yaml_node *node)
{
	config->certificates = take_files_list(config, node, &config->certificate_count);
}

static void take_exclude(struct config *config, const struct yaml_node *node)
{
	config->exclude = take_texts(config, node, &config->exclude_count);
	config->excluded = take_globs(config, node);
}

static void take_profile(struct config *config, const struct yaml_node *node)
{
	static const char *const words[] = {
		[PROFILE_DEFAULT] = "default",
		[PROFILE_RELAXED] = "relaxed",
		[PROFILE_STRICT] = "strict",
	};

	config->has_profile = true;
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(node->text, str_c(words[i])))
			config->profile = (enum profile)i;
}

/* Every rule gets the level of the longest name of it. */
static void take_levels(struct config *config, const struct yaml_node *node)
{
	size_t best[RULE_COUNT] = { 0 };

	for (const struct yaml_node *key = node->first; key != NULL; key = yaml_next_key(key))
		for (unsigned i = 0; i < RULE_COUNT; i++)
			if (key->text.len > best[i] && rule_matches((enum rule_id)i, key->text)) {
				best[i] = key->text.len;
				config->levels[i] = level_find(key->next->text);
			}
}

static void take_ignores(struct config *config, const struct yaml_node *node)
{
	struct config_ignore *list = arena_alloc(&config->arena, node->count, sizeof *list);

	for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
		struct config_ignore *new = &list[config->ignore_count++];

		new->at = item->at;
		new->files = take_texts(config, config_under(item, "files"), &new->file_count);
		new->globs = take_globs(config, config_under(item, "files"));
		new->rules = take_texts(config, config_under(item, "rules"), &new->rule_count);
		new->reason = take_text(config_under(item, "reason"));
	}
	config->ignores = list;
}

static void take_limit(const struct yaml_node *node, uint32_t *limit)
{
	uint32_t seconds;

	if (node != NULL && ttl_parse(node->text, TTL_MAX, &seconds) == TTL_OK)
		*limit = seconds;
}

static void take_limits(struct config *config, const struct yaml_node *node)
{
	take_limit(config_under(node, "testing"), &config->limits.testing);
	take_limit(config_under(node, "max-age-brief"), &config->limits.max_age_brief);
	take_limit(config_under(node, "cert-expiring"), &config->limits.cert_expiring);
}

static enum config_field take_field(const struct yaml_node *node)
{
	size_t i = 0;

	while (config_fields[i + 1] != NULL && !str_eq(node->text, str_c(config_fields[i])))
		i++;
	return (enum config_field)i;
}

static void take_requires(struct config *config, const struct yaml_node *node)
{
	struct config_require *list = arena_alloc(&config->arena, node->count, sizeof *list);

	for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
		list[config->require_count++] = (struct config_require){
			.field = take_field(config_under(item, "field")),
			.match = take_text(config_under(item, "match")),
			.message = take_text(config_under(item, "message")),
			.regex = take_regex(config, config_under(item, "match"), REGEX_SEARCH),
			.at = item->at,
		};
	config->requires = list;
}

static void take_id(struct config *config, const struct yaml_node *node)
{
	config->id = str_eq(node->text, STR("sha256")) ? CONFIG_ID_SHA256 : CONFIG_ID_TIMESTAMP;
}

static void take_serial(struct config *config, const struct yaml_node *node)
{
	config->serial_managed = node != NULL;
}

static void take_defaults(struct config *config, const struct yaml_node *node)
{
	config->defaults = config_take_values(config, node);
}

static void take_domains(struct config *config, const struct yaml_node *node)
{
	config->domains = arena_alloc(&config->arena, node->count, sizeof *config->domains);
	for (const struct yaml_node *key = node->first; key != NULL; key = yaml_next_key(key))
		config->domains[config->domain_count++] = (struct config_domain){
			.name = key->text,
			.at = key->at,
			.values = config_take_values(config, key->next),
			.line = key->line,
			.column = key->column,
		};
}

void config_take(struct config *config, const struct yaml_node *root)
{
	static const struct {
		const char *key;
		void (*take)(struct config *config, const struct yaml_node *node);
	} takers[] = {
		{ "root", take_root },
		{ "includes", take_includes },
		{ "zones", take_zones },
		{ "policies", take_policies },
		{ "certificates", take_certificates },
		{ "trust", take_trust },
		{ "exclude", take_exclude },
		{ "profile", take_profile },
		{ "levels", take_levels },
		{ "ignore", take_ignores },
		{ "limits", take_limits },
		{ "require", take_requires },
		{ "id", take_id },
		{ "serial", take_serial },
		{ "defaults", take_defaults },
		{ "domains", take_domains },
	};

	config->limits = (struct config_limits){
		.testing = USUAL_TESTING,
		.max_age_brief = (uint32_t)policy_limits_default.max_age_brief,
		.cert_expiring = USUAL_CERT_EXPIRING,
	};
	for (size_t i = 0; i < sizeof takers / sizeof *takers; i++) {
		const struct yaml_node *node = config_under(root, takers[i].key);

		if (node != NULL)
			takers[i].take(config, node);
	}
}
