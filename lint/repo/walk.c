#include "lint/repo/walk.h"

#include "lint/base/memory.h"
#include "lint/repo/configured.h"
#include "lint/repo/found.h"
#include "lint/repo/git.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Directories still to be read, with what is known of them from above. */
struct pending {
	struct arena arena;
	struct repo_place *list;
	size_t count, capacity;
};

/* Adds the directory PATH, which lies below the place. No link leads there. */
static void push(struct repo *repo, struct pending *pending, const char *path)
{
	struct repo_place place = { .top = repo->place.top };

	place.path = arena_str(&pending->arena, str_c(path)).ptr;
	place.real = arena_printf(&pending->arena, "%s/%s",
		strcmp(repo->place.real, "/") == 0 ? "" : repo->place.real, repo_below(repo, path));
	if (place.top != NULL || repo->request->root != NULL)
		place.root = repo->place.root;
	MEMORY_GROW(pending->list, pending->count, pending->capacity);
	pending->list[pending->count++] = place;
}

/* Makes PLACE the place, which may be the top of a work tree of its own. */
static void enter(struct repo *repo, const struct repo_place *place)
{
	repo->place = *place;
	if (!git_is_top(place->path))
		return;
	repo->place.top = arena_str(&repo->arena, str_c(place->real)).ptr;
	if (repo->request->root == NULL)
		repo->place.root = NULL;
}

bool walk_is_hidden(struct str component)
{
	return str_starts(component, STR(".")) &&
	       str_distance(component, STR(".well-known"), 2) > 2;
}

/* Some directory on the way to the file PATH (relative to where the walk is) is hidden. */
static bool is_in_hidden(struct str path)
{
	struct str part;

	while (str_cut(&path, '/', &part) && path.ptr != NULL)
		if (walk_is_hidden(part))
			return true;
	return false;
}

static char *join(const char *directory, struct str name)
{
	struct buf buf = { 0 };

	if (strcmp(directory, ".") != 0) {
		buf_add(&buf, str_c(directory));
		if (!str_ends(buf_str(&buf), STR("/")))
			buf_add_char(&buf, '/');
	}
	buf_add(&buf, name);
	buf_add_char(&buf, '\0');
	return buf.ptr;
}

/* A link takes part when it leads to a regular file inside the root. */
static bool link_stays_inside(struct repo *repo, const char *path)
{
	int descriptor;

	if (sources_open_below(repo->sources, repo_root(repo), path, &descriptor) != SOURCE_OK)
		return false;
	close(descriptor);
	return true;
}

/* Looks at one entry, PATH, of a directory or of git's list. */
static void visit(struct repo *repo, struct pending *pending, const char *path)
{
	struct stat st;

	if (sources_stat(repo->sources, path, false, &st) != 0)
		return;
	if (configured_excludes(repo, path, S_ISDIR(st.st_mode)))
		return;
	if (S_ISDIR(st.st_mode))
		push(repo, pending, path);
	else if (S_ISREG(st.st_mode) || (S_ISLNK(st.st_mode) && link_stays_inside(repo, path) &&
						sources_stat(repo->sources, path, true, &st) == 0))
		found_add(repo, path, &st);
}

/* Visits what GIT lists of DIRECTORY. */
static void visit_list(
	struct repo *repo, struct pending *pending, struct git *git, const char *directory)
{
	char *entry = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getdelim(&entry, &room, '\0', git->out)) > 0) {
		struct str name = str_of(entry, (size_t)len - (entry[len - 1] == '\0'));
		char *path;

		while (str_ends(name, STR("/")))
			name.len--;
		if (name.len == 0 || str_eq(name, STR(".")) || name.ptr[0] == '/' ||
			is_in_hidden(name))
			continue;
		path = join(directory, name);
		visit(repo, pending, path);
		free(path);
	}
	free(entry);
}

/* Lists DIRECTORY, in a git work tree, by what git does not ignore. False when git does not say.
 * What is not tracked takes git a walk through all directories: meanwhile the tracked files are
 * looked at. */
static bool walk_git(struct repo *repo, struct pending *pending, const char *directory)
{
	static const char *const tracked[] = { "ls-files", "-z", "--cached", "--deduplicate",
		NULL };
	static const char *const others[] = { "ls-files", "-z", "--others", "--exclude-standard",
		NULL };
	struct git first, second;
	bool ok;

	if (!git_start(&first, directory, tracked))
		return false;
	ok = git_start(&second, directory, others);
	visit_list(repo, pending, &first, directory);
	if (ok) {
		visit_list(repo, pending, &second, directory);
		ok = git_end(&second);
	}
	return git_end(&first) && ok;
}

/* Visits what was below DIRECTORY at an earlier time. False when none is asked for, or the disk
 * answers for it. What git ignores does not matter: it was committed all the same. */
static bool walk_past(struct repo *repo, struct pending *pending, const char *directory)
{
	const struct past *past = sources_past(repo->sources);
	struct past_range range;

	if (past == NULL || !past_below(past, directory, &range))
		return false;
	for (size_t i = range.first; i < range.end; i++) {
		struct str name = str_skip(str_c(past->list[i].path), range.strip);
		char *path;

		if (is_in_hidden(name))
			continue;
		path = join(directory, name);
		visit(repo, pending, path);
		free(path);
	}
	return true;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool is_self_or_parent(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The names in the open directory STREAM, sorted. */
static char **read_names(DIR *stream, size_t *count)
{
	char **names = NULL;
	size_t capacity = 0;
	struct dirent *entry;

	*count = 0;
	while ((entry = readdir(stream)) != NULL) {
		if (is_self_or_parent(entry->d_name))
			continue;
		MEMORY_GROW(names, *count, capacity);
		names[(*count)++] = memory_string(entry->d_name);
	}
	if (*count > 0)
		qsort(names, *count, sizeof *names, compare_names);
	return names;
}

static void walk_plain(struct repo *repo, struct pending *pending, const char *directory)
{
	int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = descriptor < 0 ? NULL : fdopendir(descriptor);
	char **names;
	size_t count;

	if (stream == NULL) {
		repo_problem(repo, directory, source_status_of_errno(errno));
		if (descriptor >= 0)
			close(descriptor);
		return;
	}
	names = read_names(stream, &count);
	closedir(stream);
	for (size_t i = 0; i < count; i++) {
		char *path = join(directory, str_c(names[i]));
		struct stat st;
		bool hidden = walk_is_hidden(str_c(names[i])) && lstat(path, &st) == 0 &&
			      S_ISDIR(st.st_mode);

		if (!hidden)
			visit(repo, pending, path);
		free(path);
		free(names[i]);
	}
	free(names);
}

void walk(struct repo *repo, const char *directory)
{
	struct pending pending = { 0 };
	bool ask;

	repo_enter(repo, directory);
	repo->walked = repo->place.real;
	/* What was named is never skipped, also when git ignores it. */
	ask = repo->place.top != NULL && (git_is_top(directory) || !git_ignores(directory));
	MEMORY_GROW(pending.list, pending.count, pending.capacity);
	pending.list[pending.count++] = repo->place;
	while (pending.count > 0) {
		struct repo_place next = pending.list[--pending.count];

		enter(repo, &next);
		if (walk_past(repo, &pending, next.path))
			continue;
		if (!(ask || git_is_top(next.path)) || !walk_git(repo, &pending, next.path))
			walk_plain(repo, &pending, next.path);
		ask = false;
	}
	found_done(repo);
	repo->place = (struct repo_place){ 0 };
	free(pending.list);
	arena_finish(&pending.arena);
}
