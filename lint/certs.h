/*
 * certs: the certificate files of a run, read, given to their hosts, and held against the roots.
 * The part of lint.h that its job is.
 */
#ifndef LINT_CERTS_H
#define LINT_CERTS_H

#include "lint/lint.h"

/* Reads every certificate file. */
void lint_read_certs(struct lint *lint, const struct lint_options *options);

/* Puts what was read into LINT->bundles, once the domains are known. */
void lint_bundle_certs(struct lint *lint);

/* Judges the chains. */
void lint_judge_certs(struct lint *lint, const struct lint_options *options);

void lint_finish_certs(struct lint *lint);

#endif
