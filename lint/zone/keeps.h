/*
 * keeps: which records some rule reads; only these are kept whole.
 *
 * Text is kept where senders look for it, or where people put it who mean such a place (`_mta-sts`,
 * `_smtp._tls` and what resembles them), at a wildcard, which may answer there, and where it says
 * that it is a record of STS or TLSRPT: an alias may lead to it, or it stands at a wrong owner. It
 * says so at its start or behind a ';', in any spelling: only letters and digits count.
 */
#ifndef LINT_ZONE_KEEPS_H
#define LINT_ZONE_KEEPS_H

#include "lint/dns/name.h"

/* True for SOA, NS, A, AAAA, CNAME, DNAME, MX, TLSA, CAA, and such TXT. */
bool keeps_record(struct name owner, uint16_t type, struct str rdata);

/* Text is kept at every name that begins with LABEL. */
bool keeps_label(struct str label);

/* TEXT, from the start (FIRST) or from behind a ';' of what a TXT record says, is kept for what it
 * says up to the next ';'. *CUT when TEXT ends too soon to tell. */
bool keeps_field(struct str text, bool first, bool *cut);

#endif
