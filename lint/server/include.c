#include "lint/server/load.h"

#include "lint/base/memory.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>

/* Directories above that of the file in which a relative name is looked for as well. */
enum { MAX_ABOVE = 6, MAX_ENTRIES = 10000 };

/* Where servers keep their configuration on their own machine. */
static const struct str homes[] = {
	STR_INIT("/etc/nginx/"),
	STR_INIT("/usr/local/etc/nginx/"),
	STR_INIT("/usr/local/nginx/conf/"),
	STR_INIT("/usr/local/openresty/nginx/conf/"),
	STR_INIT("/etc/apache2/"),
	STR_INIT("/etc/httpd/"),
	STR_INIT("/usr/local/apache2/"),
	STR_INIT("/etc/caddy/"),
};

/* What an include collects. */
struct collecting {
	struct server_files *files;
	struct server_node *node;
	struct server_part **tail;
};

static void add_part(struct collecting *to, const struct server_node *first)
{
	struct server_part *part = ARENA_NEW(&to->node->file->arena, struct server_part);

	part->first = first;
	*to->tail = part;
	to->tail = (struct server_part **)&part->next;
}

/* Takes the file PATH in; false when it is not there or not to be believed. */
static bool take_file(struct collecting *to, const char *path)
{
	struct server_file *from = to->node->file, *file;

	if (to->files->lookups++ >= SERVER_MAX_LOOKUPS)
		return false;
	file = server_files_add(to->files, path, from->root, from->software);
	if (file == NULL || file->broken)
		return false;
	if (file != from)
		file->included = true;
	add_part(to, file->first);
	return true;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* DIRECTORY, links resolved, lies below ROOT. */
static bool is_below(const char *root, const char *directory)
{
	char *real_root = realpath(root, NULL), *real = realpath(directory, NULL);
	bool below = false;

	if (real_root != NULL && real != NULL) {
		size_t len = strcmp(real_root, "/") == 0 ? 0 : strlen(real_root);

		below = strncmp(real, real_root, len) == 0 &&
			(real[len] == '/' || real[len] == '\0');
	}
	free(real_root);
	free(real);
	return below;
}

/* A pattern of which matching could take long is none. */
static bool is_plain(struct str pattern)
{
	size_t stars = 0;

	for (size_t i = 0; i < pattern.len; i++)
		stars += pattern.ptr[i] == '*' ? 1 : 0;
	return stars <= 3;
}

/* The entries of DIRECTORY that fit PATTERN, sorted; false when it cannot be listed. */
static bool list_names(struct collecting *to, const char *directory, const char *pattern,
	char ***names, size_t *count)
{
	DIR *stream = opendir(directory);
	size_t capacity = 0;
	struct dirent *entry;

	*names = NULL;
	*count = 0;
	if (stream == NULL)
		return false;
	while ((entry = readdir(stream)) != NULL && *count < MAX_ENTRIES &&
		to->files->lookups++ < SERVER_MAX_LOOKUPS)
		if (fnmatch(pattern, entry->d_name, FNM_PERIOD) == 0) {
			MEMORY_GROW(*names, *count, capacity);
			(*names)[(*count)++] = memory_string(entry->d_name);
		}
	closedir(stream);
	if (*count > 0)
		qsort(*names, *count, sizeof **names, compare_names);
	return true;
}

static bool take_pattern(struct collecting *to, const char *path)
{
	struct arena *arena = &to->files->arena;
	struct str directory = path_dir(str_c(path)), base = path_base(str_c(path));
	size_t count;
	char **names;
	bool found;

	if (str_find_char(directory, '*') < directory.len || !is_plain(base) ||
		sources_past(to->files->sources) != NULL ||
		!is_below(to->node->file->root, arena_str(arena, directory).ptr) ||
		!list_names(to, arena_str(arena, directory).ptr, base.ptr, &names, &count))
		return false;
	found = true;
	for (size_t i = 0; i < count; i++) {
		found = take_file(to, arena_printf(arena, "%.*s/%s", (int)directory.len,
					      directory.ptr, names[i])) &&
			found;
		free(names[i]);
	}
	free(names);
	return found;
}

static bool is_pattern(struct str path)
{
	return str_find_char(path, '*') < path.len || str_find_char(path, '?') < path.len ||
	       str_find_char(path, '[') < path.len;
}

static bool take(struct collecting *to, const char *path)
{
	return is_pattern(str_c(path)) ? take_pattern(to, path) : take_file(to, path);
}

/* PATH without the directory of the server's own machine; false where it is elsewhere. */
static bool relative_part(struct str *path)
{
	if (path->len == 0 || path->ptr[0] != '/')
		return path->len > 0;
	for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
		if (str_starts(*path, homes[i])) {
			*path = str_skip(*path, homes[i].len);
			return path->len > 0;
		}
	return false;
}

/* Beside the file, or in a directory above it that the root holds. */
static bool take_near(struct collecting *to, struct str path)
{
	struct str directory = path_dir(str_c(to->node->file->path));
	struct arena *arena = &to->files->arena;

	for (int i = 0; i < MAX_ABOVE; i++) {
		if (take(to, arena_printf(arena, "%.*s/%.*s", (int)directory.len, directory.ptr,
				     (int)path.len, path.ptr)))
			return true;
		if (to->node->parts != NULL || to->node->file->software == SERVER_CADDY)
			return false; /* a part of what the pattern names cannot be read */
		if (str_eq(directory, STR(".")) || str_eq(directory, STR("/")))
			return false;
		directory = path_dir(directory);
	}
	return false;
}

/* The snippet NAME, `(NAME) { ... }`, of FILE. */
static const struct server_node *snippet_in(const struct server_file *file, struct str name)
{
	for (const struct server_node *node = file->first; node != NULL; node = node->next) {
		struct str head = server_word(node, 0);

		if (node->block && head.len == name.len + 2 && head.ptr[0] == '(' &&
			str_eq(str_of(head.ptr + 1, name.len), name))
			return node;
	}
	return NULL;
}

static bool take_snippet(struct collecting *to, struct str name)
{
	const struct server_node *found = snippet_in(to->node->file, name);

	for (size_t i = 0;
		i < to->files->count && found == NULL && to->files->lookups++ < SERVER_MAX_LOOKUPS;
		i++)
		if (to->files->list[i]->software == SERVER_CADDY)
			found = snippet_in(to->files->list[i], name);
	if (found != NULL)
		add_part(to, found->first);
	return found != NULL;
}

/* Where the map says, if it knows PATH, else near the file. */
static bool take_path(struct collecting *to, struct str path)
{
	struct server_files *files = to->files;
	const char *mapped = NULL;

	if (str_starts(path, STR("/")))
		mapped = include_map_find(files->includes, path, &files->arena);
	if (mapped != NULL)
		return take(to, mapped);
	return relative_part(&path) && take_near(to, path);
}

void server_include(struct server_files *files, struct server_node *node)
{
	struct str path = server_word(node, 1);
	const struct server_part *parts = NULL;
	struct collecting to = { files, node, (struct server_part **)&node->parts };

	if (node->file->software == SERVER_CADDY && take_snippet(&to, path)) {
		node->transparent = true;
		return;
	}
	if (memchr(path.ptr, '$', path.len) != NULL || memchr(path.ptr, '{', path.len) != NULL ||
		memchr(path.ptr, '\0', path.len) != NULL)
		return;
	node->transparent = take_path(&to, path);
	if (!node->transparent)
		node->parts = parts;
}
