/*
 * mx: the value of an `mx` line: `["*."] Domain`, Domain as in RFC 5321 4.1.2 (RFC 8461 3.2).
 */
#ifndef LINT_POLICY_MX_H
#define LINT_POLICY_MX_H

#include "lint/diag/diag.h"

/* Judges VALUE (blanks at the ends removed) at AT by the policy-mx-* rules that need nothing but
 * the value. BETWEEN is what would stand between it and another one: a line end, "mx: ". True if it
 * derives from the grammar; false also for a value with several hosts. */
bool policy_mx_judge(struct str value, struct span at, struct str between, struct diag *diag);

/* True if VALUE is one host name of letters, digits and hyphens, a "*." before it allowed, within
 * the limits of the DNS, and no address: what the grammar means, and what the strictest senders
 * take. */
bool policy_mx_valid(struct str value);

/* Cuts the next word off *REST, between blanks, ',', ';' and '|'. False when there is none left. */
bool policy_mx_word(struct str *rest, struct str *word);

/* VALUE names several hosts. */
bool policy_mx_is_list(struct str value);

/* The part of VALUE as a span, where VALUE stands at AT. */
struct span policy_mx_part(struct str value, struct span at, struct str part);

/* mx_form.c: reports how VALUE, which is no list and not valid, departs from the grammar. */
void policy_mx_judge_form(struct str value, struct span at, struct diag *diag);

/* mx_wildcard.c: reports what a wildcard covers too much. VALUE is valid. */
void policy_mx_judge_wildcard(struct str value, struct span at, struct diag *diag);

#endif
