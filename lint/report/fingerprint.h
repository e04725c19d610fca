/*
 * fingerprint: what a finding is known by from one run to the next: for services that follow
 * findings, and for baselines. It is the first 32 digits of SHA-256 over four lines,
 *
 *	the rule
 *	the path, as machine formats say it
 *	the text of the finding's line, blanks folded; of what is absent, its domain instead
 *	how many findings with the same three lines came before this one
 *
 * without a newline at the end. So it stays when the line moves or is indented, and anyone can make
 * it again: `printf '%s\n%s\n%s\n%d' RULE PATH TEXT 0 | sha256sum | cut -c1-32`.
 */
#ifndef LINT_REPORT_FINGERPRINT_H
#define LINT_REPORT_FINGERPRINT_H

#include "lint/report/place.h"
#include "lint/report/report.h"

/* Fills finding->fingerprint of every finding of the report, of which diag, sources and
 * machine_name are looked at. The findings are all there and sorted when it is first called; later
 * calls leave alone what has a fingerprint, so that leaving findings out changes none. The lines
 * are read again; where that fails, their text counts as empty. */
void fingerprint_all(const struct report *report, const struct places *places);

#endif
