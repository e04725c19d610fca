#include "lint/zone/reader.h"
#include "lint/zone/ttl.h"

struct span entry_span(const struct entry *entry, size_t at, size_t length)
{
	if (entry->generated)
		return entry->directive;
	return (struct span){ entry->file, (uint32_t)length, entry->record.offset + at };
}

const char *reader_quote(struct reader *reader, const struct token *token)
{
	return diag_quote(reader->diag, token->text);
}

struct span entry_token_span(const struct entry *entry, const struct token *token)
{
	return entry_span(entry, token->at, token->length);
}

static const struct {
	const char *message, *help;
} lexer_faults[] = {
	[LEXER_QUOTE_OPEN] = { "the quote that opens here is not closed on its line",
		"close it; a long value goes into several strings, \"...\" \"...\", which may "
		"stand on "
		"several lines in parentheses (a line end inside quotes: BIND and Knot refuse it, "
		"NSD "
		"takes it as data)" },
	[LEXER_UNBALANCED] = { "a ')' that closes nothing",
		"remove it, or write the '(' before it" },
	[LEXER_UNCLOSED] = { "a '(' that is never closed",
		"write the ')' after the last value; reading goes on with the next line" },
	[LEXER_ESCAPE] = { "not an escape", "a backslash stands before one character, or before "
					    "exactly three digits from 000 to "
					    "255; a backslash itself is '\\\\'" },
};

static void lexer_fault(struct reader *reader, struct entry *entry, const struct token *token)
{
	struct finding *finding;
	enum lexer_fault fault = entry->lexer.fault;

	if (fault == LEXER_ESCAPE)
		finding = READER_FAULT(reader, entry, RULE_ZONE_SYNTAX,
			entry_token_span(entry, token), "'%s' is not an escape",
			reader_quote(reader, token));
	else
		finding = READER_FAULT(reader, entry, RULE_ZONE_SYNTAX,
			entry_token_span(entry, token), "%s", lexer_faults[fault].message);
	diag_help(reader->diag, finding, "%s", lexer_faults[fault].help);
}

struct token entry_next(struct reader *reader, struct entry *entry)
{
	struct token token = lexer_next(&entry->lexer);

	if (token.kind == TOKEN_BAD && !entry->bad)
		lexer_fault(reader, entry, &token);
	return token;
}

void entry_drain(struct reader *reader, struct entry *entry)
{
	struct token token;

	do
		token = entry_next(reader, entry);
	while (token.kind == TOKEN_TEXT || token.kind == TOKEN_QUOTED);
}

/* Said once: what follows is read relative to the apex if there was an SOA, else to the root. */
static void origin_unknown(struct reader *reader, struct entry *entry, const struct token *token)
{
	static const struct name root = { (const unsigned char *)"", 1 };
	struct span span = entry_token_span(entry, token);
	struct finding *finding = diag_add_level(reader->diag, RULE_ZONE_ORIGIN_UNKNOWN,
		reader->input->found ? LEVEL_INFO : LEVEL_UNSET, span,
		"'%s' is relative, and nothing says to what", reader_quote(reader, token));

	diag_help(reader->diag, finding,
		"begin the file with '$ORIGIN example.com.' (your domain, with the final dot), or "
		"give "
		"the zone's name with --zone");
	zone_incomplete(reader->zone, span, "its origin is not known");
	reader->origin = (struct name_buf){ .len = 1 };
	reader->zone->nameless = !reader->zone->has_soa;
	if (reader->zone->has_soa)
		name_join(root, reader->zone->apex, &reader->origin);
	else
		reader->zone->adrift = true;
	reader->origin_known = KNOWN;
}

static void name_fault(struct reader *reader, struct entry *entry, const struct token *token,
	enum name_status status, size_t error_at)
{
	size_t quote = token->kind == TOKEN_QUOTED, length = token->length;
	size_t at = token->at;
	struct finding *finding;

