#include "lint/diag/senders.h"
#include "lint/policy/mx.h"
#include "lint/policy/reader.h"

static struct finding *policy_line_invalid(struct reader *reader, struct str at, const char *what)
{
	reader->flawed = true;
	return diag_add(
		reader->diag, RULE_POLICY_LINE_INVALID, reader_span(reader, at), "%s", what);
}

/* Says how FIELD, whose name and value can be told, is written. */
static void help_line(struct reader *reader, struct finding *finding, const struct field *field)
{
	struct str name = field->id == FIELD_EXTENSION ? field->name : field_name(field->id);

	diag_help(reader->diag, finding, "write '%s: %s'", diag_quote(reader->diag, name),
		diag_quote(reader->diag, field->value));
}

/* A line without a colon, or a comment. */
static void not_a_field(struct reader *reader, const struct field *field)
{
	struct str text = str_trim(field->line->text);
	struct finding *finding;

	if (field->comment) {
		finding = policy_line_invalid(reader, text, "a policy has no comments");
		diag_help(reader->diag, finding, "remove the line");
		return;
	}
	finding = policy_line_invalid(reader, text, "a line without a colon is no field");
	if (field->id != FIELD_EXTENSION)
		help_line(reader, finding, field);
	else
		diag_help(reader->diag, finding, "write 'name: value', or remove the line");
}

/* Blanks before the name, and between it and the colon. */
static void blanks_around_name(struct reader *reader, const struct field *field)
{
	size_t lead = (size_t)(field->name.ptr - field->before.ptr);
	struct str tail = str_skip(field->before, lead + field->name.len);
	struct finding *finding;

	if (field->before.len == field->name.len)
		return;
	finding = policy_line_invalid(reader, lead > 0 ? str_take(field->before, lead) : tail,
		lead == 0     ? "a blank before the colon" :
		tail.len == 0 ? "a blank before the name" :
				"blanks before the name and before the colon");
	help_line(reader, finding, field);
	diag_senders(reader->diag, finding,
		lead > 0 ? SENDERS_POLICY_LINE_INDENT : SENDERS_POLICY_LINE_BLANK_COLON);
	diag_fix(reader->diag, finding, true);
	if (lead > 0)
		reader_fix_also(reader, finding, str_take(field->before, lead), STR(""));
	if (tail.len > 0)
		reader_fix_also(reader, finding, tail, STR(""));
}

/* How NAME departs from the grammar of names. */
static const char *name_fault(struct str name)
{
	if (name.len == 0)
		return "there is no name before the colon";
	if (name.len > 32)
		return "a field name has at most 32 characters";
	if (!ascii_is_alnum(name.ptr[0]))
		return "a field name begins with a letter or digit";
	return "a field name holds only letters, digits, '-', '_' and '.'";
}

/* Fields of the records that go with a policy. */
static const struct {
	struct str name;
	const char *record;
} elsewhere[] = {
	{ STR_INIT("id"), "_mta-sts" },
	{ STR_INIT("v"), "_mta-sts" },
	{ STR_INIT("rua"), "_smtp._tls" },
};

static void policy_field_unknown(struct reader *reader, const struct field *field)
{
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_FIELD_UNKNOWN,
		reader_span(reader, field->name), "field '%s' is in no standard: senders ignore it",
		diag_quote(reader->diag, field->name));

	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (str_eq(field->name, elsewhere[i].name)) {
			diag_help(reader->diag, finding, "'%s' belongs in the TXT record %s",
				elsewhere[i].name.ptr, elsewhere[i].record);
			return;
		}
	diag_help(reader->diag, finding, "remove the line if it is not meant for anybody");
}

static void extension(struct reader *reader, const struct field *field)
{
	struct finding *finding;

	if (!field_name_valid(field->name)) {
		finding = policy_line_invalid(reader,
			field->name.len > 0 ? field->name : str_trim(field->line->text),
			name_fault(field->name));
		diag_help(reader->diag, finding, "write 'name: value', or remove the line");
		return;
	}
	if (field_value_valid(field->value)) {
		policy_field_unknown(reader, field);
		return;
	}
	finding = policy_line_invalid(reader,
		field->value.len > 0 ? field->value : str_trim(field->line->text),
		field->value.len > 0 ? "a tab inside the value" : "a field without a value");
	diag_help(reader->diag, finding, "write a value without tabs, or remove the line");
}

