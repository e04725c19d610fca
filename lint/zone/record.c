/* One record: [owner] [TTL] [class] type RDATA, TTL and class in either order (RFC 1035 5.1). */
#include "lint/zone/keeps.h"
#include "lint/zone/rdata.h"
#include "lint/zone/ttl.h"

/* What stands between owner and RDATA. */
struct head {
	struct token type_token;
	bool has_ttl, has_class, type_known;
	uint32_t ttl;
	uint16_t class, type;
};

static void twice(
	struct reader *reader, struct entry *entry, const struct token *token, const char *what)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_TTL_INVALID,
		entry_token_span(entry, token), "a second %s, '%s'", what,
		reader_quote(reader, token));

	diag_help(reader->diag, finding, "leave one of the two out");
}

static void class_mismatch(struct reader *reader, struct entry *entry, const struct token *token)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_CLASS_MISMATCH,
		entry_token_span(entry, token), "class '%s' in a zone of class %s",
		reader_quote(reader, token), class_text(&reader->diag->arena, reader->class));

	diag_help(reader->diag, finding,
		"a zone has one class; mail needs 'IN', which may be left out");
}

static void read_class(
	struct reader *reader, struct entry *entry, const struct token *token, struct head *head)
{
	if (head->has_class) {
		twice(reader, entry, token, "class");
		return;
	}
	head->has_class = true;
	if (!reader->class_known)
		reader->class = head->class;
	reader->class_known = true;
	if (reader->class != head->class)
		class_mismatch(reader, entry, token);
}

static void read_ttl(
	struct reader *reader, struct entry *entry, const struct token *token, struct head *head)
{
	if (head->has_ttl)
		twice(reader, entry, token, "TTL");
	else
		head->has_ttl = entry_ttl(reader, entry, token, &head->ttl);
}

static bool looks_like_ttl(struct str text)
{
	bool sign = text.len > 1 && (text.ptr[0] == '-' || text.ptr[0] == '+');

	return text.len > 0 && ascii_is_digit(text.ptr[sign ? 1 : 0]);
}

static void type_unknown(struct reader *reader, struct entry *entry, const struct token *token)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_TYPE_UNKNOWN,
		entry_token_span(entry, token), "record type '%s' is not known",
		reader_quote(reader, token));

	diag_help(reader->diag, finding,
		"the record is skipped, and nothing that its owner lacks is reported; every name "
		"server "
		"reads a type by its number as 'TYPEn \\# LENGTH HEX' (RFC 3597)");
}

static void type_missing(struct reader *reader, struct entry *entry)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_SYNTAX,
		entry_span(entry, entry->lexer.end, 0), "the record ends before its type");

	diag_help(reader->diag, finding, "a record is 'OWNER [TTL] [CLASS] TYPE DATA'");
}

static void type_quoted(struct reader *reader, struct entry *entry, const struct token *token)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_SYNTAX,
		entry_token_span(entry, token), "a quoted string where the record's type belongs");

	diag_help(reader->diag, finding, "a record is 'OWNER [TTL] [CLASS] TYPE DATA'");
}

/* The token is no class: a TTL, or the type. */
static void read_other(
	struct reader *reader, struct entry *entry, const struct token *token, struct head *head)
{
	if (token->kind == TOKEN_END) {
		type_missing(reader, entry);
	} else if (token->kind == TOKEN_QUOTED) {
		type_quoted(reader, entry, token);
	} else if (looks_like_ttl(token->text)) {
		read_ttl(reader, entry, token, head);
	} else if (!type_find(token->text, &head->type) || head->type == 0) {
		type_unknown(reader, entry, token);
	} else {
		head->type_known = true;
		head->type_token = *token;
	}
}

static bool read_head(struct reader *reader, struct entry *entry, struct head *head)
{
	*head = (struct head){ 0 };
	while (!entry->bad && !head->type_known) {
		struct token token = entry_next(reader, entry);

		if (token.kind == TOKEN_BAD)
			return false;
		if (token.kind == TOKEN_TEXT && class_find(token.text, &head->class))
			read_class(reader, entry, &token, head);
		else
			read_other(reader, entry, &token, head);
	}
	if (!reader->class_known && !entry->bad) {
		reader->class_known = true;
		reader->class = CLASS_IN;
	}
	return !entry->bad;
}

/* The last four octets of an SOA. */
static uint32_t soa_minimum(struct str rdata)
{
	uint32_t value = 0;

	for (size_t i = rdata.len - 4; i < rdata.len; i++)
		value = value << 8 | (unsigned char)rdata.ptr[i];
	return value;
}

/* Without $TTL and without one of its own an SOA gives its minimum to itself and the records after
 * it (RFC 1035 3.3.13); that is BIND's reading, NSD has a default of its own. */
