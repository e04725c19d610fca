#include "lint/zone/reader.h"

#include "lint/base/memory.h"
#include "lint/zone/fast.h"
#include "lint/zone/template.h"

#include <stdlib.h>
#include <sys/stat.h>

static struct frame *top(struct reader *reader)
{
	return reader->frames[reader->depth - 1];
}

static bool is_open(const struct reader *reader, const struct stat *st)
{
	for (size_t i = 0; i < reader->depth; i++)
		if (reader->frames[i]->device == st->st_dev &&
			reader->frames[i]->inode == st->st_ino)
			return true;
	return false;
}

static const char *push_refused(const struct reader *reader, int descriptor, struct stat *st)
{
	if (fstat(descriptor, st) != 0)
		return "cannot be read";
	if (is_open(reader, st))
		return "is being read already: the files include each other in a circle";
	if (reader->depth == READER_MAX_DEPTH)
		return "is nested too deep: at most 16 files may be open at once";
	return NULL;
}

bool reader_push(struct reader *reader, uint32_t file, int descriptor, const char **why)
{
	struct frame *frame = memory_alloc(1, sizeof *frame);
	struct stat st;

	scan_init(&frame->scan, descriptor);
	*why = push_refused(reader, descriptor, &st);
	if (*why != NULL) {
		scan_finish(&frame->scan);
		free(frame);
		return false;
	}
	if (reader->depth == 1) {
		struct zone_file *zone = reader->zone;

		MEMORY_GROW(zone->marks, zone->mark_count, zone->mark_capacity);
		zone->marks[zone->mark_count++] = (struct zone_mark){ zone->rr_count,
			top(reader)->scan.next };
	}
	frame->file = file;
	frame->device = st.st_dev;
	frame->inode = st.st_ino;
	frame->origin = reader->origin;
	frame->origin_known = reader->origin_known;
	frame->origin_guessed = reader->origin_guessed;
	frame->owner = reader->owner;
	reader->frames[reader->depth++] = frame;
	return true;
}

/* Ends a file: origin and owner are again those of the including one (RFC 1035 5.1), $TTL stays. */
static void pop(struct reader *reader)
{
	struct frame *frame = top(reader);

	if (frame->scan.failed)
		zone_incomplete(reader->zone, (struct span){ frame->file, 0, frame->scan.next },
			"a file could not be read to its end");
	reader->depth--;
	if (reader->depth > 0)
		top(reader)->included = reader->owner;
	reader->origin = frame->origin;
	reader->origin_known = frame->origin_known;
	reader->origin_guessed = frame->origin_guessed;
	reader->owner = frame->owner;
	zone_add_ignores(reader->zone, frame->file, frame->scan.marks, frame->scan.mark_count);
	scan_finish(&frame->scan);
	free(frame);
}

static bool is_directive(struct str text, const char *name)
{
	return str_istarts(text, str_c(name)) &&
	       (text.len == strlen(name) || !ascii_is_alnum(text.ptr[strlen(name)]));
}

/* The type of ENTRY, whose owner has been taken, stands before AT and is SOA. */
static bool is_soa(const struct entry *entry, size_t at)
{
	struct lexer lexer = entry->lexer;

	for (int i = 0; i < 3; i++) {
		struct token token = lexer_next(&lexer);

		if (token.kind != TOKEN_TEXT || token.at + token.length > at)
			return false;
		if (str_ieq(token.text, STR("SOA")))
			return true;
	}
	return false;
}

/* ENTRY cannot be read from AT on: what it would say is not known, at its owner if that stands
 * before AT, else at any name. */
