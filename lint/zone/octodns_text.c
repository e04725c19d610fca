/* TXT values of octoDNS: a backslash stands before each ';' (unless `escaped_semicolons: false`),
 * quotes around the whole, and those around parts of it ('" "'), are dropped. */
#include "lint/base/text.h"
#include "lint/zone/octodns_reader.h"

enum { STRING_MAX = 255, TTL_BYTES = 64 * 1024 };

/* A value being decoded. */
struct decode {
	struct str text;
	size_t at;	    /* the next byte */
	size_t from, to;    /* what stands for the byte decoded last */
	size_t backslashes; /* before a ';' that was decoded last */
	char byte;
};

static struct decode decode_start(struct str text)
{
	if (text.len > 1 && text.ptr[0] == '"')
		return (struct decode){ .text = str_take(text, text.len - 1), .at = 1 };
	return (struct decode){ .text = text };
}

/* The next byte; false at the end. Any number of backslashes before a ';' is meant to escape it. */
static bool decode_next(struct decode *decode)
{
	struct str rest = str_skip(decode->text, decode->at);
	size_t count = 0;

	while (str_starts(rest, STR("\" \"")))
		rest = str_skip(rest, 3);
	if (rest.len == 0)
		return false;
	decode->from = (size_t)(rest.ptr - decode->text.ptr);
	while (count < rest.len && rest.ptr[count] == '\\')
		count++;
	if (count == rest.len || rest.ptr[count] != ';')
		count = 0;
	decode->backslashes = count;
	decode->byte = rest.ptr[count];
	decode->at = decode->to = decode->from + count + 1;
	return true;
}

static bool is_word(char c)
{
	return ascii_is_alnum(c) || c == '_' || (c & 0x80) != 0;
}

/* A ';' that octoDNS refuses. */
struct semicolon {
	size_t at;	   /* its number in the decoded value */
	bool found, twice; /* escaped twice; not: not at all */
};

/* What octoDNS refuses: with escapes a ';' right behind a letter, digit or '_', or behind two
 * backslashes; without, one behind a backslash. */
static void judge_semicolon(
	struct semicolon *semicolon, const struct decode *decode, char before, size_t n, bool plain)
{
	bool bare = !plain && decode->backslashes == 0 && is_word(before);
	bool twice = decode->backslashes > (plain ? 0 : 1);

	if (semicolon->found || decode->byte != ';' || (!bare && !twice))
		return;
	*semicolon = (struct semicolon){ n, true, twice };
}

/* Appends the strings of the value TEXT to the scratch. */
static struct semicolon put_strings(struct octodns *octodns, struct str text)
{
	bool plain = octodns->input->octodns.plain_semicolons;
	struct decode decode = decode_start(text);
	struct semicolon semicolon = { 0 };
	size_t n = 0, head = 0;
	char before = '\0';

	buf_add_char(&octodns->scratch, '\0');
	while (decode_next(&decode)) {
		if (n > 0 && n % STRING_MAX == 0) {
			head = octodns->scratch.len;
			buf_add_char(&octodns->scratch, '\0');
		}
		judge_semicolon(&semicolon, &decode, before, n++, plain);
		before = decode.byte;
		buf_add_char(&octodns->scratch, decode.byte);
		octodns->scratch.ptr[head]++;
	}
	return semicolon;
}

static void octodns_semicolon(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct semicolon semicolon)
{
	bool plain = octodns->input->octodns.plain_semicolons;
	struct rr rr = { .owner = name_view(&set->owner->name),
		.rdata = buf_str(&octodns->scratch),
		.value_at = node->at,
		.type = TYPE_TXT,
		.dialect = plain ? RR_OCTODNS_PLAIN : RR_OCTODNS };
	struct arena *arena = &octodns->diag->arena;
	struct finding *finding;

	if (set->lenient)
		return;
	finding = diag_add(octodns->diag, RULE_OCTODNS_SEMICOLON,
		octodns_place(octodns->sources, &rr, semicolon.at, semicolon.at + 1), "%s",
		!semicolon.twice ?
			"this ';' has no backslash before it: octoDNS refuses the record" :
		plain ? "a backslash before ';', where 'escaped_semicolons' is off: octoDNS "
			"refuses "
			"the record" :
			"this ';' is escaped twice: octoDNS refuses the record, or publishes a "
			"backslash");
	diag_help(octodns->diag, finding, "write: %s",
		octodns_line(arena, rr.dialect, rr_txt(arena, &rr)));
}

/* What YAML takes for a number. */
static bool is_number(const struct yaml_node *node)
{
	size_t digits = 0;

	while (digits < node->text.len && ascii_is_digit(node->text.ptr[digits]))
		digits++;
	return node->plain && digits > 0 && digits == node->text.len;
}

bool octodns_read_text(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct span *at)
{
	struct semicolon semicolon;
	struct finding *finding;

	(void)at;
	if (node->kind != YAML_SCALAR || yaml_is_null(node) || is_number(node)) {
		finding = OCTODNS_FAULT(octodns, node, "%s data are text", set->row->name);
		diag_help(octodns->diag, finding,
			node->kind == YAML_SCALAR ? "put quotes around it" :
						    "write one text for each record");
		return false;
	}
	semicolon = put_strings(octodns, node->text);
	if (semicolon.found && octodns->scratch.len <= UINT16_MAX)
		octodns_semicolon(octodns, set, node, semicolon);
	return true;
}

