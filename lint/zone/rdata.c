#include "lint/zone/rdata.h"

#include "lint/zone/ttl.h"

struct fields;

/* A type that rules read: how, and what its data look like. */
struct type_reader {
	uint16_t type;
	bool (*read)(struct fields *);
	const char *form;
};

/* The RDATA being read. */
struct fields {
	struct reader *reader;
	struct entry *entry;
	struct rdata *rdata;
	uint16_t type;
	const struct type_reader *row; /* of the type; NULL: no rule reads it */
};

static const char *type_of(const struct fields *f)
{
	return type_text(&f->reader->diag->arena, f->type);
}

/* Says how data of the type is written. False, as what reported FINDING returns. */
static bool show_form(struct fields *f, struct finding *finding)
{
	if (f->row != NULL)
		diag_help(f->reader->diag, finding, "write it like '%s %s'", type_of(f),
			f->row->form);
	return false;
}

static struct span span_of(const struct fields *f, const struct token *token)
{
	return entry_token_span(f->entry, token);
}

/* Reports a fault of the data. False, for callers to return. */
#define REFUSE(f, span, ...)                                                                       \
	show_form(f,                                                                               \
		READER_FAULT((f)->reader, (f)->entry, RULE_ZONE_RDATA_INVALID, span, __VA_ARGS__))

/* Reports that TOKEN is not WHAT. */
static bool refuse(struct fields *f, const struct token *token, const char *what)
{
	return REFUSE(f, span_of(f, token), "'%s' in %s data: expected %s",
		reader_quote(f->reader, token), type_of(f), what);
}

/* The next token, which must be there. */
static bool next(struct fields *f, struct token *token, const char *what)
{
	*token = entry_next(f->reader, f->entry);
	if (token->kind == TOKEN_END)
		REFUSE(f, entry_span(f->entry, f->entry->lexer.end, 0), "%s data ends before %s",
			type_of(f), what);
	return token->kind == TOKEN_TEXT || token->kind == TOKEN_QUOTED;
}

/* The next token, which must be there and not be quoted. */
static bool next_plain(struct fields *f, struct token *token, const char *what)
{
	if (!next(f, token, what))
		return false;
	if (token->kind == TOKEN_TEXT)
		return true;
	return REFUSE(f, span_of(f, token), "quotes around %s of %s data", what, type_of(f));
}

static void add_number(struct fields *f, uint64_t value, unsigned octets)
{
	while (octets-- > 0)
		buf_add_char(f->rdata->out, (char)(unsigned char)(value >> (8 * octets)));
}

static bool number(struct fields *f, unsigned octets, const char *what)
{
	uint64_t max = (UINT64_C(1) << (8 * octets)) - 1, value;
	struct token token;

	if (!next_plain(f, &token, what))
		return false;
	if (!str_number(token.text, max, &value))
		return REFUSE(f, span_of(f, &token),
			"'%s' in %s data: expected %s, a number from 0 to %llu",
			reader_quote(f->reader, &token), type_of(f), what, (unsigned long long)max);
	add_number(f, value, octets);
	return true;
}

/* A time of an SOA: 32 bits, units allowed. */
static bool period(struct fields *f, const char *what)
{
	struct token token;
	uint32_t seconds;

	if (!next_plain(f, &token, what))
		return false;
	if (ttl_parse(token.text, UINT32_MAX, &seconds) != TTL_OK)
		return refuse(f, &token, what);
	add_number(f, seconds, 4);
	return true;
}

static bool domain(struct fields *f, const char *what, struct span *at)
{
	struct token token;
	struct name_buf name;

	if (!next_plain(f, &token, what) || !entry_name(f->reader, f->entry, &token, &name))
		return false;
	if (f->type != TYPE_MX) /* rules judge its target */
		entry_strange_name(f->reader, f->entry, &token);
	buf_add(f->rdata->out, str_of((const char *)name.wire, name.len));
	if (at != NULL)
		*at = span_of(f, &token);
	return true;
}

static bool read_soa(struct fields *f)
{
	return domain(f, "the primary name server", NULL) && domain(f, "the mail address", NULL) &&
	       number(f, 4, "the serial") && period(f, "the refresh time") &&
	       period(f, "the retry time") && period(f, "the expire time") &&
	       period(f, "the minimum");
}

static bool read_target(struct fields *f)
{
	return domain(f, "the target", &f->rdata->value_at);
}

static bool read_mx(struct fields *f)
{
	return number(f, 2, "the preference") &&
	       domain(f, "the mail exchanger", &f->rdata->value_at);
}

