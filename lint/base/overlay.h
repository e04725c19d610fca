/*
 * overlay: bytes that stand in for those of files while it is tried what comes of them, before they
 * are written. A file is known by device and inode, so that every way to it leads to the new bytes.
 * They stay in memory: nothing of them is on a disk, whenever the program ends.
 */
#ifndef LINT_BASE_OVERLAY_H
#define LINT_BASE_OVERLAY_H

#include "lint/base/str.h"

#include <sys/types.h>

struct overlaid;

/* Zero-initialised is empty. Only read while several threads use it. */
struct overlay {
	struct overlaid *list;
	size_t count, capacity;
};

/* From now on BYTES, which outlive the overlay or its next bytes for this file, are what the file
 * is taken to hold. */
void overlay_set(struct overlay *overlay, dev_t device, ino_t inode, struct str bytes);

/* Exchanges *DESCRIPTOR, an open file, for what stands in for that file, if anything does: a file
 * without a name, of no particular time. OVERLAY may be NULL. False with errno: then *DESCRIPTOR is
 * closed. */
bool overlay_exchange(const struct overlay *overlay, int *descriptor);

void overlay_finish(struct overlay *overlay);

#endif
