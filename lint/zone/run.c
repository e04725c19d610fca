/* A run of records, from its bytes. */
#include "lint/zone/reader.h"

/* Reads records of the first one's owner; false when their end is not there. */
static bool read_run(struct reader *reader, uint64_t limit, bool end)
{
	struct frame *frame = reader->frames[0];
	struct name_buf owner = { .len = 0 };
	struct entry entry;
	size_t count;

	for (;;) {
		entry = (struct entry){ .file = frame->file };
		if (!scan_next(&frame->scan, &entry.record))
			return end;
		if (!end && (entry.record.unclosed ||
				    entry.record.offset + entry.record.text.len >= limit))
			return false;
		lexer_init(&entry.lexer, entry.record.text);
		if (entry_is_dollar(&entry))
			return true;
		count = reader->zone->rr_count;
		entry_dispatch(reader, &entry);
		if (owner.len == 0)
			owner = reader->owner.name;
		if (reader->owner.known != KNOWN ||
			!name_equal(name_view(&owner), name_view(&reader->owner.name))) {
			reader->zone->rr_count = count;
			return true;
		}
	}
}

bool reader_again(const struct zone_file *zone, const struct zone_context *context,
	struct str bytes, uint64_t offset, bool end, struct zone_file *into)
{
	struct levels levels = { 0 };
	struct diag diag;
	struct zone_input input = { .plain = true };
	struct frame frame = { .file = zone->file };
	struct reader reader = { .zone = into,
		.input = &input,
		.diag = &diag,
		.frames = { &frame },
		.depth = 1,
		.class_known = true,
		.class = CLASS_IN,
		.default_ttl_known = context->ttl_known,
		.default_ttl = context->ttl };
	bool whole;

	diag_init(&diag, &levels);
	scan_init_bytes(&frame.scan, bytes, offset);
	if (!name_is_none(context->origin)) {
		memcpy(reader.origin.wire, context->origin.wire, context->origin.len);
		reader.origin.len = (unsigned char)context->origin.len;
		reader.origin_known = KNOWN;
	}
	whole = read_run(&reader, offset + bytes.len, end);
	scan_finish(&frame.scan);
	buf_finish(&reader.scratch);
	diag_finish(&diag);
	return whole;
}
