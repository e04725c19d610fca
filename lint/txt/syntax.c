/* Departures from the grammar that no rule about a field explains. */
#include "lint/txt/format.h"

/* Blanks between the version and the first ';': derives from the grammar, but the eight bytes by
 * which senders select records are not there (RFC 8461 3.1, erratum 6285). */
void syntax_before(struct txt_reader *reader)
{
	const struct txt_format *format = reader->format;
	struct str rest = str_skip(reader->input->value, format->version.len);
	struct str blank = str_take(rest, rest.len - str_ltrim(rest).len);
	struct finding *finding;

	if (blank.len == 0)
		return;
	if (reader->input->siblings)
		finding = diag_add_level(reader->diag, format->space_before, LEVEL_ERROR,
			txt_span(reader, blank),
			"a blank before the first ';': beside another TXT record, one that does "
			"not "
			"begin '%s;' is discarded",
			format->version.ptr);
	else
		finding = diag_add(reader->diag, format->space_before, txt_span(reader, blank),
			"a blank before the first ';': the record does not begin '%s;'",
			format->version.ptr);
	txt_help(reader, finding);
	txt_senders(reader, finding, TXT_SPACE_BEFORE);
	txt_fix(reader, finding, blank, STR(""));
}

/* What a departure from the grammar is called. */
static const struct {
	const char *text;
	bool character; /* said of the character at fault, else of the text at fault */
	enum txt_situation situation;
} faults[] = {
	[TAG_BARE] = { "has no '='", false, TXT_SITUATIONS },
	[TAG_BLANK] = { "stands beside the '='", true, TXT_BLANK_EQUALS },
	[TAG_NAME_EMPTY] = { "has no name before its '='", false, TXT_SITUATIONS },
	[TAG_NAME_BAD] = { "may not stand in a field name", true, TXT_SITUATIONS },
	[TAG_NAME_LONG] = { "is a field name of more than 32 characters", false, TXT_SITUATIONS },
	[TAG_VALUE_EMPTY] = { "has no value", false, TXT_SITUATIONS },
	[TAG_VALUE_BAD] = { "may not stand in a value", true, TXT_SITUATIONS },
};

/* Blanks beside the '=' go, on both its sides; so do backslashes that stand before a ';', where
 * some zone editor escaped it once too often. */
static void fix_field(struct txt_reader *reader, struct finding *finding, const struct tag *tag,
	enum tag_fault fault, struct str at)
{
	struct str before = str_skip(tag->name, str_rtrim(tag->name).len);
	struct str behind = tag->value;

	if (fault == TAG_BLANK) {
		behind.len -= str_ltrim(behind).len;
		if (before.len > 0)
			txt_fix(reader, finding, before, STR(""));
		if (behind.len > 0)
			(before.len > 0 ? txt_fix_also : txt_fix)(reader, finding, behind, STR(""));
	} else if (fault == TAG_VALUE_BAD && at.ptr[0] == '\\' && tag->value.len > 1 &&
		   at.ptr + 1 == tag->value.ptr + tag->value.len) {
		txt_fix(reader, finding, str_take(at, 1), STR(""));
	}
}

void syntax_field(
	struct txt_reader *reader, const struct tag *tag, enum tag_fault fault, struct str at)
{
	struct diag *diag = reader->diag;
	struct span span = txt_span(reader, at);
	const char *text = faults[fault].text;
	struct finding *finding;

	if (faults[fault].character)
		finding = diag_add(diag, reader->format->syntax, span, "%s %s, in '%s'",
			txt_character(diag, at), text, diag_quote(diag, tag->text));
	else
		finding = diag_add(
			diag, reader->format->syntax, span, "'%s' %s", diag_quote(diag, at), text);
	txt_help(reader, finding);
	if (faults[fault].situation != TXT_SITUATIONS)
		txt_senders(reader, finding, faults[fault].situation);
	fix_field(reader, finding, tag, fault, at);
}

/* A run of ';' with nothing but blanks in between, spoken of once, at its first empty field. */
void syntax_empty(struct txt_reader *reader, size_t i)
{
	const struct tag *tag = &reader->tags.list[i];
	struct str value = reader->input->value;
	size_t from = (size_t)(tag->text.ptr - value.ptr), to = from;
	struct finding *finding;

	if (i > 0 && tag[-1].text.len == 0)
		return;
	while (to < value.len && (value.ptr[to] == ';' || ascii_is_blank(value.ptr[to])))
		to++;
	finding = diag_add(reader->diag, reader->format->syntax,
		txt_span(reader, str_rtrim(str_of(value.ptr + from, to - from))),
		"nothing stands between two ';'");
	txt_help(reader, finding);
	txt_senders(reader, finding, TXT_EMPTY_FIELD);
	txt_fix(reader, finding, str_rtrim(str_of(value.ptr + from, to - from)), STR(""));
}

/* Blanks at the end, where no ';' precedes them. */
void syntax_tail(struct txt_reader *reader)
{
	struct finding *finding;

	if (reader->tags.tail.len == 0)
		return;
	finding = diag_add(reader->diag, reader->format->syntax,
		txt_span(reader, reader->tags.tail),
		"a blank at the end of the record, where only ';' may be followed by one");
	txt_help(reader, finding);
	txt_senders(reader, finding, TXT_TAIL);
	txt_fix(reader, finding, reader->tags.tail, STR(""));
}
