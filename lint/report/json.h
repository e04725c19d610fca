/*
 * json: what the JSON formats share. Only lint/report includes it: jansson has its home here. A
 * report is written one finding at a time: no tree ever holds more than one of them.
 */
#ifndef LINT_REPORT_JSON_H
#define LINT_REPORT_JSON_H

#include "lint/report/report.h"

#include <jansson.h>

/* TEXT, safe and valid UTF-8; NULL for NULL. */
json_t *json_text(const char *text);

/* What to say of FINDING in one sentence, see report_sentence(). */
json_t *json_sentence(const struct finding *finding);

/* Sets KEY unless VALUE is NULL: what is absent is left out. Takes VALUE over. */
void json_set(json_t *object, const char *key, json_t *value);
void json_set_number(json_t *object, const char *key, uint64_t value);

/* Writes VALUE on one line and releases it. */
void json_put(FILE *out, json_t *value);

/* Writes VALUE, the one with the number I of a list whose brackets the caller writes, on a line of
 * its own, and releases it. */
void json_put_element(FILE *out, size_t i, json_t *value);

#endif
