#include "lint/config/schema.h"

#include "lint/config/shape.h"

#include <jansson.h>
#include <stdlib.h>

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

/* An expression for the names of rules, and for beginnings of them that end at a hyphen. */
static const char *rule_pattern(struct arena *arena)
{
	struct buf buf = { 0 };
	const char *result;

	buf_add(&buf, STR("^("));
	for (unsigned i = 0; i < RULE_COUNT; i++) {
		const char *slug = rules[i].slug;

		for (size_t len = 1; len <= strlen(slug); len++)
			if (slug[len] == '\0' || slug[len] == '-')
				buf_printf(&buf, "%s%.*s", buf.len > 2 ? "|" : "", (int)len, slug);
	}
	buf_add(&buf, STR(")-*$"));
	result = arena_str(arena, buf_str(&buf)).ptr;
	buf_finish(&buf);
	return result;
}

/* What a text of each kind looks like, and of a number the greatest one (0: numbers are texts). */
static const struct {
	const char *pattern;
	json_int_t most;
} texts[] = {
	[SHAPE_TEXT] = { NULL, 0 },
	[SHAPE_DURATION] = { "^([0-9]+|([0-9]+[wdhmsWDHMS])+)$", 2147483647 },
	[SHAPE_MAX_AGE] = { "^([0-9]+|([0-9]+[wdhmsWDHMS])+)$", 31557600 },
	[SHAPE_DOMAIN] = { "^[^\\s./:@_*-]([^\\s./:@_*]*)(\\.[^\\s./:@_*-][^\\s./:@_*]*)*\\.?$",
		0 },
	[SHAPE_MX] = { "^(\\*\\.)?[^\\s./:@_*-]([^\\s./:@_*]*)(\\.[^\\s./:@_*-][^\\s./"
		       ":@_*]*)*\\.?$",
		0 },
	[SHAPE_ABSOLUTE] = { "^/", 0 },
	[SHAPE_RULE] = { NULL, 0 },
};

static void set_pattern(json_t *object, enum shape_text kind)
{
	struct arena arena = { 0 };
	const char *pattern = kind == SHAPE_RULE ? rule_pattern(&arena) : texts[kind].pattern;

	if (pattern != NULL)
		set(object, "pattern", json_string(pattern));
	arena_finish(&arena);
}

/* Readers of YAML take "off" for false. */
static json_t *words_schema(const char *const *words)
{
	json_t *object = json_object(), *list = json_array();

	for (size_t i = 0; words[i] != NULL; i++) {
		json_array_append_new(list, json_string(words[i]));
		if (strcmp(words[i], "off") == 0)
			json_array_append_new(list, json_false());
	}
	set(object, "enum", list);
	return object;
}

/* What YAML takes for a number or a truth value is a text to the configuration. */
static void add_scalar(json_t *list, const struct shape *shape)
{
	json_t *object, *number;

	if (shape->words != NULL) {
		json_array_append_new(list, words_schema(shape->words));
		return;
	}
	object = json_object();
	set(object, "type", json_string("string"));
	set(object, "minLength", json_integer(1));
	set_pattern(object, shape->text);
	json_array_append_new(list, object);
	if (shape->text == SHAPE_RULE)
		return;
	number = json_object();
	if (texts[shape->text].most > 0) {
		set(number, "type", json_string("integer"));
		set(number, "maximum", json_integer(texts[shape->text].most));
	} else {
		set(number, "type", json_pack("[ss]", "number", "boolean"));
	}
	if (shape->text != SHAPE_TEXT)
		set(number, "minimum", json_integer(0));
	json_array_append_new(list, number);
}

static json_t *shape_schema(const struct shape *shape);

static void set_keys(json_t *object, const struct shape *shape)
{
	json_t *properties = json_object(), *needed = json_array(), *choice = json_array();
	json_t *with = json_object();

	for (const struct shape_key *key = shape->keys; key->name != NULL; key++) {
		set(properties, key->name, shape_schema(key->shape));
		if (key->needed)
			json_array_append_new(needed, json_string(key->name));
		if (key->choice)
			json_array_append_new(choice, json_pack("{s:[s]}", "required", key->name));
		if (key->with != NULL)
			set(with, key->name, json_pack("[s]", key->with));
	}
	set(object, "properties", properties);
	set(object, "additionalProperties", json_false());
	if (json_array_size(needed) > 0)
		json_object_set(object, "required", needed);
	if (json_array_size(choice) > 0)
		json_object_set(object, "oneOf", choice);
	if (json_object_size(with) > 0)
		json_object_set(object, "dependentRequired", with);
	json_decref(needed);
	json_decref(choice);
	json_decref(with);
}

static void add_map(json_t *list, const struct shape *shape)
{
	json_t *object = json_object(), *names;

	set(object, "type", json_string("object"));
	if (shape->keys != NULL) {
		set_keys(object, shape);
	} else {
		names = json_object();
		set_pattern(names, shape->key_text);
		set(object, "propertyNames", names);
		set(object, "additionalProperties", shape_schema(shape->item));
	}
	json_array_append_new(list, object);
}

/* Calls itself as deep as the tables go. */
static json_t *shape_schema(const struct shape *shape)
{
	json_t *object = json_object(), *list = json_array(), *item;

	set(object, "description", json_string(shape->expects));
	if (shape->scalar)
		add_scalar(list, shape);
	if (shape->list) {
		item = json_object();
		set(item, "type", json_string("array"));
		set(item, "items", shape_schema(shape->item));
		json_array_append_new(list, item);
	}
	if (shape->map)
		add_map(list, shape);
	if (shape->map && shape_may_be_empty(shape))
		json_array_append_new(list, json_pack("{s:s}", "type", "null"));
	if (json_array_size(list) == 1)
		json_object_update(object, json_array_get(list, 0));
	else
		json_object_set(object, "anyOf", list);
	json_decref(list);
	return object;
}

void config_schema_write(FILE *out)
{
	json_t *object = json_object(), *shape = shape_schema(&config_shape);

	set(object, "$schema", json_string("https://json-schema.org/draft/2020-12/schema"));
	set(object, "title", json_string(CONFIG_NAME));
	json_object_update(object, shape);
	json_decref(shape);
	json_dumpf(object, out, JSON_INDENT(2));
	fputc('\n', out);
	json_decref(object);
}
