#include "gen/place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { OPEN_FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

bool place_open(struct place *place, const char *directory)
{
	*place = (struct place){ .directory = -1 };
	place->top = open(directory, OPEN_FLAGS);
	return place->top >= 0;
}

static void leave(struct place *place)
{
	if (place->directory >= 0 && place->directory != place->top)
		close(place->directory);
	place->directory = -1;
	place->path_len = 0;
}

void place_close(struct place *place)
{
	leave(place);
	if (place->top >= 0)
		close(place->top);
	arena_finish(&place->arena);
}

/* open() says ENOTDIR of a link, too. */
static int link_or(int error, int parent, const char *name)
{
	struct stat st;

	return error == ENOTDIR && fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
			       S_ISLNK(st.st_mode) ?
		       ELOOP :
		       error;
}

/* The directory NAME in PARENT, which is closed unless it is the top; -1 with errno. */
static int down(const struct place *place, int parent, const char *name, bool make)
{
	int result, error;

	if (make && mkdirat(parent, name, 0777) != 0 && errno != EEXIST)
		result = -1;
	else
		result = openat(parent, name, OPEN_FLAGS | O_NOFOLLOW);
	error = link_or(errno, parent, name);
	if (parent != place->top)
		close(parent);
	errno = error;
	return result;
}

bool place_enter(struct place *place, const char *path, bool make)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path);
	struct str rest = str_of(path, len), part;
	int directory = place->top;

	place->base = slash == NULL ? path : slash + 1;
	if (place->directory >= 0 && len == place->path_len && memcmp(path, place->path, len) == 0)
		return true;
	leave(place);
	if (place->top < 0) {
		errno = ENOENT;
		return false;
	}
	while (len > 0 && directory >= 0 && str_cut(&rest, '/', &part))
		directory = down(place, directory, arena_str(&place->arena, part).ptr, make);
	place->directory = directory;
	place->path = path;
	place->path_len = len;
	return directory >= 0;
}

const char *place_fault(struct arena *arena, const char *directory, const char *path)
{
	const char *why = errno == ELOOP  ? "a link, which is not followed: remove it first" :
			  errno == EINVAL ? "not a regular file" :
					    strerror(errno);

	return arena_printf(arena, "%s%s%s: %s", directory, path == NULL ? "" : "/",
		path == NULL ? "" : path, why);
}
