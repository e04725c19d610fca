#include "lint/zone/fast.h"

#include "lint/base/memory.h"
#include "lint/zone/again.h"
#include "lint/zone/names.h"

/* Records up to so many bytes are read here. */
enum { FAST_MAX = 64 * 1024 };

/* With so few bytes left in the buffer a record is probably cut. */
enum { FAST_CUT = 4096 };

void fast_name_wire(const struct fast *fast, const char *text, size_t len, struct name_buf *out)
{
	const struct name_buf *origin = &fast->reader->origin;
	uint64_t dots = simd_name(text).dots & ((UINT64_C(1) << len) - 1);
	size_t slot = 0;

	memcpy(out->wire + 1, text, SIMD_BYTES);
	for (; dots != 0; dots &= dots - 1) {
		size_t dot = (size_t)__builtin_ctzll(dots);

		out->wire[slot] = (unsigned char)(dot - slot);
		slot = dot + 1;
	}
	if (slot == len) {
		out->wire[len] = 0;
		out->len = (unsigned char)(len + 1);
		return;
	}
	out->wire[slot] = (unsigned char)(len - slot);
	memcpy(out->wire + len + 1, origin->wire, origin->len);
	out->len = (unsigned char)(len + 1 + origin->len);
}

const char *fast_comment(struct fast *fast, const char *at)
{
	const char *from = at;

	for (;; at++) {
		at = fast_find(fast, at, FAST_COMMENT);
		if (at == fast->end)
			return NULL;
		if (*at == '\n') {
			scan_note_marks(
				&fast->reader->frames[fast->reader->depth - 1]->scan, from, at);
			return at;
		}
		if ((unsigned char)*at < 0x20 && *at != '\t' && (*at != '\r' || at[1] != '\n'))
			return NULL;
	}
}

bool fast_line_end_far(struct fast *fast, const char *at)
{
	at = fast_skip_blanks(at);
	if (*at == ';')
		at = fast_comment(fast, at);
	else if (*at == '\r')
		at++;
	if (at == NULL || at >= fast->end || *at != '\n')
		return false;
	fast->at = at + 1;
	return true;
}

/* The line begins with a blank. */
static bool inherit_owner(struct fast *fast)
{
	fast->stated = str_of(fast->at, 0);
	fast->again = fast->owner.len > 0;
	return fast->inherits;
}

static uint32_t find_ttl(const struct fast *fast)
{
	struct reader *reader = fast->reader;

	if (fast->head->has_ttl) {
		reader->last_ttl_known = true;
		reader->last_ttl = fast->head->ttl;
		return fast->head->ttl;
	}
	return reader->default_ttl_known ? reader->default_ttl :
	       reader->last_ttl_known	 ? reader->last_ttl :
					   0;
}

static struct span span_of(const struct fast *fast, const char *from, const char *to)
{
	const struct frame *frame = fast->reader->frames[fast->reader->depth - 1];

	return (struct span){ frame->file, (uint32_t)(to - from), scan_offset(&frame->scan, from) };
}

/* Of the record. */
static uint64_t offset_of(const struct fast *fast)
{
	return scan_offset(&fast->reader->frames[fast->reader->depth - 1]->scan, fast->start);
}

static void keep(struct fast *fast, uint32_t ttl)
{
	const char *start = fast->start;
	struct reader *reader = fast->reader;
	struct rr rr = {
		.span = span_of(fast, start, fast->last),
		.owner_at = span_of(fast, start, start + fast->stated.len),
		.value_at = span_of(fast, fast->value, fast->value_end),
		.ttl = ttl,
		.type = fast->head->type->type,
	};

	fast_owner_name(fast);
	reader->scratch.len = 0;
	fast->head->type->decode(fast);
	rr.owner = name_view(&reader->owner.name);
	rr.rdata = buf_str(&reader->scratch);
	zone_keep(reader->zone, &rr);
}

/* Notes what names and TTLs mean from the record on, if that differs from before. */
static void note_context(struct fast *fast)
{
	const struct reader *reader = fast->reader;
	struct zone_file *zone = reader->zone;
	struct zone_context *last = zone->context_count == 0 ?
					    NULL :
					    &zone->contexts[zone->context_count - 1];
	bool known = reader->origin_known == KNOWN;
	struct name origin = known ? name_view(&reader->origin) : (struct name){ NULL, 0 };

	fast->context_noted = true;
	if (last != NULL && last->ttl_known == reader->default_ttl_known &&
		last->ttl == reader->default_ttl && name_is_none(last->origin) != known &&
		(!known || name_equal(last->origin, origin)))
		return;
	MEMORY_GROW(zone->contexts, zone->context_count, zone->context_capacity);
	zone->contexts[zone->context_count++] = (struct zone_context){
		.from = offset_of(fast),
		.origin = name_copy(&zone->arena, origin),
		.ttl_known = reader->default_ttl_known,
		.ttl = reader->default_ttl,
	};
}

