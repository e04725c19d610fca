#include "lint/repo/repo.h"

#include "lint/base/memory.h"
#include "lint/repo/configured.h"
#include "lint/repo/found.h"
#include "lint/repo/git.h"
#include "lint/repo/listed.h"
#include "lint/repo/octodns.h"
#include "lint/repo/octodns_config.h"
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
		false,
	};
}

void repo_note(struct repo *repo, const char *name, const char *reason)
{
	repo_problem_text(repo, name, reason, false);
	repo->problems[repo->problem_count - 1].note = true;
}

void repo_pass(
	struct repo *repo, const char *path, size_t length, const char *why, const char *glob)
{
	struct str kept = str_of(path, length);

	if (!repo->request->list_passed)
		return;
	while (str_starts(kept, STR("./")))
		kept = str_skip(kept, 2);
	MEMORY_GROW(repo->passed, repo->passed_count, repo->passed_capacity);
	repo->passed[repo->passed_count++] = (struct repo_passed){
		arena_str(&repo->arena, kept).ptr,
		glob == NULL ?
			why :
			arena_printf(&repo->arena, "%s by '%s' of the configuration", why, glob),
	};
}

static int compare_passed(const void *left, const void *right)
{
	const struct repo_passed *a = left, *b = right;

	return strcmp(a->path, b->path);
}

/* A directory that is excluded is met with each file in it. */
static void sort_passed(struct repo *repo)
{
	size_t kept = 0;

	if (repo->passed_count > 0)
		qsort(repo->passed, repo->passed_count, sizeof *repo->passed, compare_passed);
	for (size_t i = 0; i < repo->passed_count; i++)
		if (kept == 0 || strcmp(repo->passed[kept - 1].path, repo->passed[i].path) != 0)
			repo->passed[kept++] = repo->passed[i];
	repo->passed_count = kept;
}

void repo_problem(struct repo *repo, const char *name, enum source_status status)
{
	repo_problem_text(repo, name, source_status_text(status), status == SOURCE_MISSING);
}

void repo_add(struct repo *repo, struct repo_file file, struct name whose)
{
	if (!name_is_none(whose))
		file.whose = name_copy(&repo->arena, whose);
	MEMORY_GROW(repo->list, repo->count, repo->capacity);
	repo->list[repo->count++] = file;
}

/* The origin that the name of FILE says, if it is a zone, of which PATH may be another name. */
static void note_origin(struct repo *repo, struct repo_file *file, enum content_sort content,
	const char *path, struct name_buf *origin)
{
	if (file->kind != FILE_ZONE)
		return;
	if (content == CONTENT_OCTODNS)
		octodns_note(repo, file, origin);
	else
		classify_origin(str_c(path), origin);
}

/* Takes PATH, which the command line names, by what it looks like. */
static void take(struct repo *repo, const char *path)
{
	struct look look = look_at(repo->sources, path, true);
	struct name_buf origin = { .len = 0 };
	struct repo_file file;

	if (look.status != SOURCE_OK) {
		repo_problem(repo, path, look.status);
		return;
	}
	if (look.content == CONTENT_OCTODNS_CONFIG) {
		octodns_config_take(repo, path);
		return;
	}
	repo_enter_of(repo, path);
	file = found_file(repo, &repo->arena, path, &look.st);
	file.named = true;
	if (configured_take(repo, &file, look.content))
		return;
	file.kind = classify(classify_name(str_c(path)), look.content, true, &file.why);
	note_origin(repo, &file, look.content, path, &origin);
	if (file.kind != FILE_NONE)
		repo_add(repo, file, name_view(&origin));
	else
		repo_problem_text(repo, path,
			"neither a zone nor a policy; --zone or --policy says which it is", false);
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
		source->path = arena_printf(
			&repo->sources->arena, "%.*s/-", (int)path_dir(str_c(name)).len, name);
	return true;
}

