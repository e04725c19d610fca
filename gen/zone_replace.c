/* Changes of records that are there: of their data, and of whether they are there. */
#include "gen/zone_plan.h"

#include "lint/base/memory.h"

#include <stdlib.h>

static struct str bytes_of(const struct plan *plan, struct part part)
{
	return str_of(plan->text.ptr + part.at, part.length);
}

static void change(struct plan *plan, size_t at, size_t length, struct str text)
{
	edits_add(&plan->write->edits, at, length, text);
}

static void change_part(struct plan *plan, struct part part, struct str text)
{
	if (!str_eq(bytes_of(plan, part), text))
		change(plan, part.at, part.length, text);
}

/* Where PART begins with the blanks and line ends before it, back to FROM at most; PART's own start
 * if anything else stands between. */
static size_t with_blanks(const struct plan *plan, size_t from, size_t at)
{
	for (size_t i = from; i < at; i++) {
		char c = plan->text.ptr[i];

		if (!ascii_is_blank(c) && c != '\r' && c != '\n')
			return at;
	}
	return from;
}

/* DATA for the first token of the data; the others go, comments between them stay. */
static void change_data(struct plan *plan, const struct layout *layout, struct str data)
{
	for (size_t i = 1; i < layout->value_count; i++) {
		struct part before = layout->values[i - 1], part = layout->values[i];
		size_t from = with_blanks(plan, before.at + before.length, part.at);

		change(plan, from, part.at + part.length - from, STR(""));
	}
	change_part(plan, layout->values[0], data);
}

static void change_ttl(struct plan *plan, const struct layout *layout, uint32_t ttl)
{
	struct arena *arena = &plan->write->arena;

	if (layout->ttl.length > 0)
		change_part(plan, layout->ttl, str_c(arena_printf(arena, "%u", ttl)));
	else
		change(plan, layout->class.length > 0 ? layout->class.at : layout->type.at, 0,
			str_c(arena_printf(arena, "%u ", ttl)));
}

void plan_replace(
	struct plan *plan, const struct rr *rr, const struct gen_record *record, uint32_t ttl)
{
	struct arena *arena = &plan->write->arena;
	struct str rdata = plan_rdata(plan, record);
	struct layout layout;
	struct coming *coming;

	if (rr->type == record->type && str_eq(rr->rdata, rdata) && rr->ttl == ttl)
		return;
	layout_read(&layout, arena, plan->text, (size_t)rr->span.offset, rr->span.length);
	if (rr->type != record->type)
		change_part(plan, layout.type, str_c(gen_type(record)));
	if (rr->type != record->type || !str_eq(rr->rdata, rdata))
		change_data(plan, &layout, str_c(gen_rdata(arena, record)));
	if (rr->ttl != ttl)
		change_ttl(plan, &layout, ttl);
	plan->gone[rr - plan->image->zone.rrs] = true;
	coming = plan_come(plan, rr->owner, record->type, rdata);
	coming->rr.ttl = ttl;
	plan->write->replaced++;
}

void plan_remove(struct plan *plan, const struct rr *rr)
{
	size_t at = (size_t)rr->span.offset;

	plan->gone[rr - plan->image->zone.rrs] = true;
	MEMORY_GROW(plan->removed, plan->removed_count, plan->removed_capacity);
	plan->removed[plan->removed_count++] = (struct part){ at,
		layout_record_end(plan->text, at) - at };
	plan->write->removed++;
}

/* Removes a whole record but for its comments and, if it has any, its line ends. */
static void cut_record(struct plan *plan, struct part part)
{
	size_t end = part.at + part.length, from = part.at;
	bool comments = false, quoted = false;

	for (size_t i = part.at; i < end; i++) {
		char c = plan->text.ptr[i];

		if (c == '\\') {
			i++;
		} else if (c == '"') {
			quoted = !quoted;
		} else if (c == ';' && !quoted) {
			comments = true;
			change(plan, from, i - from, STR(""));
			i += str_find_char(str_of(plan->text.ptr + i, end - i), '\n');
			from = i + 1;
		}
	}
	if (!comments)
		change(plan, part.at, part.length, STR(""));
	else if (from < end)
		change(plan, from, end - from, STR(""));
}

static bool is_removed(const struct plan *plan, size_t at)
{
	for (size_t i = 0; i < plan->removed_count; i++)
		if (plan->removed[i].at == at)
			return true;
	return false;
}

/* A record behind PART that takes its owner from it gets it stated, in the room of its own blanks.
 */
static void pass_owner(struct plan *plan, struct part part)
{
	struct layout layout;
	size_t at = part.at + part.length, blanks;
	struct buf owner = { 0 };

	layout_read(&layout, &plan->write->arena, plan->text, part.at, part.length);
	if (layout.owner.length == 0)
		return;
	while (at < plan->text.len && (layout_is_empty(plan->text, at) || is_removed(plan, at)))
		at = layout_record_end(plan->text, at);
	if (!layout_inherits(plan->text, at))
		return;
	for (blanks = 0; ascii_is_blank(plan->text.ptr[at + blanks]);)
		blanks++;
	buf_add(&owner, bytes_of(plan, layout.owner));
	if (plan->text.ptr[at] == '\t' && owner.len < 8)
		buf_add(&owner, str_of(plan->text.ptr + at, blanks));
	else
		do
			buf_add_char(&owner, plan->text.ptr[at + blanks - 1]);
		while (owner.len < blanks);
	change(plan, at, blanks, buf_str(&owner));
	buf_finish(&owner);
}

void plan_removals(struct plan *plan)
{
	for (size_t i = 0; i < plan->removed_count; i++) {
		pass_owner(plan, plan->removed[i]);
		cut_record(plan, plan->removed[i]);
	}
}
