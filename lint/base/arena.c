#include "lint/base/arena.h"

#include "lint/base/memory.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* Blocks double from the first to the largest: a run has an arena for each of its files. */
enum { ARENA_FIRST = 256, ARENA_BLOCK = 16 * 1024 };

struct arena_block {
	struct arena_block *older;
	max_align_t memory[];
};

static char *arena_block_add(struct arena *arena, size_t size)
{
	struct arena_block *block = memory_resize(NULL, 1, sizeof *block + size);

	block->older = arena->blocks;
	arena->blocks = block;
	return (char *)block->memory;
}

static void arena_grow(struct arena *arena, size_t len)
{
	size_t size = arena->size == 0 ? ARENA_FIRST : arena->size;

	while (size < len)
		size *= 2;
	arena->next = arena_block_add(arena, size);
	arena->left = size;
	arena->size = size < ARENA_BLOCK ? size * 2 : ARENA_BLOCK;
}

char *arena_bytes(struct arena *arena, size_t len)
{
	char *bytes;

	if (len > ARENA_BLOCK / 4) {
		/* A block of its own, behind the one in use, which keeps its room. */
		char *next = arena->next;
		size_t left = arena->left;

		bytes = arena_block_add(arena, len);
		arena->next = next;
		arena->left = left;
		return bytes;
	}
	if (len > arena->left || arena->next == NULL)
		arena_grow(arena, len);
	bytes = arena->next;
	arena->next += len;
	arena->left -= len;
	return bytes;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	size_t align = _Alignof(max_align_t), pad, total;
	char *bytes;

	if (size != 0 && count > (SIZE_MAX - align) / size)
		memory_resize(NULL, SIZE_MAX, 2);
	total = count * size;
	if (total + align > ARENA_BLOCK / 4)
		return memset(arena_bytes(arena, total + align), 0, total + align);
	pad = arena->next == NULL ? 0 : (align - (uintptr_t)arena->next % align) % align;
	if (pad + total <= arena->left) {
		arena_bytes(arena, pad);
		bytes = arena_bytes(arena, total);
	} else {
		arena->left = 0;
		bytes = arena_bytes(arena, total);
	}
	return memset(bytes, 0, total);
}

struct str arena_str(struct arena *arena, struct str s)
{
	char *bytes = arena_bytes(arena, s.len + 1);

	if (s.len > 0)
		memcpy(bytes, s.ptr, s.len);
	bytes[s.len] = '\0';
	return str_of(bytes, s.len);
}

const char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	size_t len;
	char *text;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	len = n < 0 ? 0 : (size_t)n;
	text = arena_bytes(arena, len + 1);
	text[0] = '\0';
	vsnprintf(text, len + 1, format, again);
	va_end(again);
	return text;
}

const char *arena_printf(struct arena *arena, const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void arena_adopt(struct arena *arena, struct arena *from)
{
	struct arena_block *last = from->blocks;

	if (last == NULL)
		return;
	while (last->older != NULL)
		last = last->older;
	last->older = arena->blocks;
	arena->blocks = from->blocks;
	*from = (struct arena){ 0 };
}

void arena_finish(struct arena *arena)
{
	while (arena->blocks != NULL) {
		struct arena_block *older = arena->blocks->older;

		free(arena->blocks);
		arena->blocks = older;
	}
	*arena = (struct arena){ 0 };
}
