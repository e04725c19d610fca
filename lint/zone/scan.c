#include "lint/zone/scan.h"

#include "lint/base/memory.h"
#include "lint/diag/ignore.h"
#include "lint/zone/simd.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void scan_init(struct scan *scan, int descriptor)
{
	*scan = (struct scan){ .descriptor = descriptor, .capacity = SCAN_BUFFER };
	scan->buffer = memory_resize(NULL, scan->capacity + SIMD_BYTES, 1);
}

void scan_init_bytes(struct scan *scan, struct str bytes, uint64_t offset)
{
	*scan = (struct scan){ .descriptor = -1,
		.capacity = bytes.len,
		.fill = bytes.len,
		.base = offset,
		.next = offset,
		.eof = true,
		.front = { .at = offset } };
	scan->buffer = memory_resize(NULL, bytes.len + SIMD_BYTES, 1);
	if (bytes.len > 0)
		memcpy(scan->buffer, bytes.ptr, bytes.len);
}

void scan_finish(struct scan *scan)
{
	if (scan->descriptor >= 0)
		close(scan->descriptor);
	free(scan->buffer);
	free(scan->open);
	free(scan->marks);
}

/* Notes that a mark ends at the ':' at AT, if it does. */
static void note_mark(struct scan *scan, const char *at)
{
	size_t before = strlen(IGNORE_MARK) - 1;

	if ((size_t)(at - scan->buffer) < before || memcmp(at - before, IGNORE_MARK, before) != 0 ||
		scan->mark_count > IGNORE_MAX)
		return;
	MEMORY_GROW(scan->marks, scan->mark_count, scan->mark_capacity);
	scan->marks[scan->mark_count++] = scan_offset(scan, at - before);
}

/* Reads once to the end of the buffer. */
static void read_more(struct scan *scan)
{
	ssize_t got;

	do
		got = read(
			scan->descriptor, scan->buffer + scan->fill, scan->capacity - scan->fill);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		scan->fill += (size_t)got;
	memset(scan->buffer + scan->fill, 0, SIMD_BYTES);
	scan->failed |= got < 0;
	scan->eof |= got <= 0;
}

/* Makes room behind what is still needed: by moving it when that is little, else by growing, so
 * that no byte is moved often. */
static void make_room(struct scan *scan)
{
	size_t done = (size_t)(scan->next - scan->base);

	if (scan->fill < scan->capacity)
		return;
	if (done < scan->capacity / 2) {
		scan->capacity *= 2;
		scan->buffer = memory_resize(scan->buffer, scan->capacity + SIMD_BYTES, 1);
		return;
	}
	scan->fill -= done;
	memmove(scan->buffer, scan->buffer + done, scan->fill);
	scan->base += done;
}

/* The byte at offset AT, which is at most one behind what was read, is in the buffer. */
static bool available(struct scan *scan, uint64_t at)
{
	while (at - scan->base >= scan->fill && !scan->eof) {
		make_room(scan);
		read_more(scan);
	}
	return at - scan->base < scan->fill;
}

static char byte_at(const struct scan *scan, uint64_t at)
{
	return scan->buffer[at - scan->base];
}

enum event {
	EVENT_NONE,
	EVENT_OPEN,
	EVENT_CLOSE,
	EVENT_LINE,
	EVENT_RETURN, /* a carriage return outside quotes and comments */
};

/* Steps over byte C outside quotes and comments. */
static enum event step_plain(struct scan_front *front, char c)
{
	switch (c) {
	case '(':
		return EVENT_OPEN;
	case ')':
		return EVENT_CLOSE;
	case '\r':
		return EVENT_RETURN;
	case '\\':
		front->escape = true;
		return EVENT_NONE;
	case '"':
	case ';':
		front->inside = c;
		return EVENT_NONE;
	default:
		return EVENT_NONE;
	}
}

static enum event step(struct scan_front *front, char c)
{
	front->at++;
	if (c == '\n') {
		front->inside = 0;
		front->escape = false;
		return EVENT_LINE;
	}
	if (front->escape) {
		front->escape = false;
		return EVENT_NONE;
	}
	if (front->inside == 0)
		return step_plain(front, c);
	if (front->inside == '"') {
		front->escape = c == '\\';
		front->inside = c == '"' ? 0 : '"';
	}
	return EVENT_NONE;
}

/* EVENT ends a record that has no open parenthesis; FRONT is behind it. */
static bool ends_record(struct scan *scan, const struct scan_front *front, enum event event)
{
	if (event == EVENT_RETURN)
		return !available(scan, front->at) || byte_at(scan, front->at) != '\n';
	return event == EVENT_LINE;
}

/* The record from scan->next up to END; the next begins at RESUME. */
static bool hand_out(struct scan *scan, struct record *record, uint64_t end, uint64_t resume)
{
	record->offset = scan->next;
	record->text = str_of(scan->buffer + (scan->next - scan->base), (size_t)(end - scan->next));
	scan->next = resume;
	return true;
}

static bool any_open(const struct scan *scan)
{
	return scan->open_first < scan->open_end;
}

