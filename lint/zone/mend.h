/*
 * mend: edits of records in the file they came from, for the fixes of findings. This is the one
 * place that decides whether a record can be edited, and how what it shall say is written there:
 * what is read again must say what the record says, or there is no edit. Edits are in ARENA, NULL
 * is none (diag_fix_add() then gives no fix).
 */
#ifndef LINT_ZONE_MEND_H
#define LINT_ZONE_MEND_H

#include "lint/base/source.h"
#include "lint/diag/diag.h"
#include "lint/dns/rr.h"

struct mend {
	struct arena *arena;
	struct sources *sources;
	const struct rr *rr;
};

/* TEXT instead of bytes FROM to TO of the joined value of a TXT, wherever its strings are cut: what
 * it replaces may be empty, and so may TEXT. None where a string would get too long. */
struct fix_edit *mend_txt(const struct mend *mend, size_t from, size_t to, struct str text);

/* Quotes around the value of a TXT and the COMMENT that follows it (place_cut_by_comment). *VALUE
 * is what the record will say then. None where that is more than plain characters on one line. */
struct fix_edit *mend_quotes(const struct mend *mend, struct span comment, struct str *value);

/* OWNER, absolute, instead of the record's owner. None where it is inherited, or where the next
 * record inherits it and would move along. */
struct fix_edit *mend_owner(const struct mend *mend, struct name owner);

/* A dot behind the name that an MX or CNAME leads to (place_is_relative). */
struct fix_edit *mend_final_dot(const struct mend *mend);

/* SERIAL instead of that of an SOA. */
struct fix_edit *mend_serial(const struct mend *mend, uint32_t serial);

#endif