static bool address(struct fields *f, size_t octets, const char *what)
{
	unsigned char bytes[16];
	struct token token;

	if (!next_plain(f, &token, what))
		return false;
	if (address_parse(token.text, bytes) != octets)
		return refuse(f, &token, what);
	buf_add(f->rdata->out, str_of((const char *)bytes, octets));
	return true;
}

static bool read_a(struct fields *f)
{
	return address(f, 4, "an IPv4 address");
}

static bool read_aaaa(struct fields *f)
{
	return address(f, 16, "an IPv6 address");
}

static bool string(struct fields *f, const struct token *token)
{
	size_t at = f->rdata->out->len, length;
	char *room = buf_room(f->rdata->out, token->text.len + 1);
	struct finding *finding;

	length = token_decode(token->text, room + 1);
	f->rdata->out->len += length + 1;
	f->rdata->out->ptr[at] = (char)(unsigned char)length;
	if (length <= 255)
		return true;
	finding = READER_FAULT(f->reader, f->entry, RULE_ZONE_RDATA_INVALID, span_of(f, token),
		"a string of %zu bytes: one holds at most 255", length);
	diag_help(f->reader->diag, finding,
		"split it: \"...\" \"...\"; the strings of a record are read as one");
	return false;
}

/* Servers differ on an `@` among strings, where it stands for itself. */
static void at_sign(struct fields *f, const struct token *token)
{
	struct finding *finding;

	if (!token_is(token, STR("@")))
		return;
	finding = READER_DIALECT(f->reader, LEVEL_INFO, span_of(f, token),
		"'@' as a string: BIND and Knot accept it, NSD refuses the zone");
	diag_help(f->reader->diag, finding, "write it in quotes");
}

static bool read_txt(struct fields *f)
{
	struct token token;

	if (!next(f, &token, "its first string"))
		return false;
	do {
		at_sign(f, &token);
		entry_note_strange(f->entry, &token, &f->rdata->strange_at);
		if (!string(f, &token))
			return false;
		token = entry_next(f->reader, f->entry);
	} while (token.kind == TOKEN_TEXT || token.kind == TOKEN_QUOTED);
	return token.kind == TOKEN_END;
}

