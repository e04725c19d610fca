#include "lint/config/config.h"

#include "lint/base/memory.h"
#include "lint/config/shape.h"
#include "lint/config/take.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void add_problem(struct config *config, size_t line, size_t column, const char *text)
{
	if (config->problem_count == CONFIG_MAX_PROBLEMS)
		return;
	MEMORY_GROW(config->problems, config->problem_count, config->problem_capacity);
	config->problems[config->problem_count++] = (struct config_problem){ line, column, text };
}

void config_complain(struct config *config, const struct yaml_node *node, const char *format, ...)
{
	char text[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	add_problem(config, node->line, node->column, arena_str(&config->arena, str_c(text)).ptr);
}

static int compare_problems(const void *a, const void *b)
{
	const struct config_problem *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

bool config_parse(struct config *config, struct str text)
{
	struct yaml_node *root;
	struct yaml_fault fault;

	if (!yaml_read(text, CONFIG_SOURCE, &config->arena, &root, &fault)) {
		add_problem(config, fault.line, fault.column, fault.text);
		return false;
	}
	if (root != NULL)
		config_judge(config, root, &config_shape);
	/* Only what has the right shape is looked at. */
	if (config->problem_count == 0)
		config_take(config, root);
	if (config->problem_count > 0)
		qsort(config->problems, config->problem_count, sizeof *config->problems,
			compare_problems);
	return config->problem_count == 0;
}

/* The directory of the file PATH, absolute, without links. */
static const char *directory_of(struct arena *arena, const char *path)
{
	const char *directory = arena_str(arena, path_dir(str_c(path))).ptr;
	char *real = realpath(directory, NULL);

	if (real != NULL)
		directory = arena_str(arena, str_c(real)).ptr;
	free(real);
	return directory;
}

static void complain_of(struct config *config, const struct config_text *text, const char *why)
{
	add_problem(config, text->line, text->column,
		arena_printf(&config->arena, "'%s' %s", config_quote(config, text->text), why));
}

/* TEXT, a path, resolved; NULL after a complaint if it leads out of the directory, or when there is
 * nothing. */
static const char *resolve(struct config *config, const struct config_text *text)
{
	struct str directory = str_c(strcmp(config->directory, "/") == 0 ? "" : config->directory);
	const char *path = arena_printf(
		&config->arena, "%.*s/%s", (int)directory.len, directory.ptr, text->text.ptr);
	char *real = realpath(path, NULL);
	const char *kept = real == NULL ? NULL : arena_str(&config->arena, str_c(real)).ptr;

	free(real);
	if (kept == NULL || (str_starts(str_c(kept), directory) &&
				    (kept[directory.len] == '\0' || kept[directory.len] == '/')))
		return kept;
	complain_of(config, text, "leads out of the configuration's directory");
	return NULL;
}

static void make_maps(struct config *config)
{
	size_t count = config->include_count;
	struct include_map *list = arena_alloc(&config->arena, count, sizeof *list);

	for (size_t i = 0; i < count; i++)
		list[i] = (struct include_map){
			.from = config->includes[i].from.text,
			.to = str_c(
				config_beside(config, &config->arena, config->includes[i].to.text)),
			.next = i + 1 < count ? &list[i + 1] : NULL,
		};
	config->maps = count > 0 ? list : NULL;
}

/* What is named must not lead out; `root:` must be there, too. */
static void check_paths(struct config *config)
{
	for (size_t i = 0; i < config->include_count; i++)
		resolve(config, &config->includes[i].to);
	make_maps(config);
	if (config->root.text.len == 0)
		return;
	config->real_root = resolve(config, &config->root);
	if (config->real_root == NULL && config->problem_count == 0)
		complain_of(config, &config->root, "is no directory here");
}

bool config_read(struct config *config, const char *path)
{
	return config_read_past(config, path, NULL);
}

bool config_read_past(struct config *config, const char *path, const struct past *past)
{
	struct sources sources = { .past = past };
	struct buf buf = { 0 };
	enum source_status status;

	*config = (struct config){ 0 };
	config->path = arena_str(&config->arena, str_c(path)).ptr;
	config->directory = directory_of(&config->arena, path);
	status = source_read(
		&sources, sources_add(&sources, str_c(path), NULL), CONFIG_MAX_BYTES + 1, &buf);
	if (status != SOURCE_OK)
		add_problem(config, 0, 0, source_status_text(status));
	else if (buf.len > CONFIG_MAX_BYTES)
		add_problem(config, 0, 0, "too large for a configuration");
	else if (config_parse(config, buf_str(&buf)))
		check_paths(config);
	config->size = sources.list[0].size;
	config->mtime = sources.list[0].mtime;
	buf_finish(&buf);
	sources_finish(&sources);
	return config->problem_count == 0;
}

const char *config_find(struct arena *arena)
{
	char *here = getcwd(NULL, 0);
	struct str directory = here == NULL ? STR("") : str_c(here);
	struct buf path = { 0 };
	const char *found = NULL;
	struct stat st;

	while (found == NULL && directory.len > 0) {
		const char *name = arena_printf(
			arena, "%.*s" CONFIG_NAME, (int)path.len, buf_str(&path).ptr);

		if (lstat(name, &st) == 0) /* a link that leads nowhere is no way to have none */
			found = name;
		if (directory.len == 1)
			break;
		directory = path_dir(directory);
		buf_add(&path, STR("../"));
	}
	buf_finish(&path);
	free(here);
	return found;
}

const char *config_beside(const struct config *config, struct arena *arena, struct str path)
{
	struct str directory = path_dir(str_c(config->path));

	while (str_starts(path, STR("./")))
		path = str_skip(path, 2);
	if (str_starts(path, STR("/")) || str_eq(directory, STR(".")))
		return arena_str(arena, path).ptr;
	return arena_printf(arena, "%.*s%s%.*s", (int)directory.len, directory.ptr,
		str_ends(directory, STR("/")) ? "" : "/", (int)path.len, path.ptr);
}

void config_finish(struct config *config)
{
	for (size_t i = 0; i < config->regex_count; i++)
		regex_destroy(config->regexes[i]);
	free(config->regexes);
	free(config->problems);
	arena_finish(&config->arena);
	*config = (struct config){ 0 };
}
