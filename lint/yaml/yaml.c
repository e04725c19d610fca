#include "lint/yaml/yaml.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdlib.h>
#include <yaml.h>

/* libyaml counts characters; each STEP-th of them is noted with its byte. */
enum { STEP = 64 };

struct reader {
	struct str text;
	size_t skipped; /* bytes of a byte order mark before the text */
	uint32_t file;
	struct arena *arena;
	struct yaml_fault *fault;
	uint32_t *bytes; /* where the characters 0, STEP, 2 STEP, ... begin */
	size_t byte_count, byte_capacity;
	struct yaml_node *root;
	struct yaml_node *open[YAML_MAX_DEPTH]; /* lists and maps that are not closed yet */
	struct yaml_node *last[YAML_MAX_DEPTH]; /* the last part of each */
	size_t depth;
};

static size_t character_length(struct str rest)
{
	uint32_t code;
	size_t len = text_utf8(rest, &code);

	return len == 0 ? 1 : len;
}

static void note_bytes(struct reader *reader)
{
	size_t count = 0;

	for (size_t at = 0; at < reader->text.len; count++) {
		if (count % STEP == 0) {
			MEMORY_GROW(reader->bytes, reader->byte_count, reader->byte_capacity);
			reader->bytes[reader->byte_count++] = (uint32_t)at;
		}
		at += character_length(str_skip(reader->text, at));
	}
}

/* The byte, in the file, of the character that MARK is at. */
static uint64_t byte_of(const struct reader *reader, const yaml_mark_t *mark)
{
	size_t at = reader->text.len;

	if (mark->index / STEP < reader->byte_count) {
		at = reader->bytes[mark->index / STEP];
		for (size_t i = mark->index % STEP; i > 0 && at < reader->text.len; i--)
			at += character_length(str_skip(reader->text, at));
	}
	return at + reader->skipped;
}

static bool fail(struct reader *reader, const yaml_mark_t *mark, const char *text)
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
	struct reader *reader, const yaml_event_t *event, enum yaml_kind kind)
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
static void place(struct reader *reader, struct yaml_node *node)
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

static bool take_scalar(struct reader *reader, const yaml_event_t *event)
{
	struct yaml_node *node = node_of(reader, event, YAML_SCALAR);

	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = arena_str(reader->arena,
		str_of((const char *)event->data.scalar.value, event->data.scalar.length));
	place(reader, node);
	return true;
}

static bool take_start(struct reader *reader, const yaml_event_t *event)
{
	struct yaml_node *node = node_of(
		reader, event, event->type == YAML_SEQUENCE_START_EVENT ? YAML_LIST : YAML_MAP);

	if (reader->depth == YAML_MAX_DEPTH)
		return fail(reader, &event->start_mark, "lists and mappings are nested too deep");
	place(reader, node);
	reader->open[reader->depth++] = node;
	return true;
}

static bool take_end(struct reader *reader, const yaml_event_t *event)
{
	struct yaml_node *node = reader->open[--reader->depth];
	const struct yaml_node *last = reader->last[reader->depth];
	uint64_t end = byte_of(reader, &event->end_mark);

	/* The end of what is indented is where the next thing begins. */
	if (event->start_mark.index == event->end_mark.index && node->first != NULL)
		end = last->at.offset + last->at.length;
	if (end > node->at.offset)
		node->at.length = (uint32_t)(end - node->at.offset);
	if (node->kind == YAML_MAP)
		node->count /= 2;
	return true;
}

static bool take_alias(struct reader *reader, const yaml_event_t *event)
{
	return fail(reader, &event->start_mark, "aliases ('*NAME') are not read: write it out");
}

static bool take_document(struct reader *reader, const yaml_event_t *event)
{
	return reader->root == NULL ||
	       fail(reader, &event->start_mark, "a second document begins here: there may be one");
}

static bool take(struct reader *reader, const yaml_event_t *event)
{
	static bool (*const takers[])(struct reader *, const yaml_event_t *) = {
		[YAML_DOCUMENT_START_EVENT] = take_document,
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
	return takers[type](reader, event);
}

/* What libyaml says is wrong. Bytes that are no text have an offset and no mark. */
static bool fail_syntax(struct reader *reader, const yaml_parser_t *parser)
{
	const char *problem = parser->problem == NULL ? "it cannot be read" : parser->problem;
	yaml_mark_t mark = parser->problem_mark;

	if (parser->error == YAML_READER_ERROR) {
		mark = parser->mark;
		problem = "these bytes are no UTF-8 text";
	}
	return fail(reader, &mark, arena_str(reader->arena, str_c(problem)).ptr);
}

static bool read_events(struct reader *reader, yaml_parser_t *parser)
{
	bool ok = true, more = true;

	while (ok && more) {
		yaml_event_t event;

		if (!yaml_parser_parse(parser, &event))
			return fail_syntax(reader, parser);
		more = event.type != YAML_STREAM_END_EVENT;
		ok = take(reader, &event);
		yaml_event_delete(&event);
	}
	return ok;
}

bool yaml_read(struct str text, uint32_t file, struct arena *arena, struct yaml_node **root,
	struct yaml_fault *fault)
{
	static const struct str bom = STR_INIT("\xef\xbb\xbf");
	struct reader reader = { .file = file, .arena = arena, .fault = fault };
	yaml_mark_t start = { 0 };
	yaml_parser_t parser;
	bool ok;

	*root = NULL;
	reader.skipped = str_starts(text, bom) ? bom.len : 0;
	reader.text = str_skip(text, reader.skipped);
	if (text.len > YAML_MAX_BYTES)
		return fail(&reader, &start, "it is too large");
	if (!yaml_parser_initialize(&parser))
		return fail(&reader, &start, "libyaml has no memory");
	note_bytes(&reader);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&parser, (const unsigned char *)reader.text.ptr, reader.text.len);
	ok = read_events(&reader, &parser);
	yaml_parser_delete(&parser);
	free(reader.bytes);
	if (ok)
		*root = reader.root;
	return ok;
}

const struct yaml_node *yaml_next_key(const struct yaml_node *key)
{
	return key->next == NULL ? NULL : key->next->next; /* its value stands between */
}

bool yaml_is_null(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && node->plain &&
	       (node->text.len == 0 || str_eq(node->text, STR("~")) ||
		       str_eq(node->text, STR("null")));
}
