/* What is there already, and what would change. */
#include "gen/place.h"

#include "lint/base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { OLD_MAX = 16 * 1024 * 1024 };

/* Reads the whole of DESCRIPTOR. */
static bool read_all(int descriptor, struct buf *buf)
{
	for (;;) {
		ssize_t got = read(descriptor, buf_room(buf, 65536), 65536);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		buf->len += (size_t)got;
		if (buf->len > OLD_MAX) {
			errno = EFBIG;
			return false;
		}
	}
}

/* What is at the place of CHANGE, in the directory of the walk. False with errno. */
static bool read_old(struct gen_plan *plan, struct place *place, struct gen_change *change)
{
	struct buf buf = { 0 };
	struct stat st;
	bool ok;
	int descriptor = openat(
		place->directory, place->base, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (descriptor < 0)
		return false;
	ok = fstat(descriptor, &st) == 0;
	if (ok && !S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		ok = false;
	}
	ok = ok && read_all(descriptor, &buf);
	if (ok) {
		change->mode = st.st_mode;
		change->old = arena_str(&plan->arena, buf_str(&buf));
	}
	buf_finish(&buf);
	close(descriptor);
	return ok;
}

static bool has_line(struct str text, struct str wanted)
{
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		if (str_ends(line, STR("\r")))
			line.len--;
		if (str_eq(line, wanted))
			return true;
	}
	return false;
}

/* The old bytes with LINE behind them. */
static struct str with_line(struct arena *arena, struct str old, struct str line)
{
	struct buf buf = { 0 };
	struct str result;

	buf_add(&buf, old);
	if (old.len > 0 && !str_ends(old, STR("\n")))
		buf_add_char(&buf, '\n');
	buf_add(&buf, line);
	buf_add_char(&buf, '\n');
	result = arena_str(arena, buf_str(&buf));
	buf_finish(&buf);
	return result;
}

static void compare(
	struct gen_plan *plan, struct gen_change *change, const struct gen_file *file, bool exists)
{
	if (file->line && exists && has_line(change->old, file->bytes)) {
		change->state = GEN_SAME;
		return;
	}
	change->bytes = file->line ? with_line(&plan->arena, change->old, file->bytes) :
				     file->bytes;
	if (!exists)
		change->state = GEN_NEW;
	else if (file->line)
		change->state = GEN_GROWS;
	else
		change->state = str_eq(change->old, file->bytes) ? GEN_SAME : GEN_DIFFERS;
}

static bool plan_file(struct gen_plan *plan, struct place *place, const struct gen_file *file,
	struct gen_change *change)
{
	bool there = place_enter(place, file->path, false), exists;

	*change = (struct gen_change){ .path = file->path };
	exists = there && read_old(plan, place, change);
	if (!exists && errno != ENOENT) {
		plan->fault = place_fault(&plan->arena, plan->directory, file->path);
		return false;
	}
	compare(plan, change, file, exists);
	return true;
}

bool gen_plan(struct gen_plan *plan, const char *directory, const struct gen_files *files)
{
	struct place place;
	bool ok = true;

	*plan = (struct gen_plan){ .directory = directory };
	plan->list = arena_alloc(&plan->arena, files->count + 1, sizeof *plan->list);
	if (!place_open(&place, directory) && errno != ENOENT) {
		plan->fault = place_fault(&plan->arena, directory, NULL);
		return false;
	}
	for (size_t i = 0; ok && i < files->count; i++) {
		ok = plan_file(plan, &place, &files->list[i], &plan->list[i]);
		plan->count++;
	}
	place_close(&place);
	return ok;
}

void gen_plan_finish(struct gen_plan *plan)
{
	arena_finish(&plan->arena);
	*plan = (struct gen_plan){ 0 };
}