/* Takes standard input, as KIND or, for FILE_NONE, as what its name or content says. */
static void take_stdin(struct repo *repo, enum file_kind kind, struct name whose)
{
	const char *name = repo->request->stdin_name;
	struct repo_file file = {
		.path = "-",
		.full = "-",
		.named = true,
		.said = kind == FILE_NONE ? SAID_NOT : SAID_OPTION,
		.kind = kind,
		.whose_given = !name_is_none(whose),
		.why = "an option says so",
	};
	struct name_buf origin = { .len = 0 };
	enum content_sort content;

	if (repo->stdin_taken)
		return;
	repo->stdin_taken = true;
	repo_enter_of(repo, name == NULL ? "-" : name);
	file.root = repo_root(repo);
	if (!spool_stdin(repo, name, &file))
		return;
	content = look_content(
		repo->sources->list[file.source].spool, name == NULL ? "" : name, true);
	if (kind == FILE_NONE)
		file.kind = classify(name == NULL ? NAME_ANY : classify_name(str_c(name)), content,
			true, &file.why);
	if (file.kind == FILE_ZONE && content == CONTENT_OCTODNS)
		file.octodns = true;
	if (file.kind == FILE_ZONE && name != NULL && !file.whose_given &&
		(file.octodns ? octodns_origin(str_c(name), &origin) :
				classify_origin(str_c(name), &origin)))
		whose = name_view(&origin);
	if (file.kind == FILE_NONE)
		repo_problem_text(repo, "standard input", file.why, false);
	else
		repo_add(repo, file, whose);
}

/* Takes the zones of --named-conf. */
static void take_list(struct repo *repo, const char *path)
{
	const char *reason;

	if (!listed_add(repo, path, SAID_OPTION, NULL, &reason))
		repo_problem_text(repo, path, reason,
			strcmp(reason, source_status_text(SOURCE_MISSING)) == 0);
}

/* Takes the file of --zone or --policy, whatever it looks like. */
static void take_option(struct repo *repo, const struct repo_named *option)
{
	struct look look;
	struct repo_file file;
	struct name_buf origin = { .len = 0 };

	if (option->kind == FILE_LIST) {
		take_list(repo, option->path);
		return;
	}
	if (strcmp(option->path, "-") == 0) {
		take_stdin(repo, option->kind, option->whose);
		return;
	}
	look = look_at(repo->sources, option->path, false);
	if (look.status != SOURCE_OK) {
		repo_problem(repo, option->path, look.status);
		return;
	}
	repo_enter_of(repo, option->path);
	file = found_file(repo, &repo->arena, option->path, &look.st);
	file.named = true;
	file.said = SAID_OPTION;
	file.kind = option->kind;
	file.whose_given = !name_is_none(option->whose);
	if (file.kind == FILE_CERT && file.tracked)
		file.tracked = !git_ignores_file(repo->place.real, repo_below(repo, option->path));
	file.why = "an option says so";
	note_origin(repo, &file, look.content, option->path, &origin);
	repo_add(repo, file, file.whose_given ? option->whose : name_view(&origin));
}

static void take_path(struct repo *repo, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") == 0)
		take_stdin(repo, FILE_NONE, (struct name){ 0 });
	else if (sources_stat(repo->sources, path, true, &st) == 0 && S_ISDIR(st.st_mode))
		walk(repo, path);
	else
		take(repo, path);
}

void repo_collect(struct repo *repo, const struct repo_request *request, struct sources *sources)
{
	*repo = (struct repo){ .request = request, .sources = sources };
	configured_init(repo);
	for (size_t i = 0; i < request->named_count; i++)
		take_option(repo, &request->named[i]);
	for (size_t i = 0; i < request->path_count; i++)
		take_path(repo, request->paths[i]);
	configured_add(repo);
	octodns_config_add(repo);
	octodns_config_apply(repo);
	configured_done(repo);
	sort_passed(repo);
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
	free(repo->passed);
	configured_finish(repo);
	arena_finish(&repo->arena);
	*repo = (struct repo){ 0 };
}
