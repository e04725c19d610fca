/*
 * mx: the value of an `mx` line: `["*."] Domain`, Domain as in RFC 5321 4.1.2 (RFC 8461 3.2).
 */
#ifndef LINT_POLICY_MX_H
#define LINT_POLICY_MX_H

#include "lint/diag/diag.h"

/* Judges VALUE (blanks at the ends removed) at AT by the policy-mx-* rules that need nothing but the
 * value. True if it derives from the grammar; false also for a value with several hosts. */
bool policy_mx_judge(struct str value, struct span at, struct diag *diag);

#endif
