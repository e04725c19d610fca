#include "lint/yaml/reader.h"

static bool second_document(struct yaml_reader *reader, const yaml_event_t *event)
{
	return event->type != YAML_DOCUMENT_START_EVENT || reader->root == NULL ||
	       yaml_reader_fail(reader, &event->start_mark,
		       "a second document begins here: there may be one");
}

static bool read_events(struct yaml_reader *reader)
{
	bool ok = true, more = true;

	while (ok && more) {
		yaml_event_t event;

		if (!yaml_reader_event(reader, &event))
			return false;
		more = event.type != YAML_STREAM_END_EVENT;
		ok = second_document(reader, &event) && yaml_reader_take(reader, &event);
		yaml_event_delete(&event);
	}
	return ok;
}

static bool read_text(
	struct yaml_reader *reader, struct str text, uint32_t file, struct yaml_node **root)
{
	static const struct str bom = STR_INIT("\xef\xbb\xbf");
	size_t skipped = str_starts(text, bom) ? bom.len : 0;
	yaml_mark_t start = { 0 };
	bool ok;

	*root = NULL;
	reader->file = file;
	if (text.len > YAML_MAX_BYTES)
		return yaml_reader_fail(reader, &start, "it is too large");
	if (!yaml_reader_start(reader, str_skip(text, skipped), skipped, file))
		return yaml_reader_fail(reader, &start, "libyaml has no memory");
	ok = read_events(reader);
	yaml_reader_finish(reader);
	if (ok)
		*root = reader->root;
	return ok;
}

bool yaml_read(struct str text, uint32_t file, struct arena *arena, struct yaml_node **root,
	struct yaml_fault *fault)
{
	struct yaml_reader reader = { .arena = arena, .fault = fault };

	return read_text(&reader, text, file, root);
}

bool yaml_read_aliases(struct str text, uint32_t file, struct arena *arena, struct yaml_node **root,
	struct yaml_fault *fault)
{
	struct yaml_reader reader = {
		.arena = arena, .fault = fault, .aliases = true, .max_nodes = YAML_MAX_NODES
	};

	return read_text(&reader, text, file, root);
}

const struct yaml_node *yaml_next_key(const struct yaml_node *key)
{
	return key->next == NULL ? NULL : key->next->next; /* its value stands between */
}

const struct yaml_node *yaml_find(const struct yaml_node *map, struct str key)
{
	const struct yaml_node *found = NULL;

	for (const struct yaml_node *at = map->first; at != NULL; at = yaml_next_key(at))
		if (at->kind == YAML_SCALAR && str_eq(at->text, key))
			found = at->next;
	return found;
}

bool yaml_is_null(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && node->plain &&
	       (node->text.len == 0 || str_eq(node->text, STR("~")) ||
		       str_eq(node->text, STR("null")));
}
