#include "lint/base/buf.h"

#include "lint/base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

char *buf_room(struct buf *buf, size_t len)
{
	if (buf->cap - buf->len < len) {
		size_t cap = buf->cap * 2 < 64 ? 64 : buf->cap * 2;

		while (cap - buf->len < len)
			cap *= 2;
		buf->ptr = memory_resize(buf->ptr, cap, 1);
		buf->cap = cap;
	}
	return buf->ptr + buf->len;
}

void buf_add(struct buf *buf, struct str s)
{
	if (s.len == 0)
		return;
	memcpy(buf_room(buf, s.len), s.ptr, s.len);
	buf->len += s.len;
}

void buf_add_char(struct buf *buf, char c)
{
	*buf_room(buf, 1) = c;
	buf->len++;
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len > 0) {
		vsnprintf(buf_room(buf, (size_t)len + 1), (size_t)len + 1, format, again);
		buf->len += (size_t)len;
	}
	va_end(again);
	va_end(args);
}

void buf_finish(struct buf *buf)
{
	free(buf->ptr);
	*buf = (struct buf){ 0 };
}
