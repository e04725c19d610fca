/*
 * buf: bytes that grow. Zero-initialised is empty; buf_finish releases it.
 */
#ifndef LINT_BASE_BUF_H
#define LINT_BASE_BUF_H

#include "lint/base/str.h"

struct buf {
	char *ptr;
	size_t len, cap;
};

/* Appends bytes, a single byte, or formatted text. */
void buf_add(struct buf *buf, struct str s);
void buf_add_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes room for LEN more bytes and returns where they go; the caller adds to buf->len. */
char *buf_room(struct buf *buf, size_t len);

/* What it holds; valid until it grows. */
static inline struct str buf_str(const struct buf *buf)
{
	return str_of(buf->len == 0 ? "" : buf->ptr, buf->len);
}

void buf_finish(struct buf *buf);

#endif
