/* $GENERATE, BIND's loop: `$GENERATE START-STOP[/STEP] OWNER [TTL] [CLASS] TYPE RDATA`. */
#include "lint/zone/reader.h"
#include "lint/zone/ttl.h"

#include <inttypes.h>

struct range {
	uint32_t start, stop, step;
};

/* The arguments, as written. */
struct generate {
	struct range range;
	struct token owner, head[3], rdata; /* head: TTL, class and type */
	size_t head_count;
};

static struct finding *invalid(
	struct reader *reader, struct entry *entry, const struct token *token, const char *what)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_DIRECTIVE_INVALID,
		entry_token_span(entry, token), "'%s': %s", reader_quote(reader, token), what);

	diag_help(reader->diag, finding,
		"write '$GENERATE START-STOP[/STEP] OWNER TYPE DATA', START "
		"not above STOP, for at most 65536 records");
	return finding;
}

static bool parse_range(struct str text, struct range *range)
{
	uint64_t start, stop, step = 1;
	struct str first, last;

	if (!str_cut(&text, '-', &first) || text.ptr == NULL || !str_cut(&text, '/', &last))
		return false;
	if (!str_number(first, INT32_MAX, &start) || !str_number(last, INT32_MAX, &stop) ||
		(text.ptr != NULL && (!str_number(text, INT32_MAX, &step) || step == 0)))
		return false;
	*range = (struct range){ (uint32_t)start, (uint32_t)stop, (uint32_t)step };
	return true;
}

static bool read_range(struct reader *reader, struct entry *entry, struct range *range)
{
	struct token token = entry_next(reader, entry);
	uint64_t records;

	if (token.kind == TOKEN_BAD)
		return false;
	if (!parse_range(token.text, range)) {
		invalid(reader, entry, &token, "not a range");
		return false;
	}
	if (range->start > range->stop) {
		invalid(reader, entry, &token, "the range is reversed");
		return false;
	}
	records = (range->stop - range->start) / range->step + 1u;
	reader->generated += records;
	if (records <= READER_MAX_GENERATED && reader->generated <= READER_MAX_GENERATED_ALL)
		return true;
	invalid(reader, entry, &token, "too many records");
	return false;
}

/* TTL and class, up to the type. */
static bool read_words(struct reader *reader, struct entry *entry, struct generate *g)
{
	uint32_t ttl;
	uint16_t number;

	g->owner = entry_next(reader, entry);
	while (g->head_count < 3) {
		struct token *word = &g->head[g->head_count++];

		*word = entry_next(reader, entry);
		if (word->kind != TOKEN_TEXT)
			break;
		if (!class_find(word->text, &number) &&
			ttl_parse(word->text, TTL_MAX, &ttl) == TTL_NONE)
			break;
	}
	g->rdata = entry_next(reader, entry);
	return !entry->bad;
}

static bool read_arguments(struct reader *reader, struct entry *entry, struct generate *g)
{
	struct token extra;

	if (!read_range(reader, entry, &g->range) || !read_words(reader, entry, g))
		return false;
	if (g->rdata.kind == TOKEN_END) {
		invalid(reader, entry, &g->rdata, "the directive ends too early");
		return false;
	}
	extra = entry_next(reader, entry);
	if (extra.kind == TOKEN_TEXT || extra.kind == TOKEN_QUOTED)
		invalid(reader, entry, &extra, "data of several words belongs in quotes");
	return !entry->bad;
}

/* The modifier `{OFFSET[,WIDTH[,BASE]]}`. */
struct modifier {
	int64_t offset;
	unsigned width;
	char base;
};

static bool parse_offset(struct str text, int64_t *offset)
{
	bool minus = text.len > 0 && text.ptr[0] == '-';
	uint64_t n;

	if (!str_number(str_skip(text, minus ? 1 : 0), INT32_MAX, &n))
		return false;
	*offset = minus ? -(int64_t)n : (int64_t)n;
	return true;
}

static bool parse_modifier(struct str text, struct modifier *m)
{
	uint64_t width = 0;
	struct str part;

	if (!str_cut(&text, ',', &part) || !parse_offset(part, &m->offset))
		return false;
	if (str_cut(&text, ',', &part) && !str_number(part, 255, &width))
		return false;
	m->width = (unsigned)width;
	if (text.ptr == NULL)
		return true;
	m->base = text.len == 1 ? text.ptr[0] : '?';
	return str_find_char(STR("doxXnN"), m->base) < 6;
}

/* The nibbles of VALUE, lowest first, with dots between: WIDTH counts the dots as well. */
static void add_nibbles(struct buf *out, uint32_t value, const struct modifier *m)
{
	const char *digits = m->base == 'n' ? "0123456789abcdef" : "0123456789ABCDEF";
	unsigned left = m->width;

	do {
		buf_add_char(out, digits[value & 15]);
		value >>= 4;
		left -= left > 0;
		if (value == 0 && left == 0)
			break;
		buf_add_char(out, '.');
		left -= left > 0;
	} while (value != 0 || left > 0);
}

