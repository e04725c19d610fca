#include "lint/zone/keeps.h"

#include "lint/dns/rr.h"

/* The letters and digits that a field begins with, in lower case. */
struct field {
	char text[20];
	size_t len;
};

static void add_byte(struct field *field, char c)
{
	if (field->len < sizeof field->text && ascii_is_alnum(c))
		field->text[field->len++] = ascii_lower(c);
}

static bool starts_with_any(struct str text, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_starts(text, words[i]))
			return true;
	return false;
}

/* FIELD names a version, with or without `v`, or is the first one of a record that forgot it. */
static bool speaks(const struct field *field, bool first)
{
	static const struct str labels[] = { STR_INIT(""), STR_INIT("v"), STR_INIT("version") };
	static const struct str names[] = { STR_INIT("sts"), STR_INIT("mtasts"), STR_INIT("tlsrpt"),
		STR_INIT("smtptlsrpt") };
	static const struct str required[] = { STR_INIT("id"), STR_INIT("rua") };
	struct str text = str_of(field->text, field->len);

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (str_starts(text, labels[i]) && starts_with_any(str_skip(text, labels[i].len),
							   names, sizeof names / sizeof *names))
			return true;
	return first && starts_with_any(text, required, sizeof required / sizeof *required);
}

bool keeps_field(struct str text, bool first, bool *cut)
{
	struct field field = { .len = 0 };
	size_t i = 0;

	for (; i < text.len && text.ptr[i] != ';' && field.len < sizeof field.text; i++)
		add_byte(&field, text.ptr[i]);
	*cut = i == text.len && field.len < sizeof field.text;
	return speaks(&field, first);
}

/* The strings of RDATA are one text, which is kept for one of its fields. */
static bool text_speaks(struct str rdata)
{
	struct field field = { .len = 0 };
	bool first = true;

	for (size_t at = 0; at < rdata.len; at += 1 + (size_t)(unsigned char)rdata.ptr[at]) {
		struct str string = str_take(str_skip(rdata, at + 1), (unsigned char)rdata.ptr[at]);

		for (size_t i = 0; i < string.len; i++) {
			add_byte(&field, string.ptr[i]);
			if (string.ptr[i] != ';')
				continue;
			if (speaks(&field, first))
				return true;
			field.len = 0;
			first = false;
		}
	}
	return speaks(&field, first);
}

bool keeps_label(struct str label)
{
	static const struct str ours[] = {
		STR_INIT("_mta"), STR_INIT("_sts"), STR_INIT("_smtp"), STR_INIT("_tls"),
		STR_INIT("_25"), /* makes a name exist, as the others do */
	};

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (str_istarts(label, ours[i]))
			return true;
	return str_eq(label, STR("*"));
}

static bool keeps_text(struct name owner, struct str rdata)
{
	return (!name_is_root(owner) && keeps_label(name_label(owner, 0))) || text_speaks(rdata);
}

bool keeps_record(struct name owner, uint16_t type, struct str rdata)
{
	static const uint16_t kept[] = { TYPE_SOA, TYPE_NS, TYPE_A, TYPE_AAAA, TYPE_CNAME,
		TYPE_DNAME, TYPE_MX, TYPE_TLSA, TYPE_CAA };

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (kept[i] == type)
			return true;
	return type == TYPE_TXT && keeps_text(owner, rdata);
}
