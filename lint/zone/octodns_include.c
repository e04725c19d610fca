/* `!include FILE`: a value from another file, beside the one that includes it or below, within the
 * root. And `<<`, by which a mapping takes what it lacks from others. */
#include "lint/zone/octodns_reader.h"

#include "lint/base/memory.h"

#include <unistd.h>

static void failed(struct octodns *octodns, const struct yaml_node *node, const char *why)
{
	struct finding *finding = diag_add(octodns->diag, RULE_ZONE_INCLUDE_FAILED, node->at,
		"'%s' is not included: %s", diag_quote(octodns->diag, node->text), why);

	diag_help(octodns->diag, finding, "the path is relative to the directory of this file");
}

static void outside(struct octodns *octodns, const struct yaml_node *node)
{
	struct finding *finding = diag_add(octodns->diag, RULE_ZONE_INCLUDE_OUTSIDE, node->at,
		"'%s' leads outside the root: not opened", diag_quote(octodns->diag, node->text));

	diag_help(octodns->diag, finding,
		"move the file into the repository, or widen the root with --root");
}

/* Reads what DESCRIPTOR holds, up to the bound, and closes it. */
static bool slurp(int descriptor, struct buf *text, uint64_t limit)
{
	ssize_t got = 1;

	while (got > 0 && text->len <= limit) {
		char *room = buf_room(text, 64 * 1024);

		got = read(descriptor, room, 64 * 1024);
		text->len += got > 0 ? (size_t)got : 0;
	}
	close(descriptor);
	return got == 0;
}

static void note_include(struct zone_file *zone, uint32_t file)
{
	MEMORY_GROW(zone->includes, zone->include_count, zone->include_capacity);
	zone->includes[zone->include_count++] = file;
}

/* Reads source FILE, which DESCRIPTOR is, into INCLUDE. */
static void read_include(struct octodns *octodns, const struct yaml_node *node,
	struct octodns_include *include, int descriptor)
{
	uint64_t left = OCTODNS_MAX_INCLUDED - octodns->included;
	struct yaml_node *root = NULL;
	struct yaml_fault fault;
	struct buf text = { 0 };

	if (!slurp(descriptor, &text, left)) {
		failed(octodns, node,
			text.len > left ? "too much is included" : "it cannot be read");
	} else if (!yaml_read_aliases(
			   buf_str(&text), include->file, &octodns->arena, &root, &fault)) {
		struct finding *finding = diag_add(octodns->diag, RULE_OCTODNS_SYNTAX, fault.at,
			"this is no YAML: %s", fault.text);

		diag_note(octodns->diag, finding, node->at, "it is included here");
	}
	octodns->included += text.len < left ? text.len : left;
	include->root = root;
	buf_finish(&text);
}

static const struct octodns_include *open_include(
	struct octodns *octodns, const struct yaml_node *node, const char *path)
{
	const char *root = octodns->input->root;
	struct octodns_include *include = octodns->includes;
	enum source_status status;
	int descriptor;
	uint32_t file;

	if (root == NULL)
		root = arena_str(&octodns->arena,
			path_dir(str_c(sources_at(octodns->sources, octodns->input->file)->path)))
			       .ptr;
	status = sources_open_below(octodns->sources, root, path, &descriptor);
	if (status == SOURCE_OUTSIDE)
		outside(octodns, node);
	else if (status != SOURCE_OK)
		failed(octodns, node, source_status_text(status));
	if (status != SOURCE_OK)
		return NULL;
	file = sources_add(octodns->sources, str_c(path), NULL);
	while (include != NULL && include->file != file)
		include = include->next;
	if (include != NULL) {
		close(descriptor);
		return include;
	}
	source_note(octodns->sources, file, descriptor);
	if (octodns->zone->include_count == OCTODNS_MAX_INCLUDES) {
		failed(octodns, node, "too many includes in one zone");
		close(descriptor);
		return NULL;
	}
	include = ARENA_NEW(&octodns->arena, struct octodns_include);
	*include = (struct octodns_include){ file, NULL, octodns->includes };
	octodns->includes = include;
	note_include(octodns->zone, file);
	read_include(octodns, node, include, descriptor);
	return include;
}

static const struct octodns_include *find_include(
	struct octodns *octodns, const struct yaml_node *node)
{
	struct str directory = path_dir(str_c(sources_at(octodns->sources, node->at.file)->path));
	struct str path = node->text;

	if (path.len == 0 || path.len >= 4096 || str_find_char(path, '\0') < path.len) {
		failed(octodns, node, "it is no path");
		return NULL;
	}
	while (str_starts(path, STR("./")))
		path = str_skip(path, 2);
	if (path.ptr[0] == '/' || str_eq(directory, STR(".")))
		return open_include(octodns, node, arena_str(&octodns->arena, path).ptr);
	return open_include(octodns, node,
		arena_printf(&octodns->arena, "%.*s/%.*s", (int)directory.len, directory.ptr,
			(int)path.len, path.ptr));
}

static bool is_include(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && str_eq(node->tag, STR("!include"));
}

const struct yaml_node *octodns_resolve(struct octodns *octodns, const struct yaml_node *node)
{
	const struct yaml_node *from = node;

	for (size_t depth = 0; node != NULL && is_include(node); depth++) {
		const struct octodns_include *include;

		if (depth == OCTODNS_MAX_DEPTH) {
			failed(octodns, from, "it includes itself");
			return NULL;
		}
		include = find_include(octodns, node);
		node = include == NULL ? NULL : include->root;
	}
	return node;
}

/* Mappings that are still to be looked through for a key. */
struct merges {
	const struct yaml_node *maps[OCTODNS_MAX_DEPTH];
	size_t count;
};

/* Puts what the merge VALUE names on top, the first last: it goes before the others. */
static void push_merge(
	struct octodns *octodns, struct merges *merges, const struct yaml_node *value)
{
	const struct yaml_node *maps[OCTODNS_MAX_DEPTH];
	size_t count = 0;

	value = octodns_resolve(octodns, value);
	if (value == NULL)
		return;
	if (value->kind != YAML_LIST)
		maps[count++] = value;
	else
		for (const struct yaml_node *item = value->first;
			item != NULL && count < OCTODNS_MAX_DEPTH; item = item->next)
			maps[count++] = octodns_resolve(octodns, item);
	while (count-- > 0)
		if (maps[count] != NULL && maps[count]->kind == YAML_MAP &&
			merges->count < OCTODNS_MAX_DEPTH)
			merges->maps[merges->count++] = maps[count];
}

const struct yaml_node *octodns_find(
	struct octodns *octodns, const struct yaml_node *map, struct str key)
{
	struct merges merges = { { map }, 1 };
	size_t looked = 0;

	while (merges.count > 0 && looked++ < 4 * OCTODNS_MAX_DEPTH) {
		const struct yaml_node *top = merges.maps[--merges.count];
		const struct yaml_node *found = yaml_find(top, key);
		const struct yaml_node *merge = yaml_find(top, STR("<<"));

		if (found != NULL)
			return octodns_resolve(octodns, found);
		if (merge != NULL)
			push_merge(octodns, &merges, merge);
	}
	return NULL;
}
