/*
 * arena: memory that is released all at once. A function that takes a `struct arena *` returns
 * memory that lives as long as the arena. Not shared between threads.
 */
#ifndef LINT_BASE_ARENA_H
#define LINT_BASE_ARENA_H

#include "lint/base/str.h"

#include <stdarg.h>

struct arena_block;

/* Zero-initialised is empty and ready. */
struct arena {
	struct arena_block *blocks;
	size_t left;
	size_t size; /* of the next block */
	char *next;
};

/* COUNT elements of SIZE bytes, zeroed, aligned for any type; never NULL. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))

/* LEN bytes, not aligned and not cleared: for copies of text. */
char *arena_bytes(struct arena *arena, size_t len);

/* A copy of S; a NUL follows it that is not counted. */
struct str arena_str(struct arena *arena, struct str s);

/* Formatted text, NUL-terminated. */
const char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
const char *arena_vprintf(struct arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* What lives in FROM lives as long as ARENA from now on; FROM is empty and ready again. */
void arena_adopt(struct arena *arena, struct arena *from);

/* Releases everything; the arena is empty and ready again. */
void arena_finish(struct arena *arena);

#endif
