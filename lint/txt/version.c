#include "lint/txt/format.h"

/* Bytes at the start of S that are neither letter nor digit. */
static size_t junk(struct str s)
{
	size_t i = 0;

	while (i < s.len && !ascii_is_alnum(s.ptr[i]))
		i++;
	return i;
}

/* "v" or "version" and the bytes before and behind it; 0 when S does not begin so. */
static size_t label_token(struct str s)
{
	size_t at = junk(s);
	struct str rest = str_skip(s, at);

	if (!str_istarts(rest, STR("v")))
		return 0;
	at += str_istarts(rest, STR("version")) ? 7 : 1;
	return at == s.len || ascii_is_alnum(s.ptr[at]) ? 0 : at + junk(str_skip(s, at));
}

static size_t digits(struct str s)
{
	size_t i = 0;

	while (i < s.len && ascii_is_digit(s.ptr[i]))
		i++;
	return i;
}

/* The version with one byte too many, too few or wrong; 0 when the field is something else. */
static size_t near_version(const struct txt_format *format, struct str field)
{
	struct str text = str_rtrim(str_take(field, str_find_char(field, ';')));

	return str_distance(text, format->version, 1) <= 1 ? text.len : 0;
}

size_t version_token(const struct txt_format *format, struct str field, bool first)
{
	size_t label = label_token(field);
	size_t start = label > 0 ? label : junk(field);

	for (size_t i = 0; i < sizeof format->spellings / sizeof *format->spellings; i++) {
		struct str spelling = format->spellings[i], rest = str_skip(field, start);
		size_t v, number;

		if (spelling.len == 0 || !str_istarts(rest, spelling))
			continue;
		v = str_istarts(str_skip(rest, spelling.len), STR("v"));
		number = digits(str_skip(rest, spelling.len + v));
		if (label > 0 || (first && v > 0 && number > 0))
			return start + spelling.len + v + number;
	}
	return first ? near_version(format, field) : 0;
}

/* `id=` or `rua=` at the very start: a record whose version was forgotten. */
static bool begins_with_required(const struct txt_format *format, struct str value)
{
	return str_istarts(value, format->required) &&
	       str_starts(str_ltrim(str_skip(value, format->required.len)), STR("="));
}

enum txt_kind txt_kind(const struct txt_format *format, struct str value)
{
	struct str rest = value, field;

	if (str_starts(value, format->version) &&
		str_starts(str_ltrim(str_skip(value, format->version.len)), STR(";")))
		return TXT_RECORD;
	if (begins_with_required(format, value))
		return TXT_MEANT;
	while (str_cut(&rest, ';', &field))
		if (version_token(format, field, field.ptr == value.ptr) > 0)
			return TXT_MEANT;
	return TXT_UNRELATED;
}

/* What is wrong with the start of a record. */
struct version_fault {
	struct str at;
	const char *text; /* about AT */
	enum txt_situation situation;
};

/* VALUE begins with the version to the letter: what stands behind it is at fault. */
static struct version_fault behind_version(const struct txt_format *format, struct str value)
{
	struct str behind = str_skip(value, format->version.len), rest = str_ltrim(behind);
	size_t number = digits(behind);

	if (rest.len == 0)
		return (struct version_fault){ value, "is all there is: no ';' follows the version",
			TXT_SITUATIONS };
	if (rest.ptr[0] == '\\')
		return (struct version_fault){ str_take(rest, 1),
			"is part of the data before the ';'", TXT_BACKSLASH };
	if (number > 0 && (number == behind.len || !ascii_is_alnum(behind.ptr[number])))
		return (struct version_fault){ str_take(value, format->version.len + number),
			"is a version that does not exist", TXT_VERSION_OTHER };
	return (struct version_fault){ rest, "follows the version, where a ';' must stand",
		TXT_SITUATIONS };
}

