/*
 * id: the id of an STS record. Senders fetch a policy again when the id is another one than before
 * (RFC 8461 3.1); which is greater says nothing.
 */
#ifndef LINT_TXT_ID_H
#define LINT_TXT_ID_H

#include "lint/base/arena.h"

enum { ID_MAX = 32 };

/* VALUE is 1 to 32 letters and digits. */
bool id_valid(struct str value);

/* The time NOW (seconds since the epoch) as an id: YYYYMMDDhhmmss. */
const char *id_timestamp(struct arena *arena, int64_t now);

/* The point in time that ID says, no later than NOW: a timestamp of 12 or 14 digits with or without
 * Z, YYYYMMDD with or without two digits behind it, seconds or milliseconds since the epoch. False
 * when it says none. */
bool id_time(struct str id, int64_t now, int64_t *seconds);

/* An id other than OLD and in its form: a timestamp with or without Z, milliseconds or seconds
 * since the epoch, YYYYMMDDnn, a counter, the first digits of HASH (lower case hexadecimal, of the
 * policy it announces; empty: not known). A timestamp where OLD has none of these. */
const char *id_next(struct arena *arena, struct str old, int64_t now, struct str hash);

#endif
