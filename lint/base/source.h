/*
 * source: the files of a run. A source is anything with pread(); a pipe is spooled to an unlinked
 * temporary file first. The table owns the paths; spans name a source by its index. Only regular
 * files are opened, never a directory, fifo, socket or device.
 *
 * A file that the input names (an include) is opened with source_open_below(), which never leaves
 * the root: the path is resolved, must lie below the resolved root, and is then walked component by
 * component without following links, so that nothing can be exchanged in between.
 */
#ifndef LINT_BASE_SOURCE_H
#define LINT_BASE_SOURCE_H

#include "lint/base/arena.h"
#include "lint/base/buf.h"
#include "lint/base/overlay.h"
#include "lint/base/past.h"
#include "lint/base/span.h"

#include <sys/types.h>

struct source {
	const char *path; /* what open() takes */
	const char *name; /* what reports say: the path without leading "./", or "<stdin>" */
	const char
		*root; /* includes may not leave this directory; NULL: the source's own directory */
	int spool;     /* descriptor of a spooled pipe, or -1 */
	uint64_t size; /* when it was opened, bytes */
	int64_t mtime; /* likewise, nanoseconds since the epoch */
	bool secret;   /* it may hold a private key: no line of it is ever shown */
	uint32_t included;		/* so often zones included it */
	const struct past *past;	/* it is of this earlier time; NULL: of now */
	const struct past_entry *entry; /* which holds it; NULL: there was none */
};

/* A table may be a part of another one, for a job that reads one file of that and what it includes:
 * what the part adds has numbers behind those of the whole, until sources_join() gives it its own.
 */
struct sources {
	struct arena arena;
	struct source *list;
	size_t count, capacity;
	uint32_t *index; /* by hash of the path: 1 + its place in the list; twice the capacity */
	struct sources *whole;	 /* NULL: this is no part */
	uint32_t first;		 /* number of list[0] */
	uint32_t *joined;	 /* of a part that was joined: the numbers of its sources */
	uint32_t again_file;	 /* what source_again() opened last */
	int again;		 /* 1 + its descriptor; 0: none */
	const struct past *past; /* the files of an earlier time are read; NULL: those of now */
	const struct overlay *overlay; /* NULL: those of now are as they are */
};

enum source_status {
	SOURCE_OK,
	SOURCE_MISSING,	    /* no such file, or it vanished */
	SOURCE_DENIED,	    /* permission */
	SOURCE_DIRECTORY,   /* a directory where a file should be */
	SOURCE_NOT_REGULAR, /* fifo, socket, device */
	SOURCE_OUTSIDE,	    /* not below the root, after links are resolved; not opened */
	SOURCE_FAILED,	    /* any other error */
};

/* Why it could not be read, for people: "no such file", ... */
const char *source_status_text(enum source_status status);

/* The time that ST says, as in struct source. */
struct stat;
int64_t source_mtime(const struct stat *st);

/* The status that an errno of open() or read() stands for. */
enum source_status source_status_of_errno(int error);

/* Takes over an open DESCRIPTOR if it is a regular file, else closes it. */
enum source_status source_regular(int descriptor, struct stat *st, int *result);

/* Opens the file PATH as it is now: -1 with errno. */
int source_open_now(const char *path);

/* The time that SOURCES are of; NULL: now. */
const struct past *sources_past(const struct sources *sources);

/* Makes PART a part of WHOLE, which must not grow before the part is joined. */
void sources_part(struct sources *part, struct sources *whole);

/* Adds the sources of FROM, of an earlier time, behind those of INTO; the first has the number that
 * is returned. They stay FROM's. */
uint32_t sources_append(struct sources *into, const struct sources *from);

/* Adds what PART added to the whole; sources_joined() is then the number there of a source that had
 * the number FILE in the part. */
void sources_join(struct sources *part);
uint32_t sources_joined(const struct sources *part, uint32_t file);

/* The source with the number FILE. */
struct source *sources_at(const struct sources *sources, uint32_t file);

/* Adds PATH (or finds it, when it is there) and returns its index. NAME may be NULL. */
uint32_t sources_add(struct sources *sources, struct str path, const char *name);

/* Copies DESCRIPTOR to an unlinked temporary file and adds it as NAME. SOURCE_FAILED when the copy
 * fails. */
enum source_status sources_add_pipe(
	struct sources *sources, int descriptor, const char *name, uint32_t *file);

/* Opens source FILE for reading, and notes size and time; the caller closes *DESCRIPTOR. */
enum source_status source_open(struct sources *sources, uint32_t file, int *descriptor);

/* Opens PATH, which must lie at or below ROOT once both are resolved. What an overlay says of it is
 * not looked at. */
enum source_status source_open_below(const char *root, const char *path, int *descriptor);

/* The same at the time that SOURCES are of; of now, what stands in for it. */
enum source_status sources_open_below(
	const struct sources *sources, const char *root, const char *path, int *descriptor);

/* Opens the file PATH, which need not be a source, at that time: -1 with errno. */
int sources_open_path(const struct sources *sources, const char *path);

/* As stat(), or lstat() without FOLLOW, at that time. */
int sources_stat(const struct sources *sources, const char *path, bool follow, struct stat *st);

/* Notes size and time of source FILE from an open DESCRIPTOR of it (source_open_below). */
void source_note(struct sources *sources, uint32_t file, int descriptor);

/* Reads the whole of source FILE, at most LIMIT bytes of it, to the end of BUF. */
enum source_status source_read(
	struct sources *sources, uint32_t file, size_t limit, struct buf *buf);

/* Reads LEN bytes at OFFSET again, for a snippet; fewer at the end of the file. False when the file
 * is gone or is not the one that was read (size or time differ). The file stays open until another
 * one is read again. Several threads may ask. */
bool source_again(
	struct sources *sources, uint32_t file, uint64_t offset, size_t len, struct buf *buf);

/* The last component of a path; its directory ("." when it has none), without final slashes. */
struct str path_base(struct str path);
struct str path_dir(struct str path);

void sources_finish(struct sources *sources);

#endif
