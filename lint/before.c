#include "lint/before.h"

#include "lint/base/memory.h"
#include "lint/repo/git.h"

#include <stdlib.h>

/* The paths that a request names, of which standard input is what it is called. */
struct named {
	const struct repo_request *request;
	size_t i;
};

static bool next_named(struct named *named, const char **path)
{
	const struct repo_request *request = named->request;
	size_t i = named->i++;

	if (i >= request->path_count + request->named_count)
		return false;
	*path = i < request->path_count ? request->paths[i] :
					  request->named[i - request->path_count].path;
	if (strcmp(*path, "-") == 0)
		*path = request->stdin_name != NULL ? request->stdin_name : "./-";
	return true;
}

/* The directory that PATH is, or lies in; the next above that is there. */
static const char *directory_of(struct arena *arena, const char *path)
{
	struct stat st;

	while (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		struct str above = path_dir(str_c(path));

		if (str_eq(above, str_c(path)))
			break;
		path = arena_str(arena, above).ptr;
	}
	return path;
}

/* The one work tree of all that REQUEST names; NULL with *WHY. */
static const char *find_top(
	const struct repo_request *request, struct arena *arena, const char **why)
{
	struct named named = { .request = request };
	const char *path, *first = NULL, *result = NULL;

	while (next_named(&named, &path)) {
		const char *directory = directory_of(arena, path);
		const char *top = git_top(arena, directory);

		if (top == NULL) {
			*why = arena_printf(arena, "'%s' lies in no git work tree", directory);
			return NULL;
		}
		if (result != NULL && strcmp(top, result) != 0) {
			*why = arena_printf(arena,
				"'%s' and '%s' lie in different repositories: run once for each",
				first, path);
			return NULL;
		}
		first = result == NULL ? path : first;
		result = top;
	}
	return result;
}

/* What --against stands for: the only directory that is named, else the current one. */
static const char *find_base(const struct repo_request *request, struct arena *arena)
{
	const char *path = ".";
	const char *result = NULL;
	struct stat st;
	char *real;

	if (request->path_count == 1 && request->named_count == 0 &&
		stat(request->paths[0], &st) == 0 && S_ISDIR(st.st_mode))
		path = request->paths[0];
	real = realpath(path, NULL);
	if (real != NULL)
		result = arena_str(arena, str_c(real)).ptr;
	free(real);
	return result;
}

/* Finds the earlier version. False with a problem of the run. */
static bool find(struct lint *lint, const struct lint_options *options)
{
	bool since = options->since != NULL;
	const char *why = "there is no current directory", *base;
	bool ok;

	base = since ? find_top(&options->request, &lint->arena, &why) :
		       find_base(&options->request, &lint->arena);
	ok = base != NULL && (since ? earlier_of_revision(lint->earlier, base, options->since) :
				      earlier_of_directory(lint->earlier, base, options->against));
	if (!ok)
		repo_problem_text(&lint->repo, since ? "--since" : "--against",
			base == NULL ? why : lint->earlier->why, false);
	return ok;
}

/* Some source of the run was not there, or not the same. */
static bool differs(const struct lint *lint)
{
	const struct past *past = &lint->earlier->past;
	const struct past_entry *entry;
	bool result = lint->earlier->differs;

	for (size_t i = 0; !result && i < lint->sources.count; i++)
		result = lint->sources.list[i].spool >= 0 ||
			 past_find(past, lint->sources.list[i].path, true, &entry) == PAST_MISSING;
	return result;
}

/* What was named and is gone was not misspelt: its absence is what is judged. */
static void forget_gone(struct lint *lint)
{
	const struct past *past = &lint->earlier->past;
	struct repo *repo = &lint->repo;
	size_t kept = 0;

	for (size_t i = 0; i < repo->problem_count; i++) {
		const struct past_entry *entry;
		enum past_answer was = past_find(past, repo->problems[i].name, true, &entry);

		if (!repo->problems[i].missing || (was != PAST_ENTRY && was != PAST_DIRECTORY))
			repo->problems[kept++] = repo->problems[i];
	}
	repo->problem_count = kept;
}

/* What was not there is no problem, what was there and cannot be read is. */
static void take_problems(struct lint *lint)
{
	const struct repo *repo = &lint->before->repo;
	const char *label = lint->earlier->past.label;

	for (size_t i = 0; i < repo->problem_count; i++) {
		const struct repo_problem *problem = &repo->problems[i];
		struct str name = str_c(problem->name);

		if (strcmp(problem->reason, source_status_text(SOURCE_FAILED)) == 0)
			repo_problem_text(&lint->repo,
				arena_printf(&lint->arena, "%s%s",
					str_starts(name, str_c(label)) ? "" : label, name.ptr),
				problem->reason, false);
	}
}

