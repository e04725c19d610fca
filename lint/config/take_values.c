/* What a domain is to have: for gen, and for the MX that stand in for a zone. */
#include "lint/config/take.h"

#include "lint/zone/ttl.h"

/* A text, or the texts of a list. Returns how many. */
static size_t take_words(
	struct config *config, const struct yaml_node *node, const struct str **words)
{
	struct str *list;
	size_t count = 0;

	if (node == NULL)
		return 0;
	list = arena_alloc(&config->arena, node->count + 1, sizeof *list);
	if (node->kind == YAML_SCALAR)
		list[count++] = node->text;
	for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
		list[count++] = item->text;
	*words = list;
	return count;
}

static bool take_duration(const struct yaml_node *node, uint32_t *seconds)
{
	return node != NULL && ttl_parse(node->text, TTL_MAX, seconds) == TTL_OK;
}

static bool take_mode(const struct yaml_node *node, enum mode *mode)
{
	static const struct {
		struct str text;
		enum mode mode;
	} modes[] = {
		{ STR_INIT("enforce"), MODE_ENFORCE },
		{ STR_INIT("testing"), MODE_TESTING },
		{ STR_INIT("none"), MODE_NONE },
	};

	for (size_t i = 0; node != NULL && i < sizeof modes / sizeof *modes; i++)
		if (str_eq(node->text, modes[i].text)) {
			*mode = modes[i].mode;
			return true;
		}
	return false;
}

struct config_values config_take_values(struct config *config, const struct yaml_node *map)
{
	struct config_values values = { 0 };
	uint32_t max_age = 0;

	values.has_mode = take_mode(config_under(map, "mode"), &values.mode);
	values.has_max_age = take_duration(config_under(map, "max_age"), &max_age);
	values.max_age = max_age;
	values.has_ttl = take_duration(config_under(map, "ttl"), &values.ttl);
	values.mx_count = take_words(config, config_under(map, "mx"), &values.mx);
	values.rua_count = take_words(config, config_under(map, "rua"), &values.rua);
	values.host_count = take_words(config, config_under(map, "host"), &values.hosts);
	return values;
}
