#include "lint/server/load.h"

#include "lint/base/memory.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct server_slot *slot_of(struct server_files *files, dev_t device, ino_t inode)
{
	size_t at = ((size_t)inode * 2654435761u ^ (size_t)device) & (files->slot_count - 1);

	while (files->slots[at].file != NULL &&
		(files->slots[at].device != device || files->slots[at].inode != inode))
		at = (at + 1) & (files->slot_count - 1);
	return &files->slots[at];
}

/* Keeps half of the slots free. */
static void grow_slots(struct server_files *files)
{
	struct server_slot *old = files->slots;
	size_t count = files->slot_count;

	if (files->slot_count > 2 * files->count)
		return;
	files->slot_count = count == 0 ? 64 : 2 * count;
	files->slots = memory_alloc(files->slot_count, sizeof *files->slots);
	for (size_t i = 0; i < count; i++)
		if (old[i].file != NULL)
			*slot_of(files, old[i].device, old[i].inode) = old[i];
	free(old);
}

/* A site that is there to be enabled, and is not. */
static bool is_disabled(struct server_files *files, const char *path)
{
	struct str directory = path_dir(str_c(path)), above = path_dir(directory);
	const char *enabled;
	struct stat st;

	if (!str_eq(path_base(directory), STR("sites-available")))
		return false;
	enabled = arena_printf(&files->arena, "%.*s/sites-enabled", (int)above.len, above.ptr);
	return sources_stat(files->sources, enabled, true, &st) == 0 &&
	       sources_stat(files->sources,
		       arena_printf(&files->arena, "%s/%s", enabled, path_base(str_c(path)).ptr),
		       false, &st) != 0;
}

static void read_text(struct server_file *file, int descriptor)
{
	struct buf buf = { 0 };
	ssize_t got = 1;

	while (got > 0 && buf.len <= SERVER_MAX_BYTES) {
		got = read(descriptor, buf_room(&buf, 65536), 65536);
		buf.len += got > 0 ? (size_t)got : 0;
	}
	file->text = arena_str(&file->arena, buf_str(&buf));
	buf_finish(&buf);
}

static struct server_file *add_open(struct server_files *files, const char *path, const char *root,
	int descriptor, enum server_software software)
{
	struct stat st;
	struct server_slot *slot;
	struct server_file *file;

	if (fstat(descriptor, &st) != 0 || !S_ISREG(st.st_mode))
		return NULL;
	if (sources_past(files->sources) != NULL) {
		/* What is read then comes from no file of its own. */
		st.st_dev = 0;
		st.st_ino = sources_add(files->sources, str_c(path), NULL);
	}
	grow_slots(files);
	slot = slot_of(files, st.st_dev, st.st_ino);
	if (slot->file != NULL)
		return slot->file;
	file = memory_alloc(1, sizeof *file);
	*slot = (struct server_slot){ st.st_dev, st.st_ino, file };
	file->path = arena_str(&file->arena, str_c(path)).ptr;
	file->root = arena_str(&file->arena, str_c(root)).ptr;
	read_text(file, descriptor);
	file->software = server_sniff(str_c(path), file->text);
	if (software != SERVER_NONE)
		file->software = software;
	file->disabled = is_disabled(files, path);
	MEMORY_GROW(files->list, files->count, files->capacity);
	files->list[files->count++] = file;
	return file;
}

static void parse(struct server_file *file)
{
	if (file->software != SERVER_NONE)
		server_parse(file);
	else
		file->broken = true;
}

struct server_file *server_files_add(struct server_files *files, const char *path, const char *root,
	enum server_software software)
{
	size_t before = files->count;
	struct server_file *file;
	int descriptor;

	if (sources_open_below(files->sources, root, path, &descriptor) != SOURCE_OK)
		return NULL;
	file = add_open(files, path, root, descriptor, software);
	if (file != NULL && files->count > before) {
		file->source = sources_add(files->sources, str_c(path), NULL);
		files->sources->list[file->source].root = file->root;
		source_note(files->sources, file->source, descriptor);
		parse(file);
	}
	close(descriptor);
	return file;
}

static void add_input(struct server_files *files, struct server_input *input)
{
	size_t before = files->count;
	struct server_file *file;
	int descriptor;

	input->status = source_open(files->sources, input->source, &descriptor);
	if (input->status != SOURCE_OK)
		return;
	file = add_open(files, sources_at(files->sources, input->source)->path, input->root,
		descriptor, SERVER_NONE);
	if (file != NULL && files->count > before) {
		file->source = input->source;
		parse(file);
	}
	close(descriptor);
}

void server_files_load(struct server_files *files, struct server_input *inputs, size_t count,
	const struct include_map *includes, struct sources *sources)
{
	*files = (struct server_files){ .sources = sources, .includes = includes };
	for (size_t i = 0; i < count; i++)
		add_input(files, &inputs[i]);
	/* The list grows while its includes are followed. */
	for (size_t i = 0; i < files->count; i++)
		for (size_t j = 0; j < files->list[i]->include_count; j++)
			server_include(files, files->list[i]->includes[j]);
}

void server_files_finish(struct server_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		arena_finish(&files->list[i]->arena);
		free(files->list[i]->includes);
		free(files->list[i]);
	}
	free(files->list);
	free(files->slots);
	arena_finish(&files->arena);
	*files = (struct server_files){ 0 };
}
