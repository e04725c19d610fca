#define _GNU_SOURCE /* memfd_create */
#include "lint/base/overlay.h"

#include "lint/base/atomic.h"
#include "lint/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct overlaid {
	dev_t device;
	ino_t inode;
	struct str bytes;
};

static struct overlaid *find(const struct overlay *overlay, dev_t device, ino_t inode)
{
	for (size_t i = 0; i < overlay->count; i++)
		if (overlay->list[i].device == device && overlay->list[i].inode == inode)
			return &overlay->list[i];
	return NULL;
}

void overlay_set(struct overlay *overlay, dev_t device, ino_t inode, struct str bytes)
{
	struct overlaid *entry = find(overlay, device, inode);

	if (entry == NULL) {
		MEMORY_GROW(overlay->list, overlay->count, overlay->capacity);
		entry = &overlay->list[overlay->count++];
	}
	*entry = (struct overlaid){ device, inode, bytes };
}

/* A file in memory; where there is no such thing, an unlinked one. -1 with errno. */
static int nameless(void)
{
	int descriptor = memfd_create("mtasts", MFD_CLOEXEC);
	FILE *file = descriptor < 0 ? tmpfile() : NULL;

	if (file == NULL)
		return descriptor;
	descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);
	fclose(file);
	return descriptor;
}

/* A file that holds BYTES; each time it is made it has the same time. -1 with errno. */
static int file_of(struct str bytes)
{
	static const struct timespec always[2] = { { .tv_sec = 0 }, { .tv_sec = 0 } };
	int descriptor = nameless(), error;

	if (descriptor < 0 ||
		(atomic_write(descriptor, bytes) && lseek(descriptor, 0, SEEK_SET) == 0 &&
			futimens(descriptor, always) == 0))
		return descriptor;
	error = errno;
	close(descriptor);
	errno = error;
	return -1;
}

bool overlay_exchange(const struct overlay *overlay, int *descriptor)
{
	const struct overlaid *entry;
	struct stat st;

	if (overlay == NULL || overlay->count == 0 || fstat(*descriptor, &st) != 0)
		return true;
	entry = find(overlay, st.st_dev, st.st_ino);
	if (entry == NULL)
		return true;
	close(*descriptor);
	*descriptor = file_of(entry->bytes);
	return *descriptor >= 0;
}

void overlay_finish(struct overlay *overlay)
{
	free(overlay->list);
	*overlay = (struct overlay){ 0 };
}
