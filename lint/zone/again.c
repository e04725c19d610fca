#include "lint/zone/again.h"

#include "lint/base/memory.h"
#include "lint/zone/chains.h"
#include "lint/zone/reader.h"

#include <stdlib.h>

enum {
	RUN_BYTES = 2048,	  /* most runs are shorter */
	WINDOW_BYTES = 64 * 1024, /* at once, where one run after the other is read */
};

/* Bytes of the file. */
struct window {
	struct buf bytes;
	uint64_t offset;
	size_t least; /* so many are read at once */
};

/* The LEN bytes at OFFSET, fewer where the file ends, and none where it cannot be read. */
static struct str window_at(
	struct window *window, const struct zone_file *zone, uint64_t offset, size_t len)
{
	uint64_t end = window->offset + window->bytes.len;

	if (offset < window->offset || offset + len > end) {
		window->offset = offset;
		window->bytes.len = 0;
		if (!source_again(zone->sources, zone->file, offset,
			    len < window->least ? window->least : len, &window->bytes))
			window->bytes.len = 0;
	}
	return str_take(str_skip(buf_str(&window->bytes), (size_t)(offset - window->offset)), len);
}

/* What held at OFFSET. */
static const struct zone_context *context_at(const struct zone_file *zone, uint64_t offset)
{
	size_t low = 0, high = zone->context_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->contexts[middle].from <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return &zone->contexts[low - 1];
}

/* Reads the run at OFFSET into INTO. */
static void read_run(const struct zone_file *zone, uint64_t offset, struct window *window,
	struct zone_file *into)
{
	const struct zone_context *context = context_at(zone, offset);

	for (size_t len = RUN_BYTES;; len *= 2) {
		struct str bytes = window_at(window, zone, offset, len);

		*into = (struct zone_file){ .file = zone->file };
		if (reader_again(zone, context, bytes, offset, bytes.len < len, into))
			return;
		zone_finish(into);
	}
}

static bool is_of(const struct rr *rr, uint32_t types)
{
	return (type_bit(rr->type) & types & NAMES_AGAIN) != 0;
}

/* Copies the records of TYPES to ARENA. */
static struct rr *copy_records(
	const struct zone_file *from, uint32_t types, struct arena *arena, size_t *count)
{
	struct rr *rrs;
	size_t wanted = 0;

	for (size_t i = 0; i < from->rr_count; i++)
		wanted += is_of(&from->rrs[i], types);
	rrs = arena_alloc(arena, wanted, sizeof *rrs);
	*count = 0;
	for (size_t i = 0; i < from->rr_count; i++) {
		struct rr *rr = &rrs[*count];

		if (!is_of(&from->rrs[i], types))
			continue;
		*rr = from->rrs[i];
		rr->owner = name_copy(arena, rr->owner);
		rr->rdata = arena_str(arena, rr->rdata);
		++*count;
	}
	return rrs;
}

struct rr *again_read(const struct zone_file *zone, const struct zone_name *name,
	struct arena *arena, size_t *count)
{
	struct window window = { .least = RUN_BYTES };
	struct zone_file run;
	struct rr *rrs;

	read_run(zone, zone_name_offset(name), &window, &run);
	rrs = copy_records(&run, name->owns, arena, count);
	zone_finish(&run);
	buf_finish(&window.bytes);
	return rrs;
}

