/* Files by their paths, now or at an earlier time (source.h). */
#include "lint/base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

const struct past *sources_past(const struct sources *sources)
{
	return sources->whole != NULL ? sources->whole->past : sources->past;
}

int source_open_now(const char *path)
{
	return open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

int sources_open_path(const struct sources *sources, const char *path)
{
	const struct past *past = sources_past(sources);
	const struct past_entry *entry = NULL;
	enum past_answer answer = past == NULL ? PAST_OUTSIDE : past_find(past, path, true, &entry);

	errno = answer == PAST_DIRECTORY ? EISDIR : ENOENT;
	if (answer == PAST_OUTSIDE)
		return source_open_now(path);
	return answer == PAST_ENTRY ? past_open(past, entry) : -1;
}

int sources_stat(const struct sources *sources, const char *path, bool follow, struct stat *st)
{
	const struct past *past = sources_past(sources);

	if (past != NULL)
		return past_stat(past, path, follow, st);
	return follow ? stat(path, st) : lstat(path, st);
}

/* Opens RELATIVE below DIRECTORY (which it closes), following no link. */
static int open_walk(int directory, struct str relative)
{
	struct str part;

	while (directory >= 0 && str_cut(&relative, '/', &part)) {
		char name[256];
		bool last = relative.ptr == NULL;
		int next;

		if (part.len == 0)
			continue;
		if (part.len >= sizeof name) {
			close(directory);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, part.ptr, part.len);
		name[part.len] = '\0';
		next = openat(directory, name,
			O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | O_NOFOLLOW |
				(last ? 0 : O_DIRECTORY));
		close(directory);
		directory = next;
	}
	return directory;
}

enum source_status source_open_below(const char *root, const char *path, int *descriptor)
{
	char *real_root = NULL, *real_path = NULL;
	enum source_status status = SOURCE_MISSING;
	struct str below, prefix;
	struct stat st;
	int fd;

	/* Most of what is looked for in several places is in none. */
	if (lstat(path, &st) != 0)
		return source_status_of_errno(errno);
	real_root = realpath(root, NULL);
	real_path = realpath(path, NULL);
	if (real_root == NULL || real_path == NULL) {
		status = source_status_of_errno(errno);
		goto done;
	}
	below = str_c(real_path);
	prefix = str_c(real_root);
	if (prefix.len > 1 && (!str_starts(below, prefix) ||
				      (below.len > prefix.len && below.ptr[prefix.len] != '/'))) {
		status = SOURCE_OUTSIDE;
		goto done;
	}
	fd = open_walk(
		open(real_root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), str_skip(below, prefix.len));
	status = fd < 0 ? source_status_of_errno(errno) : source_regular(fd, &st, descriptor);
done:
	free(real_root);
	free(real_path);
	return status;
}

/* The entry of PAST lies at or below ROOT. */
static bool is_below(const struct past *past, const struct past_entry *entry, const char *root)
{
	struct arena arena = { 0 };
	char *real = realpath(root, NULL);
	struct str prefix = str_c(real == NULL ? root : real);
	struct str full = str_c(arena_printf(&arena, "%s/%s", past->base, entry->path));
	bool result = prefix.len == 1 || (str_starts(full, prefix) && full.ptr[prefix.len] == '/');

	arena_finish(&arena);
	free(real);
	return result;
}

enum source_status sources_open_below(
	const struct sources *sources, const char *root, const char *path, int *descriptor)
{
	static const enum source_status status[] = {
		[PAST_MISSING] = SOURCE_MISSING,
		[PAST_DIRECTORY] = SOURCE_DIRECTORY,
		[PAST_ESCAPES] = SOURCE_OUTSIDE,
	};
	const struct past *past = sources_past(sources);
	const struct past_entry *entry = NULL;
	enum past_answer answer = past == NULL ? PAST_OUTSIDE : past_find(past, path, true, &entry);

	if (answer == PAST_OUTSIDE) {
		enum source_status now = source_open_below(root, path, descriptor);

		if (now == SOURCE_OK && !overlay_exchange(sources->overlay, descriptor))
			now = source_status_of_errno(errno);
		return now;
	}
	if (answer != PAST_ENTRY)
		return status[answer];
	if (!is_below(past, entry, root))
		return SOURCE_OUTSIDE;
	*descriptor = past_open(past, entry);
	return *descriptor < 0 ? source_status_of_errno(errno) : SOURCE_OK;
}
