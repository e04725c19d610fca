#include "lint/base/text.h"
#include "lint/txt/format.h"
#include "lint/zone/mend.h"
#include "lint/zone/octodns.h"
#include "lint/zone/place.h"

struct span txt_span(struct txt_reader *reader, struct str part)
{
	size_t from = (size_t)(part.ptr - reader->input->value.ptr);

	return place_of_txt(reader->input->sources, reader->input->rr, from, from + part.len);
}

static struct mend mend_of(struct txt_reader *reader)
{
	return (struct mend){ &reader->diag->arena, reader->input->sources, reader->input->rr };
}

void txt_fix_also(
	struct txt_reader *reader, struct finding *finding, struct str part, struct str text)
{
	size_t from = (size_t)(part.ptr - reader->input->value.ptr);
	struct mend mend = mend_of(reader);

	if (finding != NULL && finding->fix != NULL)
		diag_fix_add(reader->diag, finding, mend_txt(&mend, from, from + part.len, text));
}

/* Senders pass over the record now, and take none of two: with another one beside it, mending it
 * would take that one from them. */
static bool would_make_two(const struct txt_reader *reader)
{
	const struct str *version = &reader->format->version;
	struct str value = reader->input->value;

	return reader->input->rivals &&
	       !(str_starts(value, *version) &&
		       str_starts(str_skip(value, version->len), STR(";")));
}

void txt_fix(struct txt_reader *reader, struct finding *finding, struct str part, struct str text)
{
	if (would_make_two(reader))
		return;
	diag_fix(reader->diag, finding, true);
	txt_fix_also(reader, finding, part, text);
}

struct str txt_with_delimiter(struct txt_reader *reader, struct str part)
{
	struct str before = reader->input->value;

	before.len = (size_t)(part.ptr - before.ptr);
	before = str_rtrim(before);
	if (str_ends(before, STR(";"))) {
		before.len--;
		before = str_rtrim(before);
	}
	return str_of(
		before.ptr + before.len, (size_t)(part.ptr + part.len - (before.ptr + before.len)));
}

/* The longest character-string of a TXT record (RFC 1035 3.3). */
enum { STRING_MAX = 255 };

/* VALUE as the record that makes it, in its own language: owner, type and quoted strings. VALUE is
 * printable and holds neither quotes nor backslashes. */
static const char *record_line(struct txt_reader *reader, struct str value)
{
	struct arena *arena = &reader->diag->arena;
	struct buf line = { 0 };
	const char *text;

	if (reader->input->rr->dialect != RR_MASTER)
		return octodns_line(arena, reader->input->rr->dialect, value);
	name_print(&line, reader->input->rr->owner);
	buf_add(&line, STR(". IN TXT"));
	for (; value.len > 0; value = str_skip(value, STRING_MAX)) {
		buf_add(&line, STR(" \""));
		buf_add(&line, str_take(value, STRING_MAX));
		buf_add_char(&line, '"');
	}
	text = arena_str(arena, buf_str(&line)).ptr;
	buf_finish(&line);
	return text;
}

/* The domain whose record stands at OWNER: without the labels that say what record it is. */
static struct name domain_of(struct name owner)
{
	while (name_labels(owner) > 1 && (owner.wire[1] == '_' || owner.wire[1] == '*'))
		owner = name_parent(owner, 1);
	return owner;
}

/* A record that is as it should be, with values to be replaced. */
static const char *example_line(struct txt_reader *reader)
{
	const struct txt_format *format = reader->format;
	struct buf example = { 0 };
	const char *line;

	buf_add(&example, format->version);
	buf_add(&example, STR("; "));
	buf_add(&example, format->example);
	if (str_ends(format->example, STR("@")))
		name_print(&example, domain_of(reader->input->rr->owner));
	line = record_line(reader, buf_str(&example));
	buf_finish(&example);
	return line;
}

void txt_help(struct txt_reader *reader, struct finding *finding)
{
	if (finding == NULL)
		return;
	if (reader->repair.len > 0)
		diag_help(reader->diag, finding, "%swrite: %s",
			would_make_two(reader) ? "keep one record here, and " : "",
			record_line(reader, buf_str(&reader->repair)));
	else
		diag_help(reader->diag, finding, "write it in this form: %s", example_line(reader));
}

