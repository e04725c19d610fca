/*
 * gen_zones: the zones that MX hosts are taken from and that records are put into: that of
 * --from-zone, else those of the repository, which is what lies below the directory of the
 * configuration, or below the current one. They are found and read as `mtasts lint` does it, once,
 * and the repository only when something is asked of it.
 */
#ifndef CMD_GEN_ZONES_H
#define CMD_GEN_ZONES_H

#include "lint/lint.h"

struct gen_zones {
	struct repo_named file; /* --from-zone */
	const char *directory;	/* else what is walked */
	struct lint_options options;
	struct lint lint;
	bool named, read, ok;
};

/* The zone FROM_ZONE, or (NULL) those of the repository. CONFIG (NULL: none) outlives ZONES. */
void gen_zones_init(struct gen_zones *zones, const char *from_zone, const struct config *config);

/* Reads them if that was not done. False after complaints, each time. */
bool gen_zones_read(struct gen_zones *zones);

/* The zone that NAME lies in, or, of the repository, NULL where none is whole there. *OTHER is
 * another edition of it, or NULL. */
const struct zone *gen_zones_find(
	const struct gen_zones *zones, struct name name, const struct zone **other);

/* The path of the file of ZONE that has the SOA, and where it lies: the top of the git work tree,
 * or its directory. */
const char *gen_zones_path(const struct gen_zones *zones, const struct zone *zone);
const char *gen_zones_top(struct gen_zones *zones, const struct zone *zone);

void gen_zones_finish(struct gen_zones *zones);

#endif
