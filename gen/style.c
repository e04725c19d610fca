/* The way a zone is written, by what most of its records do, and by the line nearest to a new one.
 */
#include "gen/style.h"

#include <stdio.h>

enum { TAB = 8 };

struct votes {
	size_t relative, absolute, ttl, class, class_first, both, records, owners, aligned;
};

static bool ends_with_dot(struct str owner)
{
	return owner.len > 0 && owner.ptr[owner.len - 1] == '.' &&
	       (owner.len < 2 || owner.ptr[owner.len - 2] != '\\');
}

/* More than one blank, or a tab, stands behind the owner. */
static bool is_aligned(const struct layout *layout, struct str text)
{
	const char *behind = text.ptr + layout->owner.at + layout->owner.length;

	return behind[0] == '\t' || ascii_is_blank(behind[1]);
}

static void vote(struct votes *votes, const struct layout *layout, struct str text)
{
	struct str owner = str_of(text.ptr + layout->owner.at, layout->owner.length);

	if (owner.len > 0 && !str_eq(owner, STR("@")))
		*(ends_with_dot(owner) ? &votes->absolute : &votes->relative) += 1;
	votes->owners += owner.len > 0;
	votes->aligned += owner.len > 0 && is_aligned(layout, text);
	votes->records++;
	votes->ttl += layout->ttl.length > 0;
	votes->class += layout->class.length > 0;
	votes->both += layout->ttl.length > 0 && layout->class.length > 0;
	votes->class_first += layout->ttl.length > 0 && layout->class.length > 0 &&
			      layout->class_first;
}

static size_t advance_column(size_t column, char c)
{
	return c == '\t' ? column / TAB * TAB + TAB :
			   column + ((unsigned char)c < 0x80 || (unsigned char)c >= 0xc0);
}

static size_t column_of(struct str text, size_t line, size_t at)
{
	size_t column = 0;

	for (; line < at; line++)
		column = advance_column(column, text.ptr[line]);
	return column;
}

/* RR stands on one line with its owner, in the parts that most records have. */
static bool is_model(const struct style *style, const struct layout *layout, struct str text)
{
	size_t from = layout->owner.at, end;

	if (layout->owner.length == 0 || layout->value_count == 0 ||
		(layout->ttl.length > 0) != style->ttl ||
		(layout->class.length > 0) != style->class)
		return false;
	end = layout->values[layout->value_count - 1].at;
	return str_find_char(str_of(text.ptr + from, end - from), '\n') == end - from &&
	       str_find_char(str_of(text.ptr + from, end - from), '(') == end - from;
}

/* Where nothing is aligned one blank is enough: column 1. */
#define PLACE(style, field, part)                                                                  \
	do {                                                                                       \
		if ((part).length > 0) {                                                           \
			(style)->field.column = !(style)->aligned ?                                \
							1 :                                        \
							column_of(text, layout->owner.at,          \
								(part).at);                        \
			(style)->field.tab = text.ptr[(part).at - 1] == '\t';                      \
		}                                                                                  \
	} while (0)

static void take_columns(struct style *style, const struct layout *layout, struct str text)
{
	style->aligned |= is_aligned(layout, text);
	PLACE(style, ttl_at, layout->ttl);
	PLACE(style, class_at, layout->class);
	PLACE(style, type_at, layout->type);
	PLACE(style, value_at, layout->values[0]);
}

static bool is_here(const struct rr *rr, uint32_t file)
{
	return rr->span.file == file && !rr->generated && rr->type != TYPE_SOA;
}

static void take_votes(struct style *style, const struct votes *votes)
{
	style->relative = votes->relative >= votes->absolute;
	style->aligned = votes->aligned * 2 > votes->owners;
	style->ttl = votes->ttl * 2 > votes->records;
	style->class = votes->class * 2 > votes->records;
	style->class_first = votes->class_first * 2 > votes->both;
}

static const char *eol_of(struct str text, size_t at)
{
	size_t end = at > 0 && text.ptr[at - 1] == '\n' ? at - 1 : str_find_char(text, '\n');

	return end > 0 && end < text.len && text.ptr[end - 1] == '\r' ? "\r\n" : "\n";
}

void style_find(struct style *style, struct str text, uint32_t file, const struct rr *rrs,
	size_t count, size_t at)
{
	struct arena arena = { 0 };
	struct votes votes = { 0 };
	struct layout layout;
	bool before = true;

	*style = (struct style){ .class_text = STR("IN"), .eol = eol_of(text, at) };
	style->type_at.tab = style->value_at.tab = true;
	for (size_t i = 0; i < count; i++) {
		if (!is_here(&rrs[i], file))
			continue;
		layout_read(&layout, &arena, text, (size_t)rrs[i].span.offset, rrs[i].span.length);
		vote(&votes, &layout, text);
		if (layout.class.length > 0)
			style->class_text = str_of(text.ptr + layout.class.at, layout.class.length);
		arena_finish(&arena);
	}
	take_votes(style, &votes);
	/* The last model before AT, else the first behind it. */
	for (size_t i = 0; i < count; i++) {
		bool behind = rrs[i].span.offset >= at;

		if (!is_here(&rrs[i], file) || (behind && !before))
			continue;
		layout_read(&layout, &arena, text, (size_t)rrs[i].span.offset, rrs[i].span.length);
		if (is_model(style, &layout, text) && (!behind || style->type_at.column == 0)) {
			take_columns(style, &layout, text);
			before = !behind;
		}
		arena_finish(&arena);
	}
}

/* Blanks up to COLUMN, at least one, then TEXT. */
static void put(struct buf *out, size_t line, size_t column, bool tab, struct str text)
{
	size_t at = column_of(buf_str(out), line, out->len);

	do {
		char c = tab ? '\t' : ' ';

		buf_add_char(out, c);
		at = advance_column(at, c);
	} while (at < column);
	buf_add(out, text);
}

static void put_ttl(
	const struct style *style, const struct line *line, struct buf *out, size_t from)
{
	char text[16];
	bool own = style->ttl_at.column > 0;

	if (!line->show_ttl)
		return;
	snprintf(text, sizeof text, "%u", line->ttl);
	put(out, from, own ? style->ttl_at.column : 0, own ? style->ttl_at.tab : style->type_at.tab,
		str_c(text));
}

void style_line(const struct style *style, const struct line *line, struct buf *out)
{
	size_t from = out->len;

	buf_add(out, str_c(line->owner));
	if (!style->class_first)
		put_ttl(style, line, out, from);
	if (style->class)
		put(out, from, style->class_at.column, style->class_at.tab, style->class_text);
	if (style->class_first)
		put_ttl(style, line, out, from);
	put(out, from, style->type_at.column, style->type_at.tab, str_c(line->type));
	put(out, from, style->value_at.column, style->value_at.tab, str_c(line->data));
}
