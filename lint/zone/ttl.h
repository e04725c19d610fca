/*
 * ttl: the numbers before a record's type.
 */
#ifndef LINT_ZONE_TTL_H
#define LINT_ZONE_TTL_H

#include "lint/base/arena.h"

enum { TTL_MAX = 2147483647 }; /* RFC 2181 8 */

enum ttl_status {
	TTL_OK,
	TTL_NONE,    /* does not look like one: no leading digit */
	TTL_BAD,     /* looks like one, and is none: `1x`, `1h30` */
	TTL_TOO_BIG, /* above MAX */
};

/* Reads up to MAX seconds, or numbers each with a unit (w d h m s, any case) as BIND does: `1w2d`,
 * also `1h1h`. A last number without a unit after others with one is refused, as by BIND and Knot;
 * NSD accepts it. */
enum ttl_status ttl_parse(struct str text, uint64_t max, uint32_t *seconds);

/* IN, CH, CS, HS or CLASSn, ASCII case folded (RFC 1035 3.2.4, RFC 3597 5). */
bool class_find(struct str text, uint16_t *number);

/* The mnemonic of a class, or CLASSn in ARENA. */
const char *class_text(struct arena *arena, uint16_t number);

#endif
