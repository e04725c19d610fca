#include "lint/repo/repo.h"

#include "lint/repo/git.h"

#include <stdlib.h>

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
