#include "cmd/output.h"

#include "cmd/command.h"
#include "lint/base/atomic.h"
#include "lint/base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool complain_file(const char *path)
{
	complain("%s: %s", path, atomic_error());
	return false;
}

/* Writes to the open FILE and closes it. */
static bool write_and_close(FILE *file, const struct output *output, const struct report *report,
	const struct report_style *style)
{
	bool ok;

	output->format->write(report, style, file);
	ok = fflush(file) == 0 && !ferror(file) && atomic_sync(fileno(file));
	return fclose(file) == 0 && ok;
}

/* What exists and is no regular file (a pipe, /dev/null) is written to directly. */
static bool is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static bool write_special(
	const struct output *output, const struct report *report, const struct report_style *style)
{
	FILE *file = fopen(output->path, "w");

	return (file != NULL && write_and_close(file, output, report, style)) ||
	       complain_file(output->path);
}

/* What is there already keeps its permissions. */
static bool keep_mode(int descriptor, const char *path)
{
	struct stat st;

	return stat(path, &st) != 0 || fchmod(descriptor, st.st_mode & 07777) == 0;
}

static bool write_atomically(
	const struct output *output, const struct report *report, const struct report_style *style)
{
	struct arena arena = { 0 };
	char *real = realpath(output->path, NULL);
	const char *path = real == NULL ? output->path : real;
	const char *beside = atomic_beside(&arena, path);
	int descriptor = atomic_create(AT_FDCWD, beside, 0666);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	bool ok = file != NULL && keep_mode(descriptor, path) &&
		  write_and_close(file, output, report, style) &&
		  atomic_rename(AT_FDCWD, beside, path);

	if (!ok) {
		complain_file(output->path);
		if (descriptor >= 0)
			atomic_abandon(AT_FDCWD, beside);
	}
	free(real);
	arena_finish(&arena);
	return ok;
}

static bool is_same(const char *a, const char *b)
{
	struct stat left, right;

	return stat(a, &left) == 0 && stat(b, &right) == 0 && left.st_dev == right.st_dev &&
	       left.st_ino == right.st_ino;
}

/* The report would take the place of what it is about. */
static bool is_read(const char *path, const struct sources *sources)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return false;
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = &sources->list[i];

		if (source->spool < 0 && source->past == NULL &&
			source->size == (uint64_t)st.st_size && is_same(path, source->path))
			return true;
	}
	return false;
}

bool output_write(const struct output *output, const struct report *report,
	const struct report_style *style, FILE *standard)
{
	if (output->path == NULL) {
		output->format->write(report, style, standard);
		return true;
	}
	if (is_special(output->path))
		return write_special(output, report, style);
	if (!is_read(output->path, report->sources))
		return write_atomically(output, report, style);
	complain("%s: it is one of the files that were read; the report needs another one",
		output->path);
	return false;
}

bool output_same_file(const char *a, const char *b)
{
	struct arena arena = { 0 };
	bool same = is_same(a, b);

	if (!same && str_eq(path_base(str_c(a)), path_base(str_c(b))))
		same = is_same(arena_str(&arena, path_dir(str_c(a))).ptr,
			arena_str(&arena, path_dir(str_c(b))).ptr);
	arena_finish(&arena);
	return same;
}