static struct version_fault before_version(struct str value)
{
	struct version_fault fault = { str_take(value, junk(value)), "stands before the version",
		TXT_SITUATIONS };

	if (ascii_is_blank(value.ptr[0]))
		fault.situation = TXT_LEADING_BLANK;
	return fault;
}

/* No field but a later one, or none at all, names the version. */
static struct version_fault version_later(const struct txt_format *format, struct str value)
{
	struct str rest = value, field;

	while (str_cut(&rest, ';', &field))
		if (version_token(format, field, false) > 0)
			return (struct version_fault){ str_trim(field),
				"is the version and does not come first", TXT_VERSION_LATER };
	return (struct version_fault){ value, "has no version", TXT_SITUATIONS };
}

static struct version_fault version_fault(const struct txt_format *format, struct str value)
{
	size_t token = version_token(format, str_take(value, str_find_char(value, ';')), true);
	struct str written = str_take(value, token);

	if (str_starts(value, format->version))
		return behind_version(format, value);
	if (token == 0)
		return version_later(format, value);
	if (!ascii_is_alnum(value.ptr[0]))
		return before_version(value);
	if (str_ieq(written, format->version))
		return (struct version_fault){ written,
			"differs from the version in upper and lower case", TXT_VERSION_CASE };
	return (struct version_fault){ written, "is not the version", TXT_SITUATIONS };
}

/* A blank or a byte that cannot be seen is named, other text is quoted. */
static const char *subject(struct diag *diag, struct str at)
{
	unsigned char c = at.len == 0 ? 0 : (unsigned char)at.ptr[0];

	if (c <= ' ' || c >= 0x7f || at.len == 1)
		return txt_character(diag, at);
	return arena_printf(&diag->arena, "'%s'", diag_quote(diag, at));
}

/* WRITTEN, at the start of VALUE, is the version in another spelling, and names version 1 or no
 * number: no other version exists that could be meant. */
static bool is_first_version(
	const struct txt_format *format, struct str value, struct str written, struct str behind)
{
	struct str first = str_take(value, str_find_char(value, ';'));
	size_t number = 0;

	if (written.ptr != value.ptr || !ascii_is_alnum(value.ptr[0]) ||
		str_starts(value, format->version) ||
		version_token(format, first, true) != written.len)
		return false;
	while (number < written.len && ascii_is_digit(written.ptr[written.len - 1 - number]))
		number++;
	return str_starts(str_ltrim(behind), STR(";")) &&
	       (number == 0 || (number == 1 && written.ptr[written.len - 1] == '1'));
}

/* The version in another spelling, blanks before it, and a backslash before the ';' have one right
 * answer. */
static void fix_version(
	struct txt_reader *reader, struct finding *finding, const struct version_fault *fault)
{
	struct str version = reader->format->version, value = reader->input->value;
	struct str behind = str_skip(value, (size_t)(fault->at.ptr - value.ptr) + fault->at.len);

	if (is_first_version(reader->format, value, fault->at, behind))
		txt_fix(reader, finding, fault->at, version);
	else if (fault->situation == TXT_LEADING_BLANK && str_ltrim(fault->at).len == 0 &&
		 str_starts(behind, version))
		txt_fix(reader, finding, fault->at, STR(""));
	else if (fault->situation == TXT_BACKSLASH && str_starts(behind, STR(";")))
		txt_fix(reader, finding, fault->at, STR(""));
}

void version_judge(struct txt_reader *reader)
{
	const struct txt_format *format = reader->format;
	struct version_fault fault = version_fault(format, reader->input->value);
	struct finding *finding = diag_add(reader->diag, format->version_invalid,
		txt_span(reader, fault.at), "%s %s: the record must begin '%s;'",
		subject(reader->diag, fault.at), fault.text, format->version.ptr);

	txt_help(reader, finding);
	if (fault.situation != TXT_SITUATIONS)
		txt_senders(reader, finding, fault.situation);
	fix_version(reader, finding, &fault);
}
