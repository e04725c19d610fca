#include "lint/dns/name.h"

#include "lint/base/text.h"

const char *name_status_text(enum name_status status)
{
	static const char *const text[] = {
		[NAME_OK] = "is a name",
		[NAME_EMPTY_LABEL] = "has an empty label",
		[NAME_LABEL_LONG] = "has a label of more than 63 octets",
		[NAME_TOO_LONG] = "is longer than 255 octets",
		[NAME_BAD_ESCAPE] = "has a bad escape",
		[NAME_NO_ORIGIN] = "is relative and no origin is known",
	};

	return text[status];
}

size_t name_octet(struct str s, unsigned char *octet)
{
	unsigned value = 0;

	*octet = (unsigned char)s.ptr[0];
	if (s.ptr[0] != '\\')
		return 1;
	if (s.len < 2 || s.ptr[1] == '\n' || s.ptr[1] == '\r')
		return 0;
	if (!ascii_is_digit(s.ptr[1])) {
		*octet = (unsigned char)s.ptr[1];
		return 2;
	}
	for (size_t i = 1; i <= 3; i++) {
		if (i >= s.len || !ascii_is_digit(s.ptr[i]))
			return 0;
		value = value * 10 + (unsigned)(s.ptr[i] - '0');
	}
	*octet = (unsigned char)value;
	return value > 255 ? 0 : 4;
}

struct name_writer {
	struct name_buf *out;
	size_t len;	 /* octets written */
	size_t label_at; /* where the length of the open label stands */
};

static enum name_status close_label(struct name_writer *w)
{
	size_t label = w->len - w->label_at - 1;

	if (label == 0)
		return NAME_EMPTY_LABEL;
	w->out->wire[w->label_at] = (unsigned char)label;
	w->label_at = w->len;
	if (w->len >= NAME_MAX_WIRE)
		return NAME_TOO_LONG;
	w->len++;
	return NAME_OK;
}

static enum name_status add_octet(struct name_writer *w, unsigned char octet)
{
	if (w->len - w->label_at > NAME_MAX_LABEL)
		return NAME_LABEL_LONG;
	if (w->len >= NAME_MAX_WIRE)
		return NAME_TOO_LONG;
	w->out->wire[w->len++] = octet;
	return NAME_OK;
}

/* Ends the name at the open label, which is empty: with the root, or with ORIGIN. */
static enum name_status end_name(struct name_writer *w, struct name end)
{
	if (w->label_at + end.len > NAME_MAX_WIRE)
		return NAME_TOO_LONG;
	memmove(w->out->wire + w->label_at, end.wire, end.len);
	w->out->len = (unsigned char)(w->label_at + end.len);
	return NAME_OK;
}

static const struct name root = { (const unsigned char *)"", 1 };

enum name_status name_parse(
	struct str text, struct name origin, struct name_buf *out, size_t *error_at)
{
	struct name_writer w = { out, 1, 0 };
	enum name_status status = NAME_OK;
	size_t i = 0, ignored;

	error_at = error_at != NULL ? error_at : &ignored;
	*error_at = 0;
	out->len = 0;
	if (str_eq(text, STR(".")))
		return end_name(&w, root);
	if (str_eq(text, STR("@")))
		return name_is_none(origin) ? NAME_NO_ORIGIN : end_name(&w, origin);
	if (text.len == 0)
		return NAME_EMPTY_LABEL;
	while (i < text.len && status == NAME_OK) {
		unsigned char octet;
		size_t used = name_octet(str_skip(text, i), &octet);

		*error_at = i;
		if (used == 0)
			return NAME_BAD_ESCAPE;
		status = used == 1 && octet == '.' ? close_label(&w) : add_octet(&w, octet);
		i += used;
	}
	if (status != NAME_OK)
		return status;
	if (w.len == w.label_at + 1) /* the text ended with a dot */
		return end_name(&w, root);
	status = close_label(&w);
	if (status == NAME_OK)
		status = name_is_none(origin) ? NAME_NO_ORIGIN : end_name(&w, origin);
	return status;
}

bool name_from_host(struct str text, struct name_buf *out)
{
	if (str_find_char(text, '\\') < text.len || str_eq(text, STR("@")))
		return false;
	return name_parse(text, root, out, NULL) == NAME_OK;
}

bool name_from_wire(struct str s, struct name_buf *out, size_t *used)
{
	size_t at = 0;

	for (;;) {
		size_t label;

		if (at >= s.len || at >= NAME_MAX_WIRE)
			return false;
		label = (unsigned char)s.ptr[at];
		if (label > NAME_MAX_LABEL)
			return false;
		at += label + 1;
		if (label == 0)
			break;
	}
	memcpy(out->wire, s.ptr, at);
	out->len = (unsigned char)at;
	*used = at;
	return true;
}

struct name name_view(const struct name_buf *buf)
{
	return buf->len == 0 ? (struct name){ NULL, 0 } : (struct name){ buf->wire, buf->len };
}

struct name name_copy(struct arena *arena, struct name name)
{
	unsigned char *copy;

	if (name_is_none(name))
		return name;
	copy = (unsigned char *)arena_bytes(arena, name.len);
	memcpy(copy, name.wire, name.len);
	return (struct name){ copy, name.len };
}

