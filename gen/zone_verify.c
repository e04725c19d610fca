/* What the edited bytes say, against what they are to say. */
#include "gen/zone_plan.h"

#include "lint/base/memory.h"

#include <stdlib.h>

static int compare_bytes(struct str a, struct str b)
{
	return a.len != b.len ? (a.len < b.len ? -1 : 1) :
	       a.len == 0     ? 0 :
				memcmp(a.ptr, b.ptr, a.len);
}

static int compare_records(const void *left, const void *right)
{
	const struct rr *a = *(const struct rr *const *)left, *b = *(const struct rr *const *)right;
	int order;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	order = compare_bytes(a->rdata, b->rdata);
	if (order == 0)
		order = name_cmp(a->owner, b->owner);
	return order != 0 ? order : a->ttl < b->ttl ? -1 : a->ttl > b->ttl;
}

static void sort_records(const struct rr **list, size_t count)
{
	if (count > 1)
		qsort(list, count, sizeof(*list), compare_records);
}

/* The records that are to be; *COUNT of them. */
static const struct rr **expected_records(const struct plan *plan, size_t *count)
{
	const struct zone_file *zone = &plan->image->zone;
	const struct rr **list = memory_alloc(zone->rr_count + plan->coming_count, sizeof(*list));

	*count = 0;
	for (size_t i = 0; i < zone->rr_count; i++)
		if (!plan->gone[i])
			list[(*count)++] = &zone->rrs[i];
	for (size_t i = 0; i < plan->coming_count; i++)
		list[(*count)++] = &plan->coming[i].rr;
	sort_records(list, *count);
	return list;
}

static const struct rr **actual_records(const struct zone_file *zone)
{
	const struct rr **list = memory_alloc(zone->rr_count, sizeof(*list));

	for (size_t i = 0; i < zone->rr_count; i++)
		list[i] = &zone->rrs[i];
	sort_records(list, zone->rr_count);
	return list;
}

static bool same_records(const struct plan *plan, const struct zone_file *zone)
{
	size_t count;
	const struct rr **expected = expected_records(plan, &count),
			**actual = actual_records(zone);
	bool same = count == zone->rr_count;

	for (size_t i = 0; i < count && same; i++)
		same = compare_records(&expected[i], &actual[i]) == 0;
	free(expected);
	free(actual);
	return same;
}

/* Records that cannot be read stand at the same names. */
static bool same_opaque(const struct zone_file *old, const struct zone_file *new)
{
	const struct zone_file *zones[] = { old, new };
	size_t opaque[2] = { 0 };

	for (size_t z = 0; z < 2; z++)
		for (size_t i = 0; i < zones[z]->name_count; i++) {
			bool there;

			if ((zones[z]->names[i].owns & OWNS_OPAQUE) == 0)
				continue;
			opaque[z]++;
			if ((zone_owns(zones[1 - z], zones[z]->names[i].hash, &there) &
				    OWNS_OPAQUE) == 0)
				return false;
		}
	return opaque[0] == opaque[1];
}

bool plan_verify(struct plan *plan, struct str new)
{
	struct zone_image image;
	const char *why = zone_image_read(&image, plan->write->input, new);
	bool same = why == NULL && same_records(plan, &image.zone) &&
		    same_opaque(&plan->image->zone, &image.zone);

	zone_image_finish(&image);
	return same || plan_refuse(plan,
			       "%s: the records cannot be written without a change of others, the "
			       "way the file is "
			       "written: put them in yourself ('mtasts gen' prints them)",
			       plan->write->input->path);
}
