#include "lint/config/shape.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdlib.h>

const char *config_quote(struct config *config, struct str text)
{
	return text_quote(&config->arena, text);
}

/* The word of the list NEXT gives that is nearest to TEXT, for a suggestion; NULL when none is
 * near. */
static const char *nearest(
	struct str text, const char *(*word)(const void *list, size_t i), const void *list)
{
	unsigned limit = text.len < 3 ? 1 : text.len > 8 ? 3 : (unsigned)(text.len / 3);
	const char *best = NULL;

	for (size_t i = 0; word(list, i) != NULL; i++) {
		unsigned distance = str_distance(text, str_c(word(list, i)), limit);

		if (distance > limit)
			continue;
		best = word(list, i);
		limit = distance == 0 ? 0 : distance - 1;
	}
	return best;
}

static const char *key_word(const void *list, size_t i)
{
	return ((const struct shape_key *)list)[i].name;
}

static const char *plain_word(const void *list, size_t i)
{
	return ((const char *const *)list)[i];
}

static void complain_near(
	struct config *config, const struct yaml_node *node, const char *what, const char *near)
{
	config_complain(config, node, "%s '%s'%s%s%s", what, config_quote(config, node->text),
		near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
		near == NULL ? "" : "'?");
}

/* NODE is none of the words that there are. */
static void complain_word(
	struct config *config, const struct yaml_node *node, const struct shape *shape)
{
	const char *near = nearest(node->text, plain_word, shape->words);

	if (near != NULL)
		complain_near(config, node, "unknown value", near);
	else
		config_complain(config, node, "unknown value '%s': here goes %s",
			config_quote(config, node->text), shape->expects);
}

static void complain_judged(struct config *config, const struct yaml_node *node, const char *fault,
	const struct shape *shape)
{
	const char *near = shape->suggest == NULL ? NULL : shape->suggest(node->text);

	config_complain(config, node, "'%s' is %s%s%s%s", config_quote(config, node->text), fault,
		near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
		near == NULL ? "" : "'?");
}

static void judge_scalar(
	struct config *config, const struct yaml_node *node, const struct shape *shape)
{
	const char *fault = NULL;

	if (str_find_char(node->text, '\0') < node->text.len) {
		config_complain(config, node, "a NUL byte");
		return;
	}
	if (shape->words != NULL) {
		size_t i = 0;

		while (shape->words[i] != NULL && !str_eq(node->text, str_c(shape->words[i])))
			i++;
		if (shape->words[i] == NULL)
			complain_word(config, node, shape);
	}
	if (shape->judge != NULL)
		fault = shape->judge(node->text);
	if (fault != NULL)
		complain_judged(config, node, fault, shape);
}

/* A key, and what it says. */
struct meaning {
	const struct yaml_node *key;
	struct str text;
};

static int compare_meanings(const void *a, const void *b)
{
	const struct meaning *x = a, *y = b;
	int order = str_cmp(x->text, y->text);

	if (order != 0)
		return order;
	return x->key->at.offset < y->key->at.offset ? -1 : x->key->at.offset > y->key->at.offset;
}

/* Keys that stand twice. Sorted, so that ten thousand of them take no longer than they must. */
static void judge_twice(
	struct config *config, const struct yaml_node *map, const struct shape *shape)
{
	struct meaning *keys = memory_alloc(map->count + 1, sizeof *keys);
	size_t count = 0;

	for (const struct yaml_node *key = map->first; key != NULL; key = yaml_next_key(key))
		if (key->kind == YAML_SCALAR)
			keys[count++] = (struct meaning){ key,
				shape->fold_key == NULL ?
					key->text :
					shape->fold_key(key->text, &config->arena) };
	qsort(keys, count, sizeof *keys, compare_meanings);
	for (size_t i = 1; i < count; i++)
		if (str_eq(keys[i].text, keys[i - 1].text))
			config_complain(config, keys[i].key, "'%s' stands twice, first in line %zu",
				config_quote(config, keys[i].key->text), keys[i - 1].key->line);
	free(keys);
}