size_t name_labels(struct name name)
{
	size_t labels = 0;

	for (size_t at = 0; at < name.len && name.wire[at] != 0; at += name.wire[at] + 1u)
		labels++;
	return labels;
}

struct name name_parent(struct name name, size_t n)
{
	while (n-- > 0 && name.len > 1) {
		size_t label = name.wire[0] + 1u;

		name.wire += label;
		name.len -= label;
	}
	return name;
}

size_t name_offsets(struct name name, unsigned char offsets[NAME_MAX_LABELS])
{
	size_t labels = 0;

	for (size_t at = 0; at < name.len && name.wire[at] != 0; at += name.wire[at] + 1u)
		offsets[labels++] = (unsigned char)at;
	return labels;
}

struct str name_label(struct name name, size_t i)
{
	name = name_parent(name, i);
	return str_of((const char *)name.wire + 1, name.wire[0]);
}

bool name_join(struct name first, struct name last, struct name_buf *out)
{
	size_t head = first.len - 1;

	if (head + last.len > NAME_MAX_WIRE)
		return false;
	memmove(out->wire + head, last.wire, last.len);
	memmove(out->wire, first.wire, head);
	out->len = (unsigned char)(head + last.len);
	return true;
}

bool name_undouble(struct name name, struct name apex, struct name_buf *single)
{
	size_t below = name_labels(apex);
	struct name_buf first;

	if (below == 0 || name_labels(name) < 2 * below || !name_within(name, apex))
		return false;
	first.len = (unsigned char)(name.len - apex.len + 1);
	memcpy(first.wire, name.wire, name.len - apex.len);
	first.wire[first.len - 1] = 0;
	if (single != NULL)
		*single = first;
	return name_within(name_view(&first), apex);
}

bool name_prepend(struct str label, struct name name, struct name_buf *out)
{
	unsigned char wire[NAME_MAX_LABEL + 2];

	if (label.len == 0 || label.len > NAME_MAX_LABEL)
		return false;
	wire[0] = (unsigned char)label.len;
	memcpy(wire + 1, label.ptr, label.len);
	wire[label.len + 1] = 0;
	return name_join((struct name){ wire, label.len + 2 }, name, out);
}

static struct str bytes_of(struct name name)
{
	return str_of((const char *)name.wire, name.len);
}

bool name_equal(struct name a, struct name b)
{
	return str_ieq(bytes_of(a), bytes_of(b));
}

static int label_cmp(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int x = (unsigned char)ascii_lower(a.ptr[i]),
		    y = (unsigned char)ascii_lower(b.ptr[i]);

		if (x != y)
			return x - y;
	}
	return a.len < b.len ? -1 : a.len > b.len;
}

int name_cmp(struct name a, struct name b)
{
	unsigned char at[NAME_MAX_LABELS], bt[NAME_MAX_LABELS];
	size_t x = name_offsets(a, at), y = name_offsets(b, bt);

	while (x > 0 && y > 0) {
		const unsigned char *left = a.wire + at[--x], *right = b.wire + bt[--y];
		int order = label_cmp(str_of((const char *)left + 1, *left),
			str_of((const char *)right + 1, *right));

		if (order != 0)
			return order;
	}
	return x < y ? -1 : x > y;
}

bool name_within(struct name name, struct name apex)
{
	size_t below = name_labels(name), above = name_labels(apex);

	return below >= above && name_equal(name_parent(name, below - above), apex);
}

bool name_starts_with(struct name name, struct str label)
{
	return name.len > 1 && str_ieq(name_label(name, 0), label);
}

bool name_is_wildcard(struct name name)
{
	return name.len > 2 && name.wire[0] == 1 && name.wire[1] == '*';
}

bool name_is_ldh(struct name name)
{
	size_t labels = name_labels(name);

	for (size_t i = 0; i < labels; i++) {
		struct str label = name_label(name, i);

		for (size_t j = 0; j < label.len; j++)
			if (!ascii_is_alnum(label.ptr[j]) &&
				(label.ptr[j] != '-' || j == 0 || j + 1 == label.len))
				return false;
	}
	return labels > 0;
}

static void print_octet(struct buf *buf, char c)
{
	static const char special[] = ".;()\"\\@$ ";

	if ((unsigned char)c <= 0x20 || (unsigned char)c >= 0x7f)
		buf_printf(buf, "\\%03u", (unsigned)(unsigned char)c);
	else if (memchr(special, c, sizeof special - 1) != NULL)
		buf_printf(buf, "\\%c", c);
	else
		buf_add_char(buf, c);
}

void name_print(struct buf *buf, struct name name)
{
	size_t labels = name_labels(name);

	if (labels == 0)
		buf_add_char(buf, '.');
	for (size_t i = 0; i < labels; i++) {
		struct str label = name_label(name, i);

		if (i > 0)
			buf_add_char(buf, '.');
		for (size_t j = 0; j < label.len; j++)
			print_octet(buf, label.ptr[j]);
	}
}

const char *name_text(struct arena *arena, struct name name)
{
	struct buf buf = { 0 };
	struct str copy;

	name_print(&buf, name);
	copy = arena_str(arena, buf_str(&buf));
	buf_finish(&buf);
	return copy.ptr;
}
