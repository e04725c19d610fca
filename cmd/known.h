/*
 * known: --baseline and --write-baseline.
 */
#ifndef CMD_KNOWN_H
#define CMD_KNOWN_H

#include "cmd/lint_options.h"

/* Reads the baseline that ARGUMENTS name, if they do, for the run. False after a complaint. */
bool known_read(struct baseline *baseline, struct lint_arguments *arguments);

/* Says what of it is gone. */
void known_complain(struct lint *lint, const struct lint_arguments *arguments);

/* Writes the findings of LINT as the baseline that ARGUMENTS name. False after a complaint. */
bool known_write(const struct lint *lint, const struct lint_arguments *arguments);

#endif
