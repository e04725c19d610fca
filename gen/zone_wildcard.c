/*
 * A wildcard answers only for names that do not exist, and a name exists as soon as one below it
 * does (RFC 4592 2.2). `_mta-sts.sub` beside `* MX` makes `sub` exist without mail: so what the
 * wildcard gave to `sub` is written there.
 */
#include "gen/zone_plan.h"

#include "lint/base/text.h"

static bool exists(const struct plan *plan, struct name name)
{
	bool there;

	zone_owns(&plan->image->zone, name_hash(name), &there);
	return there;
}

bool plan_wildcard(struct plan *plan, struct name name, struct name_buf *wildcard)
{
	struct name apex = plan->image->zone.apex, encloser = name;

	if (exists(plan, name))
		return false;
	while (!exists(plan, encloser) && !name_equal(encloser, apex))
		encloser = name_parent(encloser, 1);
	return name_prepend(STR("*"), encloser, wildcard) && exists(plan, name_view(wildcard));
}

bool plan_check_place(struct plan *plan, struct name name)
{
	struct name apex = plan->image->zone.apex, at = name;
	struct arena *arena = &plan->write->arena;

	if (!name_within(name, apex) || name_equal(name, apex))
		return plan_refuse(plan, "%s: '%s' does not lie in the zone '%s'",
			plan->write->input->path, name_text(arena, name), name_text(arena, apex));
	for (; !name_equal(at, apex); at = name_parent(at, 1)) {
		bool there;
		uint32_t owns = zone_owns(&plan->image->zone, name_hash(at), &there);

		if ((owns & OWNS_NS) != 0 || ((owns & OWNS_DNAME) != 0 && !name_equal(at, name)))
			return plan_refuse(plan,
				"%s: '%s' is %s, and '%s' lies there: write it to the zone that it "
				"leads to",
				plan->write->input->path, name_text(arena, at),
				(owns & OWNS_NS) != 0 ? "delegated" : "a DNAME",
				name_text(arena, name));
		if ((owns & OWNS_OPAQUE) != 0)
			return plan_refuse(plan,
				"%s: at '%s' stands a record of a type that is not known here, "
				"which may answer "
				"for '%s'",
				plan->write->input->path, name_text(arena, at),
				name_text(arena, name));
	}
	return true;
}

static void print_strings(struct buf *out, struct str rdata)
{
	for (size_t at = 0; at < rdata.len;) {
		struct str string = str_take(str_skip(rdata, at + 1), (unsigned char)rdata.ptr[at]);

		buf_add(out, at == 0 ? STR("\"") : STR(" \""));
		for (size_t i = 0; i < string.len; i++) {
			unsigned char c = (unsigned char)string.ptr[i];

			if (c < ' ' || c >= 0x7f)
				buf_printf(out, "\\%03u", (unsigned)c);
			else
				buf_printf(out, c == '"' || c == '\\' ? "\\%c" : "%c", c);
		}
		buf_add_char(out, '"');
		at += 1 + string.len;
	}
}

static void print_name(struct buf *out, struct name name)
{
	name_print(out, name);
	if (!name_is_root(name))
		buf_add_char(out, '.');
}

/* The data of RR as text; NULL for types whose data is not kept. */
static const char *print_rdata(struct arena *arena, const struct rr *rr)
{
	struct buf out = { 0 };
	const char *text;

	if (rr->type == TYPE_A || rr->type == TYPE_AAAA)
		return rr_address_text(arena, rr);
	if (rr->type == TYPE_TXT) {
		print_strings(&out, rr->rdata);
	} else if (rr->type == TYPE_CNAME) {
		print_name(&out, rr_target(rr));
	} else if (rr->type == TYPE_MX) {
		buf_printf(&out, "%u ", (unsigned)rr_mx_preference(rr));
		print_name(&out, rr_mx_exchange(rr));
	} else {
		return NULL;
	}
	text = arena_str(arena, buf_str(&out)).ptr;
	buf_finish(&out);
	return text;
}

static bool is_written(const struct plan *plan, struct name name)
{
	for (size_t i = 0; i < plan->coming_count; i++)
		if (name_equal(plan->coming[i].rr.owner, name))
			return true;
	return false;
}

static bool copy_record(struct plan *plan, const struct rr *rr, struct name name, size_t at)
{
	struct arena *arena = &plan->write->arena;
	const char *data = print_rdata(arena, rr);
	struct coming *coming;

	if (data == NULL)
		return plan_refuse(plan,
			"%s: the wildcard gives '%s' a record of type %s, and would not any more "
			"with a "
			"record below that name: write what '%s' needs yourself, then run this "
			"again",
			zone_image_place(plan->image, rr->span), name_text(arena, name),
			type_text(arena, rr->type), name_text(arena, name));
	coming = plan_come(plan, name, rr->type, rr->rdata);
	coming->data = data;
	coming->at = at;
	coming->ttl_given = true;
	coming->rr.ttl = rr->ttl;
	plan->write->added++;
	plan_note(plan,
		"also '%s. %s %s': the wildcard '%s' gave it that, and gives nothing to a name "
		"with records "
		"below it, nor to other names below that one",
		name_text(arena, name), type_text(arena, rr->type), data,
		name_text(arena, rr->owner));
	return true;
}

/* What WILDCARD has, at NAME. */
static bool copy_wildcard(struct plan *plan, struct name wildcard, struct name name, size_t at)
{
	struct arena *arena = &plan->write->arena;
	size_t count;
	const struct owner_entry *entries = zone_image_at(plan->image, wildcard, &count);
	bool there;

	if ((zone_owns(&plan->image->zone, name_hash(wildcard), &there) & OWNS_OPAQUE) != 0)
		return plan_refuse(plan,
			"%s: nobody knows all that the wildcard '%s' gives '%s', which would exist "
			"with a "
			"record below it: write what it needs yourself, then run this again",
			plan->write->input->path, name_text(arena, wildcard),
			name_text(arena, name));
	for (size_t i = 0; i < count; i++) {
		const struct rr *rr = entries[i].rr;
		bool again = false;

		for (size_t j = 0; j < i; j++)
			again |= entries[j].rr->type == rr->type &&
				 str_eq(entries[j].rr->rdata, rr->rdata);
		if (!again && name_equal(rr->owner, wildcard) && !copy_record(plan, rr, name, at))
			return false;
	}
	return true;
}

/* A name that begins with an underscore gets no mail. */
static bool is_service(struct name name)
{
	return name.len > 1 && name.wire[1] == '_';
}

bool plan_keep_wildcard(struct plan *plan, struct name owner, size_t at)
{
	struct name apex = plan->image->zone.apex;

	for (struct name name = name_parent(owner, 1);
		name_within(name, apex) && !name_equal(name, apex); name = name_parent(name, 1)) {
		struct name_buf wildcard;

		if (is_service(name) || is_written(plan, name) ||
			!plan_wildcard(plan, name, &wildcard))
			continue;
		if (!copy_wildcard(plan, name_view(&wildcard), name, at))
			return false;
	}
	return true;
}
