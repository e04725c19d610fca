/*
 * place: from the joined value of a TXT record back to the bytes of the file. The map is never
 * stored: the record is read and scanned again when a finding needs it, so that even a value split
 * over strings, lines and escapes is underlined where it stands.
 */
#ifndef LINT_ZONE_PLACE_H
#define LINT_ZONE_PLACE_H

#include "lint/dns/rr.h"
#include "lint/base/source.h"

/* The span of bytes FROM to TO (exclusive) of the joined TXT value of RR. FROM == TO is the place
 * before that byte. Falls back to rr->value_at for $GENERATE, RFC 3597 form, octoDNS and files that
 * changed. */
struct span place_of_txt(struct sources *sources, const struct rr *rr, size_t from, size_t to);

/* True if the record's text is cut by a comment right after its value: unquoted, and the first byte
 * after it that is no blank is ';'. *COMMENT is the comment's span. */
bool place_cut_by_comment(struct sources *sources, const struct rr *rr, struct span *comment);

/* True if the last label of the target's text (value_at of an MX or CNAME) has no final dot, so
 * that the origin was appended; *TEXT (in ARENA) is the text as written. */
bool place_is_relative(
	struct sources *sources, struct arena *arena, const struct rr *rr, struct str *text);

#endif
