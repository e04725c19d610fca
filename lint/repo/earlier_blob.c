#include "lint/repo/earlier_blob.h"

#include "lint/base/buf.h"
#include "lint/repo/classify.h"
#include "lint/repo/git.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, DEBUG_LINES = 5, SKIP_WORKTREE = 1 << 30 };

/* What `ls-files --stage --debug` says of one path. */
struct indexed {
	char object[80], path[PATH_MAX];
	uint64_t seconds, nanoseconds, size, flags;
};

/* The path on disk. */
static const char *path_now(struct earlier *earlier, const struct past_entry *entry)
{
	return arena_printf(&earlier->past.arena, "%s/%s", earlier->top, entry->path);
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* The file has the size and time that the index has, and that is from before the index was
 * written: one changed at that very moment could look the same (git's "racy" entries). */
static bool is_clean(const struct indexed *indexed, const struct stat *st, const struct stat *index)
{
	return S_ISREG(st->st_mode) && (uint32_t)st->st_size == (uint32_t)indexed->size &&
	       (uint64_t)st->st_mtim.tv_sec == indexed->seconds &&
	       (uint64_t)st->st_mtim.tv_nsec == indexed->nanoseconds &&
	       is_before(&st->st_mtim, &index->st_mtim);
}

static void judge_indexed(
	struct earlier *earlier, const struct indexed *indexed, const struct stat *index)
{
	struct past_entry *entry = past_entry(&earlier->past, str_c(indexed->path));
	const char *path;
	struct stat st;

	if (entry == NULL || entry->kind != PAST_FILE ||
		strcmp(indexed->object, entry->object) != 0)
		return;
	path = path_now(earlier, entry);
	if (lstat(path, &st) == 0) {
		if (is_clean(indexed, &st, index))
			entry->now = path;
	} else if ((indexed->flags & SKIP_WORKTREE) != 0) {
		past_leave(&earlier->past, entry);
	}
}

/* The number behind NAME in TEXT, in base BASE; 0 when it is not there. */
static uint64_t number_of(const char *text, const char *name, int base, const char **end)
{
	const char *at = strstr(text, name);
	char *after = NULL;
	uint64_t result = 0;

	if (at != NULL)
		result = strtoull(at + strlen(name), &after, base);
	if (end != NULL)
		*end = after == NULL ? "" : after;
	return result;
}

/* Reads the lines that stand before the next path. */
static void read_details(struct indexed *indexed, const char *text)
{
	const char *end;

	indexed->seconds = number_of(text, "mtime: ", 10, &end);
	indexed->nanoseconds = end[0] == ':' ? strtoull(end + 1, NULL, 10) : 0;
	indexed->size = number_of(text, "size: ", 10, NULL);
	indexed->flags = number_of(text, "flags: ", 16, NULL);
}

/* Reads "MODE OBJECT STAGE\tPATH". */
static void read_header(struct indexed *indexed, const char *text)
{
	const char *object = strchr(text, ' '), *tab = strchr(text, '\t');
	size_t len = object == NULL ? 0 : strcspn(object + 1, " ");

	*indexed = (struct indexed){ 0 };
	if (object == NULL || tab == NULL || len >= sizeof indexed->object ||
		strlen(tab + 1) >= sizeof indexed->path)
		return;
	memcpy(indexed->object, object + 1, len);
	memcpy(indexed->path, tab + 1, strlen(tab + 1));
}

/* The text behind the first DEBUG_LINES lines. */
static char *behind_details(char *text)
{
	for (int i = 0; i < DEBUG_LINES && text != NULL; i++) {
		text = strchr(text, '\n');
		text = text == NULL ? NULL : text + 1;
	}
	return text;
}

void earlier_mark_same(struct earlier *earlier, const char *index)
{
	static const char *const arguments[] = { "ls-files", "-z", "--cached", "--stage", "--debug",
		NULL };
	struct indexed indexed = { .path = "" };
	char *text = NULL, *header;
	bool first = true;
	size_t room = 0;
	struct stat st;
	struct git git;

	/* The form of the details is git's own affair: where they cannot be read, nothing is taken
	 * for the same, and all is read. */
	if (stat(index, &st) != 0 || !git_start(&git, earlier->top, arguments))
		return;
	while (getdelim(&text, &room, '\0', git.out) > 0) {
		header = first ? text : behind_details(text);
		if (header != NULL && header > text)
			header[-1] = '\0';
		if (!first) {
			read_details(&indexed, text);
			judge_indexed(earlier, &indexed, &st);
		}
		if (header == NULL)
			break;
		read_header(&indexed, header);
		first = false;
	}
	free(text);
	git_end(&git);
}

static bool wants(const struct past_entry *entry)
{
	return entry->now == NULL && entry->kind != PAST_DISK;
}

/* The names of the objects that are wanted, one a line, in an unlinked file; NULL without one. */
static FILE *list_wanted(const struct earlier *earlier, size_t *count)
{
	FILE *list = tmpfile();

	*count = 0;
	for (size_t i = 0; list != NULL && i < earlier->past.count; i++)
		if (wants(&earlier->past.list[i])) {
			fprintf(list, "%s\n", earlier->past.list[i].object);
			++*count;
		}
	if (list != NULL && fflush(list) == 0 && lseek(fileno(list), 0, SEEK_SET) == 0)
		return list;
	if (list != NULL)
		fclose(list);
	return NULL;
}

/* One object while it is read: whether it is what the disk holds, and whether it is worth keeping.
 */
struct arrival {
	struct past_entry *entry;
	const char *path; /* on disk */
	int disk;	  /* open there, or -1 */
	bool same;
	bool keep; /* more of it than its first bytes */
	uint64_t size, done;
};

static void arrival_init(struct arrival *arrival, struct earlier *earlier, struct past_entry *entry)
{
	struct stat st;

	arrival->entry = entry;
	arrival->path = path_now(earlier, entry);
	arrival->disk = -1;
	if (entry->kind == PAST_FILE && lstat(arrival->path, &st) == 0 && S_ISREG(st.st_mode) &&
		(uint64_t)st.st_size == arrival->size)
		arrival->disk = open(
			arrival->path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	arrival->same = arrival->disk >= 0;
	arrival->keep = true;
	arrival->done = 0;
}

static bool is_on_disk(struct arrival *arrival, struct str bytes)
{
	char disk[CHUNK];
	size_t len = 0;
	ssize_t got = 1;

	while (len < bytes.len && got > 0) {
		got = read(arrival->disk, disk + len, bytes.len - len);
		len += got > 0 ? (size_t)got : 0;
	}
	return str_eq(str_of(disk, len), bytes);
}

/* Nothing that is no text is an input, whatever it is called; an included one need not be whole to
 * be none. */
static bool is_binary(const struct arrival *arrival, struct str bytes)
{
	return arrival->done == 0 && arrival->entry->kind == PAST_FILE &&
	       classify_content(bytes) == CONTENT_BINARY;
}

static bool take_bytes(struct earlier *earlier, struct arrival *arrival, struct str bytes)
{
	bool ok = true;

	arrival->same = arrival->same && is_on_disk(arrival, bytes);
	if (is_binary(arrival, bytes)) {
		arrival->keep = false;
		ok = past_keep(&earlier->past, str_take(bytes, CLASSIFY_HEAD));
	} else if (arrival->keep) {
		ok = past_keep(&earlier->past, bytes);
	}
	arrival->done += bytes.len;
	return ok;
}

/* What was read becomes the entry's. */
static void settle(struct earlier *earlier, struct arrival *arrival, uint64_t from)
{
	struct past_entry *entry = arrival->entry;

	if (arrival->disk >= 0)
		close(arrival->disk);
	entry->offset = from;
	entry->size = past_kept(&earlier->past) - from;
	if (!arrival->same)
		return;
	entry->now = arrival->path;
	past_drop(&earlier->past, from);
}

/* Reads the next object, of arrival->size bytes and a line end. False when it does not come whole,
 * or with earlier->why when it cannot be kept. */
static bool read_object(struct earlier *earlier, struct arrival *arrival, FILE *in)
{
	uint64_t from = past_kept(&earlier->past);
	char bytes[CHUNK];
	bool ok = true;

	arrival->entry->too_large = arrival->size > EARLIER_MAX_BLOB;
	arrival->keep = !arrival->entry->too_large;
	while (ok && arrival->done < arrival->size) {
		uint64_t left = arrival->size - arrival->done;
		size_t want = left < CHUNK ? (size_t)left : CHUNK;

		ok = fread(bytes, 1, want, in) == want;
		if (ok && !take_bytes(earlier, arrival, str_of(bytes, want))) {
			earlier->why = arena_printf(&earlier->past.arena,
				"a temporary file cannot be written: %s", strerror(errno));
			ok = false;
		}
	}
	settle(earlier, arrival, from);
	return ok && fgetc(in) == '\n';
}

/* Reads "OBJECT blob SIZE", or "OBJECT missing" of what was never fetched. */
static bool read_answer(struct earlier *earlier, struct past_entry *entry, FILE *in)
{
	struct arrival arrival = { 0 };
	char line[256];
	const char *blob;

	if (fgets(line, sizeof line, in) == NULL)
		return false;
	blob = strstr(line, " blob ");
	if (blob == NULL) {
		entry->too_large = true;
		return strstr(line, " missing") != NULL;
	}
	arrival.size = strtoull(blob + strlen(" blob "), NULL, 10);
	arrival_init(&arrival, earlier, entry);
	return read_object(earlier, &arrival, in);
}

/* Reads all that is wanted from GIT. */
static bool read_answers(struct earlier *earlier, struct git *git)
{
	bool ok = true;

	for (size_t i = 0; ok && i < earlier->past.count; i++)
		if (wants(&earlier->past.list[i]))
			ok = read_answer(earlier, &earlier->past.list[i], git->out);
	return git_end(git) && ok;
}

bool earlier_read_blobs(struct earlier *earlier)
{
	static const char *const arguments[] = { "cat-file", "--batch", NULL };
	struct git git;
	bool ok;
	size_t count;
	FILE *wanted = list_wanted(earlier, &count);

	if (wanted == NULL) {
		earlier->why = arena_printf(&earlier->past.arena,
			"a temporary file cannot be written: %s", strerror(errno));
		return false;
	}
	ok = count == 0 || (git_start_with(&git, earlier->top, arguments, fileno(wanted)) &&
				   read_answers(earlier, &git));
	for (size_t i = 0; i < earlier->past.count; i++)
		earlier->differs = earlier->differs || wants(&earlier->past.list[i]);
	fclose(wanted);
	return ok;
}
