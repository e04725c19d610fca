/*
 * node: what look-ups need of one zone: its index, and the way down from its apex to a name; and
 * how files become zones. Used by the world only.
 */
#ifndef LINT_MODEL_NODE_H
#define LINT_MODEL_NODE_H

#include "lint/model/world.h"

/* Builds the index of ZONE over its files, in ARENA. */
void zone_index(struct zone *zone, struct arena *arena);

/* The entry of the name with HASH in ZONE; NULL when it does not exist there. */
struct zone_name *zone_find_name(const struct zone *zone, uint64_t hash);

/* What the name with HASH owns in ZONE; false when it does not exist there. */
bool zone_find(const struct zone *zone, uint64_t hash, uint32_t *owns);

/* The nodes from the apex (depth 0) down to a name (depth `below`). The first `exist` of them
 * exist, so the closest encloser of a name that does not is at depth exist - 1. */
struct path {
	size_t below, exist;
	uint32_t owns[NAME_MAX_LABELS];
	uint64_t hash[NAME_MAX_LABELS];
};

/* NAME must lie in ZONE. */
void zone_path(const struct zone *zone, struct name name, struct path *path);

/* The record that ends the zone's authority on the way: the NS of a cut (RFC 1034 4.2.1), the name
 * itself included, or the DNAME of a proper ancestor (RFC 6672 2.3). At one node NS goes before
 * DNAME. *DEPTH is where; NULL when there is none. Memory of the record may be in ARENA. */
const struct rr *zone_path_break(const struct zone *zone, struct name name, const struct path *path,
	struct arena *arena, size_t *depth);

/* FILE has what makes a zone whole: its SOA, or, of octoDNS, what stands at the apex. */
static inline bool file_is_whole(const struct zone_file *file)
{
	return file->has_soa || file->whole;
}

/* A file and the zone it goes to. */
struct member {
	const struct zone_file *file;
	struct name apex; /* of the zone; none when nothing tells */
	size_t edition;	  /* equal for the files of one zone: the number of the one with the SOA */
	struct str
		directory; /* of a file that no SOA is for; those of one directory are one zone */
	size_t order;	   /* its number in the list of files */
	bool doubtful;	   /* a fragment that may belong to its zone is elsewhere */
};

/* The edition of files that no SOA is for. */
#define EDITION_NONE SIZE_MAX

/* Fills WORLD with the zones of MEMBERS, which it sorts by apex, then by edition. */
void world_make(struct world *world, struct member *members, size_t count);

#endif
