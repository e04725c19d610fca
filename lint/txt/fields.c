#include "lint/txt/format.h"

bool txt_is_required(const struct txt_format *format, const struct tag *tag)
{
	return tag->value.ptr != NULL && (str_eq(tag->name, format->required) ||
						 (tag_name_fault(tag, NULL) != TAG_OK &&
							 str_eq(tag_core(tag), format->required)));
}

bool txt_valid(const struct txt_format *format, struct str value)
{
	bool found = false;
	struct tags tags;

	if (txt_kind(format, value) != TXT_RECORD)
		return false;
	tags_scan(&tags, value, format->version.len);
	for (size_t i = 0; i < tags.count; i++) {
		const struct tag *tag = &tags.list[i];
		bool required = str_eq(tag->name, format->required) && tag->value.ptr != NULL;

		if (required ? !format->value_valid(tag->value) : tag_fault(tag, NULL) != TAG_OK)
			return false;
		found = found || required;
	}
	return found && tags.tail.len == 0 && !tags.more;
}

/* Fields of other records, which do nothing here. */
static const struct {
	struct str name;
	const char *home;
} foreign[] = {
	{ STR_INIT("id"), "the _mta-sts record" },
	{ STR_INIT("rua"), "the _smtp._tls record" },
	{ STR_INIT("mode"), "the policy file" },
	{ STR_INIT("mx"), "the policy file" },
	{ STR_INIT("max_age"), "the policy file" },
	{ STR_INIT("version"), "the policy file" },
	{ STR_INIT("ruf"), "DMARC" },
	{ STR_INIT("p"), "DMARC" },
	{ STR_INIT("sp"), "DMARC" },
	{ STR_INIT("pct"), "DMARC" },
	{ STR_INIT("adkim"), "DMARC" },
	{ STR_INIT("aspf"), "DMARC" },
	{ STR_INIT("fo"), "DMARC" },
};

/* Whose field NAME is, in any case; NULL when it is nobody's. */
static const char *home_of(struct str name)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (str_ieq(foreign[i].name, name))
			return foreign[i].home;
	return NULL;
}

static void field_unknown(struct txt_reader *reader, const struct tag *tag)
{
	const char *home = home_of(tag->name), *name = diag_quote(reader->diag, tag->name);
	struct span span = txt_span(reader, tag->text);
	struct finding *finding;

	if (home == NULL || str_ieq(tag->name, reader->format->required)) {
		finding = diag_add(reader->diag, reader->format->unknown, span,
			"no standard defines the field '%s': senders ignore it", name);
		diag_help(
			reader->diag, finding, "remove '%s'", diag_quote(reader->diag, tag->text));
	} else {
		finding = diag_add_level(reader->diag, reader->format->unknown, LEVEL_WARNING, span,
			"the field '%s' belongs to %s: here senders ignore it", name, home);
		diag_help(reader->diag, finding, "remove '%s' from this record",
			diag_quote(reader->diag, tag->text));
	}
	txt_senders(reader, finding, TXT_UNKNOWN_FIELD);
}

static bool placeholder(struct txt_reader *reader, const struct tag *tag)
{
	struct finding *finding;
	struct str at;

	if (!placeholder_find(tag->text, &at))
		return false;
	finding = diag_add(reader->diag, reader->format->placeholder, txt_span(reader, at),
		"'%s' is template text that was not filled in", diag_quote(reader->diag, at));
	reader->repair.len = 0;
	txt_help(reader, finding);
	reader->placeholder = true;
	return true;
}

/* TAG is meant as the required field: its name in another case, another name, or no '='. */
static bool is_meant(const struct txt_format *format, const struct tag *tag)
{
	struct str core = tag_core(tag);

	if (tag->value.ptr == NULL)
		return format->is_bare_required(tag->text);
	return str_ieq(core, format->required) ||
	       (format->mistaken.len > 0 && str_ieq(core, format->mistaken));
}

/* The first such field; NULL when there is none. */
static const struct tag *find_meant(const struct txt_reader *reader)
{
	for (size_t i = 0; i < reader->tags.count; i++)
		if (is_meant(reader->format, &reader->tags.list[i]))
			return &reader->tags.list[i];
	return NULL;
}

static bool has_required(const struct txt_reader *reader)
{
	for (size_t i = 0; i < reader->tags.count; i++)
		if (txt_is_required(reader->format, &reader->tags.list[i]))
			return true;
	return false;
}

static void required_missing(struct txt_reader *reader, const struct tag *meant)
{
	const struct txt_format *format = reader->format;
	const char *name = format->required.ptr;
	struct finding *finding;

	if (meant == NULL)
		finding = diag_add(reader->diag, format->missing,
			txt_span(reader, reader->input->value), "the record has no field '%s'",
			name);
	else
		finding = diag_add(reader->diag, format->missing, txt_span(reader, meant->text),
			"'%s' is not the field '%s': the record has none",
			diag_quote(reader->diag, meant->text), name);
	txt_help(reader, finding);
	if (meant == NULL)
		txt_senders(reader, finding, TXT_MISSING);
	else if (str_ieq(tag_core(meant), format->required))
		txt_senders(reader, finding, TXT_NAME_CASE);
}

static void field_judge(struct txt_reader *reader, size_t i)
{
	const struct txt_format *format = reader->format;
	const struct tag *tag = &reader->tags.list[i];
	bool required = txt_is_required(format, tag);
	enum tag_fault fault;
	struct str at;

	if (tag->text.len == 0) {
		syntax_empty(reader, i);
		return;
	}
	if (placeholder(reader, tag) || format->special(reader, i))
		return;
	fault = required ? tag_name_fault(tag, &at) : tag_fault(tag, &at);
	if (fault != TAG_OK)
		syntax_field(reader, tag, fault, at);
	if (required)
		format->judge(reader, i);
	else if (fault == TAG_OK)
		field_unknown(reader, tag);
}

void fields_judge(struct txt_reader *reader)
{
	const struct tag *meant = NULL;
	bool found = has_required(reader);

	syntax_before(reader);
	if (!found)
		meant = find_meant(reader);
	for (size_t i = 0; i < reader->tags.count; i++)
		if (&reader->tags.list[i] != meant)
			field_judge(reader, i);
	if (!found && !reader->placeholder && !reader->tags.more)
		required_missing(reader, meant);
	syntax_tail(reader);
}
