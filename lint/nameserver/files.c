/* The files of a configuration: which are still to be read, and where paths lead. */
#include "lint/nameserver/reader.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"
#include "lint/match/glob.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

void list_push(struct list_reader *reader, const char *path, unsigned depth)
{
	MEMORY_GROW(reader->texts, reader->text_count, reader->text_capacity);
	reader->texts[reader->text_count++] = (struct list_text){
		.path = path,
		.line = 1,
		.depth = depth,
	};
}

/* Reads what DESCRIPTOR holds; an empty text when it is too large. */
static void load(struct list_reader *reader, struct list_text *text, int descriptor)
{
	struct buf buf = { 0 };
	ssize_t got;

	while (buf.len <= ZONE_LIST_MAX_BYTES &&
		(got = read(descriptor, buf_room(&buf, 65536), 65536)) > 0)
		buf.len += (size_t)got;
	close(descriptor);
	if (buf.len > ZONE_LIST_MAX_BYTES)
		list_complain(reader, (struct list_place){ text->path, 0 },
			"too large for the configuration of a name server");
	else
		text->rest = arena_str(&reader->list->arena, buf_str(&buf));
	buf_finish(&buf);
}

struct list_text *list_current(struct list_reader *reader)
{
	while (reader->text_count > 0) {
		struct list_text *text = &reader->texts[reader->text_count - 1];
		enum source_status status;
		int descriptor;

		reader->now = text->path;
		reader->depth = text->depth;
		if (text->loaded)
			return text;
		text->loaded = true;
		status = sources_open_below(
			reader->input->sources, reader->input->root, text->path, &descriptor);
		if (status == SOURCE_OK) {
			load(reader, text, descriptor);
			return text;
		}
		list_complain(reader, (struct list_place){ text->path, 0 }, "%s",
			source_status_text(status));
		reader->text_count--;
	}
	return NULL;
}

void list_end_text(struct list_reader *reader)
{
	reader->text_count--;
}

static const char *join(struct list_reader *reader, struct str directory, struct str path)
{
	while (str_starts(path, STR("./")))
		path = str_skip(path, 2);
	if (str_eq(directory, STR(".")))
		return arena_str(&reader->list->arena, path).ptr;
	return arena_printf(&reader->list->arena, "%.*s%s%.*s", (int)directory.len, directory.ptr,
		str_ends(directory, STR("/")) ? "" : "/", (int)path.len, path.ptr);
}

/* PATH, absolute, through the map; NULL when that does not know it. */
static const char *mapped(struct list_reader *reader, struct str path)
{
	return include_map_find(reader->input->includes, path, &reader->list->arena);
}

static enum source_status look(struct list_reader *reader, const char *path)
{
	enum source_status status;
	int descriptor;

	status = sources_open_below(reader->input->sources, reader->input->root, path, &descriptor);
	if (status == SOURCE_OK)
		close(descriptor);
	return status;
}

const char *list_directory(struct list_reader *reader, struct str path)
{
	const char *found;

	if (reader->input == NULL)
		return NULL;
	if (!str_starts(path, STR("/")))
		return join(reader, path_dir(str_c(reader->input->path)), path);
	found = mapped(reader, path);
	if (found == NULL &&
		look(reader, arena_str(&reader->list->arena, path).ptr) == SOURCE_DIRECTORY)
		found = arena_str(&reader->list->arena, path).ptr;
	return found;
}

/* Says why FILE is not read. */
static void complain_of(struct list_reader *reader, struct str file, struct list_place place,
	enum source_status status, bool unmapped)
{
	const char *name = text_quote(&reader->list->arena, file);

	if (!unmapped) {
		list_complain(reader, place, "'%s': %s", name, source_status_text(status));
		return;
	}
	list_complain(reader, place,
		"'%s' is not read: it is a path of the name server's machine; 'includes:' in "
		".mtasts.yaml says where that is here",
		name);
	reader->list->problems[reader->list->problem_count - 1].note = true;
}

/* FILE, relative, where the server looks for it, if that is a directory of its own machine only. */
static struct str on_machine(struct list_reader *reader, struct str file, struct str directory)
{
	if (!str_starts(directory, STR("/")) || list_directory(reader, directory) != NULL)
		return file;
	return str_c(join(reader, directory, file));
}

