/*
 * senders: how real senders and checkers differ from the standard and from each other. One row of
 * senders.def is one kind of input; `mtasts rules SLUG` lists the rows of a rule, and a finding
 * about such an input says the same words, because both come from here.
 */
#ifndef LINT_DIAG_SENDERS_H
#define LINT_DIAG_SENDERS_H

#include "lint/diag/diag.h"

enum senders_id {
#define SENDERS(id, rule, input, text) SENDERS_##id,
#include "lint/diag/senders.def"
#undef SENDERS
	SENDERS_COUNT
};

struct senders {
	enum rule_id rule;
	const char *input; /* what kind of input, for the list of a rule */
	const char *text;  /* who does what with it: one sentence part, no final dot */
};

extern const struct senders senders[SENDERS_COUNT];

/* Appends what real senders do with this kind of input to the help of FINDING (which may be NULL).
 */
void diag_senders(struct diag *diag, struct finding *finding, enum senders_id id);

#endif
