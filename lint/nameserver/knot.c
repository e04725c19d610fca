/* knot.conf: YAML, near enough. */
#include "lint/nameserver/reader.h"

#include "lint/base/memory.h"
#include "lint/yaml/yaml.h"

#include <stdlib.h>

/* An item of `zone:` or `template:`. */
struct item {
	struct str name, file, storage, template; /* without length: not said */
	bool secondary;
	struct list_place place;
};

struct items {
	struct item *list;
	size_t count, capacity;
};

struct knot {
	struct list_reader *reader;
	struct items zones, templates;
};

static struct str take_text(struct knot *knot, const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR ? arena_str(&knot->reader->list->arena, node->text) :
					   STR("");
}

static void take_item(struct knot *knot, struct items *items, const struct yaml_node *map)
{
	struct item item = { .place = list_here(knot->reader) };

	if (map->kind != YAML_MAP)
		return;
	item.place.line = map->line;
	for (const struct yaml_node *key = map->first; key != NULL; key = yaml_next_key(key)) {
		if (str_eq(key->text, STR("domain")) || str_eq(key->text, STR("id")))
			item.name = take_text(knot, key->next);
		else if (str_eq(key->text, STR("file")))
			item.file = take_text(knot, key->next);
		else if (str_eq(key->text, STR("storage")))
			item.storage = take_text(knot, key->next);
		else if (str_eq(key->text, STR("template")))
			item.template = take_text(knot, key->next);
		else if (str_eq(key->text, STR("master")))
			item.secondary = true;
	}
	MEMORY_GROW(items->list, items->count, items->capacity);
	items->list[items->count++] = item;
}

static void take_items(struct knot *knot, struct items *items, const struct yaml_node *list)
{
	for (const struct yaml_node *item = list->first; item != NULL; item = item->next)
		take_item(knot, items, item);
}

static void take_key(struct knot *knot, const struct yaml_node *key)
{
	struct list_place place = list_here(knot->reader);

	place.line = key->line;
	if (str_eq(key->text, STR("zone")) && key->next->kind == YAML_LIST)
		take_items(knot, &knot->zones, key->next);
	else if (str_eq(key->text, STR("template")) && key->next->kind == YAML_LIST)
		take_items(knot, &knot->templates, key->next);
	else if (str_eq(key->text, STR("include")) && key->next->kind == YAML_SCALAR)
		list_include(knot->reader, take_text(knot, key->next), place);
}

static void take_file(struct knot *knot, struct str text)
{
	struct arena arena = { 0 };
	struct yaml_node *root;
	struct yaml_fault fault;

	if (!yaml_read(text, SPAN_NO_FILE, &arena, &root, &fault)) {
		struct list_place place = list_here(knot->reader);

		place.line = fault.line;
		list_complain(knot->reader, place, "%s", fault.text);
		root = NULL;
	}
	list_end_text(knot->reader);
	if (root != NULL && root->kind == YAML_MAP)
		for (const struct yaml_node *key = root->first; key != NULL;
			key = yaml_next_key(key))
			if (key->kind == YAML_SCALAR)
				take_key(knot, key);
	arena_finish(&arena);
}

static int compare_items(const void *left, const void *right)
{
	const struct item *a = left, *b = right;

	return str_cmp(a->name, b->name);
}

/* The templates are sorted by now. */
static const struct item *template_of(const struct knot *knot, struct str name)
{
	struct item key = { .name = name };

	if (knot->templates.count == 0)
		return NULL;
	return bsearch(
		&key, knot->templates.list, knot->templates.count, sizeof key, compare_items);
}

/* "%s" is the name. */
static void expand_one(struct buf *buf, struct str zone, struct str *rest)
{
	if (str_starts(*rest, STR("s")))
		buf_add(buf, zone);
	else
		buf_add(buf, str_take(*rest, 1));
	*rest = str_skip(*rest, 1);
}

/* What ITEM does not say FROM says, if there is one. */
static void inherit(struct item *item, const struct item *from)
{
	if (from == NULL)
		return;
	if (item->file.len == 0)
		item->file = from->file;
	if (item->storage.len == 0)
		item->storage = from->storage;
	item->secondary |= from->secondary;
}

static void add_zone(struct knot *knot, struct item item)
{
	struct list_reader *reader = knot->reader;
	struct list_draft draft = { .name = item.name, .place = item.place };
	struct str plain = item.name;

	if (item.template.len > 0)
		inherit(&item, template_of(knot, item.template));
	inherit(&item, template_of(knot, STR("default")));
	if (item.file.len == 0)
		item.file = STR("%s.zone");
	if (str_ends(plain, STR(".")))
		plain.len--;
	draft.primary = !item.secondary;
	draft.file = list_expand(reader, item.file, plain, expand_one);
	draft.directory = item.storage;
	list_draft(reader, &draft);
}

void list_read_knot(struct list_reader *reader)
{
	struct knot knot = { .reader = reader };
	struct list_text *text;

	while ((text = list_current(reader)) != NULL)
		take_file(&knot, text->rest);
	if (knot.templates.count > 0)
		qsort(knot.templates.list, knot.templates.count, sizeof *knot.templates.list,
			compare_items);
	for (size_t i = 0; i < knot.zones.count; i++)
		add_zone(&knot, knot.zones.list[i]);
	free(knot.zones.list);
	free(knot.templates.list);
}
