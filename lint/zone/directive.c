/* Directives: `$` in column 1, names without regard to case (RFC 1035 5.1, RFC 2308 4). */
#include "lint/zone/reader.h"

static void end_of_directive(struct reader *reader, struct entry *entry, const char *usage)
{
	struct token token = entry_next(reader, entry);
	struct finding *finding;

	if (token.kind != TOKEN_TEXT && token.kind != TOKEN_QUOTED)
		return;
	finding = READER_FAULT(reader, entry, RULE_ZONE_DIRECTIVE_INVALID,
		entry_token_span(entry, &token), "'%s' after the end of the directive",
		reader_quote(reader, &token));
	diag_help(reader->diag, finding, "write '%s'", usage);
}

/* The argument of a directive that has just one. */
static bool argument(
	struct reader *reader, struct entry *entry, struct token *token, const char *usage)
{
	struct finding *finding;

	*token = entry_next(reader, entry);
	if (token->kind == TOKEN_TEXT)
		return true;
	if (token->kind == TOKEN_QUOTED) {
		finding = READER_FAULT(reader, entry, RULE_ZONE_DIRECTIVE_INVALID,
			entry_token_span(entry, token), "quotes around the value of a directive");
		diag_help(reader->diag, finding, "write '%s'", usage);
	} else if (token->kind == TOKEN_END) {
		finding = READER_FAULT(reader, entry, RULE_ZONE_DIRECTIVE_INVALID,
			entry_span(entry, entry->lexer.end, 0),
			"the directive ends before its value");
		diag_help(reader->diag, finding, "write '%s'", usage);
	}
	return false;
}

/* What follows an $ORIGIN that cannot be read is relative to nobody knows what. */
static void lose_origin(struct reader *reader, const struct entry *entry)
{
	reader->origin_known = KNOWN_LOST;
	zone_incomplete(reader->zone, entry_span(entry, 0, entry->record.text.len),
		"an origin cannot be read");
}

void reader_relative_origin(struct reader *reader, struct entry *entry, const struct token *token,
	const struct name_buf *name)
{
	struct name meant = name_view(name);
	struct name_buf absolute;
	struct finding *finding;

	entry_strange_name(reader, entry, token);
	if (token_is(token, STR("@"))) {
		finding = READER_DIALECT(reader, LEVEL_INFO, entry_token_span(entry, token),
			"'@' as an origin is the one in force for BIND: Knot refuses the zone, and "
			"NSD that "
			"of an $INCLUDE");
	} else if (token_is_relative(token)) {
		finding = READER_DIALECT(reader, LEVEL_INFO, entry_token_span(entry, token),
			"a relative origin, '%s': BIND appends the one in force, NSD and Knot "
			"refuse the "
			"zone",
			reader_quote(reader, token));
	} else {
		return;
	}
	/* "$ORIGIN example.com" while that is the origin: the dot was forgotten. */
	if (name_from_host(token->text, &absolute) && reader->origin_known == KNOWN &&
		name_within(name_view(&absolute), name_view(&reader->origin)))
		meant = name_view(&absolute);
	diag_help(reader->diag, finding, "write '%s.'", name_text(&reader->diag->arena, meant));
}

static void origin_read(struct reader *reader, struct entry *entry, const struct token *directive)
{
	static const char usage[] = "$ORIGIN example.com.";
	struct zone_file *zone = reader->zone;
	struct token token;
	struct name_buf name;

	(void)directive;
	if (argument(reader, entry, &token, usage) && entry_name(reader, entry, &token, &name))
		end_of_directive(reader, entry, usage);
	if (entry->bad) {
		lose_origin(reader, entry);
		return;
	}
	reader_relative_origin(reader, entry, &token, &name);
	reader->origin = name;
	reader->origin_known = KNOWN;
	reader->origin_guessed = false;
	if (name_is_none(zone->apex) && !name_is_root(name_view(&name)))
		zone->apex = name_copy(&zone->arena, name_view(&name));
}

static void ttl_read(struct reader *reader, struct entry *entry, const struct token *directive)
{
	static const char usage[] = "$TTL 3600";
	struct token token;
	uint32_t ttl;

	(void)directive;
	reader->default_ttl_unread = true;
	if (!argument(reader, entry, &token, usage) || !entry_ttl(reader, entry, &token, &ttl))
		return;
	end_of_directive(reader, entry, usage);
	if (entry->bad)
		return;
	reader->default_ttl_unread = false;
	reader->default_ttl = ttl;
	reader->default_ttl_known = true;
}

