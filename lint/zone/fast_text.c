/* Strings: to their ends by what may not stand in them, through them for what rules look for. */
#include "lint/zone/fast.h"

/* What is known of the strings before. */
struct strings {
	size_t octets; /* of RDATA */
	char tail[2];  /* the last two of what they say, in lower case */
	bool speak;    /* they may hold a word that zone_keeps() looks for */
};

/* The end of the string that begins behind the quote at AT; NULL when it is not a simple one. */
static const char *string_end(struct fast *fast, const char *at)
{
	for (at++;; at++) {
		at = fast_find(fast, at, FAST_STRING);
		if (at == fast->end)
			return NULL;
		if (*at == '"')
			return at;
		if (*at != ';' && *at != '(' && *at != ')' && *at != '|' && *at != '\t')
			return NULL;
	}
}

/* One more octet of what the strings say together: such a word may be split over several. */
static void add_octet(struct strings *strings, char c)
{
	char a = strings->tail[0], b = strings->tail[1];

	c = ascii_lower(c);
	if (c == 's' && ((a == 's' && b == 't') || (a == 't' && b == 'l')))
		strings->speak = true;
	strings->tail[0] = b;
	strings->tail[1] = c;
}

/* What stands about the `sts` or `tls` AT is that of a word, or not in sight. */
static bool is_word(const char *text, size_t len, size_t at)
{
	char behind = at + 3 < len ? ascii_lower(text[at + 3]) : 'v';

	return at == 0 || text[at - 1] == '-' || memchr("v1r-", behind, 4) != NULL;
}

static bool has_word(const char *text, size_t len)
{
	for (size_t from = 0; from < len; from += SIMD_BYTES) {
		uint64_t found = simd_find_sts(text + from);

		for (; found != 0; found &= found - 1) {
			size_t at = from + (size_t)__builtin_ctzll(found);

			if (at < len && is_word(text, len, at))
				return true;
		}
	}
	return false;
}

static void add_string(struct strings *strings, const char *text, size_t len)
{
	size_t ends = len < 4 ? len : 2; /* octets at either end, to be seen by themselves */

	strings->octets += 1 + len;
	strings->speak = strings->speak || has_word(text, len);
	for (size_t i = 0; i < ends; i++)
		add_octet(strings, text[i]);
	for (size_t i = len - ends; len >= 4 && i < len; i++)
		strings->tail[i - (len - ends)] = ascii_lower(text[i]);
}

/* Reads the string at AT; what stands behind it, or NULL. Nothing may touch it there. */
static const char *read_string(struct fast *fast, struct strings *strings, const char *at)
{
	const char *end = string_end(fast, at);
	size_t len;

	if (end == NULL)
		return NULL;
	len = (size_t)(end - at) - 1;
	if (len > 255 || strings->octets > UINT16_MAX - 256 || !simd_is_ascii(at + 1, len))
		return NULL;
	add_string(strings, at + 1, len);
	if (fast->value == NULL)
		fast->value = at;
	fast->value_end = fast->last = end + 1;
	return memchr(" \t\r\n;)", end[1], 6) != NULL ? end + 1 : NULL;
}

/* Blanks, and within parentheses line ends. */
static const char *skip_blanks(const char *at, bool open)
{
	for (;;) {
		at = fast_skip_blanks(at);
		if (!open || (*at != '\n' && (*at != '\r' || at[1] != '\n')))
			return at;
		at++;
	}
}

/* One or more strings, all or some of them in one pair of parentheses. */
static bool read_strings(struct fast *fast, struct strings *strings)
{
	bool open = false;
	const char *at = fast->at;

	fast->value = NULL;
	while (at != NULL && at < fast->end) {
		if (*at == '"') {
			at = read_string(fast, strings, at);
			if (at == NULL)
				return false;
		} else if (*at == (open ? ')' : '(')) {
			open = !open;
			at++;
		} else {
			return !open && fast->value != NULL && fast_line_end(fast, at);
		}
		at = skip_blanks(at, open);
	}
	return false;
}

/* The owner of the record is one where senders look for text. */
static bool is_ours(const struct fast *fast)
{
	struct name name;

	if (fast->stated.len > 0)
		return fast->stated.ptr[0] == '_' && zone_label_is_ours(fast->stated);
	if (fast->again)
		return fast->owner.ptr[0] == '_' && zone_label_is_ours(fast->owner);
	name = name_view(&fast->reader->owner.name);
	return !name_is_root(name) && zone_label_is_ours(name_label(name, 0));
}

bool fast_text_read(struct fast *fast)
{
	struct strings strings = { 0, { 0, 0 }, false };

	if (!read_strings(fast, &strings))
		return false;
	fast->keep = fast->reader->zone->keep_all || is_ours(fast);
	return fast->keep || !strings.speak;
}

void fast_text_decode(struct fast *fast)
{
	struct buf *data = &fast->reader->scratch;

	for (const char *at = fast->value; at < fast->value_end;) {
		const char *end;
		unsigned char len;

		if (*at != '"') {
			at++;
			continue;
		}
		end = memchr(at + 1, '"', (size_t)(fast->value_end - at) - 1);
		len = (unsigned char)(end - at - 1);
		buf_add(data, str_of((const char *)&len, 1));
		buf_add(data, str_of(at + 1, len));
		at = end + 1;
	}
}
