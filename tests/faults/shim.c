/*
 * shim: lets one system call of a program fail (LD_PRELOAD). FAULT_AT is the number of the call,
 *counted over all that are listed here; FAULT_KIND says what happens there:
 *
 *	kill-before, kill-after	 the program is killed
 *	error			 the call fails with ENOSPC
 *	short			 a write writes half, the next fails with ENOSPC
 *	change			 a line is added to the file FAULT_FILE first
 *
 * FAULT_LOG gets the name of the call.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int calls, full;

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	return value == NULL ? "" : value;
}

static int is_kind(const char *kind)
{
	return strcmp(setting("FAULT_KIND"), kind) == 0;
}

static void add(const char *path, const char *text)
{
	long descriptor = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600);

	if (descriptor >= 0) {
		syscall(SYS_write, descriptor, text, strlen(text));
		syscall(SYS_close, descriptor);
	}
}

/* This is the call, NAME, in which something happens. */
static int is_hit(const char *name)
{
	if (++calls != atoi(setting("FAULT_AT")))
		return 0;
	add(setting("FAULT_LOG"), name);
	if (is_kind("kill-before"))
		raise(SIGKILL);
	if (is_kind("change"))
		add(setting("FAULT_FILE"), "added TXT \"meanwhile\"\n");
	return 1;
}

#define CALL(type, name, parameters, arguments)                                                    \
	type name parameters                                                                       \
	{                                                                                          \
		type(*real) parameters;                                                            \
		int hit = is_hit(#name);                                                           \
		type result = -1;                                                                  \
                                                                                                   \
		*(void **)&real = dlsym(RTLD_NEXT, #name);                                         \
		errno = ENOSPC;                                                                    \
		if (!(hit && is_kind("error")))                                                    \
			result = real arguments;                                                   \
		if (hit && is_kind("kill-after"))                                                  \
			raise(SIGKILL);                                                            \
		return result;                                                                     \
	}

CALL(int, fsync, (int fd), (fd))
CALL(int, fchmod, (int fd, mode_t mode), (fd, mode))
CALL(int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
CALL(int, renameat, (int from_at, const char *from, int to_at, const char *to),
	(from_at, from, to_at, to))

ssize_t write(int fd, const void *bytes, size_t len)
{
	int hit = is_hit("write");
	ssize_t result;

	if (full || (hit && is_kind("error"))) {
		errno = ENOSPC;
		return -1;
	}
	full = hit && is_kind("short");
	result = syscall(SYS_write, fd, bytes, full ? len / 2 : len);
	if (hit && is_kind("kill-after"))
		raise(SIGKILL);
	return result;
}

int openat(int at, const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;
	int hit;

	va_start(args, flags);
	if ((flags & O_CREAT) != 0)
		mode = (mode_t)va_arg(args, int);
	va_end(args);
	hit = (flags & O_CREAT) != 0 && is_hit("openat");
	if (hit && is_kind("error")) {
		errno = ENOSPC;
		return -1;
	}
	at = (int)syscall(SYS_openat, at, path, flags, mode);
	if (hit && is_kind("kill-after"))
		raise(SIGKILL);
	return at;
}
