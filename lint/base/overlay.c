#include "lint/base/overlay.h"

#include "lint/base/atomic.h"
#include "lint/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct overlaid {
	dev_t device;
	ino_t inode;
	const char *path; /* of the temporary file */
};

static struct overlaid *find(const struct overlay *overlay, dev_t device, ino_t inode)
{
	for (size_t i = 0; i < overlay->count; i++)
		if (overlay->list[i].device == device && overlay->list[i].inode == inode)
			return &overlay->list[i];
	return NULL;
}

/* A new temporary file that holds BYTES; NULL with errno. */
static const char *write_temporary(struct overlay *overlay, struct str bytes)
{
	const char *directory = getenv("TMPDIR");
	const char *template = arena_printf(&overlay->arena, "%s/mtasts-XXXXXX",
		directory == NULL || directory[0] != '/' ? "/tmp" : directory);
	char *path = (char *)arena_str(&overlay->arena, str_c(template)).ptr;
	int descriptor = mkstemp(path), error;
	bool ok = descriptor >= 0;

	ok = ok && atomic_write(descriptor, bytes);
	error = errno;
	if (descriptor >= 0)
		close(descriptor);
	if (descriptor >= 0 && !ok)
		unlink(path);
	errno = error;
	return ok ? path : NULL;
}

bool overlay_set(struct overlay *overlay, dev_t device, ino_t inode, struct str bytes)
{
	const char *path = write_temporary(overlay, bytes);
	struct overlaid *entry = find(overlay, device, inode);

	if (path == NULL)
		return false;
	if (entry == NULL) {
		MEMORY_GROW(overlay->list, overlay->count, overlay->capacity);
		entry = &overlay->list[overlay->count++];
		*entry = (struct overlaid){ .device = device, .inode = inode };
	} else {
		unlink(entry->path);
	}
	entry->path = path;
	return true;
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
	*descriptor = open(entry->path, O_RDONLY | O_CLOEXEC);
	return *descriptor >= 0;
}

void overlay_finish(struct overlay *overlay)
{
	for (size_t i = 0; i < overlay->count; i++)
		unlink(overlay->list[i].path);
	free(overlay->list);
	arena_finish(&overlay->arena);
	*overlay = (struct overlay){ 0 };
}
