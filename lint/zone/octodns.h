/*
 * octodns: zones of octoDNS in YAML (its YamlProvider), read into the same as master files. Each
 * key at the top is an owner relative to the zone ('' is the apex), each value one record set or a
 * list of them: type, ttl, value or values, and what else the type asks for. There is no SOA, and
 * the zone is complete all the same where something stands at its apex; a file without that is one
 * source of several.
 *
 * What octoDNS refuses is a finding, and what is meant is judged on. Aliases, merge keys and
 * `!include` are followed, within bounds.
 */
#ifndef LINT_ZONE_OCTODNS_H
#define LINT_ZONE_OCTODNS_H

#include "lint/base/source.h"
#include "lint/zone/zone.h"

/* As zone_read(). */
bool octodns_read(struct zone_file *zone, const struct zone_input *input, struct sources *sources,
	struct diag *diag, enum source_status *status);

/* Where bytes FROM to TO (exclusive) of the joined TXT value of RR, a record of octoDNS, are
 * written, whatever the style of the scalar; rr->value_at when the file has changed. */
struct span octodns_place(struct sources *sources, const struct rr *rr, size_t from, size_t to);

/* Where the TTL of RR is written; rr->value_at where octoDNS's default applies. */
struct span octodns_ttl_place(struct sources *sources, const struct rr *rr);

/* VALUE, of a TXT, as a line of YAML that says it: `value: ...`. In ARENA. */
const char *octodns_line(struct arena *arena, enum rr_dialect dialect, struct str value);

/* OWNER as a key in the zone APEX, its quotes included where YAML needs them. In ARENA. */
const char *octodns_key(struct arena *arena, struct name owner, struct name apex);

#endif
