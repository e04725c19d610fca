/*
 * old: what the text of an old version says (lint/model/history.h), without findings. Includes of a
 * zone are not followed: what they held then is another version's text.
 */
#ifndef LINT_CHECK_OLD_H
#define LINT_CHECK_OLD_H

#include "lint/check/check.h"

/* Reads TEXT as the policy it was. policy_finish() then. */
void old_policy(struct policy *policy, struct str text);

/* What is asked of an old zone. */
struct old_zone {
	bool has_serial;
	uint32_t serial;
	struct str id; /* of the first STS record at the name that was asked for; empty: none */
};

/* How the text is to be read. */
struct old_input {
	struct zone_input zone;
	bool octodns;
};

/* Reads TEXT. NAME (may be none) is the owner of the record. Memory is in ARENA. */
struct old_zone old_zone(
	struct arena *arena, const struct old_input *from, struct str text, struct name name);

#endif
