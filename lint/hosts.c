#include "lint/hosts.h"

#include "lint/base/memory.h"

#include <stdlib.h>

static void add(struct hosts *hosts, struct name name)
{
	MEMORY_GROW(hosts->list, hosts->count, hosts->capacity);
	hosts->list[hosts->count++] = name;
}

static void add_domain(struct hosts *hosts, const struct domain *domain)
{
	struct name implicit = domain_implicit_host(domain);
	struct name_buf host;

	if (name_prepend(STR("mta-sts"), domain->name, &host))
		add(hosts, name_copy(&hosts->arena, name_view(&host)));
	for (size_t i = 0; i < domain->exchanger_count; i++)
		add(hosts, domain->exchangers[i].host);
	if (!name_is_none(implicit))
		add(hosts, implicit);
}

static int compare(const void *left, const void *right)
{
	return name_cmp(*(const struct name *)left, *(const struct name *)right);
}

void hosts_collect(struct hosts *hosts, const struct model *model)
{
	size_t kept = 0;

	*hosts = (struct hosts){ 0 };
	for (size_t i = 0; i < model->count; i++)
		add_domain(hosts, &model->list[i]);
	if (hosts->count > 0)
		qsort(hosts->list, hosts->count, sizeof *hosts->list, compare);
	for (size_t i = 0; i < hosts->count; i++)
		if (kept == 0 || !name_equal(hosts->list[kept - 1], hosts->list[i]))
			hosts->list[kept++] = hosts->list[i];
	hosts->count = kept;
}

void hosts_finish(struct hosts *hosts)
{
	free(hosts->list);
	arena_finish(&hosts->arena);
}

/* The first that is not before NAME. */
static size_t find(const struct hosts *hosts, struct name name)
{
	size_t low = 0, high = hosts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (name_cmp(hosts->list[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool hosts_have(const struct hosts *hosts, struct name name)
{
	size_t at = find(hosts, name);

	return at < hosts->count && name_equal(hosts->list[at], name);
}

const struct name *hosts_below(const struct hosts *hosts, struct name top, size_t *count)
{
	size_t first = find(hosts, top), end = first;

	while (end < hosts->count && name_within(hosts->list[end], top))
		end++;
	*count = end - first;
	return hosts->list + first;
}
