#include "lint/yaml/reader.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdlib.h>

/* libyaml counts characters; each STEP-th of them is noted with its byte. */
enum { STEP = 64 };

static size_t character_length(struct str rest)
{
	uint32_t code;
	size_t len = text_utf8(rest, &code);

	return len == 0 ? 1 : len;
}

static void note_bytes(struct yaml_reader *reader)
{
	size_t count = 0;

	reader->ascii = str_is_ascii(reader->text);
	for (size_t at = 0; !reader->ascii && at < reader->text.len; count++) {
		if (count % STEP == 0) {
			MEMORY_GROW(reader->bytes, reader->byte_count, reader->byte_capacity);
			reader->bytes[reader->byte_count++] = (uint32_t)at;
		}
		at += character_length(str_skip(reader->text, at));
	}
}

/* The byte, in the file, of the character that MARK is at. */
static uint64_t byte_of(const struct yaml_reader *reader, const yaml_mark_t *mark)
{
	size_t at = reader->text.len;

	if (reader->ascii && mark->index < at)
		at = mark->index;
	if (!reader->ascii && mark->index / STEP < reader->byte_count) {
		at = reader->bytes[mark->index / STEP];
		for (size_t i = mark->index % STEP; i > 0 && at < reader->text.len; i--)
			at += character_length(str_skip(reader->text, at));
	}
	return at + reader->skipped;
}

bool yaml_reader_fail(struct yaml_reader *reader, const yaml_mark_t *mark, const char *text)
{
	*reader->fault = (struct yaml_fault){
		.text = text,
		.line = mark->line + 1,
		.column = mark->column + 1,
		.at = { .file = reader->file, .offset = byte_of(reader, mark) },
	};
	return false;
}

static struct yaml_node *node_of(
	struct yaml_reader *reader, const yaml_event_t *event, enum yaml_kind kind)
{
	struct yaml_node *node = ARENA_NEW(reader->arena, struct yaml_node);

	node->kind = kind;
	node->line = event->start_mark.line + 1;
	node->column = event->start_mark.column + 1;
	node->at.file = reader->file;
	node->at.offset = byte_of(reader, &event->start_mark);
	node->at.length = (uint32_t)(byte_of(reader, &event->end_mark) - node->at.offset);
	return node;
}

/* Puts NODE into the list or map that is open. */
static void place(struct yaml_reader *reader, struct yaml_node *node)
{
	struct yaml_node *parent;
	size_t top = reader->depth - 1;

	if (reader->depth == 0) {
		reader->root = node;
		return;
	}
	parent = reader->open[top];
	if (parent->first == NULL)
		parent->first = node;
	else
		reader->last[top]->next = node;
	reader->last[top] = node;
	parent->count++;
}

static bool take_anchor(struct yaml_reader *reader, const yaml_event_t *event,
	const unsigned char *name, const struct yaml_node *node)
{
	struct yaml_anchor *anchor;

	if (name == NULL || !reader->aliases)
		return true;
	if (reader->anchor_count == YAML_MAX_ANCHORS)
		return yaml_reader_fail(reader, &event->start_mark, "there are too many anchors");
	MEMORY_GROW(reader->anchors, reader->anchor_count, reader->anchor_capacity);
	anchor = &reader->anchors[reader->anchor_count++];
	anchor->name = arena_str(reader->arena, str_c((const char *)name));
	anchor->node = node;
	reader->anchored = true;
	return true;
}

/* A tag of the text's own; those of YAML itself say nothing more. */
static void take_tag(struct yaml_reader *reader, struct yaml_node *node, const unsigned char *tag)
{
	if (tag != NULL && tag[0] == '!' && tag[1] != '\0')
		node->tag = arena_str(reader->arena, str_c((const char *)tag));
}

/* The end of a block is where the next thing begins. */
static void trim_block(const struct yaml_reader *reader, struct yaml_node *node)
{
	size_t from = (size_t)node->at.offset - reader->skipped;

	while (node->at.length > 0 &&
		memchr(" \t\r\n", reader->text.ptr[from + node->at.length - 1], 4) != NULL)
		node->at.length--;
}

static bool take_scalar(struct yaml_reader *reader, const yaml_event_t *event)
{
	struct yaml_node *node = node_of(reader, event, YAML_SCALAR);

	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = arena_str(reader->arena,
		str_of((const char *)event->data.scalar.value, event->data.scalar.length));
	take_tag(reader, node, event->data.scalar.tag);
	if (event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
		event->data.scalar.style == YAML_FOLDED_SCALAR_STYLE)
		trim_block(reader, node);
	place(reader, node);
	return take_anchor(reader, event, event->data.scalar.anchor, node);
}

