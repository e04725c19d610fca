#include "lint/base/source.h"

#include "lint/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char *source_status_text(enum source_status status)
{
	static const char *const text[] = {
		[SOURCE_OK] = "readable",
		[SOURCE_MISSING] = "no such file",
		[SOURCE_DENIED] = "permission denied",
		[SOURCE_DIRECTORY] = "is a directory",
		[SOURCE_NOT_REGULAR] = "is not a regular file",
		[SOURCE_OUTSIDE] = "lies outside the root",
		[SOURCE_FAILED] = "cannot be read",
	};

	return text[status];
}

enum source_status source_status_of_errno(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return SOURCE_MISSING;
	case EACCES:
	case EPERM:
		return SOURCE_DENIED;
	case EISDIR:
		return SOURCE_DIRECTORY;
	case ENXIO:
		return SOURCE_NOT_REGULAR;
	default:
		return SOURCE_FAILED;
	}
}

/* FNV-1a: paths come from the walk and from includes; the latter are few for each file. */
static size_t path_hash(struct str path)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < path.len; i++)
		hash = (hash ^ (unsigned char)path.ptr[i]) * UINT64_C(1099511628211);
	return (size_t)(hash ^ hash >> 32);
}

/* The slot of PATH in the index: empty, or the one that holds it. */
static uint32_t *index_slot(const struct sources *sources, struct str path)
{
	size_t mask = sources->capacity * 2 - 1, at = path_hash(path) & mask;

	while (sources->index[at] != 0 &&
		!str_eq(str_c(sources->list[sources->index[at] - 1].path), path))
		at = (at + 1) & mask;
	return &sources->index[at];
}

static void sources_grow(struct sources *sources)
{
	MEMORY_GROW(sources->list, sources->count, sources->capacity);
	free(sources->index);
	sources->index = memory_alloc(sources->capacity * 2, sizeof *sources->index);
	for (size_t i = 0; i < sources->count; i++)
		*index_slot(sources, str_c(sources->list[i].path)) = (uint32_t)i + 1;
}

void sources_part(struct sources *part, struct sources *whole)
{
	*part = (struct sources){
		.whole = whole, .first = (uint32_t)whole->count, .overlay = whole->overlay
	};
}

void sources_join(struct sources *part)
{
	part->joined = memory_alloc(part->count, sizeof *part->joined);
	for (size_t i = 0; i < part->count; i++) {
		const struct source *from = &part->list[i];
		struct source *to;

		part->joined[i] = sources_add(part->whole, str_c(from->path), NULL);
		to = sources_at(part->whole, part->joined[i]);
		to->size = from->size;
		to->mtime = from->mtime;
		to->included += from->included;
	}
}

uint32_t sources_joined(const struct sources *part, uint32_t file)
{
	return file == SPAN_NO_FILE || file < part->first ? file : part->joined[file - part->first];
}

struct source *sources_at(const struct sources *sources, uint32_t file)
{
	if (file < sources->first)
		return sources_at(sources->whole, file);
	return &sources->list[file - sources->first];
}

/* Finds SOURCE in the time that SOURCES are of. */
static void date(struct sources *sources, struct source *source)
{
	const struct past *past = sources_past(sources);
	const struct past_entry *entry = NULL;
	enum past_answer answer;
	const char *below;

	if (past == NULL)
		return;
	answer = past_find(past, source->path, true, &entry);
	below = past_relative(past, &sources->arena, source->path);
	if (answer == PAST_OUTSIDE)
		return;
	source->past = past;
	source->entry = entry;
	if (below != NULL && source->name == source->path)
		source->name = arena_printf(&sources->arena, "%s%s", past->label, below);
}

uint32_t sources_add(struct sources *sources, struct str path, const char *name)
{
	struct source *source;
	uint32_t *slot;

	if (sources->count == sources->capacity)
		sources_grow(sources);
	slot = index_slot(sources, path);
	if (*slot != 0)
		return sources->first + *slot - 1;
	source = &sources->list[sources->count++];
	*slot = (uint32_t)sources->count;
	*source = (struct source){ .spool = -1 };
	source->path = arena_str(&sources->arena, path).ptr;
	source->name = name != NULL ? arena_str(&sources->arena, str_c(name)).ptr : source->path;
	while (name == NULL && str_starts(str_c(source->name), STR("./")) &&
		source->name[2] != '\0')
		source->name += 2;
	date(sources, source);
	return sources->first + *slot - 1;
}

uint32_t sources_append(struct sources *into, const struct sources *from)
{
	uint32_t first = (uint32_t)into->count;

	for (size_t i = 0; i < from->count; i++) {
		struct str key = str_c(
			arena_printf(&into->arena, "%s/%s", from->list[i].path, from->past->label));

		/* The number is what counts, and that nobody finds it by a path: one that ends so
		 * names no file. */
		while (sources_add(into, key, NULL) != first + i)
			key = str_c(arena_printf(&into->arena, "%s/", key.ptr));
		key = str_c(into->list[first + i].path);
		into->list[first + i] = from->list[i];
		into->list[first + i].path = key.ptr;
	}
	return first;
}

static bool copy_all(int from, int to)
{
	char buf[64 * 1024];
	ssize_t got;

	while ((got = read(from, buf, sizeof buf)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || write(to, buf, (size_t)got) != got)
			return false;
	}
	return true;
}

enum source_status sources_add_pipe(
	struct sources *sources, int descriptor, const char *name, uint32_t *file)
{
	FILE *spool = tmpfile();
	int copy = spool == NULL ? -1 : dup(fileno(spool));

