/*
 * text: what people read. Everything that came from an input goes through here before it reaches
 * a terminal, a log or a report: control bytes, escape sequences, line and paragraph separators and
 * bidirectional controls become visible text (`\x1b`, `\u202e`), ill-formed UTF-8 becomes `\xNN`,
 * and what would be a command in the log of a service no longer is (`\x23#[error]`).
 */
#ifndef LINT_BASE_TEXT_H
#define LINT_BASE_TEXT_H

#include "lint/base/arena.h"
#include "lint/base/buf.h"

/* The bytes (1 to 4) of the well-formed UTF-8 character S begins with, its code point in *CODE;
 * 0 when S is empty or does not begin with one (RFC 3629: no overlong forms, no surrogates). */
size_t text_utf8(struct str s, uint32_t *code);

/* True for code points that change how the text around them is shown: C0, DEL, C1, bidirectional
 * controls, U+2028, U+2029, zero-width and tag characters, U+FEFF; for what is not seen at all
 * (Default_Ignorable_Code_Point, but the selectors U+FE00 to U+FE0F behind pictures); for blanks
 * other than SP, which look like it; and for U+FFFE and U+FFFF, which XML forbids. */
bool text_is_unsafe(uint32_t code);

/* Appends S made safe, as above. Tabs become `\x09`. */
void text_escape(struct buf *buf, struct str s);

/* S for a message: safe, at most 100 characters, cut with '...', NUL-terminated, in ARENA. */
const char *text_quote(struct arena *arena, struct str s);

/* A private key in PEM stands in S, which is never shown then. */
bool text_has_key(struct str s);

/* The number of characters in S, an ill-formed byte counting as one. */
size_t text_columns(struct str s);

/* The cells of a terminal that S takes, which has no control characters: two for what is wide as
 * CJK is, none for marks that combine with what stands before them (UAX 11). */
size_t text_cells(struct str s);

#endif
