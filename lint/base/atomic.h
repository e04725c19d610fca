/*
 * atomic: a file gets its bytes whole or not at all. They are written to a file beside its place,
 * flushed to the disk, and renamed over it: whoever looks, or wakes up after a crash, sees the old
 * bytes or the new ones. All that this program writes to disk goes this way.
 *
 * The file beside is hidden and has a suffix that nothing looks for. What a killed writer left of
 * it is taken away by the next one of the same place; that of a writer that still runs is locked.
 * All functions set errno where they fail, and know a place as openat() does: PATH in DIRECTORY,
 * which may be AT_FDCWD.
 */
#ifndef LINT_BASE_ATOMIC_H
#define LINT_BASE_ATOMIC_H

#include "lint/base/arena.h"

#include <sys/types.h>

/* What stands in for PATH until it is renamed; in ARENA. */
const char *atomic_beside(struct arena *arena, const char *path);

/* Creates the file BESIDE with MODE, as the umask allows, and locks it: its descriptor, or -1, with
 * EBUSY when another writer is at it. */
int atomic_create(int directory, const char *beside, mode_t mode);

/* What errno says after one of these, for people. */
const char *atomic_error(void);

/* Writes all of BYTES. */
bool atomic_write(int descriptor, struct str bytes);

/* Brings DESCRIPTOR, a file or a directory, to the disk, where the file system has such a thing. */
bool atomic_sync(int descriptor);

/* BESIDE takes the place of PATH. */
bool atomic_rename(int directory, const char *beside, const char *path);

/* Takes BESIDE away. */
void atomic_abandon(int directory, const char *beside);

#endif
