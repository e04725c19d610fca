/*
 * configured: what the configuration says of the files that a run meets: which take no part, which
 * are zones, policies or certificates, and whose. The command line says what is read, the
 * configuration what it is: with `zones:` nothing else is taken for a zone, and so with the other
 * lists, but what the command line itself names is always taken for something.
 *
 * Only files in the configuration's directory are spoken of, links resolved.
 */
#ifndef LINT_REPO_CONFIGURED_H
#define LINT_REPO_CONFIGURED_H

#include "lint/repo/classify.h"

/* Begins, when the request has a configuration. */
void configured_init(struct repo *repo);
void configured_finish(struct repo *repo);

/* PATH, which lies below the place and was met by walking, takes no part. */
bool configured_excludes(struct repo *repo, const char *path, bool is_directory);

/* Adds FILE, all of which is known but what it is, as what the configuration says; its CONTENT
 * tells in which form a zone is. False when that says nothing. */
bool configured_take(struct repo *repo, const struct repo_file *file, enum content_sort content);

/* The configuration would take the file FULL. */
bool configured_names(struct repo *repo, const char *full);

/* FILE is of a kind that the configuration lists, and not in that list. */
bool configured_leaves_out(
	const struct repo *repo, const struct repo_file *file, enum content_sort content);

/* Adds the files that the configuration names one by one, as far as they lie below what the command
 * line says. */
void configured_add(struct repo *repo);

/* Says which entries were for nothing, if all that they could be for was looked at. */
void configured_done(struct repo *repo);

#endif
