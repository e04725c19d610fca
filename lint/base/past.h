/*
 * past: files as they were at an earlier time. A table of what lay below one directory, the base,
 * is asked instead of the disk by everybody who reads through a `struct sources` that has one; the
 * paths are those of today, so that all that paths tell is told alike for both times.
 *
 * What an entry holds is either what a file on disk holds now, or lies in the pack, one unlinked
 * temporary file for all. What is not below the base, or in a repository of its own there, is not
 * known to have been different: the disk answers for it.
 */
#ifndef LINT_BASE_PAST_H
#define LINT_BASE_PAST_H

#include "lint/base/arena.h"

#include <sys/stat.h>

enum past_kind {
	PAST_FILE,
	PAST_LINK,
	PAST_DISK, /* the disk answers: a submodule, what a sparse checkout leaves out */
};

struct past_entry {
	const char *path; /* below the base */
	enum past_kind kind;
	const char *now;       /* the file on disk that holds it; NULL: the pack does */
	uint64_t offset, size; /* in the pack */
	bool too_large;	       /* it was not kept */
	const char *object;    /* what git calls it; NULL: it is not git's */
};

struct past {
	struct arena arena;
	const char *base;  /* absolute, through no link, without final slash ("" for the root) */
	const char *where; /* the current directory, likewise */
	const char *label; /* what reports write before a path below the base: "HEAD~1:" */
	struct past_entry *list; /* sorted by path */
	size_t count, capacity;
	size_t links, disks; /* how many entries are */
	int pack;	     /* its descriptor, or -1 */
};

/* An empty past of BASE, which is resolved. */
void past_init(struct past *past, const char *base, const char *label);
void past_finish(struct past *past);

/* Adds an entry, whose PATH is copied; past_done() sorts them when all are in. */
struct past_entry *past_add(struct past *past, struct str path, enum past_kind kind);
void past_done(struct past *past);

/* Appends BYTES to the pack. False with errno when they cannot be written. */
bool past_keep(struct past *past, struct str bytes);
/* Bytes that the pack holds. */
uint64_t past_kept(const struct past *past);
/* Drops what the pack holds from SIZE on. */
void past_drop(struct past *past, uint64_t size);

enum past_answer {
	PAST_OUTSIDE, /* the disk answers */
	PAST_MISSING,
	PAST_DIRECTORY,
	PAST_ENTRY,   /* a file, or the link itself if it was not to be followed */
	PAST_ESCAPES, /* a link leads out of the base */
};

/* What PATH was. *ENTRY is set for PAST_ENTRY. */
enum past_answer past_find(
	const struct past *past, const char *path, bool follow, const struct past_entry **entry);

/* The entry of exactly that path below the base; NULL when there is none. */
struct past_entry *past_entry(const struct past *past, struct str path);

/* The disk answers for ENTRY from now on. */
void past_leave(struct past *past, struct past_entry *entry);

/* Opens ENTRY for reading: -1 with errno. */
int past_open(const struct past *past, const struct past_entry *entry);

/* As stat(), or lstat() without FOLLOW. Device and inode tell whether two paths are one file. */
int past_stat(const struct past *past, const char *path, bool follow, struct stat *st);

/* Entries FIRST up to END, without the first STRIP bytes of their paths. */
struct past_range {
	size_t first, end, strip;
};

/* What lies below DIRECTORY. False when the disk answers for it. */
bool past_below(const struct past *past, const char *directory, struct past_range *range);

/* PATH below the base, in ARENA; NULL when it is not below it. */
const char *past_relative(const struct past *past, struct arena *arena, const char *path);

#endif
