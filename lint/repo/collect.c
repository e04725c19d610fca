#include "lint/repo/repo.h"

#include "lint/base/memory.h"
#include "lint/repo/classify.h"
#include "lint/repo/git.h"
#include "lint/repo/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void repo_problem_text(struct repo *repo, const char *name, const char *reason, bool missing)
{
	MEMORY_GROW(repo->problems, repo->problem_count, repo->problem_capacity);
	repo->problems[repo->problem_count++] = (struct repo_problem){
		arena_str(&repo->arena, str_c(name)).ptr,
		arena_str(&repo->arena, str_c(reason)).ptr,
		missing,
	};
}

void repo_problem(struct repo *repo, const char *name, enum source_status status)
{
	repo_problem_text(repo, name, source_status_text(status), status == SOURCE_MISSING);
}

/* Resolved PATH, or PATH itself, in ARENA. */
static const char *resolve(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *result = arena_str(arena, str_c(real == NULL ? path : real)).ptr;

	free(real);
	return result;
}

const char *repo_root(struct repo *repo, const char *path)
{
	struct str directory = path_dir(str_c(path));

	if (repo->root_of != NULL && str_eq(str_c(repo->root_of), directory))
		return repo->root;
	repo->root_of = arena_str(&repo->arena, directory).ptr;
	repo->resolved = resolve(&repo->arena, repo->root_of);
	if (repo->request->root != NULL)
		repo->root = resolve(&repo->arena, repo->request->root);
	else
		repo->root = git_top(&repo->arena, repo->root_of);
	if (repo->root == NULL)
		repo->root = repo->resolved;
	return repo->root;
}

const char *repo_machine_name(struct repo *repo, struct arena *arena, const char *path)
{
	const char *directory = arena_str(arena, path_dir(str_c(path))).ptr;
	const char *top = git_top(arena, directory);
	struct str base = path_base(str_c(path)), prefix;
	const char *full =
		arena_printf(arena, "%s/%.*s", resolve(arena, directory), (int)base.len, base.ptr);

	if (top == NULL)
		top = repo_root(repo, path);
	prefix = str_c(strcmp(top, "/") == 0 ? "" : top);
	if (!str_starts(str_c(full), prefix) || full[prefix.len] != '/')
		return path;
	return full + prefix.len + 1;
}

/* Adds FILE, for which PATH, full path and kind are known. */
static void add(struct repo *repo, struct repo_file file, struct name whose)
{
	if (!name_is_none(whose))
		file.whose = name_copy(&repo->arena, whose);
	MEMORY_GROW(repo->list, repo->count, repo->capacity);
	repo->list[repo->count++] = file;
}

/* The beginning of PATH: 4 KiB, or more when no line in them says anything. */
static enum content_sort content_of(int descriptor)
{
	char *head = memory_alloc(CLASSIFY_SEARCH, 1);
	size_t want = CLASSIFY_HEAD, len = 0;
	enum content_sort sort;
	ssize_t got;

	while (len < want && (got = pread(descriptor, head + len, want - len, (off_t)len)) > 0) {
		len += (size_t)got;
		if (len == CLASSIFY_HEAD && classify_content(str_of(head, len)) == CONTENT_OTHER)
			want = CLASSIFY_SEARCH;
	}
	sort = classify_content(str_of(head, len));
	free(head);
	return sort;
}

/* What one path turned out to be when it was opened. */
struct opened {
	enum source_status status;
	enum content_sort content;
	struct stat st;
};

static struct opened look_at(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct opened result = { .status = SOURCE_OK };

	if (descriptor < 0) {
		result.status = source_status_of_errno(errno);
		return result;
	}
	if (fstat(descriptor, &result.st) != 0)
		result.status = SOURCE_FAILED;
	else if (S_ISDIR(result.st.st_mode))
		result.status = SOURCE_DIRECTORY;
	else if (!S_ISREG(result.st.st_mode))
		result.status = SOURCE_NOT_REGULAR;
	else
		result.content = content_of(descriptor);
	close(descriptor);
	return result;
}

static struct repo_file file_of(struct repo *repo, const char *path, const struct stat *st)
{
	struct str base = path_base(str_c(path));
	const char *root = repo_root(repo, path);

	return (struct repo_file){
		.path = arena_str(&repo->arena, str_c(path)).ptr,
		.full = arena_printf(
			&repo->arena, "%s/%.*s", repo->resolved, (int)base.len, base.ptr),
		.root = root,
		.device = st->st_dev,
		.inode = st->st_ino,
	};
}

/* Takes PATH by what it looks like. */
static void take(struct repo *repo, const char *path, bool named)
{
	enum name_sort name = classify_name(str_c(path));
	struct opened opened = look_at(path);
	struct name_buf origin = { .len = 0 };
	struct repo_file file;

	if (opened.status != SOURCE_OK) {
		if (named || name != NAME_ANY)
			repo_problem(repo, path, opened.status);
		return;
	}
	file = file_of(repo, path, &opened.st);
	file.named = named;
	file.kind = classify(name, opened.content, named, &file.why);
	if (file.kind == FILE_ZONE)
		classify_origin(str_c(path), &origin);
	if (file.kind != FILE_NONE)
		add(repo, file, name_view(&origin));
	else if (named)
		repo_problem_text(repo, path,
			"neither a zone nor a policy; --zone or --policy says which it is", false);
}

void repo_found(struct repo *repo, const char *path)
{
	take(repo, path, false);
}

