/*
 * include_map: directories of the machine that a name server or web server runs on, and where they
 * lie in the repository.
 */
#ifndef LINT_BASE_INCLUDE_MAP_H
#define LINT_BASE_INCLUDE_MAP_H

#include "lint/base/arena.h"

struct include_map {
	struct str from, to;
	struct include_map *next;
};

/* Where PATH, which is absolute, lies by the longest FROM that it is or lies in, in ARENA; NULL
 * when none of MAPS (NULL: no maps) knows it. */
const char *include_map_find(const struct include_map *maps, struct str path, struct arena *arena);

#endif
