/*
 * idn: internationalised host names (RFC 5890, 5891): U-labels to A-labels, and whether an A-label
 * is one. The only user of libidn2.
 */
#ifndef LINT_DNS_IDN_H
#define LINT_DNS_IDN_H

#include "lint/base/str.h"

/* Room for the text of any host name. */
enum { IDN_MAX_TEXT = 255 };

struct idn_text {
	char bytes[IDN_MAX_TEXT + 1];
	size_t len;
};

/* Writes TEXT, labels in UTF-8 between dots, with every U-label as its A-label. False when a label
 * cannot be one (emoji, ill-formed UTF-8, ...) or the result is too long. */
bool idn_to_ascii(struct str text, struct idn_text *out);

/* True if LABEL begins with "xn--", in any case. */
bool idn_is_encoded(struct str label);

/* True if LABEL, which begins with "xn--", decodes to a U-label that encodes to LABEL again. */
bool idn_alabel_valid(struct str label);

#endif
