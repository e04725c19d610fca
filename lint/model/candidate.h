/*
 * candidate: the names that the run has a reason to take for a domain, sorted by name and edition.
 * Used by the model only.
 */
#ifndef LINT_MODEL_CANDIDATE_H
#define LINT_MODEL_CANDIDATE_H

#include "lint/model/domain.h"

/* A reason to take a name for a domain. */
struct candidate {
	struct name name;
	const struct zone *zone; /* NULL: every edition of its zone, if it has one */
	const struct policy_use *use;
	const struct model_configured *configured; /* NULL: the configuration is no reason */
};

struct candidates {
	const struct model_input *input;
	struct arena *arena;
	struct candidate *list;
	size_t count, capacity;
};

/* Collects and sorts; the caller frees the list. Scratch memory is in the arena. */
void candidates_collect(struct candidates *candidates);

/* TXT at LABEL.NAME, asked from ZONE; absent where that is too long to be a name. */
struct lookup lookup_text_below(const struct candidates *candidates, const struct zone *zone,
	struct str label, struct name name);

#endif