void txt_senders(struct txt_reader *reader, struct finding *finding, enum txt_situation situation)
{
	if (reader->format->senders[situation] != SENDERS_COUNT)
		diag_senders(reader->diag, finding, reader->format->senders[situation]);
}

const char *txt_character(struct diag *diag, struct str s)
{
	uint32_t code = 0;

	if (text_utf8(s, &code) == 0)
		return arena_printf(&diag->arena, "the byte 0x%02X",
			s.len == 0 ? 0u : (unsigned)(unsigned char)s.ptr[0]);
	if (code == ' ' || code == '\t')
		return code == ' ' ? "a blank" : "a tab";
	if (code > ' ' && code < 0x7f)
		return arena_printf(&diag->arena, "'%c'", (int)code);
	return arena_printf(&diag->arena, "the character U+%04X", (unsigned)code);
}

/* The text that the zone file cuts off as a comment, without the blanks at its end. */
static void read_comment(struct txt_reader *reader, struct span comment, struct buf *text)
{
	if (!source_again(
		    reader->input->sources, comment.file, comment.offset, comment.length, text))
		text->len = 0;
	text->len = str_rtrim(buf_str(text)).len;
}

/* TEXT has the required field behind some ';'. */
static bool has_required(const struct txt_format *format, struct str text)
{
	struct tags tags;

	tags_scan(&tags, text, 0);
	for (size_t i = 0; i < tags.count; i++)
		if (txt_is_required(format, &tags.list[i]))
			return true;
	return false;
}

/* Notes what VALUE should be, for the help of every finding. */
static void set_repair(struct txt_reader *reader, struct str value)
{
	reader->repair.len = 0;
	if (!txt_repair(reader->format, value, &reader->repair))
		reader->repair.len = 0;
}

/* The value lacks what it needs, and the comment behind it, which goes to TEXT, has that: it was
 * meant as data. Nearly every record has it, and then the file is not read again. */
static bool is_cut(struct txt_reader *reader, struct span *comment, struct buf *text)
{
	const struct txt_input *input = reader->input;
	size_t token = version_token(reader->format, input->value, true);

	if (token == 0 || has_required(reader->format, input->value) ||
		!place_cut_by_comment(input->sources, input->rr, comment))
		return false;
	read_comment(reader, *comment, text);
	return token == input->value.len || has_required(reader->format, buf_str(text));
}

/* Quotes around all of it, if that makes a record and takes no real comment into it. */
static void fix_unquoted(struct txt_reader *reader, struct finding *finding, struct span comment)
{
	struct mend mend = mend_of(reader);
	struct fix_edit *edits;
	struct str value;

	if (finding == NULL || would_make_two(reader))
		return;
	edits = mend_quotes(&mend, comment, &value);
	if (edits == NULL || !txt_valid(reader->format, value))
		return;
	diag_fix(reader->diag, finding, true);
	diag_fix_add(reader->diag, finding, edits);
}

/* The `*-unquoted-semicolon` rule; true when it speaks, and nothing else does then. */
static bool unquoted_semicolon(struct txt_reader *reader)
{
	struct str value = reader->input->value;
	struct buf text = { 0 }, whole = { 0 };
	struct span comment;
	bool cut = is_cut(reader, &comment, &text);

	if (cut) {
		struct finding *finding = diag_add(reader->diag, reader->format->unquoted, comment,
			"';' begins a comment here: the record says no more than '%s'",
			diag_quote(reader->diag, value));

		buf_add(&whole, value);
		buf_add(&whole, buf_str(&text));
		set_repair(reader, buf_str(&whole));
		txt_help(reader, finding);
		fix_unquoted(reader, finding, comment);
	}
	buf_finish(&whole);
	buf_finish(&text);
	return cut;
}

enum txt_kind txt_judge(struct txt_reader *reader)
{
	const struct txt_format *format = reader->format;
	struct str value = reader->input->value;
	enum txt_kind kind = txt_kind(format, value);

	if (kind == TXT_UNRELATED || unquoted_semicolon(reader))
		return kind;
	set_repair(reader, value);
	if (kind == TXT_MEANT) {
		version_judge(reader);
		return kind;
	}
	tags_scan(&reader->tags, value, format->version.len);
	fields_judge(reader);
	return kind;
}

void txt_finish(struct txt_reader *reader)
{
	buf_finish(&reader->repair);
}