/* The bytes at SPAN, up to LIMIT, read again. */
static bool again(struct sources *sources, struct span at, size_t limit, struct buf *buf)
{
	size_t len = at.length < limit ? at.length : limit;

	return at.file != SPAN_NO_FILE && at.length > 0 &&
	       source_again(sources, at.file, at.offset, len, buf) && buf->len == len;
}

/* The part of a scalar, of which PLACES are, that stands for bytes FROM to TO of VALUE. */
static bool find_part(struct str text, const struct yaml_place *places, struct str value,
	size_t from, size_t to, struct yaml_place *part)
{
	struct decode decode = decode_start(text);
	size_t n = 0;

	while (decode_next(&decode)) {
		if (n >= value.len || decode.byte != value.ptr[n])
			return false;
		if (n == from)
			part->from = places[decode.from].from;
		if (n + 1 == to || n + 1 == value.len)
			part->to = places[decode.to - 1].to;
		if (++n == to)
			break;
	}
	if (from >= n)
		part->from = part->to;
	if (to <= from)
		part->to = part->from;
	return n > 0 && (n == value.len || n == to);
}

struct span octodns_place(struct sources *sources, const struct rr *rr, size_t from, size_t to)
{
	struct span span = rr->value_at;
	struct yaml_place *places, part = { 0, 0 };
	struct arena arena = { 0 };
	struct buf source = { 0 };
	struct str text;

	if (again(sources, rr->value_at, span.length, &source) &&
		yaml_scalar(buf_str(&source), &arena, &text, &places) && places != NULL &&
		find_part(
			text, places, rr_txt(&arena, rr), from, to > from ? to : from + 1, &part)) {
		span.offset += part.from;
		span.length = to > from ? part.to - part.from : 0;
	}
	buf_finish(&source);
	arena_finish(&arena);
	return span;
}

struct span octodns_ttl_place(struct sources *sources, const struct rr *rr)
{
	struct span span = rr->value_at;
	struct buf source = { 0 };
	struct str text;
	size_t len = 0;

	if (again(sources, rr->span, TTL_BYTES, &source)) {
		text = buf_str(&source);
		text = str_skip(text, str_find(text, STR("ttl")) + 3);
		while (text.len > 0 && str_find_char(STR(" \t:'\""), text.ptr[0]) < 5)
			text = str_skip(text, 1);
		while (len < text.len && ascii_is_digit(text.ptr[len]))
			len++;
		if (len > 0) {
			span = rr->span;
			span.offset += (uint64_t)(text.ptr - source.ptr);
			span.length = (uint32_t)len;
		}
	}
	buf_finish(&source);
	return span;
}

/* TEXT for people, safe to print, and in ARENA; finishes TEXT. */
static const char *show(struct arena *arena, struct buf *text)
{
	struct buf safe = { 0 };
	const char *result;

	text_escape(&safe, buf_str(text));
	result = arena_str(arena, buf_str(&safe)).ptr;
	buf_finish(&safe);
	buf_finish(text);
	return result;
}

/* YAML reads TEXT as it stands, without quotes, as that text. */
static bool is_plain(struct str text)
{
	if (text.len == 0 || !(ascii_is_alnum(text.ptr[0]) || text.ptr[0] == '_') ||
		text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == ':')
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_is_printable(text.ptr[i]))
			return false;
	for (size_t i = 0; i < text.len; i++)
		if (str_find_char(STR(",[]{}"), text.ptr[i]) < 5)
			return false; /* in a mapping on one line */
	return str_find(text, STR(": ")) == text.len && str_find(text, STR(" #")) == text.len;
}

void octodns_put_scalar(struct buf *buf, struct str text)
{
	if (is_plain(text)) {
		buf_add(buf, text);
		return;
	}
	buf_add_char(buf, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\'')
			buf_add_char(buf, '\'');
		buf_add_char(buf, text.ptr[i]);
	}
	buf_add_char(buf, '\'');
}

const char *octodns_line(struct arena *arena, enum rr_dialect dialect, struct str value)
{
	struct buf escaped = { 0 }, line = { 0 };

	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == ';' && dialect == RR_OCTODNS)
			buf_add_char(&escaped, '\\');
		buf_add_char(&escaped, value.ptr[i]);
	}
	buf_add(&line, STR("value: "));
	octodns_put_scalar(&line, buf_str(&escaped));
	buf_finish(&escaped);
	return show(arena, &line);
}

const char *octodns_key(struct arena *arena, struct name owner, struct name apex)
{
	struct buf line = { 0 }, key = { 0 };
	struct str text;
	size_t below = name_labels(owner) - name_labels(apex);

	name_print(&line, owner);
	text = buf_str(&line);
	if (name_within(owner, apex)) {
		struct buf tail = { 0 };

		name_print(&tail, apex);
		text = str_take(text, below == 0 ? 0 : text.len - tail.len - (apex.len > 1));
		buf_finish(&tail);
	}
	octodns_put_scalar(&key, text);
	buf_finish(&line);
	return show(arena, &key);
}
