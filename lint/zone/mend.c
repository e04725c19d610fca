#include "lint/zone/mend.h"

#include "lint/zone/layout.h"
#include "lint/zone/place.h"
#include "lint/zone/value.h"

#include <inttypes.h>

enum {
	STRING_MAX = 255, /* RFC 1035 3.3 */
	BEHIND = 8192,	  /* bytes behind a record that are looked at for who inherits from it */
};

/* TEXT instead of LENGTH bytes at AT of the file of SPAN. */
static struct fix_edit *edit_at(
	const struct mend *mend, struct span span, uint64_t at, size_t length, struct str text)
{
	struct fix_edit *edit = ARENA_NEW(mend->arena, struct fix_edit);

	edit->at = (struct span){ span.file, (uint32_t)length, at };
	edit->text = arena_str(mend->arena, text);
	return edit;
}

/* TEXT as it is written in a token: within quotes, or not. */
static struct str written(struct arena *arena, struct str text, bool quoted)
{
	struct buf buf = { 0 };
	struct str result;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool blank = !ascii_is_printable(c) || (c == ' ' && !quoted);

		if (blank)
			buf_printf(&buf, "\\%03u", (unsigned)(unsigned char)c);
		else if (c == '"' || c == '\\' || (!quoted && memchr(";()", c, 3) != NULL))
			buf_printf(&buf, "\\%c", c);
		else
			buf_add_char(&buf, c);
	}
	result = arena_str(arena, buf_str(&buf));
	buf_finish(&buf);
	return result;
}

/* A replacement within the joined value, while the walk goes over it. */
struct replacement {
	const struct mend *mend;
	size_t from, to;
	struct str text;
	struct fix_edit *first, *last;
	size_t string; /* that TEXT goes to */
	size_t length; /* of that string, as it will be */
	bool placed;
};

static void add_edit(struct replacement *replacement, struct fix_edit *edit)
{
	if (replacement->first == NULL)
		replacement->first = edit;
	else
		replacement->last->next = edit;
	replacement->last = edit;
}

/* Puts the text at byte AT of the file, in the string that WALK is in. */
static void put_text(struct replacement *replacement, const struct value_walk *walk, uint64_t at)
{
	const struct mend *mend = replacement->mend;
	struct str text = written(mend->arena, replacement->text, walk->token.kind == TOKEN_QUOTED);

	replacement->placed = true;
	replacement->string = walk->string;
	add_edit(replacement, edit_at(mend, mend->rr->value_at, at, 0, text));
}

/* The octet that WALK stands at goes. */
static void drop_octet(struct replacement *replacement, const struct value_walk *walk)
{
	const struct mend *mend = replacement->mend;
	uint64_t at = mend->rr->value_at.offset + walk->from;
	struct fix_edit *last = replacement->last;

	if (last != NULL && last->at.offset + last->at.length == at) {
		last->at.length += (uint32_t)(walk->end - walk->from);
		return;
	}
	add_edit(replacement,
		edit_at(mend, mend->rr->value_at, at, walk->end - walk->from, STR("")));
}

/* Goes over TEXT, the bytes of the value, which must say VALUE. */
static bool replace_in(struct replacement *replacement, struct str text, struct str value)
{
	uint64_t base = replacement->mend->rr->value_at.offset;
	struct value_walk walk;
	size_t lengths[2] = { 0 }, n = 0; /* what stays of the string at hand; of the text's */

	value_walk(&walk, text);
	for (size_t string = 0; value_next(&walk); n++) {
		bool drops = n >= replacement->from && n < replacement->to;

		if (n >= value.len || value.ptr[n] != (char)walk.octet)
			return false;
		if (walk.string != string)
			lengths[0] = 0;
		string = walk.string;
		if (n == replacement->from)
			put_text(replacement, &walk, base + walk.from);
		if (drops)
			drop_octet(replacement, &walk);
		lengths[0] += !drops;
		if (n + 1 == value.len && !replacement->placed && n + 1 == replacement->from)
			put_text(replacement, &walk, base + walk.end);
		if (replacement->placed && replacement->string == walk.string)
			lengths[1] = lengths[0];
	}
	return n == value.len && replacement->placed &&
	       lengths[1] + replacement->text.len <= STRING_MAX;
}

/* The same in YAML, where quotes, folds and escapes differ by the style of the scalar: only letters
 * and digits instead of bytes that are written as they are, which every style can say. */
static struct fix_edit *mend_yaml(const struct mend *mend, size_t from, size_t to, struct str text)
{
	struct span at = place_of_txt(mend->sources, mend->rr, from, to);
	struct str value = rr_txt(mend->arena, mend->rr),
		   old = str_take(str_skip(value, from), to - from);
	struct fix_edit *edit = NULL;
	struct buf buf = { 0 };

