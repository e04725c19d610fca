#include "lint/dns/name_set.h"

#include "lint/base/memory.h"

#include <stdlib.h>

void name_set_add(struct name_set *set, struct name name)
{
	MEMORY_GROW(set->hashes, set->count, set->capacity);
	set->hashes[set->count++] = name_hash(name);
	set->sorted = false;
}

static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void name_set_ready(struct name_set *set)
{
	if (set->count > 0 && !set->sorted)
		qsort(set->hashes, set->count, sizeof *set->hashes, compare_hashes);
	set->sorted = true;
}

void name_set_join(struct name_set *into, struct name_set *from)
{
	for (size_t i = 0; i < from->count; i++) {
		MEMORY_GROW(into->hashes, into->count, into->capacity);
		into->hashes[into->count++] = from->hashes[i];
		into->sorted = false;
	}
	name_set_finish(from);
}

bool name_set_has(struct name_set *set, struct name name)
{
	uint64_t hash = name_hash(name);

	if (set->count == 0)
		return false;
	if (!set->sorted)
		name_set_ready(set);
	return bsearch(&hash, set->hashes, set->count, sizeof *set->hashes, compare_hashes) != NULL;
}

void name_set_finish(struct name_set *set)
{
	free(set->hashes);
	*set = (struct name_set){ 0 };
}
