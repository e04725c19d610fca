/*
 * memory: the one place where running out of memory ends the program (exit status 2).
 */
#ifndef LINT_BASE_MEMORY_H
#define LINT_BASE_MEMORY_H

#include <stddef.h>

/* Ends the program; for libraries that say that they have none. */
_Noreturn void memory_exhausted(void);

/* Zeroed memory for COUNT elements of SIZE bytes; never NULL. Free with free(). */
void *memory_alloc(size_t count, size_t size);

/* As realloc() to COUNT elements of SIZE bytes; never NULL; new bytes are not cleared. */
void *memory_resize(void *old, size_t count, size_t size);

/* A copy of TEXT; never NULL. Free with free(). */
char *memory_string(const char *text);

/* Makes room for one more element in the array *ARRAY of *CAPACITY elements, LENGTH of them in use.
 */
#define MEMORY_GROW(array, length, capacity)                                                       \
	do {                                                                                       \
		if ((length) == (capacity)) {                                                      \
			(capacity) = (capacity) == 0 ? 16 : (capacity)*2;                          \
			(array) = memory_resize((array), (capacity), sizeof *(array));             \
		}                                                                                  \
	} while (0)

#endif
