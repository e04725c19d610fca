#include "lint/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void memory_exhausted(void)
{
	static const char message[] = "mtasts: out of memory\n";

	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(2);
	_exit(2);
}

void *memory_alloc(size_t count, size_t size)
{
	void *new = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);

	if (new == NULL)
		memory_exhausted();
	return new;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	void *new;

	if (size != 0 && count > SIZE_MAX / size)
		memory_exhausted();
	new = realloc(old, count * size == 0 ? 1 : count * size);
	if (new == NULL)
		memory_exhausted();
	return new;
}

char *memory_string(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_alloc(size, 1), text, size);
}
