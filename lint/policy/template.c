#include "lint/dns/name.h"
#include "lint/policy/reader.h"

/* The syntax of template languages, wherever it stands. */
static const struct str openings[] = {
	STR_INIT("{{"),
	STR_INIT("{%"),
	STR_INIT("<%"),
};

bool template_in(struct str text)
{
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (str_find(text, openings[i]) < text.len)
			return true;
	return false;
}

/* "${NAME}" and "$NAME". */
static bool is_variable(struct str value)
{
	for (size_t at = str_find_char(value, '$'); at < value.len;
		at = str_find_char(value, '$')) {
		value = str_skip(value, at + 1);
		if (value.len > 0 && value.ptr[0] == '{')
			value = str_skip(value, 1);
		if (value.len > 0 && (ascii_is_alpha(value.ptr[0]) || value.ptr[0] == '_'))
			return true;
	}
	return false;
}

/* What stands for a name that was to be filled in, as a whole label, '-' and '_' left out. Only
 * what nobody names a mail host: your-server.de and yourhosting.nl are providers. */
static const struct str blanks_to_fill[] = {
	STR_INIT("yourdomain"),
	STR_INIT("yourdomainname"),
	STR_INIT("yourdomainhere"),
	STR_INIT("yourhostname"),
	STR_INIT("yourmx"),
	STR_INIT("yourmxhost"),
	STR_INIT("yourmxrecord"),
	STR_INIT("yourmxserver"),
	STR_INIT("yourmailhost"),
	STR_INIT("yourmailserver"),
	STR_INIT("yourcompany"),
	STR_INIT("yourorganization"),
	STR_INIT("yourtenant"),
	STR_INIT("yourprovider"),
};

static bool label_is_blank(struct str label)
{
	char letters[NAME_MAX_LABEL];
	size_t len = 0;

	for (size_t i = 0; i < label.len && len < sizeof letters; i++)
		if (label.ptr[i] != '-' && label.ptr[i] != '_')
			letters[len++] = label.ptr[i];
	for (size_t i = 0; i < sizeof blanks_to_fill / sizeof *blanks_to_fill; i++)
		if (str_ieq(str_of(letters, len), blanks_to_fill[i]))
			return true;
	return str_istarts(label, STR("your_"));
}

/* "mail.your_domain.tld", "yourdomain.com", "domain.tld", "...". */
static bool is_example_name(struct str value)
{
	struct str rest = value, label = value;

	if (str_eq(value, STR("...")) || str_eq(value, STR("\xe2\x80\xa6")))
		return true;
	while (str_cut(&rest, '.', &label))
		if (label_is_blank(label))
			return true;
	return str_ieq(label, STR("tld")) && label.len < value.len;
}

/* Two of the three modes in one value: a choice that was not made. */
static bool is_choice(struct str value)
{
	static const struct str modes[] = { STR_INIT("enforce"), STR_INIT("testing"),
		STR_INIT("none") };
	unsigned found = 0;

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		found += str_ifind(value, modes[i]) < value.len;
	return found > 1;
}

static char closing_of(char open)
{
	static const char pairs[] = "<>[]{}";

	for (size_t i = 0; i + 1 < sizeof pairs; i += 2)
		if (pairs[i] == open)
			return pairs[i + 1];
	return '\0';
}

/* What stands in the first brackets of VALUE; false without any. */
static bool bracketed(struct str value, struct str *inner)
{
	for (size_t i = 0; i < value.len; i++) {
		char close = closing_of(value.ptr[i]);

		if (close == '\0')
			continue;
		*inner = str_skip(value, i + 1);
		inner->len = str_find_char(*inner, close);
		return inner->ptr + inner->len < value.ptr + value.len;
	}
	return false;
}

/* Words in brackets that are no slot: values that were meant, and what is left of a web page. */
static const struct str not_slots[] = {
	STR_INIT("enforce"),
	STR_INIT("testing"),
	STR_INIT("none"),
	STR_INIT("STSv1"),
	STR_INIT("br"),
	STR_INIT("br/"),
	STR_INIT("br /"),
	STR_INIT("p"),
};

/* "<domain>", "[seconds]": brackets around words. */
static bool is_slot(enum field_id id, struct str value)
{
	struct str inner;
	bool letters = false;

	if (!bracketed(value, &inner) || inner.len == 0 || inner.ptr[0] == '/')
		return false;
	for (size_t i = 0; i < sizeof not_slots / sizeof *not_slots; i++)
		if (str_ieq(str_trim(inner), not_slots[i]))
			return false;
	if (id == FIELD_MX &&
		(str_find_char(inner, '.') < inner.len || str_find_char(inner, ':') < inner.len))
		return false;
	for (size_t i = 0; i < inner.len; i++)
		letters |= ascii_is_alpha(inner.ptr[i]);
	return letters && !ascii_is_digit(inner.ptr[0]);
}

static void policy_placeholder(struct reader *reader, struct str at, const char *name)
{
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_PLACEHOLDER,
		reader_span(reader, at), "'%s' is template text that was not filled in",
		diag_quote(reader->diag, at));

	diag_help(reader->diag, finding,
		"put the %s in its place: senders read the text as it stands", name);
}

static void policy_placeholder_note(struct reader *reader, const struct field *field, size_t note)
{
	struct str value = str_rtrim(str_take(field->value, note));
	struct str name = field_name(field->id);
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_PLACEHOLDER,
		reader_span(reader, str_skip(field->value, note)),
		"a note after '#': a policy has no comments, so it is part of the value");

	if (value.len > 0)
		diag_help(reader->diag, finding, "write '%.*s: %s' and no more on this line",
			(int)name.len, name.ptr, diag_quote(reader->diag, value));
}

static bool is_placeholder(enum field_id id, struct str value)
{
	return is_variable(value) || is_slot(id, value) || (id == FIELD_MODE && is_choice(value)) ||
	       (id == FIELD_MX && is_example_name(value));
}

static bool judge(struct reader *reader, const struct line *line)
{
	struct field field;
	struct str value;
	size_t note;

	if (template_in(line->text)) {
		policy_placeholder(reader, str_trim(line->text), "values");
		return true;
	}
	field_parse(reader, line, &field);
	if (field.id == FIELD_EXTENSION || field.spelling == SPELT_NEAR)
		return false;
	note = str_find_char(field.value, '#'); /* no known value holds one */
	value = str_rtrim(str_take(field.value, note));
	if (is_placeholder(field.id, value)) {
		policy_placeholder(reader, value, "value");
		return true;
	}
	if (note < field.value.len)
		policy_placeholder_note(reader, &field, note);
	return note < field.value.len;
}

bool template_refuse(struct reader *reader)
{
	size_t at = reader->start;
	struct line line;
	bool found = false;

	while (line_next(reader->text, &at, &line)) {
		if (reader->front_matter && template_in(line.text))
			continue;
		found |= judge(reader, &line);
	}
	return found;
}
