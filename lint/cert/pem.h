/*
 * pem: where the blocks of PEM (RFC 7468) are in a text, also those that OpenSSL passes over
 * because something stands before them in their first line. Says nothing of what is in them.
 */
#ifndef LINT_CERT_PEM_H
#define LINT_CERT_PEM_H

#include "lint/base/buf.h"
#include "lint/base/str.h"

struct pem_block {
	struct str
		text; /* from its "-----BEGIN" to the end of its last line, or to the next block */
	struct str first; /* its first line, from there on, without line end */
	bool whole;	  /* it has an end */
	bool begins_line; /* nothing stands before it in its line: blanks, the block before it */
};

/* The first block of TEXT from *AT on, which is moved behind it. False when there is none. */
bool pem_next(struct str text, size_t *at, struct pem_block *block);

/* Appends TEXT to OUT without the blanks that its lines begin with. */
void pem_unindent(struct str text, struct buf *out);

#endif
