/*
 * sarif: the parts of a SARIF 2.1.0 log; section numbers are those of the standard. Only
 * report_sarif.c and the sarif files use it.
 */
#ifndef LINT_REPORT_SARIF_H
#define LINT_REPORT_SARIF_H

#include "lint/report/json.h"
#include "lint/report/place.h"

/* What relative paths are relative to. */
#define SARIF_BASE "%SRCROOT%"

/* TEXT, which is safe to show, as a message: braces stand for arguments and are doubled (3.11.5),
 * and nothing that an input says becomes a link (3.11.6). */
json_t *sarif_message(struct str text);

/* The same for TEXT as it is in a finding, and for what report_sentence() says. */
json_t *sarif_message_of(const char *text);
json_t *sarif_sentence(const struct finding *finding);

/* PATH as a URI reference (RFC 3986), relative to the top of the repository unless it is absolute.
 */
json_t *sarif_artifact(const char *path);

/* The bytes of SPAN (3.30), lines and columns with them where they are known. */
json_t *sarif_region(struct span span, const struct extent *extent);

/* Both of them (3.29); NULL for no file. */
json_t *sarif_physical(const struct report *report, struct span span, const struct extent *extent);

/* "error", "warning", "note" or "none". */
const char *sarif_level(enum level level);

/* The rules that the findings name, in the order of the catalogue, with their texts (3.49); and the
 * number of each rule in that list. */
json_t *sarif_rules(const struct report *report);
void sarif_rule_numbers(const struct report *report, size_t numbers[RULE_COUNT]);

#endif