/* Looks again at bytes before the front. True when a record ends there; false at the first
 * parenthesis that is known to be open at the front, or at the front. */
static bool scan_again(struct scan *scan, struct record *record)
{
	struct scan_front again = { .at = scan->next };
	uint64_t stop = any_open(scan) ? scan->open[scan->open_first] : scan->front.at;
	size_t depth = 0;

	while (again.at < stop) {
		enum event event = step(&again, byte_at(scan, again.at));

		if (event == EVENT_OPEN)
			depth++;
		else if (event == EVENT_CLOSE && depth > 0)
			depth--;
		else if (depth == 0 && ends_record(scan, &again, event))
			return hand_out(scan, record, again.at - 1, again.at);
	}
	return false;
}

/* Room at the end of the list is made by moving it down when half of the list is done with. */
static void open_push(struct scan *scan, uint64_t at)
{
	if (scan->open_end == scan->open_capacity && scan->open_first > scan->open_capacity / 2) {
		scan->open_end -= scan->open_first;
		memmove(scan->open, scan->open + scan->open_first,
			scan->open_end * sizeof *scan->open);
		scan->open_first = 0;
	}
	MEMORY_GROW(scan->open, scan->open_end, scan->open_capacity);
	scan->open[scan->open_end++] = at;
}

/* Moves the front on. True when the record ends there; false at the end of the file, or when the
 * record is too long. */
static bool scan_ahead(struct scan *scan, struct record *record)
{
	struct scan_front *front = &scan->front;

	while (front->at - scan->next <= SCAN_MAX_RECORD && available(scan, front->at)) {
		enum event event = step(front, byte_at(scan, front->at));

		if (event == EVENT_OPEN)
			open_push(scan, front->at - 1);
		else if (event == EVENT_CLOSE && any_open(scan))
			scan->open_end--;
		else if (!any_open(scan) && ends_record(scan, front, event))
			return hand_out(scan, record, front->at - 1, front->at);
	}
	return false;
}

/* Skips to the line after offset AT, by newline search alone. */
static void skip_line(struct scan *scan, uint64_t at)
{
	scan->open_first = scan->open_end = 0;
	for (;;) {
		size_t from = (size_t)(at - scan->base);
		struct str rest = str_of(scan->buffer + from, scan->fill - from);
		size_t found = str_find_char(rest, '\n');

		at += found;
		if (found < rest.len) {
			at++;
			break;
		}
		if (scan->eof)
			break;
		scan->base = at;
		scan->fill = 0;
		read_more(scan);
	}
	scan->next = at;
	scan->front = (struct scan_front){ .at = at };
}

static void open_drop_before(struct scan *scan, uint64_t at)
{
	while (any_open(scan) && scan->open[scan->open_first] < at)
		scan->open_first++;
}

/* Gives up on the record: it is cut at the end of the line of its first open parenthesis. */
static bool give_up(struct scan *scan, struct record *record)
{
	size_t from;
	struct str rest;
	uint64_t end;

	record->unclosed = any_open(scan);
	record->unended = !record->unclosed && !available(scan, scan->front.at);
	record->too_long = !record->unclosed && scan->front.at - scan->next > SCAN_MAX_RECORD;
	from = (size_t)((record->unclosed ? scan->open[scan->open_first] : scan->front.at) -
			scan->base);
	rest = str_of(scan->buffer + from, (size_t)(scan->front.at - scan->base) - from);
	end = scan->base + from + str_find_char(rest, '\n');
	hand_out(scan, record, end, end + 1);
	if (record->unclosed && end < scan->front.at)
		open_drop_before(scan, scan->next);
	else
		scan->skip = true;
	return true;
}

bool scan_next(struct scan *scan, struct record *record)
{
	*record = (struct record){ 0 };
	if (scan->skip) {
		scan->skip = false;
		skip_line(scan, scan->front.at);
	}
	if (scan->next < scan->front.at && scan_again(scan, record))
		return true;
	if (scan_ahead(scan, record))
		return true;
	return scan->front.at > scan->next && give_up(scan, record);
}

struct str scan_rest(const struct scan *scan)
{
	size_t from = (size_t)(scan->next - scan->base);

	if (scan->next != scan->front.at)
		return str_of(scan->buffer, 0);
	return str_of(scan->buffer + from, scan->fill - from);
}

void scan_note_marks(struct scan *scan, const char *from, const char *end)
{
	for (; from < end; from += SIMD_BYTES) {
		uint64_t found = simd_any(from, ':') ? simd_find(from, ':') : 0;

		for (; found != 0; found &= found - 1)
			if (from + __builtin_ctzll(found) < end)
				note_mark(scan, from + __builtin_ctzll(found));
	}
}

void scan_skip(struct scan *scan, size_t n)
{
	scan->next += n;
	scan->front.at += n;
}

bool scan_more(struct scan *scan)
{
	bool full = scan->fill == scan->capacity;

	if (scan->eof || scan->next != scan->front.at ||
		(full && scan->next - scan->base < scan->capacity / 2))
		return false;
	make_room(scan);
	read_more(scan);
	return !scan->eof;
}