static int compare_offsets(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Where each record that is kept stands in the order of reading. */
struct order {
	size_t mark;
	uint64_t at;
};

static uint64_t order_of(struct order *order, const struct zone_file *zone, size_t i)
{
	for (; order->mark < zone->mark_count && zone->marks[order->mark].rr_count <= i;
		order->mark++)
		order->at = zone->marks[order->mark].offset;
	if (zone->rrs[i].span.file == zone->file)
		order->at = zone->rrs[i].span.offset;
	return order->at;
}

/* The number of the owner of RR, which exists. */
static uint32_t owner_of(struct zone_file *zone, const struct rr *rr)
{
	struct zone_name *name = chains_kept(
		zone->names, zone->name_count, zone->chains, name_hash(rr->owner));

	if (name->group == 0)
		name->group = (uint32_t)++zone->owner_count;
	return name->group;
}

/* Records while others are put among them. */
struct merging {
	struct rr *rrs;
	size_t count;
	struct zone_group *groups;
	size_t group_count, group_capacity;
	struct zone_end end;
};

static void merge_record(struct merging *to, const struct rr *rr, uint32_t owner)
{
	if (zone_is_again(&to->end, to->count > 0 ? &to->rrs[to->count - 1] : NULL, rr))
		return;
	if (to->group_count == 0 || to->groups[to->group_count - 1].owner != owner) {
		MEMORY_GROW(to->groups, to->group_count, to->group_capacity);
		to->groups[to->group_count++] = (struct zone_group){ (uint32_t)to->count, owner };
	}
	to->rrs[to->count++] = *rr;
}

static void take_merged(struct zone_file *zone, const struct merging *merged)
{
	free(zone->rrs);
	free(zone->groups);
	zone->rrs = merged->rrs;
	zone->rr_count = zone->rr_capacity = merged->count;
	zone->groups = merged->groups;
	zone->group_count = merged->group_count;
	zone->group_capacity = merged->group_capacity;
}

/* Puts COUNT records, in their order, among those that are kept; the same one may be there. */
static void merge(struct zone_file *zone, const struct rr *more, size_t count)
{
	struct merging to = { .rrs = memory_alloc(zone->rr_count + count, sizeof *to.rrs) };
	struct order order = { 0, 0 };
	size_t j = 0, group = 0;

	for (size_t i = 0; i < zone->rr_count; i++) {
		uint64_t at = order_of(&order, zone, i);

		for (; j < count && more[j].span.offset < at; j++)
			merge_record(&to, &more[j], owner_of(zone, &more[j]));
		if (j < count && more[j].span.offset == at &&
			zone->rrs[i].span.file == zone->file && !zone->rrs[i].generated)
			j++;
		while (group + 1 < zone->group_count && zone->groups[group + 1].start <= i)
			group++;
		merge_record(&to, &zone->rrs[i], zone->groups[group].owner);
	}
	for (; j < count; j++)
		merge_record(&to, &more[j], owner_of(zone, &more[j]));
	take_merged(zone, &to);
}

void again_keep(struct zone_file *zone, uint64_t *offsets, size_t count)
{
	struct window window = { .least = WINDOW_BYTES };
	struct rr *list = NULL;
	size_t n = 0, capacity = 0;

	if (count == 0)
		return;
	qsort(offsets, count, sizeof *offsets, compare_offsets);
	for (size_t i = 0; i < count; i++) {
		struct zone_file run;
		struct rr *rrs;
		size_t more;

		read_run(zone, offsets[i], &window, &run);
		rrs = copy_records(&run, NAMES_AGAIN, &zone->arena, &more);
		zone_finish(&run);
		for (size_t j = 0; j < more; j++) {
			if (n > 0 && rrs[j].span.offset <= list[n - 1].span.offset)
				continue;
			MEMORY_GROW(list, n, capacity);
			list[n++] = rrs[j];
		}
	}
	merge(zone, list, n);
	free(list);
	buf_finish(&window.bytes);
}

void again_keep_all(struct zone_file *zone, uint32_t types)
{
	struct names_runs again = { 0 };

	chains_sort(zone->names, zone->name_count, &zone->chains);
	for (size_t i = 0; i < zone->name_count; i++)
		if ((zone->names[i].owns & NAME_AGAIN) != 0 && (zone->names[i].owns & types) != 0)
			zone->names[i].owns |= NAME_TWICE;
	zone->name_count = names_merge(zone->names, zone->name_count, &again);
	again_keep(zone, again.offsets, again.count);
	names_runs_finish(&again);
}