static void ttl_from_soa(
	struct reader *reader, struct entry *entry, const struct head *head, struct rr *rr)
{
	if (!reader->default_ttl_unread) {
		struct finding *finding = READER_DIALECT(reader, LEVEL_INFO,
			entry_token_span(entry, &head->type_token),
			"no $TTL, and the SOA has no TTL: records get its minimum from BIND, 3600 "
			"from NSD");

		diag_help(reader->diag, finding,
			"write '$TTL 3600', or what you mean, before the SOA");
	}
	rr->ttl = soa_minimum(rr->rdata) > TTL_MAX ? 0 : soa_minimum(rr->rdata);
	reader->default_ttl = rr->ttl;
	reader->default_ttl_known = true;
}

static void find_ttl(
	struct reader *reader, struct entry *entry, const struct head *head, struct rr *rr)
{
	if (head->has_ttl) {
		rr->ttl = reader->last_ttl = head->ttl;
		reader->last_ttl_known = true;
	} else if (reader->default_ttl_known) {
		rr->ttl = reader->default_ttl;
	} else if (reader->last_ttl_known) {
		rr->ttl = reader->last_ttl;
	} else if (rr->type == TYPE_SOA) {
		ttl_from_soa(reader, entry, head, rr);
	}
}

/* In data of other types, `alpn="h2"` of an SVCB, what is glued may be one value. */
static void lexical_dialects(struct reader *reader, struct entry *entry, uint16_t type)
{
	struct finding *finding;

	if (entry->lexer.nested) {
		finding = READER_DIALECT(reader, LEVEL_INFO,
			entry_span(entry, entry->lexer.nested_at, 1),
			"parentheses within parentheses: BIND accepts them, NSD and Knot refuse "
			"the zone");
		diag_help(reader->diag, finding, "one pair around all of the data is enough");
	}
	if (entry->lexer.glued && type_bit(type) != OWNS_OTHER) {
		finding = READER_DIALECT(reader, LEVEL_INFO,
			entry_span(entry, entry->lexer.glued_at, 1),
			"no blank between two strings: BIND and NSD read two, Knot refuses the "
			"zone");
		diag_help(reader->diag, finding, "write a blank between them");
	}
}

/* In text that rules read they say more of such bytes. */
static void strange_text(struct reader *reader, const struct rr *rr, struct span at)
{
	struct finding *finding;

	if (at.length == 0 || rr->generated || keeps_record(rr->owner, rr->type, rr->rdata))
		return;
	finding = READER_DIALECT(reader, LEVEL_INFO, at,
		"text that is not printable ASCII: BIND and NSD take it as it stands, Knot refuses "
		"the "
		"zone");
	diag_help(reader->diag, finding, "write each byte as '\\DDD', its value in three digits");
}

static void read_data(struct reader *reader, struct entry *entry, const struct head *head)
{
	struct rdata rdata = { .out = &reader->scratch };
	struct rr rr = { .owner = name_view(&reader->owner.name),
		.type = head->type,
		.generated = entry->generated };

	if (head->type == TYPE_SOA)
		reader_origin_of_soa(reader, entry);
	rdata_read(reader, entry, head->type, &rdata);
	if (entry->bad) {
		if (head->type == TYPE_SOA)
			reader_add_unread_soa(reader, entry);
		else
			reader_add_opaque(reader, entry);
		return;
	}
	lexical_dialects(reader, entry, head->type);
	rr.rdata = buf_str(rdata.out);
	rr.span = entry_span(entry, 0, entry->lexer.end);
	rr.owner_at = entry->generated ? entry->directive : entry->owner_at;
	rr.value_at = rdata.value_at;
	strange_text(reader, &rr, rdata.strange_at);
	find_ttl(reader, entry, head, &rr);
	zone_add(reader->zone, &rr, type_bit(rr.type));
}

static bool begins_with_blank(const struct entry *entry)
{
	return entry->record.text.len > 0 && ascii_is_blank(entry->record.text.ptr[0]);
}

/* A record that was cut short is looked through first: an open quote in it is the nearer cause. */
static bool is_whole(struct reader *reader, struct entry *entry)
{
	struct entry copy;

	if (!entry->record.unclosed)
		return true;
	copy = *entry;
	entry_drain(reader, &copy);
	entry->bad = copy.bad;
	return !entry->bad;
}

void entry_read(struct reader *reader, struct entry *entry)
{
	struct head head;
	bool known = begins_with_blank(entry) ? entry_inherit_owner(reader, entry) :
						entry_state_owner(reader, entry);

	if (!known)
		return;
	if (is_whole(reader, entry) && read_head(reader, entry, &head)) {
		read_data(reader, entry, &head);
		return;
	}
	reader_add_opaque(reader, entry);
	entry_drain(reader, entry);
}
