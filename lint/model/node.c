/* Look-ups in the index of one zone (index.c): what a name owns, and the way down to it. */
#include "lint/model/node.h"

#include "lint/base/memory.h"
#include "lint/zone/again.h"
#include "lint/zone/chains.h"

#include <stdlib.h>

/* Another entry of the same name; NULL when there is none left. */
static struct zone_name *next_part(const struct zone *zone, const struct zone_name *name)
{
	return chains_next(zone->names, zone->name_count, zone->chains, name);
}

bool zone_find(const struct zone *zone, uint64_t hash, uint32_t *owns)
{
	const struct zone_name *name = zone_find_name(zone, hash);

	*owns = 0;
	for (const struct zone_name *part = name; part != NULL; part = next_part(zone, part))
		*owns |= part->owns & NAME_OWNS;
	return name != NULL;
}

/* The records of the name with HASH, and how many. */
static const struct rr *const *find_records(const struct zone *zone, uint64_t hash, size_t *count)
{
	const struct zone_name *name = chains_kept(
		zone->names, zone->name_count, zone->chains, hash);

	*count = 0;
	if (name == NULL || name->group == 0)
		return NULL;
	*count = zone->groups[name->group] - zone->groups[name->group - 1];
	return zone->records + zone->groups[name->group - 1];
}

bool zone_exists(const struct zone *zone, struct name name, uint32_t *owns)
{
	return zone_find(zone, name_hash(name), owns);
}

bool zone_doubles(const struct zone *zone, struct name name, struct name_buf *single)
{
	uint32_t owns;

	if (name_is_none(zone->apex) || !name_undouble(name, zone->apex, single))
		return false;
	zone_exists(zone, name, &owns);
	return owns == 0;
}

/* Where RDATA of TYPE becomes a name, in which case does not count (RFC 4343). */
static size_t name_from(uint16_t type)
{
	static const uint16_t names[] = { TYPE_NS, TYPE_CNAME, TYPE_DNAME };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i] == type)
			return 0;
	return type == TYPE_MX ? 2 : SIZE_MAX;
}

static int compare_rdata(const struct rr *a, const struct rr *b)
{
	size_t fold = name_from(a->type);

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (fold == SIZE_MAX)
		return str_cmp(a->rdata, b->rdata);
	for (size_t i = 0; i < a->rdata.len && i < b->rdata.len; i++) {
		char x = a->rdata.ptr[i], y = b->rdata.ptr[i];

		x = i < fold ? x : ascii_lower(x);
		y = i < fold ? y : ascii_lower(y);
		if (x != y)
			return (unsigned char)x < (unsigned char)y ? -1 : 1;
	}
	return a->rdata.len < b->rdata.len ? -1 : a->rdata.len > b->rdata.len;
}

static bool rr_same_data(const struct rr *a, const struct rr *b)
{
	return compare_rdata(a, b) == 0;
}

/* A record while identical ones are dropped. */
struct ordered {
	const struct rr *rr;
	size_t order;
};

static int compare_order(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_data(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int by_data = compare_rdata(x->rr, y->rr);

	return by_data != 0 ? by_data : compare_order(a, b);
}

/* Leaves the first of each identical records, in reading order. */
static size_t unique(const struct rr **rrs, size_t count)
{
	struct ordered *list = memory_alloc(count, sizeof *list);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		list[i] = (struct ordered){ rrs[i], i };
	qsort(list, count, sizeof *list, compare_data);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || compare_rdata(list[kept - 1].rr, list[i].rr) != 0)
			list[kept++] = list[i];
	qsort(list, kept, sizeof *list, compare_order);
	for (size_t i = 0; i < kept; i++)
		rrs[i] = list[i].rr;
	free(list);
	return kept;
}

static bool is_wanted(const struct rr *rr, struct name name, uint16_t type)
{
	return (type == 0 || rr->type == type) && name_equal(rr->owner, name);
}

/* Records of a name, as they are gathered. */
struct node {
	const struct rr **rrs;
	size_t count, capacity;
};