/* Under its right name the field would say something. "m: x" may well be an extension of somebody,
 * but no host. */
static bool may_be_renamed(const struct reader *reader, const struct field *field)
{
	struct str value = field->value;

	if (field->id == FIELD_MX && str_ends(value, STR(".")))
		value.len--; /* which is mended then */
	if (field->id == FIELD_MX)
		return policy_mx_valid(value) && str_find_char(value, '.') < value.len;
	return !reader->has[field->id] && reader->misspelt[field->id] == 1;
}

static void policy_field_misspelt(struct reader *reader, const struct field *field)
{
	struct str name = field_name(field->id);
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_FIELD_MISSPELT,
		reader_span(reader, field->name),
		"'%s' is not '%.*s': senders ignore a field of an unknown name",
		diag_quote(reader->diag, field->name), (int)name.len, name.ptr);

	help_line(reader, finding, field);
	if (field->spelling == SPELT_VARIANT && str_ieq(field->name, name))
		diag_senders(reader->diag, finding, SENDERS_POLICY_FIELD_CASE);
	if (field->id == FIELD_MX && field->spelling == SPELT_NEAR)
		diag_senders(reader->diag, finding, SENDERS_POLICY_FIELD_NMX);
	if (may_be_renamed(reader, field))
		reader_fix(reader, finding, field->name, name);
}

static void decorated(struct reader *reader, const struct field *field)
{
	struct finding *finding = policy_line_invalid(
		reader, field->name, "the name must stand alone before the colon");

	help_line(reader, finding, field);
}

bool shape_judge(struct reader *reader, const struct field *field)
{
	bool clean = encoding_clean(field->line->text);

	if (field->id != FIELD_EXTENSION)
		reader->meant[field->id] = true;
	if (reader->in_list && str_starts(str_ltrim(field->line->text), STR("-")))
		return false;
	reader->in_list = false;
	if (!clean)
		return field->colon && field->id != FIELD_EXTENSION &&
		       field->spelling == SPELT_RIGHT && encoding_clean(field->value);
	if (!field->colon) {
		not_a_field(reader, field);
		return false;
	}
	blanks_around_name(reader, field);
	if (field->id == FIELD_EXTENSION)
		extension(reader, field);
	else if (field->spelling == SPELT_DECORATED)
		decorated(reader, field);
	else if (field->spelling != SPELT_RIGHT)
		policy_field_misspelt(reader, field);
	return field->id != FIELD_EXTENSION && field->spelling == SPELT_RIGHT;
}

void shape_blank(struct reader *reader, const struct line *line)
{
	if (reader->blank_lines++ == 0)
		reader->blank_from = line->from;
	reader->blank_to = line->to;
	reader->blanks |= line->text.len > 0;
	reader->flawed = true;
}

void shape_blank_end(struct reader *reader)
{
	struct str at = str_of(
		reader->text.ptr + reader->blank_from, reader->blank_to - reader->blank_from);
	struct finding *finding;

	if (reader->blank_lines == 0)
		return;
	finding = diag_add(reader->diag, RULE_POLICY_BLANK_LINE, reader_span(reader, at),
		reader->blank_lines == 1 ? "a blank line" : "%zu blank lines", reader->blank_lines);
	diag_help(reader->diag, finding,
		reader->blank_to == reader->text.len ?
			"end the file after the last field's line end" :
			"remove it");
	diag_senders(reader->diag, finding,
		reader->blanks ? SENDERS_POLICY_BLANKS_LINE : SENDERS_POLICY_BLANK_LINE);
	reader_fix(reader, finding, at, STR(""));
	reader->blank_lines = 0;
	reader->blanks = false;
}