/* Takes standard input, as KIND or, for FILE_NONE, as what its name or content says. */
static void take_stdin(struct repo *repo, enum file_kind kind, struct name whose)
{
	const char *name = repo->request->stdin_name;
	struct repo_file file = { .path = "-", .full = "-", .named = true, .kind = kind };
	struct name_buf origin = { .len = 0 };
	enum content_sort content;
	enum source_status status =
		sources_add_pipe(repo->sources, 0, name == NULL ? "<stdin>" : name, &file.source);

	if (status != SOURCE_OK) {
		repo_problem(repo, "standard input", status);
		return;
	}
	content = content_of(repo->sources->list[file.source].spool);
	file.root = repo_root(repo, name == NULL ? "-" : name);
	file.whose_given = !name_is_none(whose);
	file.why = "an option says so";
	if (kind == FILE_NONE)
		file.kind = classify(name == NULL ? NAME_ANY : classify_name(str_c(name)), content,
			true, &file.why);
	if (file.kind == FILE_ZONE && name != NULL && !file.whose_given &&
		classify_origin(str_c(name), &origin))
		whose = name_view(&origin);
	if (file.kind == FILE_NONE)
		repo_problem_text(repo, "standard input", file.why, false);
	else
		add(repo, file, whose);
}

/* Takes the file of --zone or --policy, whatever it looks like. */
static void take_option(struct repo *repo, const struct repo_named *option)
{
	struct opened opened;
	struct repo_file file;
	struct name_buf origin = { .len = 0 };

	if (strcmp(option->path, "-") == 0) {
		take_stdin(repo, option->kind, option->whose);
		return;
	}
	opened = look_at(option->path);
	if (opened.status != SOURCE_OK) {
		repo_problem(repo, option->path, opened.status);
		return;
	}
	file = file_of(repo, option->path, &opened.st);
	file.named = true;
	file.by_option = true;
	file.kind = option->kind;
	file.whose_given = !name_is_none(option->whose);
	file.why = "an option says so";
	if (option->kind == FILE_ZONE && !file.whose_given)
		classify_origin(str_c(option->path), &origin);
	add(repo, file, file.whose_given ? option->whose : name_view(&origin));
}

static void take_path(struct repo *repo, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") == 0)
		take_stdin(repo, FILE_NONE, (struct name){ 0 });
	else if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		walk(repo, path);
	else
		take(repo, path, true);
}

static int compare_whose(const struct repo_file *a, const struct repo_file *b)
{
	struct str left = str_of((const char *)a->whose.wire, a->whose.len);
	struct str right = str_of((const char *)b->whose.wire, b->whose.len);

	if (left.len == 0 || right.len == 0)
		return (left.len > 0) - (right.len > 0);
	return str_cmp(left, right);
}

static int compare_full(const void *left, const void *right)
{
	const struct repo_file *a = left, *b = right;
	int order = strcmp(a->full, b->full);

	if (order == 0)
		order = (int)b->by_option - (int)a->by_option;
	if (order == 0)
		order = (int)b->named - (int)a->named;
	return order != 0 ? order : compare_whose(a, b);
}

/* Found twice: by two paths that are one; what an option says goes before what was told. */
static bool same_full(const struct repo_file *a, const struct repo_file *b)
{
	return strcmp(a->full, b->full) == 0 && (!b->by_option || compare_whose(a, b) == 0);
}

static int compare_inode(const void *left, const void *right)
{
	const struct repo_file *a = left, *b = right;
	int order = (a->device > b->device) - (a->device < b->device);

	if (order == 0)
		order = (a->inode > b->inode) - (a->inode < b->inode);
	if (order == 0)
		order = (int)a->kind - (int)b->kind;
	if (order == 0)
		order = compare_whose(a, b);
	if (order == 0)
		order = (int)b->named - (int)a->named;
	return order != 0 ? order : strcmp(a->path, b->path);
}

/* A link beside the zone it leads to; one under another name can be a zone of its own. */
static bool same_zone(const struct repo_file *a, const struct repo_file *b)
{
	return a->kind == FILE_ZONE && b->kind == FILE_ZONE && !b->named &&
	       a->device == b->device && a->inode == b->inode && compare_whose(a, b) == 0;
}

static int compare_path(const void *left, const void *right)
{
	const struct repo_file *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	return order != 0 ? order : compare_whose(a, b);
}

/* Sorts the list by COMPARE and drops each file that is the SAME as the one kept before it. */
static void unique(struct repo *repo, int (*compare)(const void *, const void *),
	bool (*same)(const struct repo_file *, const struct repo_file *))
{
	size_t kept = 0;

	if (repo->count > 0)
		qsort(repo->list, repo->count, sizeof *repo->list, compare);
	for (size_t i = 0; i < repo->count; i++)
		if (kept == 0 || !same(&repo->list[kept - 1], &repo->list[i]))
			repo->list[kept++] = repo->list[i];
	repo->count = kept;
}

static bool never(const struct repo_file *a, const struct repo_file *b)
{
	(void)a;
	(void)b;
	return false;
}

void repo_collect(struct repo *repo, const struct repo_request *request, struct sources *sources)
{
	*repo = (struct repo){ .request = request, .sources = sources };
	for (size_t i = 0; i < request->named_count; i++)
		take_option(repo, &request->named[i]);
	for (size_t i = 0; i < request->path_count; i++)
		take_path(repo, request->paths[i]);
	unique(repo, compare_full, same_full);
	unique(repo, compare_inode, same_zone);
	unique(repo, compare_path, never);
	for (size_t i = 0; i < repo->count; i++) {
		struct repo_file *file = &repo->list[i];

		if (strcmp(file->path, "-") != 0)
			file->source = sources_add(sources, str_c(file->path), NULL);
		sources->list[file->source].root = file->root;
	}
}

void repo_finish(struct repo *repo)
{
	free(repo->list);
	free(repo->problems);
	arena_finish(&repo->arena);
	*repo = (struct repo){ 0 };
}