static bool take_start(struct yaml_reader *reader, const yaml_event_t *event)
{
	bool list = event->type == YAML_SEQUENCE_START_EVENT;
	struct yaml_node *node = node_of(reader, event, list ? YAML_LIST : YAML_MAP);

	if (reader->depth == YAML_MAX_DEPTH)
		return yaml_reader_fail(
			reader, &event->start_mark, "lists and mappings are nested too deep");
	take_tag(reader, node,
		list ? event->data.sequence_start.tag : event->data.mapping_start.tag);
	place(reader, node);
	reader->open[reader->depth++] = node;
	return take_anchor(reader, event,
		list ? event->data.sequence_start.anchor : event->data.mapping_start.anchor, node);
}

static bool take_end(struct yaml_reader *reader, const yaml_event_t *event)
{
	struct yaml_node *node = reader->open[--reader->depth];
	const struct yaml_node *last = reader->last[reader->depth];
	uint64_t end = byte_of(reader, &event->end_mark);

	/* The end of what is indented is where the next thing begins; an alias as the last part may
	 * be elsewhere. */
	if (event->start_mark.index == event->end_mark.index && node->first != NULL && !last->alias)
		end = last->at.offset + last->at.length;
	if (end > node->at.offset)
		node->at.length = (uint32_t)(end - node->at.offset);
	if (node->kind == YAML_MAP)
		node->count /= 2;
	return true;
}

static const struct yaml_node *find_anchor(const struct yaml_reader *reader, struct str name)
{
	for (size_t i = reader->anchor_count; i-- > 0;)
		if (str_eq(reader->anchors[i].name, name))
			return reader->anchors[i].node;
	return NULL;
}

static bool is_open(const struct yaml_reader *reader, const struct yaml_node *node)
{
	for (size_t i = 0; i < reader->depth; i++)
		if (reader->open[i] == node)
			return true;
	return false;
}

static bool take_alias(struct yaml_reader *reader, const yaml_event_t *event)
{
	const char *name = (const char *)event->data.alias.anchor;
	const struct yaml_node *named;
	struct yaml_node *node;

	if (!reader->aliases)
		return yaml_reader_fail(
			reader, &event->start_mark, "aliases ('*NAME') are not read: write it out");
	if (++reader->alias_count > YAML_MAX_ALIASES)
		return yaml_reader_fail(reader, &event->start_mark, "there are too many aliases");
	named = find_anchor(reader, str_c(name));
	if (named == NULL)
		return yaml_reader_fail(
			reader, &event->start_mark, "nothing has the name of this alias");
	if (is_open(reader, named))
		return yaml_reader_fail(
			reader, &event->start_mark, "an alias within what it names");
	node = ARENA_NEW(reader->arena, struct yaml_node);
	*node = *named;
	node->alias = true;
	node->next = NULL;
	place(reader, node);
	return true;
}

bool yaml_reader_take(struct yaml_reader *reader, const yaml_event_t *event)
{
	static bool (*const takers[])(struct yaml_reader *, const yaml_event_t *) = {
		[YAML_ALIAS_EVENT] = take_alias,
		[YAML_SCALAR_EVENT] = take_scalar,
		[YAML_SEQUENCE_START_EVENT] = take_start,
		[YAML_SEQUENCE_END_EVENT] = take_end,
		[YAML_MAPPING_START_EVENT] = take_start,
		[YAML_MAPPING_END_EVENT] = take_end,
	};
	size_t type = (size_t)event->type;

	if (type >= sizeof takers / sizeof *takers || takers[type] == NULL)
		return true;
	if (reader->max_nodes > 0 && ++reader->nodes > reader->max_nodes)
		return yaml_reader_fail(reader, &event->start_mark, "it has too many parts");
	return takers[type](reader, event);
}

/* What libyaml says is wrong. Bytes that are no text have an offset and no mark. What is open to
 * the end of the text is said where it opens. */
static bool fail_syntax(struct yaml_reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem == NULL ? "it cannot be read" : parser->problem;
	yaml_mark_t mark = parser->problem_mark;

	if (parser->error == YAML_READER_ERROR) {
		mark = parser->mark;
		problem = "these bytes are no UTF-8 text";
	}
	return yaml_reader_fail(reader, &mark, arena_str(reader->arena, str_c(problem)).ptr);
}

bool yaml_reader_event(struct yaml_reader *reader, yaml_event_t *event)
{
	return yaml_parser_parse(&reader->parser, event) || fail_syntax(reader);
}

bool yaml_reader_start(struct yaml_reader *reader, struct str text, size_t skipped, uint32_t file)
{
	reader->text = text;
	reader->skipped = skipped;
	reader->file = file;
	reader->byte_count = 0;
	reader->depth = 0;
	reader->root = NULL;
	if (!yaml_parser_initialize(&reader->parser))
		return false;
	reader->started = true;
	note_bytes(reader);
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader->parser, (const unsigned char *)text.ptr, text.len);
	return true;
}

void yaml_reader_stop(struct yaml_reader *reader)
{
	if (reader->started)
		yaml_parser_delete(&reader->parser);
	reader->started = false;
}

void yaml_reader_finish(struct yaml_reader *reader)
{
	yaml_reader_stop(reader);
	free(reader->bytes);
	free(reader->anchors);
}
