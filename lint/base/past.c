#include "lint/base/past.h"

#include "lint/base/buf.h"
#include "lint/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { COPY_CHUNK = 64 * 1024 };

void past_init(struct past *past, const char *base, const char *label)
{
	char here[PATH_MAX];

	*past = (struct past){ .pack = -1 };
	past->base = arena_str(&past->arena, str_c(strcmp(base, "/") == 0 ? "" : base)).ptr;
	past->label = arena_str(&past->arena, str_c(label)).ptr;
	past->where = getcwd(here, sizeof here) == NULL ? past->base :
							  arena_str(&past->arena, str_c(here)).ptr;
}

void past_finish(struct past *past)
{
	if (past->pack >= 0)
		close(past->pack);
	free(past->list);
	arena_finish(&past->arena);
	*past = (struct past){ .pack = -1 };
}

struct past_entry *past_add(struct past *past, struct str path, enum past_kind kind)
{
	struct past_entry *entry;

	MEMORY_GROW(past->list, past->count, past->capacity);
	entry = &past->list[past->count++];
	*entry = (struct past_entry){ .path = arena_str(&past->arena, path).ptr, .kind = kind };
	past->links += kind == PAST_LINK;
	past->disks += kind == PAST_DISK;
	return entry;
}

static int compare_entries(const void *left, const void *right)
{
	const struct past_entry *a = left, *b = right;

	return strcmp(a->path, b->path);
}

void past_leave(struct past *past, struct past_entry *entry)
{
	entry->kind = PAST_DISK;
	past->disks++;
}

void past_done(struct past *past)
{
	if (past->count > 0)
		qsort(past->list, past->count, sizeof *past->list, compare_entries);
}

/* The descriptor of a new unlinked temporary file, or -1. */
static int temporary(void)
{
	FILE *file = tmpfile();
	int copy = file == NULL ? -1 : fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);

	if (file != NULL)
		fclose(file);
	return copy;
}

static bool write_all(int descriptor, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t done = write(descriptor, bytes.ptr, bytes.len);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0)
			bytes = str_skip(bytes, (size_t)done);
	}
	return true;
}

bool past_keep(struct past *past, struct str bytes)
{
	if (past->pack < 0)
		past->pack = temporary();
	return past->pack >= 0 && write_all(past->pack, bytes);
}

uint64_t past_kept(const struct past *past)
{
	off_t at = past->pack < 0 ? 0 : lseek(past->pack, 0, SEEK_CUR);

	return at < 0 ? 0 : (uint64_t)at;
}

void past_drop(struct past *past, uint64_t size)
{
	if (past->pack >= 0 && ftruncate(past->pack, (off_t)size) == 0)
		lseek(past->pack, (off_t)size, SEEK_SET);
}

/* A copy of what ENTRY has in the pack. */
static int open_copy(const struct past *past, const struct past_entry *entry)
{
	char bytes[COPY_CHUNK];
	int copy = temporary();
	uint64_t done = 0;

	while (copy >= 0 && done < entry->size) {
		uint64_t left = entry->size - done;
		ssize_t got = pread(past->pack, bytes,
			left < COPY_CHUNK ? (size_t)left : COPY_CHUNK,
			(off_t)(entry->offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || !write_all(copy, str_of(bytes, (size_t)got))) {
			close(copy);
			return -1;
		}
		done += (uint64_t)got;
	}
	if (copy >= 0)
		lseek(copy, 0, SEEK_SET);
	return copy;
}

int past_open(const struct past *past, const struct past_entry *entry)
{
	if (entry->too_large) {
		errno = EFBIG;
		return -1;
	}
	if (entry->now != NULL)
		return open(entry->now, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return open_copy(past, entry);
}
