/*
 * zone_image: a zone file with its includes as a whole, every record kept, for editing it: read
 * from bytes at hand, so that what is checked is what will be written.
 */
#ifndef GEN_ZONE_IMAGE_H
#define GEN_ZONE_IMAGE_H

#include "gen/zone_write.h"
#include "lint/zone/zone.h"

struct owner_entry {
	uint64_t hash;
	const struct rr *rr;
};

struct zone_image {
	struct arena arena;
	struct levels levels;
	struct sources sources;
	struct diag diag;
	struct zone_file zone;
	struct owner_entry *owners; /* all records, sorted by owner, then in reading order */
};

/* Reads BYTES as the zone file that INPUT names. NULL, or why it is not to be edited, in the arena
 * of IMAGE: it has faults, is a fragment or a template, is signed. zone_image_finish() in any case.
 */
const char *zone_image_read(
	struct zone_image *image, const struct zone_write_input *input, struct str bytes);
void zone_image_finish(struct zone_image *image);

/* The records at NAME, in reading order, and how many; those of another name with the same hash are
 * among them. */
const struct owner_entry *zone_image_at(
	const struct zone_image *image, struct name name, size_t *count);

/* A $TTL stands in a file that the zone includes. */
bool zone_image_includes_set_ttl(struct zone_image *image);

/* "FILE:LINE:COLUMN", in the arena of IMAGE. */
const char *zone_image_place(struct zone_image *image, struct span span);

#endif