static void skip_entry(struct reader *reader, struct entry *entry, size_t at, const char *why)
{
	struct str text = entry->record.text;
	bool blank = text.len > 0 && ascii_is_blank(text.ptr[0]);
	struct token token = { TOKEN_END, { "", 0 }, 0, 0 };
	struct name none = { NULL, 0 };
	struct name origin = reader->origin_known == KNOWN ? name_view(&reader->origin) : none;
	struct name_buf name;

	if (!blank)
		token = lexer_next(&entry->lexer);
	if (token.kind == TOKEN_TEXT && token.at + token.length <= at &&
		name_parse(token.text, origin, &name, NULL) == NAME_OK) {
		reader_take_owner(reader, entry, &token, &name);
	} else if (!blank) {
		reader_lose_owner(reader, entry, why);
	}
	if (reader->owner.known != KNOWN)
		reader_lose_owner(reader, entry, why);
	else if (is_soa(entry, at))
		reader_add_unread_soa(reader, entry);
	else
		reader_add_opaque(reader, entry);
}

static void skip_template(struct reader *reader, struct entry *entry, size_t at)
{
	static const char why[] = "a template may stand for any name";
	struct str text = entry->record.text;

	if (template_is_comment(text))
		return;
	if (template_is_statement(text)) {
		zone_incomplete(reader->zone, entry_span(entry, 0, text.len), why);
	} else if (is_directive(text, "$ORIGIN")) {
		reader->origin_known = KNOWN_LOST;
		zone_incomplete(reader->zone, entry_span(entry, 0, text.len), why);
	} else if (is_directive(text, "$INCLUDE")) {
		zone_incomplete(reader->zone, entry_span(entry, 0, text.len), why);
	} else if (is_directive(text, "$TTL")) {
		reader->default_ttl_unread = true;
	} else {
		skip_entry(reader, entry, at, why);
	}
}

/* ENTRY belongs to a template comment of several lines, or begins one: it is skipped, and what
 * stands before that is not known. */
static bool comment_entry(struct reader *reader, struct entry *entry)
{
	struct str text = entry->record.text;
	size_t at;

	if (reader->comment_depth == reader->depth) {
		if (template_closes_comment(text))
			reader->comment_depth = 0;
		return true;
	}
	if (!template_opens_comment(text, &at))
		return false;
	reader->comment_depth = reader->depth;
	diag_add(reader->diag, RULE_ZONE_TEMPLATE, entry_span(entry, at, text.len - at),
		"a template comment, which goes on to the next '#}': it is skipped");
	if (str_trim(str_take(text, at)).len > 0)
		skip_entry(reader, entry, at, "a template may stand for any name");
	return true;
}

/* True if ENTRY holds template text: it is reported and skipped. */
static bool template_entry(struct reader *reader, struct entry *entry)
{
	struct finding *finding;
	size_t at, length;
	struct span span;

	if (is_directive(entry->record.text, "$GENERATE") ||
		!template_find(entry->record.text, &at, &length))
		return false;
	span = entry_span(entry, at, length);
	finding = READER_FAULT(reader, entry, RULE_ZONE_TEMPLATE, span,
		"template text '%s': the record is skipped",
		diag_quote(reader->diag, str_take(str_skip(entry->record.text, at), length)));
	diag_help(reader->diag, finding,
		"lint the zone that the template makes; nothing that this record may say is "
		"reported "
		"as missing");
	skip_template(reader, entry, at);
	return true;
}

static bool is_empty(const struct entry *entry)
{
	struct lexer peek = entry->lexer;

	return lexer_next(&peek).kind == TOKEN_END;
}

static bool nul_entry(struct reader *reader, struct entry *entry)
{
	struct str text = entry->record.text;
	size_t at = str_find_char(text, '\0');
	struct finding *finding;

	if (at == text.len)
		return false;
	finding = READER_FAULT(reader, entry, RULE_ZONE_ENCODING, entry_span(entry, at, 1),
		"a NUL byte: the record is skipped");
	diag_help(reader->diag, finding,
		"save the file as plain text (ASCII or UTF-8); in data a NUL is written '\\000'");
	if (!is_empty(entry))
		skip_entry(reader, entry, at, "a record with a NUL byte is skipped");
	return true;
}

