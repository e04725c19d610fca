/* All files beside their places, one sync, then the renames. */
#define _GNU_SOURCE /* syncfs */

#include "gen/place.h"
#include "lint/base/atomic.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* Up to this many files are brought to the disk one by one, more by one sync of the file system. */
enum { SYNC_EACH = 16 };

/* What stands in for the place until it is renamed. */
static const char *beside(struct place *place)
{
	return atomic_beside(&place->arena, place->base);
}

/* Writes CHANGE beside its place. False with errno. */
static bool write_beside(struct place *place, const struct gen_change *change, bool sync)
{
	int descriptor = atomic_create(place->directory, beside(place), 0666), error;
	bool ok;

	if (descriptor < 0)
		return false;
	ok = atomic_write(descriptor, change->bytes) &&
	     (change->state == GEN_NEW || fchmod(descriptor, change->mode & 07777) == 0) &&
	     (!sync || atomic_sync(descriptor));
	error = errno;
	if (close(descriptor) != 0 && ok) {
		error = errno;
		ok = false;
	}
	errno = error;
	return ok;
}

static bool fail(struct gen_plan *plan, const char *path)
{
	plan->fault = place_fault(&plan->arena, plan->directory, path);
	return false;
}

/* Takes away what was written beside the first COUNT places. */
static void clean(struct gen_plan *plan, struct place *place, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (plan->list[i].state != GEN_SAME &&
			place_enter(place, plan->list[i].path, false))
			atomic_abandon(place->directory, beside(place));
}

static size_t to_write(const struct gen_plan *plan)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		count += plan->list[i].state != GEN_SAME;
	return count;
}

static bool write_files(struct gen_plan *plan, struct place *place)
{
	bool each = to_write(plan) <= SYNC_EACH;

	for (size_t i = 0; i < plan->count; i++) {
		const struct gen_change *change = &plan->list[i];

		if (change->state == GEN_SAME || (place_enter(place, change->path, true) &&
							 write_beside(place, change, each)))
			continue;
		fail(plan, change->path);
		clean(plan, place, i + 1);
		return false;
	}
	if (each || syncfs(place->top) == 0)
		return true;
	fail(plan, NULL);
	clean(plan, place, plan->count);
	return false;
}

static bool rename_files(struct gen_plan *plan, struct place *place)
{
	size_t done = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct gen_change *change = &plan->list[i];

		if (change->state == GEN_SAME)
			continue;
		if (!place_enter(place, change->path, false) ||
			!atomic_rename(place->directory, beside(place), place->base)) {
			fail(plan, change->path);
			clean(plan, place, plan->count);
			if (done > 0)
				plan->fault = arena_printf(&plan->arena,
					"%s (%zu files were replaced before)", plan->fault, done);
			return false;
		}
		done++;
	}
	return true;
}

static bool lock(struct gen_plan *plan, struct place *place)
{
	if (flock(place->top, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return true;
	plan->fault = arena_printf(
		&plan->arena, "%s: another mtasts is writing there", plan->directory);
	return false;
}

bool gen_apply(struct gen_plan *plan)
{
	struct place place;
	bool ok;

	if (to_write(plan) == 0)
		return true;
	if (mkdir(plan->directory, 0777) != 0 && errno != EEXIST)
		return fail(plan, NULL);
	if (!place_open(&place, plan->directory))
		return fail(plan, NULL);
	ok = lock(plan, &place) && write_files(plan, &place) && rename_files(plan, &place);
	place_close(&place);
	return ok;
}