const char *list_find(
	struct list_reader *reader, struct str file, struct str directory, struct list_place place)
{
	struct str in = directory.len > 0 ? directory : reader->directory;
	const char *tries[4] = { NULL };
	enum source_status status = SOURCE_MISSING;
	bool absolute = str_starts(file, STR("/"));
	const char *here;

	if (reader->input == NULL)
		return file.ptr;
	if (absolute) {
		tries[0] = mapped(reader, file);
		if (tries[0] == NULL)
			tries[1] = arena_str(&reader->list->arena, file).ptr;
	} else {
		here = in.len > 0 ? list_directory(reader, in) : NULL;
		tries[0] = here == NULL ? NULL : join(reader, str_c(here), file);
		tries[1] = join(reader, path_dir(str_c(place.file)), file);
		tries[2] = join(reader, path_dir(str_c(reader->input->path)), file);
		tries[3] = join(reader, str_c(reader->input->root), file);
	}
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		enum source_status now = tries[i] == NULL ? SOURCE_MISSING : look(reader, tries[i]);

		if (now == SOURCE_OK)
			return tries[i];
		if (now != SOURCE_MISSING)
			status = now;
	}
	if (!absolute)
		file = on_machine(reader, file, in);
	complain_of(reader, file, place, status,
		str_starts(file, STR("/")) && tries[0] == NULL &&
			(status == SOURCE_MISSING || status == SOURCE_OUTSIDE));
	return NULL;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)right, *(const char *const *)left);
}

/* Pushes the files of DIRECTORY that GLOB is for, so that the first by name is read first. */
static void push_matching(struct list_reader *reader, const char *directory, struct str pattern)
{
	DIR *stream = opendir(directory);
	const char **names = NULL;
	size_t count = 0, capacity = 0;
	struct dirent *entry;
	struct glob glob;

	if (stream == NULL || glob_parse(&glob, pattern, &reader->list->arena) != NULL) {
		if (stream != NULL)
			closedir(stream);
		return;
	}
	while ((entry = readdir(stream)) != NULL && count < ZONE_LIST_MAX_FILES) {
		if (entry->d_name[0] == '.' || !glob_takes(&glob, 1, str_c(entry->d_name)))
			continue;
		MEMORY_GROW(names, count, capacity);
		names[count++] = join(reader, str_c(directory), str_c(entry->d_name));
	}
	closedir(stream);
	if (count > 0)
		qsort(names, count, sizeof *names, compare_names);
	for (size_t i = 0; i < count; i++)
		list_push(reader, names[i], reader->depth + 1);
	reader->files += count;
	free(names);
}

static bool is_pattern(struct str path)
{
	for (size_t i = 0; i < path.len; i++)
		if (memchr("*?[", path.ptr[i], 3) != NULL)
			return true;
	return false;
}

static void include_pattern(struct list_reader *reader, struct str path, struct list_place place)
{
	struct str directory = path_dir(path), base = path_base(path);
	const char *found;

	if (str_starts(path, STR("/")))
		found = mapped(reader, directory);
	else
		found = join(reader, path_dir(str_c(place.file)), directory);
	if (found == NULL)
		complain_of(reader, path, place, SOURCE_MISSING, true);
	else if (look(reader, found) == SOURCE_OUTSIDE)
		complain_of(reader, path, place, SOURCE_OUTSIDE, false);
	else
		push_matching(reader, found, base);
}

void list_include(struct list_reader *reader, struct str path, struct list_place place)
{
	const char *found;

	if (reader->input == NULL || path.len == 0 || path.len >= 4096 ||
		str_find_char(path, '\0') < path.len)
		return;
	if (reader->depth + 1 >= ZONE_LIST_DEPTH || ++reader->files > ZONE_LIST_MAX_FILES) {
		list_complain(reader, place, "'%s' is not included: too many includes",
			text_quote(&reader->list->arena, path));
		return;
	}
	if (is_pattern(path)) {
		include_pattern(reader, path, place);
		return;
	}
	found = list_find(reader, path, STR(""), place);
	if (found != NULL)
		list_push(reader, found, reader->depth + 1);
}
