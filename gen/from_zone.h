/*
 * from_zone: what zones say of the domains that are generated for: their MX hosts, and whether they
 * have MTA-STS already. Only what is sure is taken.
 */
#ifndef GEN_FROM_ZONE_H
#define GEN_FROM_ZONE_H

#include "gen/gen.h"
#include "lint/model/world.h"

enum gen_mx {
	GEN_MX_FOUND,
	GEN_MX_NULL, /* "MX 0 .": the domain takes no mail (RFC 7505) */
	GEN_MX_ABSENT,
	GEN_MX_UNKNOWN, /* elsewhere, or something unreadable could add to them */
};

/* The MX hosts of NAME as text, sorted, each once, in ARENA: so the policy, and its id, do not
 * change when the zone is merely put in another order. */
enum gen_mx gen_zone_mx(const struct world *world, struct name name, struct arena *arena,
	const struct str **hosts, size_t *count);

/* What ZONE lacks for NAME: GEN_NEEDS_RUA without a TXT or CNAME at `_smtp._tls`,
 * GEN_NEEDS_HOST without an address or CNAME at `mta-sts`. */
unsigned gen_zone_lacks(const struct zone *zone, struct name name);

/* NAME has an STS record there. */
bool gen_zone_has_sts(const struct world *world, struct name name);

/* The apex of ZONE; empty when that has none. */
struct str gen_zone_apex(const struct zone *zone, struct arena *arena);

#endif