	if (str_all(text, ascii_is_alnum) && str_all(old, ascii_is_alnum) && at.length == old.len &&
		source_again(mend->sources, at.file, at.offset, at.length, &buf) &&
		str_eq(buf_str(&buf), old))
		edit = edit_at(mend, at, at.offset, at.length, text);
	buf_finish(&buf);
	return edit;
}

struct fix_edit *mend_txt(const struct mend *mend, size_t from, size_t to, struct str text)
{
	struct replacement replacement = { .mend = mend, .from = from, .to = to, .text = text };
	struct arena scratch = { 0 };
	struct buf buf = { 0 };
	bool ok = value_read(mend->sources, mend->rr, &buf) &&
		  replace_in(&replacement, buf_str(&buf), rr_txt(&scratch, mend->rr));

	buf_finish(&buf);
	arena_finish(&scratch);
	if (mend->rr->dialect != RR_MASTER && !mend->rr->generated)
		return mend_yaml(mend, from, to, text);
	return ok ? replacement.first : NULL;
}

/* What may stand in quotes as it is. */
static bool is_plain(char c)
{
	return ascii_is_printable(c) && c != '"' && c != '\\';
}

struct fix_edit *mend_quotes(const struct mend *mend, struct span comment, struct str *value)
{
	struct span at = mend->rr->value_at;
	uint64_t end = comment.offset + comment.length;
	struct fix_edit *open = NULL;
	struct buf buf = { 0 };

	if (mend->rr->generated || mend->rr->dialect != RR_MASTER || comment.file != at.file ||
		end - at.offset > STRING_MAX * 2 ||
		!source_again(mend->sources, at.file, at.offset, (size_t)(end - at.offset), &buf))
		buf.len = 0;
	*value = arena_str(mend->arena, str_rtrim(buf_str(&buf)));
	buf_finish(&buf);
	if (str_all(*value, is_plain) && value->len <= STRING_MAX) {
		open = edit_at(mend, at, at.offset, 0, STR("\""));
		open->next = edit_at(mend, at, at.offset + value->len, 0, STR("\""));
	}
	return open;
}

/* What stands at AT of TEXT changes what holds behind it, but neither is nor reads a record. */
static bool is_setting(struct str text, size_t at)
{
	struct str line = str_skip(text, at);

	return layout_is_empty(text, at) || str_istarts(line, STR("$TTL")) ||
	       str_istarts(line, STR("$ORIGIN"));
}

/* The record behind the one at the start of TEXT, which goes on beyond unless WHOLE, is surely not
 * one that takes its owner. */
static bool owner_ends(struct str text, bool whole)
{
	size_t at = layout_record_end(text, 0);

	while (at < text.len && is_setting(text, at))
		at = layout_record_end(text, at);
	if (at >= text.len)
		return whole;
	return memchr(" \t$({<%", text.ptr[at], 7) == NULL;
}

struct fix_edit *mend_owner(const struct mend *mend, struct name owner)
{
	const struct rr *rr = mend->rr;
	size_t want = rr->span.length + BEHIND;
	struct fix_edit *edit = NULL;
	struct buf buf = { 0 };

	if (rr->generated || rr->dialect != RR_MASTER || rr->owner_at.length == 0 ||
		!source_again(mend->sources, rr->span.file, rr->span.offset, want, &buf))
		return NULL;
	if (owner_ends(buf_str(&buf), buf.len < want))
		edit = edit_at(mend, rr->owner_at, rr->owner_at.offset, rr->owner_at.length,
			str_c(arena_printf(mend->arena, "%s.", name_text(mend->arena, owner))));
	buf_finish(&buf);
	return edit;
}

struct fix_edit *mend_final_dot(const struct mend *mend)
{
	struct span at = mend->rr->value_at;
	struct str text;

	if (!place_is_relative(mend->sources, mend->arena, mend->rr, &text))
		return NULL;
	return edit_at(mend, at, at.offset + at.length, 0, STR("."));
}

enum { SERIAL_TOKEN = 2 };

struct fix_edit *mend_serial(const struct mend *mend, uint32_t serial)
{
	struct span at = mend->rr->value_at;
	struct fix_edit *edit = NULL;
	struct token token = { 0 };
	struct buf buf = { 0 };
	struct lexer lexer;
	uint64_t old;

	if (value_read(mend->sources, mend->rr, &buf)) {
		value_lexer(&lexer, buf_str(&buf));
		for (unsigned i = 0; i <= SERIAL_TOKEN; i++)
			token = lexer_next(&lexer);
		if (token.kind == TOKEN_TEXT && token.length <= 20 &&
			str_number(token.text, UINT32_MAX, &old) && old == rr_serial(mend->rr))
			edit = edit_at(mend, at, at.offset + token.at, token.length,
				str_c(arena_printf(
					mend->arena, "%0*" PRIu32, (int)token.length, serial)));
	}
	buf_finish(&buf);
	return edit;
}