static int hex_value(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Hexadecimal words to the end of the record; blanks between them mean nothing. */
static bool hex(struct fields *f, const char *what)
{
	int high = -1;
	struct token token, last = { TOKEN_END, { "", 0 }, 0, 0 };

	while ((token = entry_next(f->reader, f->entry)).kind == TOKEN_TEXT) {
		last = token;
		for (size_t i = 0; i < token.text.len; i++) {
			int digit = hex_value(token.text.ptr[i]);

			if (digit < 0)
				return refuse(f, &token, what);
			if (high >= 0)
				buf_add_char(f->rdata->out, (char)(high << 4 | digit));
			high = high >= 0 ? -1 : digit;
		}
	}
	if (token.kind == TOKEN_QUOTED)
		return refuse(f, &token, what);
	if (token.kind == TOKEN_END && high >= 0)
		REFUSE(f, span_of(f, &last), "an odd number of hexadecimal digits in %s data",
			type_of(f));
	return !f->entry->bad;
}

static bool read_tlsa(struct fields *f)
{
	size_t head = f->rdata->out->len + 3;
	struct lexer peek;

	if (!number(f, 1, "the usage") || !number(f, 1, "the selector") ||
		!number(f, 1, "the matching type"))
		return false;
	peek = f->entry->lexer;
	if (!hex(f, "hexadecimal digits"))
		return false;
	if (f->rdata->out->len > head)
		return true;
	return REFUSE(
		f, entry_span(f->entry, peek.end, 0), "TLSA data ends before the certificate's");
}

static bool caa_tag(struct fields *f)
{
	struct token token;
	bool good;

	if (!next_plain(f, &token, "the property"))
		return false;
	good = token.text.len <= 255;
	for (size_t i = 0; i < token.text.len; i++)
		good = good && ascii_is_alnum(token.text.ptr[i]);
	if (!good)
		return refuse(f, &token, "a property of letters and digits, such as 'issue'");
	add_number(f, token.text.len, 1);
	buf_add(f->rdata->out, token.text);
	return true;
}

static bool read_caa(struct fields *f)
{
	struct token token;
	char *room;

	if (!number(f, 1, "the flags") || !caa_tag(f) || !next(f, &token, "the value"))
		return false;
	room = buf_room(f->rdata->out, token.text.len);
	f->rdata->out->len += token_decode(token.text, room);
	return true;
}

static const struct type_reader readers[] = {
	{ TYPE_A, read_a, "192.0.2.1" },
	{ TYPE_NS, read_target, "ns1.example.com." },
	{ TYPE_CNAME, read_target, "www.example.com." },
	{ TYPE_SOA, read_soa,
		"ns1.example.com. hostmaster.example.com. SERIAL REFRESH RETRY EXPIRE MINIMUM" },
	{ TYPE_MX, read_mx, "10 mail.example.com." },
	{ TYPE_TXT, read_txt, "\"...\" \"...\"" },
	{ TYPE_AAAA, read_aaaa, "2001:db8::1" },
	{ TYPE_DNAME, read_target, "example.net." },
	{ TYPE_TLSA, read_tlsa, "3 1 1 HEX" },
	{ TYPE_CAA, read_caa, "0 issue \"ca.example.net\"" },
};

/* `\# LENGTH HEX...` (RFC 3597 5), the `\#` read already. */
static bool read_generic(struct fields *f, size_t from)
{
	struct token length;
	uint64_t octets;

	if (!next_plain(f, &length, "the length after '\\#'"))
		return false;
	if (!str_number(length.text, UINT16_MAX, &octets))
		return refuse(f, &length, "the length after '\\#', a number from 0 to 65535");
	if (!hex(f, "hexadecimal digits"))
		return false;
	if (f->rdata->out->len != octets) {
		READER_FAULT(f->reader, f->entry, RULE_ZONE_RDATA_INVALID, span_of(f, &length),
			"the length after '\\#' is %s, but %zu octets follow",
			reader_quote(f->reader, &length), f->rdata->out->len);
		return false;
	}
	if (rdata_is_valid(f->type, buf_str(f->rdata->out)))
		return true;
	return REFUSE(f, entry_span(f->entry, from, f->entry->lexer.end - from),
		"these octets are not %s data", type_of(f));
}

/* Only RFC 3597 says how data of a type without mnemonic are written. */
static void refuse_unknown(struct fields *f, const struct token *first)
{
	struct finding *finding = READER_FAULT(f->reader, f->entry, RULE_ZONE_RDATA_INVALID,
		span_of(f, first), "%s data do not begin with '\\#'", type_of(f));

	diag_help(f->reader->diag, finding,
		"a type known by its number only has its data as '\\# LENGTH HEX', without quotes");
}

static void expect_end(struct fields *f)
{
	struct token token;

	if (f->entry->bad)
		return;
	token = entry_next(f->reader, f->entry);
	if (token.kind == TOKEN_TEXT || token.kind == TOKEN_QUOTED)
		REFUSE(f, span_of(f, &token), "'%s' after the end of %s data",
			reader_quote(f->reader, &token), type_of(f));
	else if (f->rdata->out->len > UINT16_MAX)
		READER_FAULT(f->reader, f->entry, RULE_ZONE_RDATA_INVALID, f->rdata->value_at,
			"%zu octets of data: a record holds at most 65535", f->rdata->out->len);
}

static const struct type_reader *reader_of(uint16_t type)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (readers[i].type == type)
			return &readers[i];
	return NULL;
}

/* FIRST is the `\#` of RFC 3597; in a TXT it is a string like others where no number follows, as
 * BIND and NSD have it. */
static bool is_generic(uint16_t type, const struct token *first, struct lexer behind)
{
	struct token length;
	uint64_t octets;

	if (!token_is(first, STR("\\#")))
		return false;
	length = lexer_next(&behind);
	return type != TYPE_TXT ||
	       (length.kind == TOKEN_TEXT && str_number(length.text, UINT64_MAX, &octets));
}

void rdata_read(struct reader *reader, struct entry *entry, uint16_t type, struct rdata *rdata)
{
	struct fields f = { reader, entry, rdata, type, reader_of(type) };
	struct lexer peek = entry->lexer;
	struct token first = lexer_next(&peek);
	size_t from = first.at;

	rdata->out->len = 0;
	rdata->value_at.length = 0;
	rdata->strange_at.length = 0;
	if (is_generic(type, &first, peek)) {
		entry->lexer = peek;
		read_generic(&f, from);
	} else if (f.row != NULL) {
		f.row->read(&f);
	} else if (!type_is_known(type) && first.kind != TOKEN_BAD) {
		refuse_unknown(&f, &first);
	} else {
		entry_drain(reader, entry);
	}
	if (rdata->value_at.length == 0)
		rdata->value_at = entry_span(entry, from, entry->lexer.end - from);
	expect_end(&f);
}
