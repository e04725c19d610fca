#include "lint/zone/fast.h"

#include "lint/base/memory.h"
#include "lint/zone/again.h"
#include "lint/zone/names.h"

/* Records up to so many bytes are read here. */
enum { FAST_MAX = 64 * 1024 };

bool fast_name(const struct fast *fast, const char *text, size_t len, struct name_buf *out)
{
	const struct reader *reader = fast->reader;
	uint64_t dots;
	size_t slot = 0;

	if (len == 0 || len >= SIMD_BYTES || !simd_is_name(text, len))
		return false;
	dots = simd_find(text, '.') & ((UINT64_C(1) << len) - 1);
	if ((dots & (dots << 1 | 1)) != 0)
		return false;
	memcpy(out->wire + 1, text, SIMD_BYTES);
	for (; dots != 0; dots &= dots - 1) {
		size_t dot = (size_t)__builtin_ctzll(dots);

		out->wire[slot] = (unsigned char)(dot - slot);
		slot = dot + 1;
	}
	if (slot == len) {
		out->wire[len] = 0;
		out->len = (unsigned char)(len + 1);
		return true;
	}
	if (reader->origin_known != KNOWN || len + 1 + reader->origin.len > NAME_MAX_WIRE)
		return false;
	out->wire[slot] = (unsigned char)(len - slot);
	memcpy(out->wire + len + 1, reader->origin.wire, reader->origin.len);
	out->len = (unsigned char)(len + 1 + reader->origin.len);
	return true;
}

const char *fast_comment(struct fast *fast, const char *at)
{
	for (;; at++) {
		at = fast_find(fast, at, FAST_COMMENT);
		if (at == fast->end)
			return NULL;
		if (*at == '\n')
			return at;
		if (*at != '\t' && (*at != '\r' || at[1] != '\n'))
			return NULL;
	}
}

bool fast_line_end(struct fast *fast, const char *at)
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

/* The owner at the start of the line. */
static bool read_owner(struct fast *fast)
{
	struct reader *reader = fast->reader;
	const char *end = fast_find(fast, fast->at, FAST_WORD);
	size_t len = (size_t)(end - fast->at);

	if (!ascii_is_blank(*end) || *fast->at == '$')
		return false;
	fast->owner_text = str_of(fast->at, len);
	fast->again = reader->fast_owner_length == len &&
		      memcmp(reader->fast_owner, fast->at, len) == 0;
	fast->at = fast_skip_blanks(end);
	return fast->again || fast_name(fast, fast->owner_text.ptr, len, &fast->owner);
}

/* The line begins with a blank. */
static bool inherit_owner(struct fast *fast)
{
	const struct reader *reader = fast->reader;

	fast->owner_text = str_of(fast->at, 0);
	fast->again = reader->fast_owner_length > 0;
	fast->at = fast_skip_blanks(fast->at);
	return reader->owner.known == KNOWN &&
	       reader->frames[reader->depth - 1]->include_at.length == 0;
}

static bool read_ttl(struct fast *fast, const char *text, size_t len)
{
	uint32_t ttl = 0;

	if (fast->has_ttl || len > 9)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!ascii_is_digit(text[i]))
			return false;
		ttl = ttl * 10 + (uint32_t)(text[i] - '0');
	}
	fast->has_ttl = true;
	fast->ttl = ttl;
	return true;
}

/* TTL, class and type. */
static bool read_head(struct fast *fast)
{
	fast->has_ttl = fast->has_class = false;
	for (;;) {
		const char *text = fast->at, *end = fast_find(fast, text, FAST_WORD);
		size_t len = (size_t)(end - text);

		if (len == 0 || !ascii_is_blank(*end))
			return false;
		fast->at = fast_skip_blanks(end);
		if (ascii_is_digit(*text)) {
			if (!read_ttl(fast, text, len))
				return false;
		} else if (len == 2 && ascii_lower(text[0]) == 'i' && ascii_lower(text[1]) == 'n') {
			if (fast->has_class)
				return false;
			fast->has_class = true;
		} else {
			fast->type = fast_type_find(text, len);
			return fast->type != NULL;
		}
	}
}

