/*
 * zones: reads the zone files of a run, and decides which of them are zones of their own: a file
 * that another one includes is judged as part of that, unless the command line names it.
 */
#ifndef LINT_ZONES_H
#define LINT_ZONES_H

#include "lint/lint.h"

/* Fills lint->zones, and joins what was found in them to lint->diag. */
void lint_read_zones(struct lint *lint, const struct levels *levels);

#endif
