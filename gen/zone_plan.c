#include "gen/zone_plan.h"

#include "lint/base/memory.h"

#include <stdarg.h>
#include <stdio.h>

enum { STRING_MAX = 255 };

bool plan_refuse(struct plan *plan, const char *format, ...)
{
	char text[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	plan->why = arena_str(&plan->write->arena, str_c(text)).ptr;
	return false;
}

void plan_note(struct plan *plan, const char *format, ...)
{
	struct zone_write *write = plan->write;
	char text[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	MEMORY_GROW(write->notes, write->note_count, write->note_capacity);
	write->notes[write->note_count++] = arena_str(&write->arena, str_c(text)).ptr;
}

bool plan_can_edit(struct plan *plan, const struct rr *rr)
{
	const char *place = zone_image_place(plan->image, rr->span);
	const char *owner = name_text(&plan->write->arena, rr->owner);

	if (rr->generated)
		return plan_refuse(plan,
			"%s: the record at '%s' comes from $GENERATE: change it there", place,
			owner);
	if (rr->span.file != plan->image->zone.file)
		return plan_refuse(plan,
			"%s: the record at '%s' stands in an included file, which other zones may "
			"include "
			"too: change it there",
			place, owner);
	return true;
}

struct coming *plan_come(struct plan *plan, struct name owner, uint16_t type, struct str rdata)
{
	struct coming *coming;

	MEMORY_GROW(plan->coming, plan->coming_count, plan->coming_capacity);
	coming = &plan->coming[plan->coming_count++];
	*coming = (struct coming){ .rr = { .type = type, .rdata = rdata } };
	coming->rr.owner = name_copy(&plan->write->arena, owner);
	return coming;
}

static struct str txt_rdata(struct arena *arena, struct str value)
{
	struct buf wire = { 0 };
	struct str kept;

	do {
		struct str string = str_take(value, STRING_MAX);

		buf_add_char(&wire, (char)string.len);
		buf_add(&wire, string);
		value = str_skip(value, string.len);
	} while (value.len > 0);
	kept = arena_str(arena, buf_str(&wire));
	buf_finish(&wire);
	return kept;
}

struct str plan_rdata(struct plan *plan, const struct gen_record *record)
{
	struct arena *arena = &plan->write->arena;
	unsigned char address[16];
	struct name_buf name;

	if (record->type == TYPE_TXT)
		return txt_rdata(arena, record->value);
	if (record->type != TYPE_CNAME)
		return arena_str(arena,
			str_of((const char *)address, address_parse(record->value, address)));
	name_from_host(record->value, &name);
	return arena_str(arena, str_of((const char *)name.wire, name.len));
}
