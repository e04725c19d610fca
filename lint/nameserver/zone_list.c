#include "lint/nameserver/reader.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdarg.h>
#include <stdlib.h>

void list_complain(struct list_reader *reader, struct list_place place, const char *format, ...)
{
	struct zone_list *list = reader->list;
	va_list args;

	va_start(args, format);
	MEMORY_GROW(list->problems, list->problem_count, list->problem_capacity);
	list->problems[list->problem_count++] = (struct list_problem){
		.place = place,
		.reason = arena_vprintf(&list->arena, format, args),
	};
	va_end(args);
}

struct list_place list_here(const struct list_reader *reader)
{
	const struct list_text *text = reader->text_count == 0 ?
					       NULL :
					       &reader->texts[reader->text_count - 1];
	struct list_place place = { .file = reader->now };

	if (text != NULL && text->path == reader->now)
		place.line = text->line;
	return place;
}

void list_draft(struct list_reader *reader, const struct list_draft *draft)
{
	struct arena *arena = &reader->list->arena;
	struct list_draft *new;

	MEMORY_GROW(reader->drafts, reader->draft_count, reader->draft_capacity);
	new = &reader->drafts[reader->draft_count++];
	*new = *draft;
	new->name = arena_str(arena, draft->name);
	new->file = arena_str(arena, draft->file);
	new->directory = arena_str(arena, draft->directory);
}

struct str list_expand(struct list_reader *reader, struct str pattern, struct str zone,
	void (*one)(struct buf *buf, struct str zone, struct str *rest))
{
	struct buf buf = { 0 };
	struct str result;

	while (pattern.len > 0 && buf.len < 65536) {
		size_t percent = str_find_char(pattern, '%');

		buf_add(&buf, str_take(pattern, percent));
		pattern = str_skip(pattern, percent);
		if (pattern.len == 0)
			break;
		pattern = str_skip(pattern, 1);
		one(&buf, zone, &pattern);
	}
	result = arena_str(&reader->list->arena, buf_str(&buf));
	buf_finish(&buf);
	return result;
}

/* The language of a configuration: that of BIND has neither keys that end with a colon nor items
 * that begin with a hyphen, that of NSD no items. */
static void (*language_of(struct str text))(struct list_reader *)
{
	void (*result)(struct list_reader *) = list_read_bind;
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		struct str plain = str_trim(line);
		size_t end = 0;

		while (end < plain.len &&
			(ascii_is_alnum(plain.ptr[end]) || strchr("-_", plain.ptr[end]) != NULL) &&
			plain.ptr[end] != '\0')
			end++;
		if (str_starts(plain, STR("- ")))
			return result == list_read_nsd ? list_read_knot : list_read_bind;
		if (end == 0 || end == plain.len)
			continue;
		if (plain.ptr[end] != ':')
			return list_read_bind;
		result = list_read_nsd;
	}
	return result;
}

static bool is_path(struct str path)
{
	return path.len > 0 && path.len < 4096 && str_find_char(path, '\0') == path.len;
}

static int compare_origin(const void *left, const void *right)
{
	const struct listed_zone *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	return order != 0 ? order : name_cmp(a->origin, b->origin);
}

/* Views often share zones: each is one. */
static void drop_again(struct zone_list *list)
{
	size_t kept = 0;

	if (list->zone_count > 0)
		qsort(list->zones, list->zone_count, sizeof *list->zones, compare_origin);
	for (size_t i = 0; i < list->zone_count; i++)
		if (kept == 0 || compare_origin(&list->zones[kept - 1], &list->zones[i]) != 0)
			list->zones[kept++] = list->zones[i];
	list->zone_count = kept;
}

static void add_zone(struct list_reader *reader, const struct list_draft *draft)
{
	struct zone_list *list = reader->list;
	struct str text = draft->name;
	struct name_buf origin;
	const char *path;

	if (!draft->primary || draft->file.len == 0)
		return;
	if (text.len > 1 && str_ends(text, STR(".")))
		text.len--;
	if (str_eq(text, STR(".")) || !name_from_host(text, &origin)) {
		list_complain(reader, draft->place, "'%s' is no zone name",
			text_quote(&list->arena, draft->name));
		return;
	}
	path = !is_path(draft->file) ?
		       NULL :
		       list_find(reader, draft->file, draft->directory, draft->place);
	if (path == NULL)
		return;
	MEMORY_GROW(list->zones, list->zone_count, list->zone_capacity);
	list->zones[list->zone_count++] = (struct listed_zone){
		.origin = name_copy(&list->arena, name_view(&origin)),
		.path = path,
		.place = draft->place,
	};
}

static void read_all(struct list_reader *reader)
{
	const struct list_text *text = list_current(reader);

	if (text != NULL)
		language_of(text->rest)(reader);
	for (size_t i = 0; i < reader->draft_count; i++)
		add_zone(reader, &reader->drafts[i]);
	if (reader->directory.len > 0)
		reader->list->directory = list_directory(reader, reader->directory);
	drop_again(reader->list);
	free(reader->drafts);
	free(reader->texts);
}

void zone_list_read(struct zone_list *list, const struct zone_list_input *input)
{
	struct list_reader reader = { .list = list, .input = input };

	*list = (struct zone_list){ 0 };
	list_push(&reader, input->path, 0);
	list->missing = list_current(&reader) == NULL;
	read_all(&reader);
}

void zone_list_parse(struct zone_list *list, struct str text)
{
	struct list_reader reader = { .list = list };

	*list = (struct zone_list){ 0 };
	list_push(&reader, "", 0);
	reader.texts[0].rest = text;
	reader.texts[0].loaded = true;
	read_all(&reader);
}

void zone_list_finish(struct zone_list *list)
{
	free(list->zones);
	free(list->problems);
	arena_finish(&list->arena);
	*list = (struct zone_list){ 0 };
}
