#include "lint/policy/reader.h"

enum { NAME_MAX_BYTES = 32 };

static const struct str names[FIELD_COUNT] = {
	[FIELD_VERSION] = STR_INIT("version"),
	[FIELD_MODE] = STR_INIT("mode"),
	[FIELD_MAX_AGE] = STR_INIT("max_age"),
	[FIELD_MX] = STR_INIT("mx"),
};

struct str field_name(enum field_id id)
{
	return names[id];
}

struct span reader_span(const struct reader *reader, struct str part)
{
	return (struct span){ reader->file, (uint32_t)part.len,
		(uint64_t)(part.ptr - reader->text.ptr) };
}

static bool is_joint(char c)
{
	return c == '-' || c == '_' || ascii_is_blank(c);
}

/* A and B differ in nothing but case, '-', '_' and blanks. */
static bool same_letters(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.len && is_joint(a.ptr[i]))
			i++;
		while (j < b.len && is_joint(b.ptr[j]))
			j++;
		if (i == a.len || j == b.len)
			return i == a.len && j == b.len;
		if (ascii_lower(a.ptr[i++]) != ascii_lower(b.ptr[j++]))
			return false;
	}
}

static struct str undecorated(struct str name)
{
	while (name.len > 0 && !ascii_is_alnum(name.ptr[0]))
		name = str_skip(name, 1);
	while (name.len > 0 && !ascii_is_alnum(name.ptr[name.len - 1]))
		name.len--;
	return name;
}

/* The known name whose letters are those of NAME; FIELD_EXTENSION if none. */
static enum field_id variant_of(struct str name, enum spelling *spelling)
{
	for (unsigned id = 0; id < FIELD_COUNT; id++)
		if (same_letters(name, names[id])) {
			*spelling = str_eq(name, names[id]) ? SPELT_RIGHT : SPELT_VARIANT;
			return (enum field_id)id;
		}
	return FIELD_EXTENSION;
}

/* One edit away from "mx", or from another known name that the file lacks. */
static enum field_id near_to(const struct reader *reader, struct str name)
{
	for (unsigned id = 0; id < FIELD_COUNT; id++)
		if ((id == FIELD_MX || !reader->has[id]) && name.len <= NAME_MAX_BYTES &&
			str_distance(name, names[id], 1) == 1)
			return (enum field_id)id;
	return FIELD_EXTENSION;
}

static void name_identify(const struct reader *reader, struct field *field)
{
	struct str bare = undecorated(field->name);

	if (!str_starts(field->name, STR("- "))) /* an item of a YAML list */
		field->id = variant_of(field->name, &field->spelling);
	if (field->id != FIELD_EXTENSION)
		return;
	if (bare.len < field->name.len) {
		field->id = variant_of(bare, &field->spelling);
		if (field->id != FIELD_EXTENSION) {
			field->spelling = SPELT_DECORATED;
			return;
		}
	}
	field->id = near_to(reader, field->name);
	field->spelling = SPELT_NEAR;
}

/* A line without a colon: "mode none", "mode=none" name a field all the same. */
static void word_identify(struct field *field)
{
	struct str text = str_trim(field->line->text), word = text, rest;

	word.len = 0;
	while (word.len < text.len &&
		(ascii_is_alnum(text.ptr[word.len]) || text.ptr[word.len] == '_' ||
			text.ptr[word.len] == '-'))
		word.len++;
	rest = str_ltrim(str_skip(text, word.len));
	if (rest.len > 0 && (rest.ptr[0] == '=' || rest.ptr[0] == ';'))
		rest = str_ltrim(str_skip(rest, 1));
	field->name = word;
	field->value = rest;
	field->id = FIELD_EXTENSION;
	if (rest.ptr > word.ptr + word.len && rest.len > 0 && str_find_char(rest, ' ') == rest.len)
		field->id = variant_of(word, &field->spelling);
}

void field_parse(const struct reader *reader, const struct line *line, struct field *field)
{
	struct str text = str_trim(line->text);
	size_t colon = str_find_char(line->text, ':');

	*field = (struct field){ .line = line, .id = FIELD_EXTENSION, .spelling = SPELT_RIGHT };
	field->comment = str_starts(text, STR("#")) || str_starts(text, STR("//")) ||
			 str_starts(text, STR(";"));
	if (field->comment)
		return;
	field->colon = colon < line->text.len;
	if (!field->colon) {
		word_identify(field);
		return;
	}
	field->before = str_take(line->text, colon);
	field->name = str_trim(field->before);
	field->value = str_trim(str_skip(line->text, colon + 1));
	name_identify(reader, field);
}

size_t field_joined(struct str value, enum field_id *id)
{
	for (size_t i = 0; i < value.len; i++)
		for (unsigned known = 0; known < FIELD_COUNT; known++) {
			struct str rest = str_skip(value, i);

			if (str_starts(rest, names[known]) && names[known].len < rest.len &&
				rest.ptr[names[known].len] == ':') {
				*id = (enum field_id)known;
				return i;
			}
		}
	return value.len;
}

/* sts-policy-ext-name (RFC 8461 3.2). */
bool field_name_valid(struct str name)
{
	if (name.len == 0 || name.len > NAME_MAX_BYTES || !ascii_is_alnum(name.ptr[0]))
		return false;
	for (size_t i = 1; i < name.len; i++)
		if (!ascii_is_alnum(name.ptr[i]) && name.ptr[i] != '_' && name.ptr[i] != '-' &&
			name.ptr[i] != '.')
			return false;
	return true;
}

/* sts-policy-ext-value of a clean line: not empty, no tab inside (RFC 8461 3.2). */
bool field_value_valid(struct str value)
{
	return value.len > 0 && str_find_char(value, '\t') == value.len;
}
