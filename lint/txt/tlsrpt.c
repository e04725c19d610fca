#include "lint/txt/rua.h"

/* An address that a ';' or a blank keeps from being one of rua's list. */
static bool is_bare_rua(struct str text)
{
	if (str_istarts(text, STR("rua")) && text.len > 3 && !ascii_is_alnum(text.ptr[3]))
		return true;
	return rua_is_address(text);
}

static bool before_is_rua(const struct txt_reader *reader, size_t i)
{
	return i > 0 && txt_is_required(reader->format, &reader->tags.list[i - 1]);
}

/* The I-th field, behind an encoded ';', goes on the last address of the field before. */
static bool goes_on(const struct txt_reader *reader, size_t i)
{
	struct str value = reader->tags.list[i - 1].value, item = value;
	struct buf whole = { 0 };
	bool good;

	while (str_cut(&value, ',', &item))
		;
	buf_add(&whole, str_ltrim(item));
	buf_add(&whole, STR("%3B"));
	buf_add(&whole, reader->tags.list[i].text);
	good = rua_good(buf_str(&whole));
	buf_finish(&whole);
	return good;
}

/* No ';' may stand in an address: what was meant as the rest of it, or as the next one, is a field
 * without '='. */
static bool raw_semicolon(struct txt_reader *reader, size_t i)
{
	const struct tag *tag = &reader->tags.list[i];
	const char *text = tag->text.ptr;
	struct str between;
	struct finding *finding;

	if (tag->value.ptr != NULL || !before_is_rua(reader, i))
		return false;
	between = txt_with_delimiter(reader, str_take(tag->text, 0));
	if (rua_is_address(tag->text)) {
		finding = diag_add(reader->diag, RULE_TLSRPT_SYNTAX, txt_span(reader, tag->text),
			"'%s' follows a ';', which ends the list of addresses: ',' separates them",
			diag_quote(reader->diag, tag->text));
		if (rua_good(tag->text))
			txt_fix(reader, finding, between, STR(","));
	} else if (text[-1] == ';' && !ascii_is_blank(text[-2])) {
		finding = diag_add(reader->diag, RULE_TLSRPT_RUA_ENCODING,
			txt_span(reader, str_of(text - 1, 1)),
			"a ';' inside an address must be written '%%3B': '%s' is cut off here",
			diag_quote(reader->diag, tag->text));
		if (goes_on(reader, i))
			txt_fix(reader, finding, between, STR("%3B"));
	} else
		return false;
	txt_help(reader, finding);
	return true;
}

static void several_fields(
	struct txt_reader *reader, const struct tag *first, const struct tag *tag)
{
	struct finding *finding = diag_add(reader->diag, RULE_TLSRPT_RUA_SEVERAL_FIELDS,
		txt_span(reader, tag->text),
		"a second field 'rua': both count, but many read only one");

	diag_note(reader->diag, finding, txt_span(reader, first->text), "here it is first");
	txt_help(reader, finding);
	diag_senders(reader->diag, finding, SENDERS_TLSRPT_SEVERAL_FIELDS);
}

static void not_first(struct txt_reader *reader, const struct tag *tag)
{
	struct finding *finding = diag_add(reader->diag, RULE_TLSRPT_RUA_NOT_FIRST,
		txt_span(reader, tag->text), "'rua' does not come directly after the version");
	struct buf moved = { 0 };

	txt_help(reader, finding);
	diag_senders(reader->diag, finding, SENDERS_TLSRPT_RUA_NOT_FIRST);
	buf_add(&moved, tag->text);
	buf_add(&moved, STR("; "));
	txt_fix(reader, finding, str_take(reader->tags.list[0].text, 0), buf_str(&moved));
	buf_finish(&moved);
	txt_fix_also(reader, finding, txt_with_delimiter(reader, tag->text), STR(""));
}

static const struct tag *first_rua(const struct txt_reader *reader)
{
	const struct tag *tag = reader->tags.list;

	while (!txt_is_required(reader->format, tag))
		tag++;
	return tag;
}

static void judge(struct txt_reader *reader, size_t i)
{
	const struct tag *tag = &reader->tags.list[i], *first = first_rua(reader);

	if (tag != first)
		several_fields(reader, first, tag);
	else if (i > 0 && tag[-1].text.len > 0)
		not_first(reader, tag);
	rua_judge(reader, tag);
}

static const struct txt_format tlsrpt_format = {
	.version = STR_INIT("v=TLSRPTv1"),
	.spellings = { STR_INIT("TLSRPT"), STR_INIT("TLS-RPT"), STR_INIT("SMTPTLSRPT") },
	.required = STR_INIT("rua"),
	.mistaken = STR_INIT("ruf"),
	.example = STR_INIT("rua=mailto:tlsrpt@"),
	.unquoted = RULE_TLSRPT_UNQUOTED_SEMICOLON,
	.version_invalid = RULE_TLSRPT_VERSION_INVALID,
	.syntax = RULE_TLSRPT_SYNTAX,
	.space_before = RULE_TLSRPT_SPACE_BEFORE_SEMICOLON,
	.unknown = RULE_TLSRPT_FIELD_UNKNOWN,
	.placeholder = RULE_TLSRPT_PLACEHOLDER,
	.missing = RULE_TLSRPT_RUA_MISSING,
	.senders = {
		[TXT_SPACE_BEFORE] = SENDERS_TLSRPT_SPACE_BEFORE,
		[TXT_TAIL] = SENDERS_COUNT,
		[TXT_EMPTY_FIELD] = SENDERS_COUNT,
		[TXT_BLANK_EQUALS] = SENDERS_TLSRPT_BLANK_EQUALS,
		[TXT_LEADING_BLANK] = SENDERS_COUNT,
		[TXT_VERSION_CASE] = SENDERS_COUNT,
		[TXT_VERSION_LATER] = SENDERS_COUNT,
		[TXT_VERSION_OTHER] = SENDERS_COUNT,
		[TXT_BACKSLASH] = SENDERS_TLSRPT_BACKSLASH,
		[TXT_NAME_CASE] = SENDERS_TLSRPT_RUA_CASE,
		[TXT_MISSING] = SENDERS_TLSRPT_NO_RUA,
		[TXT_UNKNOWN_FIELD] = SENDERS_TLSRPT_FIELD_UNKNOWN,
	},
	.is_bare_required = is_bare_rua,
	.value_valid = rua_valid,
	.value_repair = rua_repair,
	.judge = judge,
	.special = raw_semicolon,
	.join = STR_INIT(","),
};

enum txt_kind tlsrpt_kind(struct str value)
{
	return txt_kind(&tlsrpt_format, value);
}

struct tlsrpt tlsrpt_read(const struct txt_input *input, struct diag *diag)
{
	struct tlsrpt tlsrpt = { 0 };
	struct txt_reader reader = {
		.format = &tlsrpt_format, .input = input, .diag = diag, .result = &tlsrpt
	};

	tlsrpt.kind = txt_judge(&reader);
	tlsrpt.selected = str_starts(input->value, STR("v=TLSRPTv1;"));
	tlsrpt.valid = txt_valid(&tlsrpt_format, input->value);
	tlsrpt.placeholder = reader.placeholder;
	txt_finish(&reader);
	return tlsrpt;
}
