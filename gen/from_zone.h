/*
 * from_zone: what a zone file says of the domains that are generated for: their MX hosts, and
 * whether they have MTA-STS already. It is read as `mtasts lint` reads it, and only what is sure is
 * taken.
 */
#ifndef GEN_FROM_ZONE_H
#define GEN_FROM_ZONE_H

#include "gen/gen.h"
#include "lint/model/world.h"

struct gen_zone {
	struct arena arena;
	const char *path;
	struct sources sources;
	struct diag diag;
	struct zone_file file;
	struct world world;
};

enum gen_mx {
	GEN_MX_FOUND,
	GEN_MX_NULL, /* "MX 0 .": the domain takes no mail (RFC 7505) */
	GEN_MX_ABSENT,
	GEN_MX_UNKNOWN, /* elsewhere, or something unreadable could add to them */
};

/* "example.com" of "zones/example.com.zone": what relative names in it begin with. False when the
 * name of the file does not say. */
bool gen_zone_origin(const char *path, struct name_buf *origin);

/* Reads the zone file PATH, whose includes may not leave ROOT. False with *STATUS when it cannot be
 * read. gen_zone_finish() in both cases. */
bool gen_zone_read(
	struct gen_zone *zone, const char *path, const char *root, enum source_status *status);
void gen_zone_finish(struct gen_zone *zone);

/* The MX hosts of NAME as text, sorted, each once, in ARENA: so the policy, and its id, do not
 * change when the zone is merely put in another order. */
enum gen_mx gen_zone_mx(const struct gen_zone *zone, struct name name, struct arena *arena,
	const struct str **hosts, size_t *count);

/* What the zone lacks for NAME: GEN_NEEDS_RUA without a TXT or CNAME at `_smtp._tls`,
 * GEN_NEEDS_HOST without an address or CNAME at `mta-sts`. */
unsigned gen_zone_lacks(const struct gen_zone *zone, struct name name);

/* NAME has an STS record there. */
bool gen_zone_has_sts(const struct gen_zone *zone, struct name name);

/* The apex, if NAME lies in the zone; else empty. */
struct str gen_zone_apex(const struct gen_zone *zone, struct name name, struct arena *arena);

#endif
