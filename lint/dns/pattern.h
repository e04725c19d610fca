/*
 * pattern: the `mx` patterns of a policy against host names (RFC 8461 4.1 and 3.2, RFC 6125 6.4.3):
 * a leading "*." covers exactly one label, nothing else is a wildcard, ASCII case is folded and the
 * root dot of either side does not count. U-labels count as their A-labels.
 */
#ifndef LINT_DNS_PATTERN_H
#define LINT_DNS_PATTERN_H

#include "lint/base/str.h"

/* HOST (text) matches PATTERN (text). */
bool pattern_matches(struct str pattern, struct str host);

/* Why HOST does not match PATTERN, for people, when PATTERN is close to it ("'*' covers exactly one
 * label", ...); NULL when it is not close. */
const char *pattern_near_miss(struct str pattern, struct str host);

#endif
