/* What a path was (past.h). */
#include "lint/base/past.h"

#include "lint/base/buf.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_LINKS = 40 };

/* The number of the first entry that does not sort before PATH. */
static size_t lower_bound(const struct past *past, struct str path)
{
	size_t low = 0, high = past->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(str_c(past->list[middle].path), path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct past_entry *past_entry(const struct past *past, struct str path)
{
	size_t at = lower_bound(past, path);

	return at < past->count && str_eq(str_c(past->list[at].path), path) ? &past->list[at] :
									      NULL;
}

/* PATH is the base, or the entries below it are not none. */
static bool is_directory(const struct past *past, struct str path)
{
	struct buf below = { 0 };
	size_t at;
	bool result;

	if (path.len == 0)
		return true;
	buf_add(&below, path);
	buf_add_char(&below, '/');
	at = lower_bound(past, buf_str(&below));
	result = at < past->count && str_starts(str_c(past->list[at].path), buf_str(&below));
	buf_finish(&below);
	return result;
}

/* The part of the absolute PATH below the base, without the slash between; false when it is not. */
static bool below_base(const struct past *past, struct str path, struct str *below)
{
	struct str base = str_c(past->base);

	if (!str_starts(path, base) || (path.len > base.len && path.ptr[base.len] != '/'))
		return false;
	*below = str_skip(path, base.len + 1);
	return true;
}

/* PATH without ".", ".." and double slashes, as text. */
static void normalize(struct str path, struct buf *out)
{
	struct str part;

	while (str_cut(&path, '/', &part)) {
		if (part.len == 0 || str_eq(part, STR(".")))
			continue;
		if (str_eq(part, STR(".."))) {
			while (out->len > 0 && out->ptr[--out->len] != '/')
				;
			continue;
		}
		buf_add_char(out, '/');
		buf_add(out, part);
	}
}

/* Where PATH lies below the base, by its text or, where links lead there, by what its directory is.
 */
static bool locate(
	const struct past *past, struct arena *arena, const char *path, struct str *below)
{
	const char *full = path[0] == '/' ? path : arena_printf(arena, "%s/%s", past->where, path);
	struct buf text = { 0 };
	char *real = NULL;
	const char *slash;
	bool result;

	normalize(str_c(full), &text);
	result = below_base(past, arena_str(arena, buf_str(&text)), below);
	buf_finish(&text);
	slash = strrchr(full, '/');
	if (!result && slash != full) {
		real = realpath(arena_str(arena, str_of(full, (size_t)(slash - full))).ptr, NULL);
		result = real != NULL &&
			 below_base(past, str_c(arena_printf(arena, "%s%s", real, slash)), below);
	}
	free(real);
	return result;
}

/* The text of the link ENTRY. */
static struct str link_target(
	const struct past *past, struct arena *arena, const struct past_entry *entry)
{
	char text[PATH_MAX];
	ssize_t len;

	if (entry->now != NULL)
		len = readlink(entry->now, text, sizeof text);
	else
		len = pread(past->pack, text, entry->size < sizeof text ? entry->size : sizeof text,
			(off_t)entry->offset);
	return arena_str(arena, str_of(text, len < 0 ? 0 : (size_t)len));
}

/* A walk from the base to a path. */
struct way {
	const struct past *past;
	struct arena arena;
	struct buf at;	 /* reached so far */
	struct str todo; /* what follows */
	unsigned links;
};

/* Goes up from what was reached. False at the base. */
static bool go_up(struct way *way)
{
	bool below = way->at.len > 0;

	while (way->at.len > 0 && way->at.ptr[--way->at.len] != '/')
		;
	return below;
}

/* What was reached is the link ENTRY: goes on where it leads. */
static enum past_answer follow_link(struct way *way, const struct past_entry *entry)
{
	struct str target = link_target(way->past, &way->arena, entry);

	if (++way->links > MAX_LINKS || target.len == 0)
		return PAST_MISSING;
	go_up(way);
	if (target.ptr[0] == '/') {
		way->at.len = 0;
		if (!below_base(way->past, target, &target))
			return PAST_ESCAPES;
	}
	way->todo = str_c(arena_printf(&way->arena, "%.*s/%.*s", (int)target.len, target.ptr,
		(int)way->todo.len, way->todo.len == 0 ? "" : way->todo.ptr));
	return PAST_ENTRY;
}

/* Takes the next step of the way. PAST_ENTRY: it can go on. */
static enum past_answer step(struct way *way, struct str part, bool follow)
{
	const struct past_entry *entry;

	if (part.len == 0 || str_eq(part, STR(".")))
		return PAST_ENTRY;
	if (str_eq(part, STR("..")))
		return go_up(way) ? PAST_ENTRY : PAST_ESCAPES;
	if (way->at.len > 0)
		buf_add_char(&way->at, '/');
	buf_add(&way->at, part);
	if (way->past->links + way->past->disks == 0)
		return PAST_ENTRY;
	entry = past_entry(way->past, buf_str(&way->at));
	if (entry != NULL && entry->kind == PAST_DISK)
		return PAST_OUTSIDE;
	if (entry != NULL && entry->kind == PAST_LINK && (follow || way->todo.len > 0))
		return follow_link(way, entry);
	return PAST_ENTRY;
}

/* Goes all the way; what was reached is in WAY->at. */
static enum past_answer go(struct way *way, const char *path, bool follow)
{
	enum past_answer answer = PAST_ENTRY;
	struct str part;

	if (!locate(way->past, &way->arena, path, &way->todo))
		return PAST_OUTSIDE;
	while (answer == PAST_ENTRY && way->todo.len > 0 && str_cut(&way->todo, '/', &part))
		answer = step(way, part, follow);
	return answer;
}

enum past_answer past_find(
	const struct past *past, const char *path, bool follow, const struct past_entry **entry)
{
	struct way way = { .past = past };
	enum past_answer answer = go(&way, path, follow);

	if (answer == PAST_ENTRY) {
		*entry = past_entry(past, buf_str(&way.at));
		if (*entry == NULL)
			answer = is_directory(past, buf_str(&way.at)) ? PAST_DIRECTORY :
									PAST_MISSING;
	}
	buf_finish(&way.at);
	arena_finish(&way.arena);
	return answer;
}

int past_stat(const struct past *past, const char *path, bool follow, struct stat *st)
{
	const struct past_entry *entry = NULL;

	switch (past_find(past, path, follow, &entry)) {
	case PAST_OUTSIDE:
		return follow ? stat(path, st) : lstat(path, st);
	case PAST_DIRECTORY:
		*st = (struct stat){ .st_mode = S_IFDIR | 0755 };
		return 0;
	case PAST_ENTRY:
		*st = (struct stat){
			.st_mode = entry->kind == PAST_LINK ? S_IFLNK | 0777 : S_IFREG | 0644,
			.st_size = (off_t)entry->size,
			.st_dev = (dev_t)-1, /* no device of the machine's */
			.st_ino = (ino_t)(entry - past->list) + 1,
		};
		return 0;
	case PAST_MISSING:
	case PAST_ESCAPES:
		break;
	}
	errno = ENOENT;
	return -1;
}

bool past_below(const struct past *past, const char *directory, struct past_range *range)
{
	struct way way = { .past = past };
	enum past_answer answer = go(&way, directory, true);
	size_t first;

	if (way.at.len > 0)
		buf_add_char(&way.at, '/');
	first = lower_bound(past, buf_str(&way.at));
	*range = (struct past_range){ .first = first, .end = first, .strip = way.at.len };
	while (answer == PAST_ENTRY && range->end < past->count &&
		str_starts(str_c(past->list[range->end].path), buf_str(&way.at)))
		range->end++;
	buf_finish(&way.at);
	arena_finish(&way.arena);
	return answer != PAST_OUTSIDE;
}

const char *past_relative(const struct past *past, struct arena *arena, const char *path)
{
	struct str below;

	return locate(past, arena, path, &below) ? arena_str(arena, below).ptr : NULL;
}