	if (status == NAME_EMPTY_LABEL && token->text.len > 1) {
		at += quote + error_at;
		length = 1;
	}
	finding = READER_FAULT(reader, entry, RULE_ZONE_NAME_INVALID, entry_span(entry, at, length),
		"'%s' %s", reader_quote(reader, token), name_status_text(status));
	if (status == NAME_EMPTY_LABEL)
		diag_help(reader->diag, finding,
			"between two dots, and before the first, stands at least one character; "
			"the "
			"zone itself is '@'");
	else
		diag_help(reader->diag, finding,
			"a label holds at most 63 octets, a name 255 with the origin that a name "
			"without final dot gets");
}

bool entry_name(
	struct reader *reader, struct entry *entry, const struct token *token, struct name_buf *out)
{
	struct name none = { NULL, 0 };
	enum name_status status;
	size_t error_at;
	struct str text = token->text;

	if (token->kind == TOKEN_QUOTED && str_eq(text, STR("@")))
		text = STR("\\@"); /* only a bare @ is the origin */
	status = name_parse(text, reader->origin_known == KNOWN ? name_view(&reader->origin) : none,
		out, &error_at);
	if (status == NAME_NO_ORIGIN && reader->origin_known == KNOWN_LOST) {
		entry->bad = true;
		return false;
	}
	if (status == NAME_NO_ORIGIN) {
		origin_unknown(reader, entry, token);
		status = name_parse(text, name_view(&reader->origin), out, &error_at);
	}
	if (status != NAME_OK)
		name_fault(reader, entry, token, status, error_at);
	return status == NAME_OK;
}

/* Knot takes letters, digits and `-`, `_`, `*`, `/` as they stand. */
static bool is_strange(struct str rest)
{
	return rest.ptr[0] != '\\' && rest.ptr[0] != '.' && !ascii_is_alnum(rest.ptr[0]) &&
	       str_find_char(STR("-_*/"), rest.ptr[0]) == 4;
}

void entry_strange_name(struct reader *reader, struct entry *entry, const struct token *token)
{
	struct finding *finding;
	unsigned char octet;
	size_t at = 0;

	if (entry->generated || token->kind != TOKEN_TEXT || token_is(token, STR("@")))
		return;
	while (at < token->text.len && !is_strange(str_skip(token->text, at)))
		at += name_octet(str_skip(token->text, at), &octet);
	if (at == token->text.len)
		return;
	finding = READER_DIALECT(reader, LEVEL_INFO, entry_span(entry, token->at + at, 1),
		"'%s' in a name: BIND and NSD take it as it stands, Knot refuses the zone",
		diag_quote(reader->diag, str_take(str_skip(token->text, at), 1)));
	diag_help(reader->diag, finding, "%s",
		token->text.ptr[at] == '@' ?
			"in a mail address the first dot stands for the '@'" :
			"if it is meant, write a backslash before it, or '\\DDD'");
}

void entry_note_strange(const struct entry *entry, const struct token *token, struct span *at)
{
	struct str text = token->text;
	size_t from = 0, to;

	while (from < text.len && (ascii_is_printable(text.ptr[from]) || text.ptr[from] == '\t'))
		from++;
	for (to = from; to < text.len && !ascii_is_printable(text.ptr[to]);)
		to++;
	if (to > from && at->length == 0)
		*at = entry_span(
			entry, (size_t)(text.ptr - entry->record.text.ptr) + from, to - from);
}

bool entry_ttl(struct reader *reader, struct entry *entry, const struct token *token, uint32_t *ttl)
{
	enum ttl_status status = ttl_parse(token->text, TTL_MAX, ttl);
	struct span span = entry_token_span(entry, token);
	struct finding *finding;

	if (token->kind == TOKEN_QUOTED)
		status = TTL_BAD;
	if (status == TTL_OK)
		return true;
	if (status == TTL_TOO_BIG)
		finding = READER_FAULT(reader, entry, RULE_ZONE_TTL_INVALID, span,
			"TTL '%s' is above 2147483647", reader_quote(reader, token));
	else
		finding = READER_FAULT(reader, entry, RULE_ZONE_TTL_INVALID, span,
			"'%s' is not a TTL", reader_quote(reader, token));
	diag_help(reader->diag, finding,
		"write seconds ('3600'), or numbers that each have a unit of w, d, h, m, s "
		"('1h30m')");
	return false;
}
