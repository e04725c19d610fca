#include "lint/repo/repo.h"

#include "lint/config/config.h"
#include "lint/repo/git.h"

#include <stdlib.h>
#include <unistd.h>

const char *repo_resolve(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *result = arena_str(arena, str_c(real == NULL ? path : real)).ptr;

	free(real);
	return result;
}

void repo_enter(struct repo *repo, const char *directory)
{
	struct repo_place *place = &repo->place;

	place->path = arena_str(&repo->arena, str_c(directory)).ptr;
	place->real = repo_resolve(&repo->arena, directory);
	place->top = git_top_real(&repo->arena, place->real);
	place->root = NULL;
}

void repo_enter_of(struct repo *repo, const char *path)
{
	struct str directory = path_dir(str_c(path));

	if (repo->place.path == NULL || !str_eq(str_c(repo->place.path), directory))
		repo_enter(repo, arena_str(&repo->arena, directory).ptr);
}

/* What the configuration makes the root of the files of DIRECTORY: its own `root:`, or else the
 * directory it stands in; NULL when DIRECTORY lies in neither. */
static const char *configured_root(struct repo *repo, const char *directory)
{
	const struct config *config = repo->request->config;

	if (config == NULL || repo->request->root != NULL)
		return NULL;
	if (config->real_root != NULL && repo_lies_in(directory, config->real_root))
		return config->real_root;
	return repo_lies_in(directory, config->directory) ? config->directory : NULL;
}

const char *repo_root(struct repo *repo)
{
	struct repo_place *place = &repo->place;
	const char *configured = configured_root(repo, place->real);

	if (configured != NULL)
		return configured;
	if (place->root == NULL && repo->request->root != NULL)
		place->root = repo_resolve(&repo->arena, repo->request->root);
	if (place->root == NULL)
		place->root = arena_str(
			&repo->arena, str_c(place->top == NULL ? place->real : place->top))
				      .ptr;
	return place->root;
}

bool repo_lies_in(const char *path, const char *directory)
{
	struct str above = str_c(strcmp(directory, "/") == 0 ? "" : directory);

	return str_starts(str_c(path), above) &&
	       (path[above.len] == '\0' || path[above.len] == '/');
}

enum source_status repo_check_below(struct repo *repo, const char *directory, const char *path)
{
	enum source_status status;
	int descriptor;

	status = sources_open_below(repo->sources, directory, path, &descriptor);
	if (status == SOURCE_OUTSIDE && repo->request->root != NULL)
		status = sources_open_below(repo->sources,
			repo_resolve(&repo->arena, repo->request->root), path, &descriptor);
	if (status == SOURCE_OK)
		close(descriptor);
	return status;
}

const char *repo_below(const struct repo *repo, const char *path)
{
	struct str directory = str_c(repo->place.path), rest = str_c(path);

	if (!str_eq(directory, STR(".")))
		rest = str_skip(rest, directory.len);
	while (str_starts(rest, STR("/")))
		rest = str_skip(rest, 1);
	while (str_starts(rest, STR("./")))
		rest = str_skip(rest, 2);
	return rest.ptr;
}

const char *repo_machine_name(struct repo *repo, struct arena *arena, const char *path)
{
	struct str base = path_base(str_c(path)), prefix;
	const char *full, *top;

	repo_enter_of(repo, path);
	if (repo->place.top == NULL && repo->request->root == NULL &&
		configured_root(repo, repo->place.real) == NULL)
		return str_starts(str_c(path), STR("./")) ? path + 2 : path;
	full = arena_printf(arena, "%s/%.*s", repo->place.real, (int)base.len, base.ptr);
	top = repo->place.top == NULL ? repo_root(repo) : repo->place.top;
	prefix = str_c(strcmp(top, "/") == 0 ? "" : top);
	if (!str_starts(str_c(full), prefix) || full[prefix.len] != '/')
		return path;
	return full + prefix.len + 1;
}
