/* The mapping at the top of a text, entry by entry. */
#include "lint/yaml/reader.h"

#include "lint/base/memory.h"

#include <stdlib.h>

enum { MAX_RESTARTS = 64 };

enum state {
	STATE_START, /* before the mapping */
	STATE_INSIDE,
	STATE_BEHIND, /* it is closed */
	STATE_END,
};

struct yaml_entries {
	struct yaml_reader reader;
	struct str text;
	uint32_t file;
	enum state state;
	bool open;	    /* the reader is */
	struct arena arena; /* of the entry */
	struct arena kept;  /* of those before that hold an anchor */
	struct yaml_fault fault;
	size_t restarts;
	uint64_t spent; /* bytes that were read before a fault, and are read again behind it */
};

struct yaml_entries *yaml_entries_open(struct str text, uint32_t file)
{
	static const struct str bom = STR_INIT("\xef\xbb\xbf");
	struct yaml_entries *entries = memory_alloc(1, sizeof *entries);
	size_t skipped = str_starts(text, bom) ? bom.len : 0;

	entries->text = text;
	entries->file = file;
	entries->reader.arena = &entries->arena;
	entries->reader.fault = &entries->fault;
	entries->reader.aliases = true;
	entries->reader.max_nodes = YAML_MAX_NODES;
	entries->open = text.len <= YAML_MAX_BYTES &&
			yaml_reader_start(&entries->reader, str_skip(text, skipped), skipped, file);
	return entries;
}

void yaml_entries_close(struct yaml_entries *entries)
{
	yaml_reader_finish(&entries->reader);
	arena_finish(&entries->arena);
	arena_finish(&entries->kept);
	free(entries);
}

static bool fail_at(struct yaml_entries *entries, const yaml_event_t *event, const char *text)
{
	return yaml_reader_fail(&entries->reader, &event->start_mark, text);
}

/* One event before or behind the mapping. False on a fault. */
static bool outer_event(struct yaml_entries *entries, const yaml_event_t *event)
{
	if (event->type == YAML_STREAM_END_EVENT)
		entries->state = STATE_END;
	else if (event->type == YAML_DOCUMENT_START_EVENT && entries->state == STATE_BEHIND)
		return fail_at(entries, event, "a second document begins here: there may be one");
	else if (event->type == YAML_MAPPING_START_EVENT)
		entries->state = STATE_INSIDE;
	else if (event->type == YAML_SCALAR_EVENT && event->data.scalar.length == 0)
		entries->state = STATE_BEHIND; /* nothing but comments */
	else if (event->type == YAML_SCALAR_EVENT || event->type == YAML_SEQUENCE_START_EVENT ||
		 event->type == YAML_ALIAS_EVENT)
		return fail_at(entries, event, "there is no mapping at the top");
	return true;
}

/* Goes on until the mapping begins, or to the end. */
static bool skip_outer(struct yaml_entries *entries)
{
	bool ok = true;

	while (ok && (entries->state == STATE_START || entries->state == STATE_BEHIND)) {
		yaml_event_t event;

		if (!yaml_reader_event(&entries->reader, &event))
			return false;
		ok = outer_event(entries, &event);
		yaml_event_delete(&event);
	}
	return ok;
}

/* The next whole node, NULL at the end of the mapping. False on a fault. */
static bool read_node(struct yaml_entries *entries, const struct yaml_node **node)
{
	struct yaml_reader *reader = &entries->reader;
	bool ok = true;

	reader->root = NULL;
	*node = NULL;
	do {
		yaml_event_t event;

		if (!yaml_reader_event(reader, &event))
			return false;
		if (event.type == YAML_MAPPING_END_EVENT && reader->depth == 0)
			entries->state = STATE_BEHIND;
		else
			ok = yaml_reader_take(reader, &event);
		yaml_event_delete(&event);
	} while (ok && entries->state == STATE_INSIDE &&
		 (reader->root == NULL || reader->depth > 0));
	*node = reader->root;
	return ok;
}

/* A line that begins in the first column with what may be a key. */
static bool begins_entry(struct str line)
{
	char c = line.len == 0 ? '\0' : line.ptr[0];

	return (ascii_is_alnum(c) || c == '_' || c == '*' || c == '\'' || c == '"' || c == '$' ||
		       (c & 0x80) != 0) &&
	       str_find_char(line, ':') < line.len;
}

/* The byte of the next entry behind the line that FROM is in; the text's length if none. */
static size_t find_entry(struct str text, size_t from)
{
	struct str rest = str_skip(text, from), line;

	str_cut(&rest, '\n', &line);
	while (rest.ptr != NULL && str_cut(&rest, '\n', &line))
		if (begins_entry(line))
			return (size_t)(line.ptr - text.ptr);
	return text.len;
}

/* Where to look for the next entry from: the fault, or where that begins which it ends. */
static size_t fault_start(const struct yaml_entries *entries)
{
	const yaml_parser_t *parser = &entries->reader.parser;
	uint64_t at = entries->fault.at.offset;

	if (at >= entries->text.len && parser->error == YAML_SCANNER_ERROR && entries->reader.ascii)
		at = parser->context_mark.index + entries->reader.skipped;
	return at < entries->text.len ? (size_t)at : entries->text.len;
}

static void restart(struct yaml_entries *entries)
{
	struct yaml_reader *reader = &entries->reader;
	size_t begun = reader->skipped, at = find_entry(entries->text, fault_start(entries));

	entries->spent += entries->fault.at.offset > at ? entries->fault.at.offset - begun : 0;
	yaml_reader_stop(reader);
	entries->open = false;
	entries->state = STATE_END;
	if (at == entries->text.len || ++entries->restarts > MAX_RESTARTS ||
		entries->spent > 4 * (uint64_t)entries->text.len)
		return;
	entries->open = yaml_reader_start(reader, str_skip(entries->text, at), at, entries->file);
	entries->state = entries->open ? STATE_START : STATE_END;
}

/* The entry before is not needed any more, but for its anchors. */
static void drop_entry(struct yaml_entries *entries)
{
	if (entries->reader.anchored)
		arena_adopt(&entries->kept, &entries->arena);
	else
		arena_finish(&entries->arena);
	entries->reader.anchored = false;
	entries->reader.nodes = 0;
}

static enum yaml_step broken(struct yaml_entries *entries, struct yaml_entry *entry)
{
	entry->fault = entries->fault;
	if (entries->state == STATE_INSIDE)
		restart(entries);
	else
		entries->state = STATE_END;
	return YAML_BROKEN;
}

enum yaml_step yaml_entries_next(struct yaml_entries *entries, struct yaml_entry *entry)
{
	*entry = (struct yaml_entry){ .key = NULL };
	drop_entry(entries);
	if (!entries->open && entries->state == STATE_START) {
		entries->state = STATE_END;
		entry->fault = (struct yaml_fault){ "it is too large", 1, 1,
			{ entries->file, 0, 0 } };
		return YAML_BROKEN;
	}
	if (!skip_outer(entries))
		return broken(entries, entry);
	if (entries->state == STATE_INSIDE && !read_node(entries, &entry->key))
		return broken(entries, entry);
	if (entries->state == STATE_BEHIND)
		return skip_outer(entries) ? YAML_DONE : broken(entries, entry);
	if (entries->state == STATE_END)
		return YAML_DONE;
	return read_node(entries, &entry->value) ? YAML_ENTRY : broken(entries, entry);
}
