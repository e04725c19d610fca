/* Lines for new records: in the zone's style, for the origin and the TTL in force where they go. */
#include "gen/zone_plan.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* NAME as it is written where ORIGIN holds: relative only to the zone's own apex. */
static const char *owner_text(struct plan *plan, const struct style *style,
	const struct context *context, struct name name)
{
	struct name origin = name_view(&context->origin);
	struct arena *arena = &plan->write->arena;
	struct str full = str_c(name_text(arena, name)), end = str_c(name_text(arena, origin));

	if (!style->relative || !name_equal(origin, plan->image->zone.apex) ||
		name_is_root(origin) || !name_within(name, origin) || name_equal(name, origin))
		return arena_printf(arena, "%s.", full.ptr);
	return arena_str(arena, str_take(full, full.len - end.len - 1)).ptr;
}

static void start_context(const struct plan *plan, struct context *context)
{
	const struct zone_write_input *input = plan->write->input;
	struct name start = name_is_none(input->origin) ? input->apex : input->origin;

	*context = (struct context){ .includes_set_ttl = zone_image_includes_set_ttl(plan->image) };
	if (name_is_none(start))
		return;
	memcpy(context->origin.wire, start.wire, start.len);
	context->origin.len = (unsigned char)start.len;
}

static void add_line(struct plan *plan, const struct style *style, const struct context *context,
	struct coming *coming, struct buf *out)
{
	struct line line = {
		.owner = owner_text(plan, style, context, coming->rr.owner),
		.type = type_text(&plan->write->arena, coming->rr.type),
		.data = coming->data,
	};

	if (!coming->ttl_given && context->ttl_known)
		coming->rr.ttl = context->ttl;
	line.ttl = coming->rr.ttl;
	line.show_ttl = style->ttl || !context->ttl_known || context->ttl != coming->rr.ttl;
	style_line(style, &line, out);
}

/* The lines of COUNT records that are added at one place. A file that does not end with a line end
 * does not get one. */
static void add_lines(struct plan *plan, struct coming **list, size_t count)
{
	size_t at = list[0]->at;
	bool open = at == plan->text.len && at > 0 && plan->text.ptr[at - 1] != '\n';
	struct buf lines = { 0 };
	struct context context;
	struct style style;

	start_context(plan, &context);
	context_advance(&context, plan->text, at);
	style_find(&style, plan->text, plan->image->zone.file, plan->image->zone.rrs,
		plan->image->zone.rr_count, at);
	for (size_t i = 0; i < count; i++) {
		if (open)
			buf_add(&lines, str_c(style.eol));
		add_line(plan, &style, &context, list[i], &lines);
		if (!open)
			buf_add(&lines, str_c(style.eol));
	}
	edits_add(&plan->write->edits, at, 0, buf_str(&lines));
	buf_finish(&lines);
}

static int compare_places(const void *left, const void *right)
{
	const struct coming *a = *(struct coming *const *)left, *b = *(struct coming *const *)right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a < b ? -1 : a > b;
}

void plan_additions(struct plan *plan)
{
	struct coming **list = memory_alloc(plan->coming_count, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < plan->coming_count; i++)
		if (plan->coming[i].data != NULL)
			list[count++] = &plan->coming[i];
	if (count > 1)
		qsort(list, count, sizeof(*list), compare_places);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && list[end]->at == list[i]->at;)
			end++;
		add_lines(plan, list + i, end - i);
	}
	free(list);
}
