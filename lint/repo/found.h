/*
 * found: files that walking meets. Most of them are opened to see what they are, many at a time, by
 * several threads; those that take part are added in the order they were met.
 */
#ifndef LINT_REPO_FOUND_H
#define LINT_REPO_FOUND_H

#include "lint/repo/classify.h"

/* What one path turned out to be when it was opened. */
struct look {
	enum source_status status;
	enum content_sort content;
	struct stat st;
};

/* SERVER: whether it is the configuration of a web server is of interest. */
struct look look_at(const struct sources *sources, const char *path, bool server);

/* What the open file DESCRIPTOR, called PATH, holds, by its first 4 KiB, and more when no line in
 * them says it. */
enum content_sort look_content(int descriptor, const char *path, bool server);

/* PATH, which lies below the place, as a file of ST; of no kind yet. Its strings are in ARENA. */
struct repo_file found_file(
	struct repo *repo, struct arena *arena, const char *path, const struct stat *st);

/* The regular file PATH of ST was met. Whether it takes part is known after found_done(). */
void found_add(struct repo *repo, const char *path, const struct stat *st);
void found_done(struct repo *repo);

#endif
