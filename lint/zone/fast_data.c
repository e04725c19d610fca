/* Data of the types that have a short path. */
#include "lint/zone/fast.h"

/* The value that findings point at is the LEN bytes AT, and the last of the data. */
static const char *end_value(struct fast *fast, const char *at, size_t len)
{
	fast->value = at;
	fast->value_end = fast->last = at + len;
	return fast->last;
}

static void decode(struct fast *fast, const void *octets, size_t len)
{
	buf_add(&fast->reader->scratch, str_of(octets, len));
}

/* A name to the end of the record. */
static bool read_target(struct fast *fast)
{
	uint64_t dots;
	size_t len = fast_name(fast, fast->at, &dots);

	return len > 0 && fast_line_end(fast, end_value(fast, fast->at, len));
}

static void decode_name(struct fast *fast)
{
	struct name_buf name;

	fast_name_wire(fast, fast->value, (size_t)(fast->value_end - fast->value), &name);
	decode(fast, name.wire, name.len);
}

/* A number of up to five digits up to MAX; what stands behind it, or NULL. */
static const char *read_number(const char *text, unsigned max, unsigned *number)
{
	const char *from = text;

	*number = 0;
	while (text - from < 5 && ascii_is_digit(*text))
		*number = *number * 10 + (unsigned)(*text++ - '0');
	return text > from && *number <= max ? text : NULL;
}

static bool read_mx(struct fast *fast)
{
	unsigned preference;
	const char *end = read_number(fast->at, 65535, &preference);

	if (end == NULL || !ascii_is_blank(*end))
		return false;
	fast->octets[0] = (unsigned char)(preference >> 8);
	fast->octets[1] = (unsigned char)preference;
	fast->at = fast_skip_blanks(end);
	return read_target(fast);
}

static void decode_mx(struct fast *fast)
{
	decode(fast, fast->octets, 2);
	decode_name(fast);
}

/* Four numbers up to 255 without zeros before them, as inet_pton() wants them; what stands behind
 * them, or NULL. */
static const char *read_quad(const char *text, unsigned char quad[4])
{
	for (size_t i = 0; i < 4; i++) {
		const char *from = text;
		unsigned number = 0;

		while (text - from < 3 && ascii_is_digit(*text))
			number = number * 10 + (unsigned)(*text++ - '0');
		if (text == from || number > 255 || (*from == '0' && text - from > 1) ||
			(i < 3 && *text++ != '.'))
			return NULL;
		quad[i] = (unsigned char)number;
	}
	return text;
}

static bool read_a(struct fast *fast)
{
	const char *at = fast->at, *end = read_quad(at, fast->octets);

	return end != NULL && fast_line_end(fast, end_value(fast, at, (size_t)(end - at)));
}

static void decode_a(struct fast *fast)
{
	decode(fast, fast->octets, 4);
}

/* Up to four hexadecimal digits; what stands behind them. */
static const char *read_group(const char *text, unsigned *group)
{
	const char *from = text;

	for (*group = 0; text - from < 4; text++) {
		char c = ascii_lower(*text);

		if (!ascii_is_digit(c) && (c < 'a' || c > 'f'))
			break;
		*group = *group << 4 | (unsigned)(c > '9' ? c - 'a' + 10 : c - '0');
	}
	return text;
}

enum { GROUPS = 8 };

/* Puts COUNT groups to OUT, with zeros for those that were left out before the one at GAP. */
static bool put_groups(
	const unsigned groups[GROUPS], size_t count, size_t gap, unsigned char out[2 * GROUPS])
{
	if ((count == GROUPS) != (gap > GROUPS))
		return false;
	memset(out, 0, 2 * GROUPS);
	for (size_t i = 0; i < count; i++) {
		size_t to = i < gap ? i : i + GROUPS - count;

		out[2 * to] = (unsigned char)(groups[i] >> 8);
		out[2 * to + 1] = (unsigned char)groups[i];
	}
	return true;
}

/* Groups with colons, one or more of them left out (RFC 4291 2.2); what stands behind, or NULL. */
static const char *read_groups(const char *text, unsigned char out[2 * GROUPS])
{
	unsigned groups[GROUPS];
	size_t count = 0, gap = SIZE_MAX;

	if (text[0] == ':' && text[1] == ':') {
		gap = 0;
		text += 2;
	}
	while (count < GROUPS) {
		const char *end = read_group(text, &groups[count]);

		if (end == text && count != gap)
			return NULL;
		if (end == text)
			break;
		text = end;
		if (++count == GROUPS || *text != ':')
			break;
		if (*++text == ':') {
			if (gap != SIZE_MAX)
				return NULL;
			gap = count;
			text++;
		}
	}
	return put_groups(groups, count, gap, out) ? text : NULL;
}

static bool read_aaaa(struct fast *fast)
{
	const char *at = fast->at, *end = read_groups(at, fast->octets);

	return end != NULL && fast_line_end(fast, end_value(fast, at, (size_t)(end - at)));
}

static void decode_aaaa(struct fast *fast)
{
	decode(fast, fast->octets, 2 * GROUPS);
}

/* Data that no rule reads: to the line end outside of parentheses. */
static bool walk(struct fast *fast)
{
	bool open = false;
	const char *at = fast->at;

	fast->keep = false;
	if (fast->reader->zone->keep_all)
		return false;
	for (;; at++) {
		at = fast_find(fast, at, FAST_STRING);
		if (*at == ';')
			at = fast_comment(fast, at);
		if (at == NULL || at == fast->end)
			return false;
		if (*at == '\n' && !open)
			break;
		if (*at == (open ? ')' : '('))
			open = !open;
		else if (*at != '\t' && *at != '\n' && (*at != '\r' || at[1] != '\n'))
			return false;
	}
	fast->at = at + 1;
	return true;
}

static const struct fast_type types[] = {
	{ "ns", read_target, decode_name, TYPE_NS, OWNS_NS },
	{ "a", read_a, decode_a, TYPE_A, OWNS_A },
	{ "ds", walk, NULL, 43, OWNS_OTHER },
	{ "rrsig", walk, NULL, TYPE_RRSIG, OWNS_SIGNATURE },
	{ "txt", fast_text_read, fast_text_decode, TYPE_TXT, OWNS_TXT },
	{ "mx", read_mx, decode_mx, TYPE_MX, OWNS_MX },
	{ "cname", read_target, decode_name, TYPE_CNAME, OWNS_CNAME },
	{ "aaaa", read_aaaa, decode_aaaa, TYPE_AAAA, OWNS_AAAA },
	{ "nsec", walk, NULL, TYPE_NSEC, OWNS_SIGNATURE },
	{ "nsec3", walk, NULL, 50, OWNS_OTHER },
	{ "srv", walk, NULL, 33, OWNS_OTHER },
	{ "ptr", walk, NULL, 12, OWNS_OTHER },
	{ "dnskey", walk, NULL, 48, OWNS_OTHER },
	{ "sshfp", walk, NULL, 44, OWNS_OTHER },
};

const struct fast_type *fast_type_find(const char *text, size_t len)
{
	uint64_t word;

	if (len >= sizeof types->word)
		return NULL;
	word = hash_lower(hash_first(hash_load((const unsigned char *)text), len));
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (memcmp(types[i].word, &word, sizeof word) == 0)
			return &types[i];
	return NULL;
}
