#include "lint/base/text.h"
#include "lint/diag/senders.h"
#include "lint/policy/reader.h"

/* How files begin that are no policy. Compared with ASCII case folded, after blanks. */
struct format {
	struct str begins;
	const char *what;
};

static const struct format formats[] = {
	{ STR_INIT("<!doctype"), "HTML" },
	{ STR_INIT("<!--"), "HTML or XML" },
	{ STR_INIT("<html"), "HTML" },
	{ STR_INIT("<head"), "HTML" },
	{ STR_INIT("<body"), "HTML" },
	{ STR_INIT("<pre"), "HTML" },
	{ STR_INIT("<p>"), "HTML" },
	{ STR_INIT("<div"), "HTML" },
	{ STR_INIT("<?xml"), "XML" },
	{ STR_INIT("<?php"), "a PHP program" },
	{ STR_INIT("{\\rtf"), "RTF, the format of a word processor" },
	{ STR_INIT("%pdf-"), "PDF" },
	{ STR_INIT("PK\x03\x04"), "a ZIP archive or an office document" },
	{ STR_INIT("v=STSv1"), "the text of the _mta-sts TXT record" },
	{ STR_INIT("\"v=STSv1"), "the text of the _mta-sts TXT record" },
	{ STR_INIT("v=TLSRPTv1"), "the text of the _smtp._tls TXT record" },
};

static struct str skip_blank_lines(struct str text)
{
	while (text.len > 0 &&
		(ascii_is_blank(text.ptr[0]) || text.ptr[0] == '\n' || text.ptr[0] == '\r'))
		text = str_skip(text, 1);
	return text;
}

/* UTF-16 with a byte order mark, or ASCII in it without one. */
static bool is_utf16(struct str text)
{
	if (str_starts(text, STR("\xff\xfe")) || str_starts(text, STR("\xfe\xff")))
		return true;
	return text.len >= 4 && ((text.ptr[0] != '\0' && text.ptr[1] == '\0' &&
					 text.ptr[2] != '\0' && text.ptr[3] == '\0') ||
					(text.ptr[0] == '\0' && text.ptr[1] != '\0' &&
						text.ptr[2] == '\0' && text.ptr[3] != '\0'));
}

/* An object or array; "{{" and "{%" are templates. */
static bool is_json(struct str text)
{
	char open = text.len > 0 ? text.ptr[0] : '\0', next;

	if (open != '{' && open != '[')
		return false;
	text = skip_blank_lines(str_skip(text, 1));
	next = text.len > 0 ? text.ptr[0] : '\0';
	return next == '"' || (open == '{' && next == '}') ||
	       (open == '[' && next == '{' && !template_in(text));
}

static const char *format_of(struct str text)
{
	if (is_utf16(text))
		return "UTF-16 text";
	if (text_has_key(text))
		return "a private key, which does not belong where policies are";
	text = skip_blank_lines(str_skip(text, line_byte_order_mark(text)));
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (str_istarts(text, formats[i].begins))
			return formats[i].what;
	return is_json(text) ? "JSON" : NULL;
}

static void policy_not_a_policy(struct reader *reader, const char *what)
{
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_NOT_A_POLICY,
		reader->policy->first_line, "the file is not a policy but %s", what);

	diag_help(reader->diag, finding,
		"a policy is plain text (ASCII or UTF-8) of lines such as 'version: STSv1'");
}

bool kind_refuse_format(struct reader *reader)
{
	const char *what = format_of(str_skip(reader->text, reader->start));

	if (what != NULL)
		policy_not_a_policy(reader, what);
	return what != NULL;
}

/* Jekyll, Hugo and their kin strip a block between lines of three hyphens at the very start. */
size_t kind_front_matter(struct str text)
{
	struct line line;
	size_t at = 0, after;
	bool closed = false;

	if (!line_next(text, &at, &line) || !str_eq(str_rtrim(line.text), STR("---")))
		return 0;
	while (!closed && line_next(text, &at, &line))
		closed = str_eq(str_rtrim(line.text), STR("---")) ||
			 str_eq(str_rtrim(line.text), STR("..."));
	if (!closed)
		return 0;
	for (after = at; line_next(text, &at, &line) && line_is_blank(&line);)
		after = at;
	return after;
}

static void nothing_there(struct reader *reader)
{
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_VERSION_MISSING,
		reader->policy->first_line, "the policy is empty: no version, no mode, no max_age");

	diag_help(reader->diag, finding,
		"write the lines 'version: STSv1', 'mode: testing', 'mx: HOST' for each MX host, "
		"and "
		"'max_age: 604800'");
	diag_senders(reader->diag, finding, SENDERS_POLICY_EMPTY);
}

/* TEXT speaks of the record: the zone line, or its data. */
static bool is_record_text(struct str text)
{
	return str_ifind(text, STR("v=STSv1")) < text.len;
}

bool kind_refuse_fieldless(struct reader *reader)
{
	struct str text = str_skip(reader->text, reader->start);
	size_t at = reader->start;
	struct field field;
	struct line line;

	if (skip_blank_lines(str_skip(text, line_byte_order_mark(text))).len == 0) {
		nothing_there(reader);
		return true;
	}
	while (line_next(reader->text, &at, &line)) {
		field_parse(reader, &line, &field);
		if (field.id != FIELD_EXTENSION && field.spelling != SPELT_NEAR)
			return false;
		if (reader->front_matter && template_in(line.text))
			return false;
	}
	policy_not_a_policy(reader, is_record_text(text) ?
					    "the text of the _mta-sts TXT record" :
					    "something else: no line is a field of a policy");
	return true;
}