	if (spool != NULL)
		fclose(spool);
	if (copy < 0)
		return SOURCE_FAILED;
	if (!copy_all(descriptor, copy)) {
		close(copy);
		return SOURCE_FAILED;
	}
	*file = sources_add(sources, STR("-"), name);
	sources_at(sources, *file)->spool = copy;
	return SOURCE_OK;
}

enum source_status source_regular(int descriptor, struct stat *st, int *result)
{
	enum source_status status = SOURCE_OK;

	if (fstat(descriptor, st) != 0)
		status = SOURCE_FAILED;
	else if (S_ISDIR(st->st_mode))
		status = SOURCE_DIRECTORY;
	else if (!S_ISREG(st->st_mode))
		status = SOURCE_NOT_REGULAR;
	if (status != SOURCE_OK) {
		close(descriptor);
		return status;
	}
	*result = descriptor;
	return SOURCE_OK;
}

int64_t source_mtime(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static enum source_status open_again(const struct sources *sources, const struct source *source,
	struct stat *st, int *descriptor)
{
	int fd;

	errno = ENOENT;
	if (source->past != NULL)
		fd = source->entry == NULL ? -1 : past_open(source->past, source->entry);
	else
		fd = source->spool >= 0 ? dup(source->spool) : source_open_now(source->path);
	if (fd < 0 || (source->spool < 0 && source->past == NULL &&
			      !overlay_exchange(sources->overlay, &fd)))
		return source_status_of_errno(errno);
	return source_regular(fd, st, descriptor);
}

enum source_status source_open(struct sources *sources, uint32_t file, int *descriptor)
{
	struct source *source = sources_at(sources, file);
	struct stat st;
	enum source_status status = open_again(sources, source, &st, descriptor);

	if (status != SOURCE_OK)
		return status;
	source->size = (uint64_t)st.st_size;
	source->mtime = source_mtime(&st);
	if (source->spool >= 0)
		lseek(*descriptor, 0, SEEK_SET);
	return SOURCE_OK;
}

void source_note(struct sources *sources, uint32_t file, int descriptor)
{
	struct source *source = sources_at(sources, file);
	struct stat st;

	if (fstat(descriptor, &st) != 0)
		return;
	source->size = (uint64_t)st.st_size;
	source->mtime = source_mtime(&st);
}

enum { READ_CHUNK = 64 * 1024 };

enum source_status source_read(
	struct sources *sources, uint32_t file, size_t limit, struct buf *buf)
{
	int fd;
	size_t before = buf->len;
	enum source_status status = source_open(sources, file, &fd);
	uint64_t size;

	if (status != SOURCE_OK)
		return status;
	size = sources_at(sources, file)->size;
	/* At its size the file ends; one whose size says nothing ends where nothing more comes. */
	while (limit > 0 && (size == 0 || buf->len - before != size)) {
		size_t left = size > buf->len - before ? (size_t)size - (buf->len - before) :
							 READ_CHUNK;
		size_t want = limit < left ? limit : left < READ_CHUNK ? left : READ_CHUNK;
		ssize_t got = read(fd, buf_room(buf, want), want);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			status = source_status_of_errno(errno);
		if (got <= 0)
			break;
		buf->len += (size_t)got;
		limit -= (size_t)got;
	}
	close(fd);
	return status;
}

static void again_close(struct sources *sources)
{
	if (sources->again > 0)
		close(sources->again - 1);
	sources->again = 0;
}

/* It lies in a temporary file, whose time says nothing. */
static bool is_copy(const struct source *source)
{
	return source->spool >= 0 || (source->entry != NULL && source->entry->now == NULL);
}

/* Opens FILE, unless it is open. False when it is gone, or not as it was. */
static bool again_open(struct sources *sources, uint32_t file)
{
	const struct source *source = sources_at(sources, file);
	struct stat st;
	int fd;

	if (sources->again > 0 && sources->again_file == file) {
		if (fstat(sources->again - 1, &st) != 0)
			return false;
	} else {
		again_close(sources);
		if (open_again(sources, source, &st, &fd) != SOURCE_OK)
			return false;
		sources->again = 1 + fd;
		sources->again_file = file;
	}
	return (uint64_t)st.st_size == source->size &&
	       (is_copy(source) || source_mtime(&st) == source->mtime);
}

static bool read_at(int fd, uint64_t offset, size_t len, struct buf *buf)
{
	while (len > 0) {
		ssize_t got = pread(fd, buf_room(buf, len), len, (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		buf->len += (size_t)got;
		offset += (uint64_t)got;
		len -= (size_t)got;
	}
	return true;
}

bool source_again(
	struct sources *sources, uint32_t file, uint64_t offset, size_t len, struct buf *buf)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of `again` */
	bool read;

	pthread_mutex_lock(&lock);
	read = again_open(sources, file) && read_at(sources->again - 1, offset, len, buf);
	pthread_mutex_unlock(&lock);
	return read;
}

struct str path_base(struct str path)
{
	while (path.len > 1 && path.ptr[path.len - 1] == '/')
		path.len--;
	for (size_t i = path.len; i-- > 0;)
		if (path.ptr[i] == '/' && path.len > 1)
			return str_skip(path, i + 1);
	return path;
}

struct str path_dir(struct str path)
{
	while (path.len > 1 && path.ptr[path.len - 1] == '/')
		path.len--;
	for (size_t i = path.len; i-- > 0;)
		if (path.ptr[i] == '/')
			return str_take(path, i == 0 ? 1 : i);
	return STR(".");
}

void sources_finish(struct sources *sources)
{
	again_close(sources);
	for (size_t i = 0; i < sources->count; i++)
		if (sources->list[i].spool >= 0)
			close(sources->list[i].spool);
	free(sources->list);
	free(sources->index);
	free(sources->joined);
	arena_finish(&sources->arena);
	*sources = (struct sources){ 0 };
}
