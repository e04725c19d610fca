/* How files begin that are no zones, or not quite. */
#include "lint/zone/reader.h"

/* Text of 16-bit units is no zone at all: said once, and not read. */
static bool is_utf16(struct str text)
{
	return str_starts(text, STR("\xff\xfe")) || str_starts(text, STR("\xfe\xff"));
}

/* The first record of a file may begin with a byte order mark. False when the file is not read. */
static bool skip_mark(struct reader *reader, struct entry *entry)
{
	bool utf16 = is_utf16(entry->record.text);
	struct finding *finding;
	struct span span = entry_span(entry, 0, utf16 ? 2 : 3);

	if (!utf16 && !str_starts(entry->record.text, STR("\xef\xbb\xbf")))
		return true;
	finding = READER_FAULT(reader, entry, RULE_ZONE_ENCODING, span, "%s",
		utf16 ? "the file is UTF-16: no name server can read it" :
			"the file begins with a byte order mark (UTF-8 BOM): name servers take it "
			"for the first bytes of a name");
	diag_help(reader->diag, finding, "save the file as plain text without a byte order mark");
	entry->bad = false;
	if (utf16)
		zone_incomplete(reader->zone, span, "a file is UTF-16");
	entry->record.text = str_skip(entry->record.text, 3);
	entry->record.offset += 3;
	return !utf16;
}

/* How the first line of PEM goes on behind its BEGIN: with words that are no type, class or TTL, so
 * that no record is meant. */
static const struct str pem_labels[] = {
	STR_INIT("CERTIFICATE-----"),
	STR_INIT("DSA PRIVATE KEY-----"),
	STR_INIT("EC PARAMETERS-----"),
	STR_INIT("EC PRIVATE KEY-----"),
	STR_INIT("ENCRYPTED PRIVATE KEY-----"),
	STR_INIT("OPENSSH PRIVATE KEY-----"),
	STR_INIT("PRIVATE KEY-----"),
	STR_INIT("RSA PRIVATE KEY-----"),
	STR_INIT("TRUSTED CERTIFICATE-----"),
	STR_INIT("X509 CERTIFICATE-----"),
};

/* Also where it is indented, as in YAML, or quoted, as in mail. */
static bool is_pem(struct str text)
{
	const struct str begin = STR_INIT("-----BEGIN ");

	while (text.len > 0 && (ascii_is_blank(text.ptr[0]) || text.ptr[0] == '>'))
		text = str_skip(text, 1);
	if (!str_starts(text, begin))
		return false;
	for (size_t i = 0; i < sizeof pem_labels / sizeof *pem_labels; i++)
		if (str_starts(str_skip(text, begin.len), pem_labels[i]))
			return true;
	return false;
}

/* A file of keys or certificates was taken for a zone: nothing of it is shown. False when it is not
 * read on. */
static bool refuse_pem(struct reader *reader, struct entry *entry)
{
	struct span span = entry_span(entry, 0, 10);

	if (!is_pem(entry->record.text))
		return true;
	READER_FAULT(reader, entry, RULE_ZONE_SYNTAX, span,
		"a PEM file, of certificates or keys, is no zone: it is not read on");
	sources_at(reader->sources, entry->file)->secret = true;
	zone_incomplete(reader->zone, span, "a PEM file is no zone");
	return false;
}

bool start_judge(struct reader *reader, struct entry *entry)
{
	return (entry->record.offset > 0 || skip_mark(reader, entry)) && refuse_pem(reader, entry);
}