/* The record, whose owner is the last one now, need not be kept: it can be read again. */
static bool leave(struct fast *fast, uint32_t ttl)
{
	const struct reader *reader = fast->reader;
	struct zone_file *zone = reader->zone;
	enum type_bit bit = fast->head->type->bit;
	struct names_run run = {
		.offset = offset_of(fast),
		.ttl = ttl,
		.stated = fast->stated.len > 0,
		.first = !fast->again && !fast->goes_on,
	};

	if (!fast->may_again || (bit & NAMES_AGAIN) == 0 ||
		(!fast->head->has_ttl && !reader->default_ttl_known) ||
		(bit == OWNS_MX && zone->every_mx))
		return false;
	if (!fast->context_noted)
		note_context(fast);
	if (!names_again(zone, bit, &run))
		return false;
	zone->every_mx |= bit == OWNS_NS;
	zone->mx_left |= bit == OWNS_MX;
	return true;
}

/* Makes the owner the last one. */
static void enter_owner(struct fast *fast)
{
	const struct reader *reader = fast->reader;
	uint64_t from = reader->input->again_from > 0 ? reader->input->again_from : AGAIN_FROM;

	fast_owner_enter(fast);
	*fast->any = true;
	fast->may_again = fast->may_again && reader->depth == 1 && offset_of(fast) >= from;
}

/* The record is good: only now anything changes. */
static void commit(struct fast *fast)
{
	struct reader *reader = fast->reader;
	uint32_t ttl = find_ttl(fast);

	reader->class_known = true;
	reader->class = CLASS_IN;
	if (!fast->again)
		enter_owner(fast);
	if (leave(fast, ttl))
		return;
	names_add_again(reader->zone, fast->head->type->bit);
	if (fast->keep)
		keep(fast, ttl);
}

/* Reads one line or record; false when the plain reader must. */
static bool read_record(struct fast *fast)
{
	const char *at = fast->at;

	fast->start = at;
	if (*at == '\n' || *at == ';')
		return fast_line_end(fast, at);
	if (ascii_is_blank(*at)) {
		if (fast_line_end_far(fast, at))
			return true;
		if (!inherit_owner(fast))
			return false;
	} else if (!fast_owner_read(fast)) {
		return false;
	}
	fast->at = fast_head_read(fast, at + fast->stated.len);
	fast->keep = true;
	if (fast->at == NULL || !fast->head->type->read(fast) || fast->at - fast->start > FAST_MAX)
		return false;
	commit(fast);
	return true;
}

/* Relative names may be so long. */
static size_t room_for_names(const struct reader *reader)
{
	size_t used = reader->origin.len + 1u;

	return reader->origin_known == KNOWN && used < NAME_MAX_WIRE ? NAME_MAX_WIRE - used : 0;
}

/* Reads records from what is in the buffer; how many bytes. *ANY becomes true when there are some.
 */
static size_t read_rest(struct reader *reader, struct str rest, bool *any)
{
	struct frame *frame = reader->frames[reader->depth - 1];
	struct fast fast;

	fast.reader = reader;
	fast.at = fast.start = rest.ptr;
	fast.end = rest.ptr + rest.len;
	fast.block = fast.end;
	fast.room = room_for_names(reader);
	fast.inherits = reader->owner.known == KNOWN && frame->include_at.length == 0;
	fast.parents_known = 0;
	fast.key = hash_key();
	fast.owner = str_of(rest.ptr, 0);
	fast.name_stale = fast.last_stale = fast.context_noted = false;
	fast.goes_on = *any;
	fast.any = any;
	while (fast.at < fast.end && read_record(&fast))
		fast.start = fast.at;
	if (fast.owner.len > 0)
		frame->include_at.length = 0;
	fast_owner_finish(&fast);
	return (size_t)(fast.start - rest.ptr);
}

void fast_read(struct reader *reader)
{
	struct scan *scan = &reader->frames[reader->depth - 1]->scan;
	bool any = false;

	if (reader->class_known && reader->class != CLASS_IN)
		return;
	fast_heads_start(reader);
	do {
		struct str rest = scan_rest(scan);
		size_t read;

		if (rest.len == 0)
			return;
		read = read_rest(reader, rest, &any);
		scan_skip(scan, read);
		if (rest.len - read > FAST_CUT)
			return;
	} while (scan_more(scan));
}
