/* Where the zone of --from-zone lies. */
#include "cmd/gen_specs.h"

#include "lint/repo/git.h"

#include <stdlib.h>

/* PATH without links, in ARENA; PATH itself when there is no such file. */
static const char *resolve(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept = arena_str(arena, str_c(real == NULL ? path : real)).ptr;

	free(real);
	return kept;
}

static const char *directory_of(struct arena *arena, const char *path)
{
	return resolve(arena, arena_str(arena, path_dir(str_c(path))).ptr);
}

static bool lies_in(const char *path, const char *directory)
{
	struct str below = str_c(path), above = str_c(directory);

	return str_starts(below, above) &&
	       (above.len == 1 || below.len == above.len || below.ptr[above.len] == '/');
}

void gen_specs_find_root(struct gen_specs *specs, const char *path)
{
	const char *directory = directory_of(&specs->arena, path);
	const char *top = git_top_real(&specs->arena, directory);
	const char *config = specs->has_config ? directory_of(&specs->arena, specs->config.path) :
						 NULL;

	specs->root = specs->top = top == NULL ? directory : top;
	if (config != NULL && lies_in(directory, config))
		specs->root = config;
}
