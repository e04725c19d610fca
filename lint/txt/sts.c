#include "lint/txt/format.h"
#include "lint/txt/id.h"

/* Any id is as good as another, so what is left of it without the other bytes will do. */
static bool id_repair(struct buf *out, struct str value)
{
	size_t len = 0;

	for (size_t i = 0; i < value.len && len < ID_MAX; i++) {
		if (!ascii_is_alnum(value.ptr[i]))
			continue;
		buf_add_char(out, value.ptr[i]);
		len++;
	}
	return len > 0;
}

/* `id:2026`, `id 2026`, or the id alone. */
static bool is_bare_id(struct str text)
{
	if (str_istarts(text, STR("id")) && text.len > 2 && !ascii_is_alnum(text.ptr[2]))
		return true;
	return id_valid(text) && ascii_is_digit(text.ptr[0]);
}

/* The id as it was meant: blanks beside '=' and the character at fault are judged elsewhere. */
static struct str id_text(const struct tag *tag)
{
	return str_ltrim(tag->value);
}

static void id_characters(struct txt_reader *reader, struct str id)
{
	struct finding *finding;
	size_t i = 0;

	while (ascii_is_alnum(id.ptr[i]))
		i++;
	finding = diag_add(reader->diag, RULE_RECORD_ID_INVALID, txt_span(reader, id),
		"the id '%s' is not of letters and digits only: %s may not stand in it",
		diag_quote(reader->diag, id), txt_character(reader->diag, str_skip(id, i)));
	txt_help(reader, finding);
	diag_senders(reader->diag, finding, SENDERS_RECORD_ID_CHARACTERS);
}

static void id_long(struct txt_reader *reader, struct str id)
{
	struct finding *finding = diag_add(reader->diag, RULE_RECORD_ID_INVALID,
		txt_span(reader, id), "the id '%s' has %zu characters, 32 are allowed",
		diag_quote(reader->diag, id), id.len);

	txt_help(reader, finding);
	diag_senders(reader->diag, finding, SENDERS_RECORD_ID_LONG);
}

static void id_empty(struct txt_reader *reader, const struct tag *tag)
{
	struct finding *finding = diag_add(reader->diag, RULE_RECORD_ID_INVALID,
		txt_span(reader, tag->text), "the id is empty");

	txt_help(reader, finding);
	diag_senders(reader->diag, finding, SENDERS_RECORD_ID_EMPTY);
}

static void id_judge(struct txt_reader *reader, size_t i)
{
	const struct tag *tag = &reader->tags.list[i];
	struct str id = id_text(tag);

	if (id.len == 0)
		id_empty(reader, tag);
	else if (!str_all(id, ascii_is_alnum))
		id_characters(reader, id);
	else if (id.len > ID_MAX)
		id_long(reader, id);
}

/* All but the first of a name are ignored (RFC 8461 3.2 says so of records and policies alike), but
 * only some senders do so. */
static bool field_duplicate(struct txt_reader *reader, size_t i)
{
	const struct tag *tag = &reader->tags.list[i];
	struct str first = str_eq(tag->name, STR("v")) ? reader->format->version : STR("");
	struct finding *finding;

	if (first.len > 0)
		first = str_take(reader->input->value, first.len);
	for (size_t j = 0; j < i && first.len == 0; j++)
		if (tag->value.ptr != NULL && str_eq(reader->tags.list[j].name, tag->name))
			first = reader->tags.list[j].text;
	if (first.len == 0 || tag->value.ptr == NULL)
		return false;
	finding = diag_add(reader->diag, RULE_RECORD_FIELD_DUPLICATE, txt_span(reader, tag->text),
		"the field '%s' stands twice", diag_quote(reader->diag, tag->name));
	diag_note(reader->diag, finding, txt_span(reader, first), "here it is first");
	diag_help(reader->diag, finding, "remove '%s': by the standard only the first counts",
		diag_quote(reader->diag, tag->text));
	diag_senders(reader->diag, finding, SENDERS_RECORD_FIELD_DUPLICATE);
	return true;
}

static const struct txt_format sts_format = {
	.version = STR_INIT("v=STSv1"),
	.spellings = { STR_INIT("STS"), STR_INIT("MTA-STS"), STR_INIT("MTASTS") },
	.required = STR_INIT("id"),
	.example = STR_INIT("id=20260101000000"),
	.unquoted = RULE_RECORD_UNQUOTED_SEMICOLON,
	.version_invalid = RULE_RECORD_VERSION_INVALID,
	.syntax = RULE_RECORD_SYNTAX,
	.space_before = RULE_RECORD_SPACE_BEFORE_SEMICOLON,
	.unknown = RULE_RECORD_FIELD_UNKNOWN,
	.placeholder = RULE_RECORD_PLACEHOLDER,
	.missing = RULE_RECORD_ID_MISSING,
	.senders = {
		[TXT_SPACE_BEFORE] = SENDERS_RECORD_SPACE_BEFORE,
		[TXT_TAIL] = SENDERS_RECORD_TAIL,
		[TXT_EMPTY_FIELD] = SENDERS_RECORD_EMPTY_FIELD,
		[TXT_BLANK_EQUALS] = SENDERS_RECORD_BLANK_EQUALS,
		[TXT_LEADING_BLANK] = SENDERS_RECORD_LEADING_BLANK,
		[TXT_VERSION_CASE] = SENDERS_RECORD_VERSION_CASE,
		[TXT_VERSION_LATER] = SENDERS_RECORD_VERSION_LATER,
		[TXT_VERSION_OTHER] = SENDERS_RECORD_VERSION_OTHER,
		[TXT_BACKSLASH] = SENDERS_RECORD_BACKSLASH,
		[TXT_NAME_CASE] = SENDERS_RECORD_ID_CASE,
		[TXT_MISSING] = SENDERS_COUNT,
		[TXT_UNKNOWN_FIELD] = SENDERS_RECORD_FIELD_UNKNOWN,
	},
	.is_bare_required = is_bare_id,
	.value_valid = id_valid,
	.value_repair = id_repair,
	.judge = id_judge,
	.special = field_duplicate,
};

enum txt_kind sts_kind(struct str value)
{
	return txt_kind(&sts_format, value);
}

struct sts sts_read(const struct txt_input *input, struct diag *diag)
{
	struct txt_reader reader = { .format = &sts_format, .input = input, .diag = diag };
	struct sts sts = { .kind = txt_judge(&reader) };

	sts.selected = str_starts(input->value, STR("v=STSv1;"));
	sts.valid = txt_valid(&sts_format, input->value);
	sts.placeholder = reader.placeholder;
	for (size_t i = 0; i < reader.tags.count && sts.id.len == 0 && !sts.placeholder; i++) {
		if (!txt_is_required(&sts_format, &reader.tags.list[i]))
			continue;
		sts.id = id_text(&reader.tags.list[i]);
		sts.id_from = (size_t)(sts.id.ptr - input->value.ptr);
		sts.id_to = sts.id_from + sts.id.len;
	}
	txt_finish(&reader);
	return sts;
}
