#include "lint/txt/tags.h"

static struct tag tag_of(struct str text)
{
	size_t equals = str_find_char(text, '=');
	struct tag tag = { .text = text, .name = str_take(text, equals) };

	if (equals < text.len)
		tag.value = str_skip(text, equals + 1);
	return tag;
}

void tags_scan(struct tags *tags, struct str text, size_t from)
{
	size_t first = from + str_find_char(str_skip(text, from), ';');
	struct str rest = str_skip(text, first + 1), part;

	tags->text = text;
	tags->count = 0;
	tags->more = false;
	tags->tail = str_skip(text, text.len);
	while (str_cut(&rest, ';', &part)) {
		struct str field = str_ltrim(part);

		if (rest.ptr == NULL && field.len == 0)
			break; /* the record ends with a ';' */
		if (tags->count == TAGS_MAX) {
			tags->more = true;
			break;
		}
		tags->list[tags->count++] = tag_of(str_rtrim(field));
		if (rest.ptr == NULL)
			tags->tail = str_skip(field, str_rtrim(field).len);
	}
}

static bool is_name_byte(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* %x21-3A / %x3C / %x3E-7E; ';' never gets here. */
static bool is_value_byte(char c)
{
	return c > ' ' && c <= '~' && c != '=';
}

/* The first byte of S that is not IS, with the UTF-8 continuation bytes behind it; false without.
 */
static bool find_bad(struct str s, bool (*is)(char), struct str *at)
{
	for (size_t i = 0; i < s.len; i++) {
		size_t end = i + 1;

		if (is(s.ptr[i]))
			continue;
		if ((s.ptr[i] & 0xc0) == 0xc0)
			while (end < s.len && end < i + 4 && (s.ptr[end] & 0xc0) == 0x80)
				end++;
		*at = str_of(s.ptr + i, end - i);
		return true;
	}
	return false;
}

static enum tag_fault blank_fault(const struct tag *tag, struct str *at)
{
	struct str before = str_skip(tag->name, str_rtrim(tag->name).len);

	*at = before;
	if (before.len == 0)
		*at = str_take(tag->value, tag->value.len - str_ltrim(tag->value).len);
	return at->len > 0 ? TAG_BLANK : TAG_OK;
}

enum tag_fault tag_name_fault(const struct tag *tag, struct str *at)
{
	struct str name = str_rtrim(tag->name), ignored;

	at = at != NULL ? at : &ignored;
	*at = tag->text;
	if (tag->text.len == 0)
		return TAG_EMPTY;
	if (tag->value.ptr == NULL)
		return TAG_BARE;
	if (name.len == 0)
		return TAG_NAME_EMPTY;
	if (find_bad(str_take(name, 1), ascii_is_alnum, at))
		find_bad(name, ascii_is_alnum, at); /* the whole character */
	else if (!find_bad(name, is_name_byte, at)) {
		*at = name;
		return name.len > TAG_NAME_MAX ? TAG_NAME_LONG : blank_fault(tag, at);
	}
	return TAG_NAME_BAD;
}

enum tag_fault tag_fault(const struct tag *tag, struct str *at)
{
	enum tag_fault fault;
	struct str ignored;

	at = at != NULL ? at : &ignored;
	fault = tag_name_fault(tag, at);
	if (fault != TAG_OK)
		return fault;
	*at = tag->text;
	if (tag->value.len == 0)
		return TAG_VALUE_EMPTY;
	return find_bad(tag->value, is_value_byte, at) ? TAG_VALUE_BAD : TAG_OK;
}

struct str tag_core(const struct tag *tag)
{
	struct str core = tag->name;

	while (core.len > 0 && !ascii_is_alnum(core.ptr[0]))
		core = str_skip(core, 1);
	while (core.len > 0 && !ascii_is_alnum(core.ptr[core.len - 1]))
		core.len--;
	return core;
}