static uint32_t find_ttl(const struct fast *fast)
{
	struct reader *reader = fast->reader;

	if (fast->has_ttl) {
		reader->last_ttl_known = true;
		reader->last_ttl = fast->ttl;
		return fast->ttl;
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
	struct str owner = fast->owner_text;
	struct rr rr = {
		.owner = name_view(&fast->reader->owner.name),
		.rdata = buf_str(&fast->reader->scratch),
		.span = span_of(fast, start, fast->last),
		.owner_at = span_of(fast, start, start + owner.len),
		.value_at = span_of(fast, fast->value, fast->value_end),
		.ttl = ttl,
		.type = fast->type->type,
	};

	zone_keep(fast->reader->zone, &rr);
}

/* Notes what names and TTLs mean from the record on, if that differs from before. */
static void note_context(const struct fast *fast)
{
	const struct reader *reader = fast->reader;
	struct zone_file *zone = reader->zone;
	struct zone_context *last = zone->context_count == 0 ?
					    NULL :
					    &zone->contexts[zone->context_count - 1];
	bool known = reader->origin_known == KNOWN;
	struct name origin = known ? name_view(&reader->origin) : (struct name){ NULL, 0 };

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
	struct names_run run = {
		.offset = offset_of(fast),
		.ttl = ttl,
		.stated = fast->owner_text.len > 0,
		.first = !fast->again,
	};

	return reader->fast_again && (fast->type->bit & NAMES_AGAIN) != 0 &&
	       (fast->has_ttl || reader->default_ttl_known) &&
	       names_again(reader->zone, fast->type->bit, &run);
}

/* Makes the owner the last one. */
static void enter_owner(struct fast *fast)
{
	struct reader *reader = fast->reader;
	uint64_t from;

	if (fast->owner_text.len > 0) {
		reader->frames[reader->depth - 1]->include_at.length = 0;
		if (!fast->again) {
			memcpy(reader->owner.name.wire, fast->owner.wire, fast->owner.len);
			reader->owner.name.len = fast->owner.len;
			reader->owner.known = KNOWN;
			memcpy(reader->fast_owner, fast->owner_text.ptr, fast->owner_text.len);
			reader->fast_owner_length = fast->owner_text.len;
		}
	}
	if (fast->again)
		return;
	names_add(reader->zone, name_view(&reader->owner.name), 0);
	from = reader->input->again_from > 0 ? reader->input->again_from : AGAIN_FROM;
	reader->fast_again = reader->depth == 1 && offset_of(fast) >= from &&
			     names_may_again(reader->zone);
	if (reader->fast_again)
		note_context(fast);
}

/* The record is good: only now anything changes. */
static void commit(struct fast *fast)
{
	struct reader *reader = fast->reader;
	uint32_t ttl = find_ttl(fast);

	reader->class_known = true;
	reader->class = CLASS_IN;
	enter_owner(fast);
	if (leave(fast, ttl))
		return;
	names_add_again(reader->zone, fast->type->bit);
	if (fast->keep)
		keep(fast, ttl);
}

/* Reads one line or record; false when the plain reader must. */
static bool read_record(struct fast *fast)
{
	fast->start = fast->at;
	if (*fast->at == '\n' || *fast->at == ';')
		return fast_line_end(fast, fast->at);
	if (ascii_is_blank(*fast->at) && fast_line_end(fast, fast->at))
		return true;
	if (!(ascii_is_blank(*fast->at) ? inherit_owner(fast) : read_owner(fast)))
		return false;
	fast->keep = true;
	if (!read_head(fast) || !fast->type->read(fast) || fast->at - fast->start > FAST_MAX)
		return false;
	commit(fast);
	return true;
}

void fast_read(struct reader *reader)
{
	struct frame *frame = reader->frames[reader->depth - 1];
	struct str rest = scan_rest(&frame->scan);
	struct fast fast = {
		.reader = reader, .at = rest.ptr, .start = rest.ptr, .end = rest.ptr + rest.len
	};

	if (rest.len == 0 || (reader->class_known && reader->class != CLASS_IN))
		return;
	fast.block = fast.at;
	fast.masks = simd_classify(fast.at);
	while (fast.at < fast.end && read_record(&fast))
		fast.start = fast.at;
	scan_skip(&frame->scan, (size_t)(fast.start - rest.ptr));
}
