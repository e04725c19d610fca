#include "lint/base/text.h"
#include "lint/txt/format.h"

/* Quotes, backslashes and what cannot be seen: nobody means it as part of a field. */
static bool is_litter(uint32_t code)
{
	return code == '"' || code == '\\' || (code != '\t' && text_is_unsafe(code));
}

/* FIELD without litter and without blanks at its ends. */
static struct str clean(struct buf *room, struct str field)
{
	room->len = 0;
	while (field.len > 0) {
		uint32_t code;
		size_t used = text_utf8(field, &code);

		if (used == 0 || !is_litter(code))
			buf_add(room, str_take(field, used == 0 ? 1 : used));
		field = str_skip(field, used == 0 ? 1 : used);
	}
	return str_trim(buf_str(room));
}

static void add_field(struct buf *out, struct str name, struct str value)
{
	buf_add(out, STR("; "));
	buf_add(out, name);
	buf_add_char(out, '=');
	buf_add(out, value);
}

/* The required field, from its value as it was written; a second one joins the first. */
static bool add_required(const struct txt_format *format, struct str value, struct buf *out)
{
	struct buf repaired = { 0 };
	bool second = out->len > 0;
	bool ok = (!second || format->join.len > 0) &&
		  format->value_repair(&repaired, str_trim(value));

	if (ok && second) {
		buf_add(out, format->join);
		buf_add(out, buf_str(&repaired));
	} else if (ok)
		add_field(out, format->required, buf_str(&repaired));
	buf_finish(&repaired);
	return ok;
}

/* FIELD without the required name, if it begins with it, and what stands behind it for a '='. */
static struct str behind_name(const struct txt_format *format, struct str field)
{
	struct str rest = field;

	if (str_istarts(field, format->required))
		rest = str_ltrim(str_skip(field, format->required.len));
	return rest.len > 0 && (rest.ptr[0] == '=' || rest.ptr[0] == ':') ? str_skip(rest, 1) :
									    rest;
}

/* Where the fields of a record go. */
struct parts {
	struct buf first;   /* the required one */
	struct buf instead; /* what people write for it, where it is missing */
	struct buf rest;
};

/* The part that the field NAME belongs to; NULL for the rest. */
static struct buf *required_part(
	const struct txt_format *format, struct str name, struct parts *parts)
{
	if (str_ieq(name, format->required))
		return &parts->first;
	return format->mistaken.len > 0 && str_ieq(name, format->mistaken) ? &parts->instead : NULL;
}

/* One cleaned field. Those that are broken are left out: senders ignore them in any case. */
static bool repair_field(const struct txt_format *format, struct str field, struct parts *parts)
{
	struct buf *required = NULL;
	size_t equals = str_find_char(field, '=');
	struct tag tag = { field, str_rtrim(str_take(field, equals)), { 0 } };

	if (equals < field.len) {
		tag.value = str_ltrim(str_skip(field, equals + 1));
		required = required_part(format, tag_core(&tag), parts);
	}
	if (required != NULL)
		return add_required(format, tag.value, required);
	if (equals == field.len && format->is_bare_required(field))
		return add_required(format, behind_name(format, field), &parts->first);
	if (tag_fault(&tag, NULL) == TAG_OK)
		add_field(&parts->rest, tag.name, tag.value);
	return true;
}

/* All fields of VALUE; the first, and any other that is one, loses its version. */
static bool repair_fields(const struct txt_format *format, struct str value, struct parts *parts)
{
	struct str left = value, part;
	struct buf room = { 0 };
	bool ok = true;

	while (ok && str_cut(&left, ';', &part)) {
		struct str field = clean(&room, part);

		field = str_trim(
			str_skip(field, version_token(format, field, part.ptr == value.ptr)));
		if (field.len > 0)
			ok = repair_field(format, field, parts);
	}
	buf_finish(&room);
	return ok;
}

bool txt_repair(const struct txt_format *format, struct str value, struct buf *out)
{
	struct parts parts = { 0 };
	size_t from = out->len;
	struct str repaired;
	bool ok = repair_fields(format, value, &parts);

	buf_add(out, format->version);
	buf_add(out, buf_str(parts.first.len > 0 ? &parts.first : &parts.instead));
	buf_add(out, buf_str(&parts.rest));
	repaired = str_skip(buf_str(out), from);
	ok = ok && txt_valid(format, repaired);
	buf_finish(&parts.first);
	buf_finish(&parts.instead);
	buf_finish(&parts.rest);
	return ok;
}