/* The request of the run, with standard input called by its name, or not at all. */
static struct repo_request *request_before(struct arena *arena, const struct repo_request *now)
{
	struct repo_request *request = ARENA_NEW(arena, struct repo_request);
	const char **paths = arena_alloc(arena, now->path_count + 1, sizeof *paths);
	struct repo_named *named = arena_alloc(arena, now->named_count + 1, sizeof *named);
	bool called = now->stdin_name != NULL;

	*request = *now;
	request->path_count = request->named_count = 0;
	for (size_t i = 0; i < now->path_count; i++)
		if (strcmp(now->paths[i], "-") != 0)
			paths[request->path_count++] = now->paths[i];
		else if (called)
			paths[request->path_count++] = now->stdin_name;
	for (size_t i = 0; i < now->named_count; i++) {
		bool piped = strcmp(now->named[i].path, "-") == 0;

		if (piped && !called)
			continue;
		named[request->named_count] = now->named[i];
		if (piped)
			named[request->named_count].path = now->stdin_name;
		request->named_count++;
	}
	request->paths = paths;
	request->named = named;
	return request;
}

/* So many directories are gone up. */
enum { MAX_ABOVE = 64 };

/* The configuration that was found then where none is now: the path in ARENA, or NULL. */
static const char *find_config(const struct past *past, struct arena *arena)
{
	const char *path = CONFIG_NAME;
	const struct past_entry *entry;

	for (int i = 0; i < MAX_ABOVE; i++) {
		enum past_answer was = past_find(past, path, true, &entry);

		if (was == PAST_ENTRY)
			return path;
		if (was != PAST_MISSING)
			break;
		path = arena_printf(arena, "../%s", path);
	}
	return NULL;
}

/* What MUTE says of how files are read becomes what the configuration said then. One that cannot be
 * understood said nothing; where there was none, that of now may be one that only came later. */
static void take_config(struct lint *lint, struct lint_options *mute, struct repo_request *request)
{
	const struct past *past = &lint->earlier->past;
	const struct past_entry *entry;
	const char *path = mute->config != NULL ? mute->config->path :
			   mute->isolated	? NULL :
						  find_config(past, &lint->arena);
	enum past_answer was = path == NULL ? PAST_OUTSIDE : past_find(past, path, true, &entry);

	request->lists_open = was == PAST_MISSING;
	if (was == PAST_ENTRY && config_read_past(&lint->config_before, path, past))
		mute->config = request->config = &lint->config_before;
}

static void read_before(struct lint *lint, const struct lint_options *options)
{
	struct lint *before = memory_alloc(1, sizeof *before);
	struct lint_options *mute = ARENA_NEW(&lint->arena, struct lint_options);
	struct repo_request *request = request_before(&lint->arena, &options->request);

	*mute = *options;
	take_config(lint, mute, request);
	memset(mute->levels.ignored, true, sizeof mute->levels.ignored);
	diag_init(&before->diag, &mute->levels);
	before->sources.past = &lint->earlier->past;
	lint_read(before, mute, request);
	if (options->against != NULL && before->zone_count + before->policy_count == 0)
		repo_note(&lint->repo, "--against",
			arena_printf(&lint->arena,
				"'%s' holds neither zones nor policies where these lie: nothing "
				"is compared",
				options->against));
	lint->before = before;
	lint->before_first = sources_append(&lint->sources, &before->sources);
	take_problems(lint);
}

void lint_read_before(struct lint *lint, const struct lint_options *options)
{
	if (options->since == NULL && options->against == NULL)
		return;
	lint->earlier = memory_alloc(1, sizeof *lint->earlier);
	lint->earlier->past.pack = -1;
	if (!find(lint, options))
		return;
	forget_gone(lint);
	if (differs(lint))
		read_before(lint, options);
}

void lint_find_chronicle(struct lint *lint, const struct lint_options *options)
{
	const char *why;

	lint->chronicle.commit = "HEAD";
	if (options->against != NULL)
		return;
	if (options->since == NULL) {
		lint->chronicle.top = find_top(&options->request, &lint->arena, &why);
	} else if (lint->earlier->commit[0] != '\0') {
		lint->chronicle.top = lint->earlier->top;
		lint->chronicle.commit = lint->earlier->commit;
		lint->chronicle.shallow = lint->earlier->shallow;
	}
}

void lint_finish_before(struct lint *lint)
{
	if (lint->before != NULL)
		lint_finish(lint->before);
	free(lint->before);
	config_finish(&lint->config_before);
	if (lint->earlier != NULL)
		earlier_finish(lint->earlier);
	free(lint->earlier);
}
