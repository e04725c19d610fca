/* The serial of the SOA, wherever that stands: it is the third of its values. */
#include "gen/zone_plan.h"
#include "lint/dns/serial.h"

#include <stdio.h>

enum { SERIAL_VALUE = 2, SERIAL_FROM_END = 20 };

/* The same SOA with SERIAL. */
static void come_back(struct plan *plan, const struct rr *soa, uint32_t serial)
{
	struct str rdata = arena_str(&plan->write->arena, soa->rdata);
	char *wire = (char *)rdata.ptr + rdata.len - SERIAL_FROM_END;

	for (int i = 0; i < 4; i++)
		wire[i] = (char)(serial >> (24 - 8 * i) & 0xff);
	plan->gone[soa - plan->image->zone.rrs] = true;
	plan_come(plan, soa->owner, TYPE_SOA, rdata)->rr.ttl = soa->ttl;
}

/* Writes SERIAL over PART of TEXT, with as many digits at least; a comment behind two blanks stays
 * where it is if there is a digit more. */
static void change_digits(struct edits *edits, struct str text, struct part part, uint32_t serial)
{
	char digits[64];
	struct str rest = str_skip(text, part.at + part.length);
	size_t length = part.length, new;

	new = (size_t)snprintf(
		digits, sizeof digits, "%0*u", (int)(length < 32 ? length : 32), serial);
	if (new > length && rest.len > 1 && rest.ptr[0] == ' ' && rest.ptr[1] == ' ')
		length++;
	edits_add(edits, part.at, length, str_of(digits, new));
}

static bool change_serial(struct plan *plan, const struct rr *soa, struct edits *edits,
	struct str text, uint32_t serial)
{
	struct layout layout;

	if (soa->span.offset + soa->span.length > text.len)
		return plan_refuse(plan, "%s: changed while it was being edited",
			zone_image_place(plan->image, soa->span));
	layout_read(&layout, &plan->write->arena, text, (size_t)soa->span.offset, soa->span.length);
	if (layout.value_count != 7)
		return plan_refuse(plan,
			"%s: the SOA is written in the general form '\\#', in which its serial is "
			"not raised "
			"here: write it as names and numbers",
			zone_image_place(plan->image, soa->span));
	change_digits(edits, text, layout.values[SERIAL_VALUE], serial);
	return true;
}

/* The SOA stands in an included file. */
static bool change_elsewhere(struct plan *plan, const struct rr *soa, uint32_t serial)
{
	struct zone_write *write = plan->write;
	const char *path = sources_at(&plan->image->sources, soa->span.file)->path;

	if (write->soa_path != NULL)
		return plan_refuse(plan, "%s: a second SOA in an included file",
			zone_image_place(plan->image, soa->span));
	rewrite_finish(&write->soa_file);
	if (!rewrite_open(&write->soa_file, write->input->root, path, ZONE_WRITE_MAX))
		return plan_refuse(plan, "%s: %s", path, write->soa_file.why);
	write->soa_path = arena_str(&write->arena, str_c(path)).ptr;
	return change_serial(plan, soa, &write->soa_edits, buf_str(&write->soa_file.bytes), serial);
}

bool plan_serial(struct plan *plan)
{
	struct zone_write *write = plan->write;
	struct zone_file *zone = &plan->image->zone;

	for (size_t i = 0; i < zone->rr_count; i++) {
		const struct rr *soa = &zone->rrs[i];
		bool ok;

		if (soa->type != TYPE_SOA)
			continue;
		write->old_serial = rr_serial(soa);
		write->new_serial = serial_next(write->old_serial, write->input->now);
		if (soa->span.file == zone->file) {
			ok = change_serial(plan, soa, &write->edits, plan->text, write->new_serial);
			come_back(plan, soa, write->new_serial);
		} else {
			ok = change_elsewhere(plan, soa, write->new_serial);
		}
		if (!ok)
			return false;
	}
	return true;
}
