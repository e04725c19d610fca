#include "lint/base/atomic.h"

#include "lint/base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

const char *atomic_beside(struct arena *arena, const char *path)
{
	struct str base = path_base(str_c(path));

	return arena_printf(arena, "%.*s.%s.mtasts-new", (int)(base.ptr - path), path, base.ptr);
}

/* A leftover that nobody holds goes. False when somebody does. */
static bool clear(int directory, const char *beside)
{
	int descriptor = openat(directory, beside, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool held = descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) != 0 &&
		    errno == EWOULDBLOCK;
	bool gone = !held && unlinkat(directory, beside, 0) == 0;

	if (descriptor >= 0)
		close(descriptor);
	if (held)
		errno = EBUSY;
	return gone;
}

int atomic_create(int directory, const char *beside, mode_t mode)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int descriptor = openat(directory, beside, flags, mode);

	if (descriptor < 0 && errno == EEXIST && clear(directory, beside))
		descriptor = openat(directory, beside, flags, mode);
	/* Who clears it between these two calls holds the lock then. */
	if (descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		close(descriptor);
		errno = EBUSY;
		return -1;
	}
	return descriptor;
}

const char *atomic_error(void)
{
	return errno == EBUSY ? "another mtasts is writing it" : strerror(errno);
}

bool atomic_write(int descriptor, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t put = write(descriptor, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes = str_skip(bytes, (size_t)put);
	}
	return true;
}

bool atomic_sync(int descriptor)
{
	return fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS;
}

bool atomic_rename(int directory, const char *beside, const char *path)
{
	return renameat(directory, beside, directory, path) == 0;
}

void atomic_abandon(int directory, const char *beside)
{
	int error = errno;

	unlinkat(directory, beside, 0);
	errno = error;
}
