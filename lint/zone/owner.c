#include "lint/zone/reader.h"

#include "lint/dns/suffix.h"

void reader_lose_owner(struct reader *reader, const struct entry *entry, const char *why)
{
	reader->owner.known = KNOWN_LOST;
	zone_incomplete(reader->zone, entry_span(entry, 0, entry->record.text.len), why);
}

void reader_take_owner(struct reader *reader, struct entry *entry, const struct token *token,
	const struct name_buf *name)
{
	entry->owner_at = entry_token_span(entry, token);
	entry->owner_absolute = !token_is_relative(token);
	reader->owner.name = *name;
	reader->owner.known = KNOWN;
}

void reader_add_opaque(struct reader *reader, const struct entry *entry)
{
	struct rr rr = { .owner = name_view(&reader->owner.name),
		.span = entry_span(entry, 0, entry->record.text.len),
		.owner_at = entry->owner_at };

	zone_add(reader->zone, &rr, OWNS_OPAQUE);
}

void reader_add_unread_soa(struct reader *reader, const struct entry *entry)
{
	struct rr rr = { .owner = name_view(&reader->owner.name) };

	reader_origin_of_soa(reader, entry);
	zone_add(reader->zone, &rr, type_bit(TYPE_SOA));
	if (reader->zone->has_soa)
		return;
	reader->zone->has_soa = true;
	reader->zone->apex = name_copy(&reader->zone->arena, rr.owner);
}

/* The file's name is that of another zone, "example.com" where the SOA is of `example.net.`: one of
 * the two is a mistake. "example.com.inside" and "int.example.com" are views of `example.com.`. */
static bool names_another_zone(struct reader *reader, struct name apex)
{
	struct str guess = str_c(name_text(&reader->diag->arena, name_view(&reader->origin)));
	struct str text = str_c(name_text(&reader->diag->arena, apex));

	return !str_istarts(guess, text) && !name_within(name_view(&reader->origin), apex) &&
	       suffix_registrable(guess);
}

void reader_origin_of_soa(struct reader *reader, const struct entry *entry)
{
	const struct name_buf *apex = &reader->owner.name;
	bool known = reader->origin_known == KNOWN;

	if (reader->zone->has_soa || !reader->origin_guessed || !entry->owner_absolute)
		return;
	if (known && (name_equal(name_view(&reader->origin), name_view(apex)) ||
			     names_another_zone(reader, name_view(apex))))
		return;
	reader->origin = *apex;
	reader->origin_known = KNOWN;
	for (size_t i = 0; i < reader->depth; i++) {
		struct frame *frame = reader->frames[i];

		if (!frame->origin_guessed)
			continue;
		frame->origin = *apex;
		frame->origin_known = KNOWN;
	}
}

/* Right after an $INCLUDE, servers inherit different owners. */
static void inherited_after_include(struct reader *reader, struct entry *entry)
{
	struct frame *frame = reader->frames[reader->depth - 1];
	struct lexer peek = entry->lexer;
	struct finding *finding;
	struct token token;

	if (frame->include_at.length == 0 || frame->included.known != KNOWN ||
		name_equal(name_view(&frame->included.name), name_view(&reader->owner.name)))
		return;
	token = lexer_next(&peek);
	finding = READER_DIALECT(reader, LEVEL_WARNING, entry_token_span(entry, &token),
		"the owner is inherited across an $INCLUDE: '%s' for BIND, '%s' for NSD",
		name_text(&reader->diag->arena, name_view(&reader->owner.name)),
		name_text(&reader->diag->arena, name_view(&frame->included.name)));
	diag_help(reader->diag, finding, "write the owner on this line");
	diag_note(reader->diag, finding, frame->include_at, "the $INCLUDE is here");
}

bool entry_inherit_owner(struct reader *reader, struct entry *entry)
{
	struct lexer peek = entry->lexer;
	struct token token;
	struct finding *finding;

	entry->owner_at = entry_span(entry, 0, 0);
	if (reader->owner.known == KNOWN) {
		inherited_after_include(reader, entry);
		reader->frames[reader->depth - 1]->include_at.length = 0;
		return true;
	}
	if (reader->owner.known == KNOWN_NOT) {
		token = lexer_next(&peek);
		finding = READER_FAULT(reader, entry, RULE_ZONE_SYNTAX,
			entry_token_span(entry, &token),
			"the record has no owner, and none stands before it");
		diag_help(reader->diag, finding,
			"begin the line with the owner ('@' is the origin); a line that begins "
			"with a "
			"blank inherits the owner of the record before");
	}
	entry->bad = true;
	reader_lose_owner(reader, entry, "the owner of a record is not known");
	return false;
}

bool entry_state_owner(struct reader *reader, struct entry *entry)
{
	struct token token = entry_next(reader, entry);
	struct name_buf name;
	struct finding *finding;

	reader->frames[reader->depth - 1]->include_at.length = 0;
	if (token.kind == TOKEN_BAD || !entry_name(reader, entry, &token, &name)) {
		reader_lose_owner(reader, entry, "the owner of a record cannot be read");
		return false;
	}
	if (token.kind == TOKEN_QUOTED) {
		finding = READER_DIALECT(reader, LEVEL_INFO, entry_token_span(entry, &token),
			"an owner in quotes: BIND and NSD accept it, Knot refuses the zone");
		diag_help(reader->diag, finding, "write it without quotes");
	}
	entry_strange_name(reader, entry, &token);
	reader_take_owner(reader, entry, &token, &name);
	return true;
}
