#include "lint/repo/repo.h"

#include "lint/base/memory.h"
#include "lint/repo/classify.h"
#include "lint/repo/unique.h"
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

/* Adds FILE, for which PATH, full path and kind are known. */
static void add(struct repo *repo, struct repo_file file, struct name whose)
{
	if (!name_is_none(whose))
		file.whose = name_copy(&repo->arena, whose);
	MEMORY_GROW(repo->list, repo->count, repo->capacity);
	repo->list[repo->count++] = file;
}

/* Reads up to SIZE bytes from the start of DESCRIPTOR. */
static struct str head_of(int descriptor, char *into, size_t size)
{
	size_t len = 0;
	ssize_t got;

	while (len < size && (got = pread(descriptor, into + len, size - len, (off_t)len)) > 0)
		len += (size_t)got;
	return str_of(into, len);
}

/* Looks at the first 4 KiB, and at more when no line in them says anything. */
static enum content_sort content_of(int descriptor)
{
	char small[CLASSIFY_HEAD], *large;
	struct str head = head_of(descriptor, small, sizeof small);
	enum content_sort sort = classify_content(head);

	if (sort != CONTENT_NOTHING || head.len < sizeof small)
		return sort;
	large = memory_alloc(CLASSIFY_SEARCH, 1);
	sort = classify_content(head_of(descriptor, large, CLASSIFY_SEARCH));
	free(large);
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

/* Standard input as a file that is called NAME (may be NULL). */
static bool spool_stdin(struct repo *repo, const char *name, struct repo_file *file)
{
	enum source_status status = sources_add_pipe(
		repo->sources, 0, name == NULL ? "<stdin>" : name, &file->source);
	struct source *source;

	if (status != SOURCE_OK) {
		repo_problem(repo, "standard input", status);
		return false;
	}
	source = &repo->sources->list[file->source];
	/* What it includes lies beside the file that it stands for. */
	if (name != NULL && strchr(name, '/') != NULL)
		source->path = arena_printf(&repo->sources->arena, "%.*s/-",
			(int)path_dir(str_c(name)).len, name);
	return true;
}

/* Takes standard input, as KIND or, for FILE_NONE, as what its name or content says. */
static void take_stdin(struct repo *repo, enum file_kind kind, struct name whose)
{
	const char *name = repo->request->stdin_name;
	struct repo_file file = {
		.path = "-",
		.full = "-",
		.root = repo_root(repo, name == NULL ? "-" : name),
		.named = true,
		.by_option = kind != FILE_NONE,
		.kind = kind,
		.whose_given = !name_is_none(whose),
		.why = "an option says so",
	};
	struct name_buf origin = { .len = 0 };

	if (repo->stdin_taken)
		return;
	repo->stdin_taken = true;
	if (!spool_stdin(repo, name, &file))
		return;
	if (kind == FILE_NONE)
		file.kind = classify(name == NULL ? NAME_ANY : classify_name(str_c(name)),
			content_of(repo->sources->list[file.source].spool), true, &file.why);
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

void repo_collect(struct repo *repo, const struct repo_request *request, struct sources *sources)
{
	*repo = (struct repo){ .request = request, .sources = sources };
	for (size_t i = 0; i < request->named_count; i++)
		take_option(repo, &request->named[i]);
	for (size_t i = 0; i < request->path_count; i++)
		take_path(repo, request->paths[i]);
	repo_unique(repo);
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
