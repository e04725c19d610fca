#include "lint/fix/rewrite.h"

#include "lint/base/atomic.h"
#include "lint/base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_SIZE = 64 * 1024 };

static bool fail(struct rewrite *file, const char *why)
{
	file->why = why;
	return false;
}

static bool fail_errno(struct rewrite *file)
{
	return fail(file, arena_printf(&file->arena, "%s", strerror(errno)));
}

/* Reads DESCRIPTOR to its end, at most LIMIT bytes and one. */
static bool read_all(int descriptor, size_t limit, struct buf *buf)
{
	while (buf->len <= limit) {
		ssize_t got = read(descriptor, buf_room(buf, READ_SIZE), READ_SIZE);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		buf->len += (size_t)got;
	}
	return true;
}

/* PATH without links, in the arena; NULL when there is no such file. */
static const char *resolve(struct rewrite *file, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept = real == NULL ? NULL : arena_str(&file->arena, str_c(real)).ptr;

	free(real);
	return kept;
}

static const char *directory_of(struct rewrite *file, const char *path)
{
	return arena_str(&file->arena, path_dir(str_c(path))).ptr;
}

static bool open_directory(struct rewrite *file)
{
	file->base = arena_str(&file->arena, path_base(str_c(file->path))).ptr;
	file->directory = open(directory_of(file, file->path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return file->directory >= 0 || fail_errno(file);
}

static bool read_once(struct rewrite *file, int descriptor, size_t limit)
{
	if (fstat(descriptor, &file->seen) != 0 || !read_all(descriptor, limit, &file->bytes))
		return fail_errno(file);
	if (file->bytes.len > limit)
		return fail(file, "is too large");
	if (file->seen.st_nlink > 1)
		return fail(file, arena_printf(&file->arena,
					  "has %lu hard links, which a rewrite would part: leave "
					  "one, or make the others "
					  "symbolic links",
					  (unsigned long)file->seen.st_nlink));
	return true;
}

bool rewrite_open(struct rewrite *file, const char *root, const char *path, size_t limit)
{
	enum source_status status;
	int descriptor;
	bool ok;

	*file = (struct rewrite){ .directory = -1 };
	file->path = resolve(file, path);
	if (file->path == NULL)
		return fail_errno(file);
	status = source_open_below(
		root == NULL ? directory_of(file, path) : root, path, &descriptor);
	if (status != SOURCE_OK)
		return fail(file, source_status_text(status));
	ok = read_once(file, descriptor, limit) && open_directory(file);
	close(descriptor);
	return ok;
}

/* Owner, group and mode of the file that it will replace. */
static bool keep_access(struct rewrite *file, int descriptor)
{
	const struct stat *seen = &file->seen;
	bool kept = fchown(descriptor, seen->st_uid, seen->st_gid) == 0;

	if (!kept && fchown(descriptor, (uid_t)-1, seen->st_gid) == 0)
		kept = seen->st_uid == geteuid();
	if (!kept && (seen->st_mode & S_IROTH) == 0)
		return fail(file, "its owner or group cannot be kept, and who reads it now might "
				  "not any more: run "
				  "this as its owner");
	return fchmod(descriptor, seen->st_mode & 07777) == 0 || fail_errno(file);
}

static bool fill(struct rewrite *file, int descriptor, struct str bytes)
{
	bool ok = keep_access(file, descriptor);

	if (ok && (!atomic_write(descriptor, bytes) || !atomic_sync(descriptor)))
		ok = fail_errno(file);
	if (close(descriptor) != 0 && ok)
		ok = fail_errno(file);
	return ok;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_nlink == b->st_nlink;
}

/* The file is the one that was read, byte for byte. */
static bool is_unchanged(struct rewrite *file)
{
	int descriptor = openat(file->directory, file->base, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct buf now = { 0 };
	struct stat st;
	bool same;

	if (descriptor < 0)
		return fail(file,
			"changed while it was being edited, and was left alone: run this again");
	same = fstat(descriptor, &st) == 0 && same_file(&st, &file->seen) &&
	       read_all(descriptor, file->bytes.len, &now) &&
	       str_eq(buf_str(&now), buf_str(&file->bytes));
	close(descriptor);
	buf_finish(&now);
	return same ||
	       fail(file, "changed while it was being edited, and was left alone: run this again");
}

bool rewrite_replace(struct rewrite *file, struct str bytes)
{
	const char *beside = atomic_beside(&file->arena, file->base);
	int descriptor = atomic_create(file->directory, beside, 0600);
	bool ok;

	if (descriptor < 0)
		return fail(file, arena_str(&file->arena, str_c(atomic_error())).ptr);
	ok = fill(file, descriptor, bytes) && is_unchanged(file);
	if (ok && !atomic_rename(file->directory, beside, file->base))
		ok = fail_errno(file);
	if (!ok) {
		atomic_abandon(file->directory, beside);
		return false;
	}
	if (!atomic_sync(file->directory))
		return fail(file, arena_printf(&file->arena,
					  "was written, but may not survive a power failure: %s",
					  strerror(errno)));
	return true;
}

void rewrite_finish(struct rewrite *file)
{
	if (file->directory >= 0)
		close(file->directory);
	arena_finish(&file->arena);
	buf_finish(&file->bytes);
	*file = (struct rewrite){ .directory = -1 };
}
