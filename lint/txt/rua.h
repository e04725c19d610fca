/*
 * rua: the list of addresses in a TLSRPT record: `tlsrpt-uri *(*WSP "," *WSP tlsrpt-uri)`, in which
 * ',', '!' and ';' must be percent-encoded (RFC 8460 3).
 */
#ifndef LINT_TXT_RUA_H
#define LINT_TXT_RUA_H

#include "lint/txt/format.h"

/* VALUE, the text behind `rua=`, derives from the grammar. */
bool rua_valid(struct str value);

/* Appends VALUE with its missing schemes, size suffixes, empty and repeated items put right; false
 * when an address has no single right form. */
bool rua_repair(struct buf *out, struct str value);

/* S looks like an address for reports: it has a scheme that may stand here, or an '@'. */
bool rua_is_address(struct str s);

/* ITEM is an address that a reporter can use, to the letter. */
bool rua_good(struct str item);

/* The size limit that DMARC allows at the end of an address, "!10m": its offset, or ITEM.len. */
size_t rua_size_suffix(struct str item);

/* Judges every address of the field TAG and adds the well-formed ones to the struct tlsrpt at
 * READER->result. */
void rua_judge(struct txt_reader *reader, const struct tag *tag);

#endif
