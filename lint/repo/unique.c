#include "lint/repo/unique.h"

#include <stdlib.h>

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
		order = (int)b->said - (int)a->said;
	if (order == 0)
		order = (int)b->named - (int)a->named;
	return order != 0 ? order : compare_whose(a, b);
}

/* Found twice: by two paths that are one; who says it most surely goes before the others. */
static bool same_full(const struct repo_file *a, const struct repo_file *b)
{
	return strcmp(a->full, b->full) == 0 &&
	       (b->said < a->said || b->said == SAID_NOT || compare_whose(a, b) == 0);
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

/* Sorts the list by COMPARE and drops each file that is the SAME (may be NULL) as the one kept
 * before it. */
static void unique(struct repo *repo, int (*compare)(const void *, const void *),
	bool (*same)(const struct repo_file *, const struct repo_file *))
{
	size_t kept = 0;

	if (repo->count > 0)
		qsort(repo->list, repo->count, sizeof *repo->list, compare);
	for (size_t i = 0; i < repo->count; i++)
		if (kept == 0 || same == NULL || !same(&repo->list[kept - 1], &repo->list[i]))
			repo->list[kept++] = repo->list[i];
	repo->count = kept;
}

void repo_unique(struct repo *repo)
{
	unique(repo, compare_full, same_full);
	unique(repo, compare_inode, same_zone);
	unique(repo, compare_path, NULL);
}
