/*
 * xml: what the XML formats write. Nothing that an input says can be markup: text_escape() leaves
 * no character that XML 1.0 forbids, and those that mean something there become references.
 */
#ifndef LINT_REPORT_XML_H
#define LINT_REPORT_XML_H

#include "lint/base/str.h"

#include <stdint.h>
#include <stdio.h>

/* Writes TEXT, made safe, as the text of an element or the value of an attribute. */
void xml_put(FILE *out, const char *text);

/* The same for TEXT that is safe to show already. */
void xml_put_safe(FILE *out, struct str text);

/* Writes ` NAME="VALUE"`. */
void xml_attribute(FILE *out, const char *name, const char *value);
void xml_attribute_number(FILE *out, const char *name, uint64_t value);

/* The first line of a document. */
void xml_declaration(FILE *out);

#endif