static bool long_entry(struct reader *reader, struct entry *entry)
{
	if (!entry->record.too_long)
		return false;
	READER_FAULT(reader, entry, RULE_ZONE_SYNTAX, entry_span(entry, 0, 1),
		"a record of more than 1 MiB: it is skipped to the end of its line");
	skip_entry(reader, entry, entry->record.text.len, "a record is too long to be read");
	return true;
}

/* A `$` in the first column, or behind a blank, where no type and no owner begins with one. */
bool entry_is_dollar(const struct entry *entry)
{
	struct str text = str_ltrim(entry->record.text);

	return text.len > 0 && text.ptr[0] == '$';
}

/* NSD refuses a zone with includes whose last line has no line end, unless that is a comment. */
static void last_record(struct reader *reader, struct entry *entry)
{
	struct str text = str_ltrim(entry->record.text);
	struct finding *finding;

	if (!entry->record.unended || reader->depth > 1 || reader->included == 0 ||
		str_starts(text, STR(";")) || entry_is_dollar(entry))
		return;
	finding = READER_DIALECT(reader, LEVEL_INFO, entry_span(entry, entry->record.text.len, 0),
		"no line end behind the last line of a zone with $INCLUDE: NSD refuses the zone");
	diag_help(reader->diag, finding, "end the line");
}

void entry_dispatch(struct reader *reader, struct entry *entry)
{
	struct str text = entry->record.text;

	last_record(reader, entry);
	if (comment_entry(reader, entry))
		return;
	if (is_empty(entry) && !entry->record.too_long && str_find_char(text, '\0') == text.len)
		return;
	if (template_entry(reader, entry) || nul_entry(reader, entry) || long_entry(reader, entry))
		return;
	if (entry_is_dollar(entry))
		directive_read(reader, entry);
	else
		entry_read(reader, entry);
}

static void read_frames(struct reader *reader)
{
	while (reader->depth > 0) {
		struct frame *frame = top(reader);
		struct entry entry = { .file = frame->file };

		if (!reader->input->plain && reader->comment_depth != reader->depth)
			fast_read(reader);
		if (!scan_next(&frame->scan, &entry.record)) {
			pop(reader);
			continue;
		}
		scan_note_marks(&frame->scan, entry.record.text.ptr,
			entry.record.text.ptr + entry.record.text.len);
		if (!start_judge(reader, &entry)) {
			pop(reader);
			continue;
		}
		lexer_init(&entry.lexer, entry.record.text);
		entry_dispatch(reader, &entry);
	}
}

static void start_origin(struct reader *reader)
{
	const struct zone_input *input = reader->input;
	struct name start = name_is_none(input->origin) ? input->apex : input->origin;

	reader->origin_guessed = name_is_none(input->apex);
	if (name_is_none(start))
		return;
	memcpy(reader->origin.wire, start.wire, start.len);
	reader->origin.len = (unsigned char)start.len;
	reader->origin_known = KNOWN;
}

bool zone_read(struct zone_file *zone, const struct zone_input *input, struct sources *sources,
	struct diag *diag, enum source_status *status)
{
	struct reader reader = { .zone = zone, .input = input, .sources = sources, .diag = diag };
	const char *why;
	int descriptor;

	*zone = (struct zone_file){ .file = input->file,
		.keep_all = input->keep_all,
		.every_mx = input->every_mx,
		.input = *input,
		.sources = sources->whole != NULL ? sources->whole : sources };
	*status = source_open(sources, input->file, &descriptor);
	if (*status != SOURCE_OK)
		return false;
	zone->apex_given = !name_is_none(input->apex);
	zone->given = name_copy(&zone->arena, input->apex);
	zone->apex = zone->given;
	start_origin(&reader);
	if (reader_push(&reader, input->file, descriptor, &why))
		read_frames(&reader);
	if (zone->adrift && name_is_root(zone->apex))
		zone->apex = (struct name){ 0 };
	if (name_is_none(zone->apex))
		zone->apex = name_copy(
			&zone->arena, name_is_none(input->origin) ? input->apex : input->origin);
	zone_add_done(zone);
	free(reader.heads);
	buf_finish(&reader.scratch);
	return true;
}
