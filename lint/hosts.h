/*
 * hosts: the policy hosts and the MX hosts of a run's domains, to find those whose certificates are
 * given.
 */
#ifndef LINT_HOSTS_H
#define LINT_HOSTS_H

#include "lint/model/domain.h"

struct hosts {
	struct arena arena;
	struct name *list; /* sorted by name_cmp(), each once */
	size_t count, capacity;
};

/* MODEL outlives HOSTS. */
void hosts_collect(struct hosts *hosts, const struct model *model);
void hosts_finish(struct hosts *hosts);

bool hosts_have(const struct hosts *hosts, struct name name);

/* TOP, if it is one, and those below it: the first of *COUNT. */
const struct name *hosts_below(const struct hosts *hosts, struct name top, size_t *count);

#endif
