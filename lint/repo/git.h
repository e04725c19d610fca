/*
 * git: what git says of a directory, asked from the `git` program in such a way that nothing the
 * repository configures is executed: no hooks, no file system monitor, no pager, no prompt, no
 * network, no filter of contents (nothing that is asked looks into a file of the work tree).
 * Variables by which a hook points git at another repository are not passed on.
 */
#ifndef LINT_REPO_GIT_H
#define LINT_REPO_GIT_H

#include "lint/base/arena.h"
#include "lint/base/buf.h"

#include <stdio.h>
#include <sys/types.h>

/* A running git whose standard output is read. */
struct git {
	pid_t pid;
	FILE *out;
};

/* Starts `git -C DIRECTORY ARGUMENTS` (NULL-terminated). False when it cannot be
 * started. */
bool git_start(struct git *git, const char *directory, const char *const *arguments);

/* The same with INPUT, a descriptor, as standard input. */
bool git_start_with(
	struct git *git, const char *directory, const char *const *arguments, int input);

/* Runs git and appends the first MAX bytes of its output to OUT. True if git succeeded. */
bool git_ask(struct buf *out, size_t max, const char *directory, const char *const *arguments);

/* A git can be run here. */
bool git_is_there(void);

/* Waits for the end. True if git succeeded. */
bool git_end(struct git *git);

/* DIRECTORY itself is what git ignores. */
bool git_ignores(const char *directory);

/* The file NAME in DIRECTORY is not tracked, and git ignores it. */
bool git_ignores_file(const char *directory, const char *name);

/* The top of the work tree that DIRECTORY lies in, absolute, in ARENA; NULL when there is none.
 * Does not run git. */
const char *git_top(struct arena *arena, const char *directory);

/* The same for a directory that is absolute and goes through no link. */
const char *git_top_real(struct arena *arena, const char *real);

/* DIRECTORY is itself the top of a work tree. */
bool git_is_top(const char *directory);

#endif