/* The shape of what stands under KEY; NULL after a complaint. */
static const struct shape *shape_under(
	struct config *config, const struct yaml_node *key, const struct shape *shape)
{
	const char *fault;

	if (key->kind != YAML_SCALAR) {
		config_complain(config, key, "a key must be a name");
		return NULL;
	}
	if (shape->keys == NULL) {
		fault = shape->judge_key == NULL ? NULL : shape->judge_key(key->text);
		if (fault != NULL)
			complain_judged(config, key, fault, shape);
		return shape->item;
	}
	for (const struct shape_key *known = shape->keys; known->name != NULL; known++)
		if (str_eq(key->text, str_c(known->name)))
			return known->shape;
	complain_near(config, key, "unknown key", nearest(key->text, key_word, shape->keys));
	return NULL;
}

/* The key NAME of MAP; NULL when it is not there. */
static const struct yaml_node *key_of(const struct yaml_node *map, const char *name)
{
	const struct yaml_node *key = map->first;

	while (key != NULL && !(key->kind == YAML_SCALAR && str_eq(key->text, str_c(name))))
		key = yaml_next_key(key);
	return key;
}

/* What must stand in MAP, and what must not stand together. */
static void judge_together(
	struct config *config, const struct yaml_node *map, const struct shape *shape)
{
	const struct yaml_node *chosen = NULL;
	bool choice = false;

	for (const struct shape_key *known = shape->keys; known->name != NULL; known++) {
		const struct yaml_node *key = key_of(map, known->name);

		if (key == NULL && known->needed)
			config_complain(config, map, "'%s' is missing: here goes %s", known->name,
				shape->expects);
		if (key != NULL && known->with != NULL && key_of(map, known->with) == NULL)
			config_complain(
				config, key, "'%s' goes with '%s' only", known->name, known->with);
		choice |= known->choice;
		if (key == NULL || !known->choice)
			continue;
		if (chosen != NULL)
			config_complain(config, key, "'%s' and '%s' exclude each other",
				chosen->text.ptr, known->name);
		chosen = key;
	}
	if (choice && chosen == NULL)
		config_complain(config, map, "here goes %s", shape->expects);
}

bool shape_may_be_empty(const struct shape *shape)
{
	for (const struct shape_key *key = shape->keys; key != NULL && key->name != NULL; key++)
		if (key->needed || key->choice)
			return false;
	return true;
}

static bool fits(const struct yaml_node *node, const struct shape *shape)
{
	return (node->kind == YAML_SCALAR && shape->scalar && !yaml_is_null(node)) ||
	       (node->kind == YAML_LIST && shape->list) || (node->kind == YAML_MAP && shape->map) ||
	       (yaml_is_null(node) && shape->map && shape_may_be_empty(shape));
}

/* Calls itself as deep as the tables go, whatever the input. */
void config_judge(struct config *config, const struct yaml_node *node, const struct shape *shape)
{
	size_t before;

	if (!fits(node, shape)) {
		config_complain(config, node, "here goes %s", shape->expects);
		return;
	}
	if (node->kind == YAML_SCALAR && !yaml_is_null(node))
		judge_scalar(config, node, shape);
	if (node->kind == YAML_LIST)
		for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
			config_judge(config, item, shape->item);
	if (node->kind != YAML_MAP)
		return;
	judge_twice(config, node, shape);
	before = config->problem_count;
	for (const struct yaml_node *key = node->first; key != NULL; key = yaml_next_key(key)) {
		const struct shape *under = shape_under(config, key, shape);

		if (under != NULL)
			config_judge(config, key->next, under);
	}
	/* What is missing may be there, misspelt. */
	if (shape->keys != NULL && config->problem_count == before)
		judge_together(config, node, shape);
}