/* BIND writes `$DATE` into its own dumps: the time of the dump, nothing about the zone. */
static void date_read(struct reader *reader, struct entry *entry, const struct token *directive)
{
	struct finding *finding = READER_DIALECT(reader, LEVEL_INFO,
		entry_token_span(entry, directive),
		"$DATE is of BIND's dumps: NSD and Knot refuse the zone");

	diag_help(reader->diag, finding, "remove the line");
	entry_drain(reader, entry);
}

static const struct {
	const char *name;
	void (*read)(struct reader *, struct entry *, const struct token *);
} directives[] = {
	{ "$ORIGIN", origin_read },
	{ "$TTL", ttl_read },
	{ "$INCLUDE", include_read },
	{ "$GENERATE", generate_read },
	{ "$DATE", date_read },
};

enum { DIRECTIVES = sizeof directives / sizeof *directives };

/* The I-th directive stands here and cannot be read: what it says is not known from here on. */
static void unread(struct reader *reader, const struct entry *entry, size_t i)
{
	if (directives[i].read == origin_read)
		lose_origin(reader, entry);
	reader->default_ttl_unread |= directives[i].read == ttl_read;
}

/* An unknown directive could say anything: more records, or another origin. */
static void unknown(struct reader *reader, struct entry *entry, const struct token *token)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_DIRECTIVE_INVALID,
		entry_token_span(entry, token), "'%s' is no directive",
		reader_quote(reader, token));

	for (size_t i = 0; i < DIRECTIVES; i++)
		if (str_distance(token->text, str_c(directives[i].name), 2) <= 2) {
			diag_help(reader->diag, finding, "did you mean '%s'?", directives[i].name);
			unread(reader, entry, i);
		}
	if (finding != NULL && finding->help == NULL)
		diag_help(reader->diag, finding,
			"directives are $ORIGIN, $TTL, $INCLUDE and $GENERATE; an owner that "
			"begins "
			"with a dollar sign is written '\\$...'");
	zone_incomplete(reader->zone, entry_span(entry, 0, entry->record.text.len),
		"a directive is not known");
}

/* A directive behind a blank is one for no name server: they look for a record's type there. */
static void indented(struct reader *reader, struct entry *entry, const struct token *token)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_DIRECTIVE_INVALID,
		entry_token_span(entry, token), "'%s' behind a blank is no directive",
		reader_quote(reader, token));

	diag_help(reader->diag, finding, "a directive begins in the first column");
	for (size_t i = 0; i < DIRECTIVES; i++)
		if (token_is(token, str_c(directives[i].name)))
			unread(reader, entry, i);
	zone_incomplete(reader->zone, entry_span(entry, 0, entry->record.text.len),
		"a directive is indented");
}

/* The directive is the last line of its file, and has no line end. BIND forgives that behind the
 * file name of an $INCLUDE, where it looks for an origin. */
static void last_line(struct reader *reader, struct entry *entry, const struct token *token)
{
	struct finding *finding;
	struct lexer peek;

	if (!entry->record.unended || entry->bad)
		return;
	lexer_init(&peek, entry->record.text);
	lexer_next(&peek);
	lexer_next(&peek);
	if (token_is(token, STR("$INCLUDE")) && lexer_next(&peek).kind == TOKEN_END)
		return;
	finding = READER_DIALECT(reader, LEVEL_INFO, entry_token_span(entry, token),
		"a directive on a last line without line end: BIND refuses the zone");
	diag_help(reader->diag, finding, "end the line");
}

void directive_read(struct reader *reader, struct entry *entry)
{
	struct token token = entry_next(reader, entry);

	if (token.kind == TOKEN_BAD)
		return;
	if (token.at > 0) {
		indented(reader, entry, &token);
		return;
	}
	for (size_t i = 0; i < DIRECTIVES; i++)
		if (token_is(&token, str_c(directives[i].name))) {
			directives[i].read(reader, entry, &token);
			last_line(reader, entry, &token);
			return;
		}
	unknown(reader, entry, &token);
}
