/* The list of files that the targets make. */
#include "gen/gen.h"

#include "lint/base/memory.h"

#include <stdlib.h>

static uint32_t hash_of(const char *path)
{
	uint32_t hash = 2166136261u;

	for (; *path != '\0'; path++)
		hash = (hash ^ (unsigned char)*path) * 16777619u;
	return hash;
}

/* The slot of PATH: where it is, or where it goes. */
static uint32_t *slot_of(struct gen_files *files, const char *path)
{
	size_t mask = files->capacity * 2 - 1;
	size_t i = hash_of(path) & mask;

	while (files->index[i] != 0 && strcmp(files->list[files->index[i] - 1].path, path) != 0)
		i = (i + 1) & mask;
	return &files->index[i];
}

static void grow(struct gen_files *files)
{
	if (files->count < files->capacity)
		return;
	MEMORY_GROW(files->list, files->count, files->capacity);
	free(files->index);
	files->index = memory_alloc(files->capacity * 2, sizeof *files->index);
	for (size_t i = 0; i < files->count; i++)
		*slot_of(files, files->list[i].path) = (uint32_t)i + 1;
}

static void add(struct gen_files *files, struct gen_file file)
{
	uint32_t *slot;

	grow(files);
	slot = slot_of(files, file.path);
	if (*slot != 0)
		return;
	files->list[files->count++] = file;
	*slot = (uint32_t)files->count;
}

void gen_file_add(struct gen_files *files, const char *path, struct str bytes)
{
	add(files, (struct gen_file){ .path = path, .bytes = bytes });
}

void gen_file_take(struct gen_files *files, const char *path, struct buf *buf)
{
	gen_file_add(files, path, arena_str(files->arena, buf_str(buf)));
	buf_finish(buf);
}

void gen_line_add(struct gen_files *files, const char *path, struct str line)
{
	add(files, (struct gen_file){ .path = path, .bytes = line, .line = true });
}

void gen_files_finish(struct gen_files *files)
{
	free(files->list);
	free(files->index);
	*files = (struct gen_files){ .arena = files->arena };
}
