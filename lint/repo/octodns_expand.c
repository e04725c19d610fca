/* `!include FILE` in the production configuration of octoDNS: from beside the file that says so. */
#include "lint/repo/octodns_production.h"

#include <unistd.h>

/* Files, and how deep what is in them may lie. */
enum { MAX_INCLUDES = 1024, MAX_DEPTH = 2 * YAML_MAX_DEPTH };

/* Reading one configuration. */
struct expanding {
	struct repo *repo;
	struct production *production;
	const char *root; /* what no file may leave */
	size_t files, bytes;
	bool full; /* that there are too many was said */
};

static void complain(struct expanding *expanding, const struct yaml_node *node, const char *why)
{
	struct repo *repo = expanding->repo;

	repo_problem_text(repo,
		arena_printf(&repo->arena, "%s:%zu:%zu",
			sources_at(repo->sources, node->at.file)->name, node->line, node->column),
		arena_printf(&repo->arena, "'%s' is not included: %s", node->text.ptr, why), false);
}

static const char *path_of(struct expanding *expanding, const struct yaml_node *node)
{
	struct str directory = path_dir(
		str_c(sources_at(expanding->repo->sources, node->at.file)->path));
	struct arena *arena = &expanding->production->arena;

	if (node->text.ptr[0] == '/' || str_eq(directory, STR(".")))
		return node->text.ptr;
	return arena_printf(arena, "%.*s/%s", (int)directory.len, directory.ptr, node->text.ptr);
}

/* Reads the file PATH, which NODE includes; NULL after a complaint. */
static const struct yaml_node *read_file(
	struct expanding *expanding, const struct yaml_node *node, const char *path)
{
	struct sources *sources = expanding->repo->sources;
	uint32_t file = sources_add(sources, str_c(path), NULL);
	struct yaml_node *root = NULL;
	struct yaml_fault fault;
	struct buf text = { 0 };
	enum source_status status = source_read(
		sources, file, PRODUCTION_MAX_BYTES - expanding->bytes, &text);

	expanding->bytes += text.len;
	if (status != SOURCE_OK)
		complain(expanding, node, source_status_text(status));
	else if (!yaml_read_aliases(
			 buf_str(&text), file, &expanding->production->arena, &root, &fault))
		complain(expanding, node,
			arena_printf(&expanding->production->arena, "line %zu of it is no YAML: %s",
				fault.line, fault.text));
	else if (root == NULL)
		complain(expanding, node, "it is empty");
	buf_finish(&text);
	return root;
}

static const struct yaml_node *open_include(
	struct expanding *expanding, const struct yaml_node *node)
{
	struct sources *sources = expanding->repo->sources;
	enum source_status status;
	const char *path;
	int descriptor;

	if (expanding->full)
		return NULL;
	expanding->full = expanding->files++ == MAX_INCLUDES ||
			  expanding->bytes >= PRODUCTION_MAX_BYTES;
	if (expanding->full) {
		complain(expanding, node, "too much is included");
		return NULL;
	}
	if (node->text.len == 0 || node->text.len >= 4096 ||
		str_find_char(node->text, '\0') < node->text.len) {
		complain(expanding, node, "it is no path");
		return NULL;
	}
	path = path_of(expanding, node);
	status = sources_open_below(sources, expanding->root, path, &descriptor);
	if (status == SOURCE_OK) {
		close(descriptor);
		return read_file(expanding, node, path);
	}
	complain(expanding, node, source_status_text(status));
	return NULL;
}

/* What NODE includes takes its place. */
static bool take(struct expanding *expanding, struct yaml_node *node)
{
	const struct yaml_node *root = open_include(expanding, node);
	struct yaml_node *next = node->next;

	if (root == NULL)
		return false;
	*node = *root;
	node->next = next;
	return true;
}

static bool is_include(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && str_eq(node->tag, STR("!include"));
}

/* What an alias names is expanded where it stands. */
static void expand(struct expanding *expanding, struct yaml_node *node, unsigned depth)
{
	while (is_include(node) && take(expanding, node))
		;
	if (node->alias || depth == MAX_DEPTH)
		return;
	for (struct yaml_node *part = node->first; part != NULL; part = part->next)
		expand(expanding, part, depth + 1);
}

void production_expand(struct repo *repo, struct production *production, struct yaml_node *root)
{
	struct expanding expanding = { .repo = repo, .production = production };

	repo_enter_of(repo, production->path);
	expanding.root = repo_root(repo);
	expand(&expanding, root, 0);
}
