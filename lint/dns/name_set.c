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

bool name_set_has(struct name_set *set, struct name name)
{
	uint64_t hash = name_hash(name);

	if (set->count == 0)
		return false;
	if (!set->sorted)
		qsort(set->hashes, set->count, sizeof *set->hashes, compare_hashes);
	set->sorted = true;
	return bsearch(&hash, set->hashes, set->count, sizeof *set->hashes, compare_hashes) != NULL;
}

void name_set_finish(struct name_set *set)
{
	free(set->hashes);
	*set = (struct name_set){ 0 };
}