static void add_wanted(struct node *node, const struct rr *rr, struct name name, uint16_t type)
{
	if (!is_wanted(rr, name, type))
		return;
	MEMORY_GROW(node->rrs, node->count, node->capacity);
	node->rrs[node->count++] = rr;
}

/* Adds records that were not kept. */
static void read_again(struct node *node, const struct zone *zone, struct name name, uint16_t type,
	struct arena *arena)
{
	uint32_t wanted = type == 0 ? NAMES_AGAIN : type_bit(type);
	const struct zone_name *part = zone_find_name(zone, name_hash(name));

	for (; part != NULL; part = next_part(zone, part)) {
		size_t count;
		struct rr *rrs;

		if ((part->owns & NAME_AGAIN) == 0 || (part->owns & wanted) == 0)
			continue;
		rrs = again_read(zone->files[0], part, arena, &count);
		for (size_t i = 0; i < count; i++)
			add_wanted(node, &rrs[i], name, type);
	}
}

const struct rr **zone_node(const struct zone *zone, struct name name, uint16_t type,
	struct arena *arena, size_t *count)
{
	size_t all;
	const struct rr *const *records = find_records(zone, name_hash(name), &all);
	struct node node = { NULL, 0, 0 };
	const struct rr **rrs;

	for (size_t i = 0; i < all; i++)
		add_wanted(&node, records[i], name, type);
	read_again(&node, zone, name, type, arena);
	if (node.count > 2 || (node.count == 2 && rr_same_data(node.rrs[0], node.rrs[1])))
		node.count = unique(node.rrs, node.count);
	rrs = arena_alloc(arena, node.count, sizeof *rrs);
	if (node.count > 0)
		memcpy(rrs, node.rrs, node.count * sizeof *rrs);
	free(node.rrs);
	*count = node.count;
	return rrs;
}

size_t zone_group(const struct zone *zone, size_t *group, const struct rr *const **records)
{
	size_t at = *group;

	while (at < zone->group_count && zone->groups[at] == zone->groups[at + 1])
		at++; /* it joined another */
	if (at == zone->group_count)
		return 0;
	*group = at + 1;
	*records = zone->records + zone->groups[at];
	return zone->groups[at + 1] - zone->groups[at];
}

/* The first record of TYPE at NAME; NULL when there is none. */
static const struct rr *first_of(
	const struct zone *zone, struct name name, uint16_t type, struct arena *arena)
{
	size_t count;
	const struct rr **rrs = zone_node(zone, name, type, arena, &count);

	return count > 0 ? rrs[0] : NULL;
}

void zone_path(const struct zone *zone, struct name name, struct path *path)
{
	unsigned char offsets[NAME_MAX_LABELS];
	uint64_t hash = name_hash(zone->apex);

	path->below = name_offsets(name, offsets) - name_labels(zone->apex);
	for (path->exist = 0; path->exist <= path->below; path->exist++) {
		size_t depth = path->exist;

		if (depth > 0) {
			const unsigned char *label = name.wire + offsets[path->below - depth];

			hash = name_hash_label(hash, str_of((const char *)label + 1, *label));
		}
		path->hash[depth] = hash;
		if (!zone_find(zone, hash, &path->owns[depth]))
			break;
	}
}

const struct rr *zone_path_break(const struct zone *zone, struct name name, const struct path *path,
	struct arena *arena, size_t *depth)
{
	for (size_t i = 0; i < path->exist; i++) {
		bool cut = i > 0 && (path->owns[i] & OWNS_NS) != 0;
		bool rewrites = i < path->below && (path->owns[i] & OWNS_DNAME) != 0;
		const struct rr *rr;

		if (!cut && !rewrites)
			continue;
		rr = first_of(zone, name_parent(name, path->below - i), cut ? TYPE_NS : TYPE_DNAME,
			arena);
		*depth = i;
		if (rr != NULL)
			return rr;
	}
	return NULL;
}

bool zone_occluded(
	const struct zone *zone, struct name name, struct arena *arena, const struct rr **by)
{
	struct path path;
	size_t depth;

	if (!zone->has_breaks || !name_within(name, zone->apex))
		return false;
	zone_path(zone, name, &path);
	*by = zone_path_break(zone, name, &path, arena, &depth);
	return *by != NULL;
}