/* False when the sum is beyond BIND's 32 bits; a negative one is written as BIND does. */
static bool add_value(struct buf *out, uint32_t iterator, const struct modifier *m)
{
	int64_t value = (int64_t)iterator + m->offset;
	uint32_t bits = (uint32_t)value;
	int width = (int)m->width;

	if (value > INT32_MAX)
		return false;
	if (m->base == 'd')
		buf_printf(out, "%0*" PRId64, width, value);
	else if (m->base == 'o')
		buf_printf(out, "%0*" PRIo32, width, bits);
	else if (m->base == 'x')
		buf_printf(out, "%0*" PRIx32, width, bits);
	else if (m->base == 'X')
		buf_printf(out, "%0*" PRIX32, width, bits);
	else
		add_nibbles(out, bits, m);
	return true;
}

/* The `$` at *I of TEXT: the iterator, or a literal `$` for `$$`. False for a bad modifier. */
static bool expand_dollar(struct buf *out, struct str text, size_t *i, uint32_t iterator)
{
	struct modifier m = { 0, 0, 'd' };
	struct str rest = str_skip(text, *i + 1);
	size_t close;

	(*i)++;
	if (rest.len > 0 && rest.ptr[0] == '$') {
		buf_add_char(out, '$');
		(*i)++;
		return true;
	}
	if (rest.len > 0 && rest.ptr[0] == '{') {
		close = str_find_char(rest, '}');
		if (close == rest.len || !parse_modifier(str_skip(str_take(rest, close), 1), &m))
			return false;
		*i += close + 1;
	}
	return add_value(out, iterator, &m);
}

/* TEXT with the iterator put in. Quotes escaped inside a quoted argument are quotes of the RDATA.
 */
static bool expand(struct buf *out, const struct token *token, uint32_t iterator)
{
	struct str text = token->text;

	for (size_t i = 0; i < text.len;) {
		char c = text.ptr[i];

		if (c == '$') {
			if (!expand_dollar(out, text, &i, iterator))
				return false;
			continue;
		}
		if (c == '\\' && i + 1 < text.len) {
			c = text.ptr[++i];
			if (c != '"' || token->kind != TOKEN_QUOTED)
				buf_add_char(out, '\\');
		}
		buf_add_char(out, c);
		i++;
	}
	return true;
}

/* Writes the record of ITERATOR; returns the argument whose modifier is bad, or NULL. */
static const struct token *write_record(
	struct buf *out, const struct generate *g, uint32_t iterator)
{
	out->len = 0;
	if (!expand(out, &g->owner, iterator))
		return &g->owner;
	for (size_t i = 0; i < g->head_count; i++) {
		buf_add_char(out, ' ');
		buf_add(out, g->head[i].text);
	}
	buf_add_char(out, ' ');
	return expand(out, &g->rdata, iterator) ? NULL : &g->rdata;
}

/* Reads the records one by one; the first fault ends it, for all have the same place. */
static void generate_all(struct reader *reader, struct entry *entry, const struct generate *g)
{
	struct buf text = { 0 };
	struct entry made = { .generated = true, .file = entry->file };

	made.directive = entry_span(entry, 0, entry->lexer.end);
	for (uint64_t i = g->range.start; i <= g->range.stop && !made.bad; i += g->range.step) {
		const struct token *wrong = write_record(&text, g, (uint32_t)i);

		if (wrong != NULL) {
			invalid(reader, entry, wrong,
				"a modifier is '${OFFSET[,WIDTH[,BASE]]}', BASE "
				"one of d o x X n N, OFFSET and sum below 2147483648");
			break;
		}
		made.record = (struct record){ .text = buf_str(&text) };
		lexer_init(&made.lexer, made.record.text);
		entry_read(reader, &made);
	}
	entry->bad |= made.bad;
	buf_finish(&text);
}

static void dialect(struct reader *reader, const struct entry *entry, const struct token *directive)
{
	struct finding *finding;

	if (reader->said_generate)
		return;
	reader->said_generate = true;
	finding = READER_DIALECT(reader, LEVEL_INFO, entry_token_span(entry, directive),
		"$GENERATE is BIND's own: NSD and Knot refuse the zone");
	diag_help(reader->diag, finding, "for other servers write the records out");
}

void generate_read(struct reader *reader, struct entry *entry, const struct token *directive)
{
	struct owner owner = reader->owner;
	struct generate g = { .head_count = 0 };

	if (read_arguments(reader, entry, &g)) {
		dialect(reader, entry, directive);
		generate_all(reader, entry, &g);
	}
	if (entry->bad)
		zone_incomplete(reader->zone, entry_span(entry, 0, entry->record.text.len),
			"a $GENERATE cannot be read");
	reader->owner = owner;
}
