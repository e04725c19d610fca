#include "lint/repo/moves.h"

#include "lint/repo/git.h"

#include <stdlib.h>
#include <unistd.h>

/* Only what git has is compared: no filters, no drivers of a configuration. */
static const char *const arguments[] = { "diff-tree", "--stdin", "-r", "-z", "--raw", "-M",
	"-l400", "--diff-filter=R", "-O/dev/null", "--no-ext-diff", "--no-textconv",
	"--ignore-submodules=all", NULL };

static int compare_moves(const void *left, const void *right)
{
	const struct move *a = left, *b = right;
	int order = strcmp(a->commit, b->commit);

	return order != 0 ? order : strcmp(a->path, b->path);
}

/* Each commit once, in an unlinked file; NULL without one. */
static FILE *list_commits(const struct move *list, size_t count)
{
	FILE *file = tmpfile();

	for (size_t i = 0; file != NULL && i < count; i++)
		if (i == 0 || strcmp(list[i].commit, list[i - 1].commit) != 0)
			fprintf(file, "%s\n", list[i].commit);
	if (file != NULL && fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
		return file;
	if (file != NULL)
		fclose(file);
	return NULL;
}

/* The order of MOVE and PATH in COMMIT, of which no parent is said. */
static int compare_to(const struct move *move, struct str commit, struct str path)
{
	int order = str_cmp(str_take(str_c(move->commit), commit.len), commit);

	return order != 0 ? order : str_cmp(str_c(move->path), path);
}

/* In COMMIT, FROM became PATH. Two moves may be of one file. */
static void take_move(struct arena *arena, struct move *list, size_t count, struct str commit,
	struct str from, struct str path)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_to(&list[middle], commit, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && compare_to(&list[low], commit, path) == 0; low++)
		list[low].from = arena_str(arena, from).ptr;
}

/* A commit, and for each of its moves ":MODES OBJECTS R100", the old path, the new one. */
static void read_moves(struct arena *arena, struct move *list, size_t count, FILE *in)
{
	struct buf commit = { 0 }, from = { 0 };
	char *text = NULL;
	size_t room = 0, paths = 0; /* so many follow */
	ssize_t len;

	while ((len = getdelim(&text, &room, '\0', in)) > 0) {
		struct str token = str_of(text, (size_t)len - (text[len - 1] == '\0'));

		if (paths == 0 && !str_starts(token, STR(":"))) {
			commit.len = 0;
			buf_add(&commit, token);
		} else if (paths == 0) {
			paths = 2;
		} else if (--paths == 1) {
			from.len = 0;
			buf_add(&from, token);
		} else {
			take_move(arena, list, count, buf_str(&commit), buf_str(&from), token);
		}
	}
	buf_finish(&commit);
	buf_finish(&from);
	free(text);
}

void moves_find(struct arena *arena, const char *top, struct move *list, size_t count)
{
	struct git git;
	FILE *commits;

	qsort(list, count, sizeof *list, compare_moves);
	commits = list_commits(list, count);
	if (commits == NULL)
		return;
	if (git_start_with(&git, top, arguments, fileno(commits))) {
		read_moves(arena, list, count, git.out);
		git_end(&git);
	}
	fclose(commits);
}

const char *moves_of(const struct move *list, size_t count, const char *commit, const char *path)
{
	struct move key = { commit, path, NULL };
	const struct move *found = count == 0 ?
					   NULL :
					   bsearch(&key, list, count, sizeof *list, compare_moves);

	return found == NULL ? NULL : found->from;
}
