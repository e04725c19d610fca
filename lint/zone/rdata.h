/*
 * rdata: presentation form of the types that rules read, and RFC 3597 form of any, to wire form.
 * Data of other types is walked over for faults of its tokens only.
 */
#ifndef LINT_ZONE_RDATA_H
#define LINT_ZONE_RDATA_H

#include "lint/zone/reader.h"

struct rdata {
	struct buf *out;	/* wire form */
	struct span value_at;	/* as in struct rr */
	struct span strange_at; /* bytes in a TXT that are not printable ASCII; length 0 for none */
};

/* Reads the RDATA of ENTRY, of TYPE, to its end. Faults are reported and make the entry bad. */
void rdata_read(struct reader *reader, struct entry *entry, uint16_t type, struct rdata *rdata);

/* True if WIRE is well-formed RDATA of TYPE; true for types that no rule reads. */
bool rdata_is_valid(uint16_t type, struct str wire);

#endif
