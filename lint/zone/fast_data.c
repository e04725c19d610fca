/* Data of the types that have a short path. */
#include "lint/zone/fast.h"

/* The next word, which is all of the value that findings point at. */
static bool read_word(struct fast *fast)
{
	fast->value = fast->at;
	fast->value_end = fast->last = fast_find(fast, fast->at, FAST_WORD);
	return fast->last > fast->value && fast->last < fast->end;
}

static void start_data(struct fast *fast)
{
	fast->reader->scratch.len = 0;
}

static void add_data(struct fast *fast, const void *bytes, size_t len)
{
	buf_add(&fast->reader->scratch, str_of(bytes, len));
}

/* A name to the end of the record. */
static bool end_with_name(struct fast *fast)
{
	struct name_buf name;

	if (!read_word(fast) ||
		!fast_name(fast, fast->value, (size_t)(fast->last - fast->value), &name))
		return false;
	add_data(fast, name.wire, name.len);
	return fast_line_end(fast, fast->last);
}

static bool read_target(struct fast *fast)
{
	start_data(fast);
	return end_with_name(fast);
}

/* A number of up to five digits up to MAX. */
static bool read_number(const char *text, size_t len, unsigned max, unsigned *number)
{
	*number = 0;
	if (len == 0 || len > 5)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!ascii_is_digit(text[i]))
			return false;
		*number = *number * 10 + (unsigned)(text[i] - '0');
	}
	return *number <= max;
}

static bool read_mx(struct fast *fast)
{
	unsigned preference;
	unsigned char octets[2];

	if (!read_word(fast) || !ascii_is_blank(*fast->last) ||
		!read_number(fast->value, (size_t)(fast->last - fast->value), 65535, &preference))
		return false;
	octets[0] = (unsigned char)(preference >> 8);
	octets[1] = (unsigned char)preference;
	start_data(fast);
	add_data(fast, octets, sizeof octets);
	fast->at = fast_skip_blanks(fast->last);
	return end_with_name(fast);
}

/* Four numbers up to 255 without zeros before them, as inet_pton() wants them. */
static bool read_quad(const char *text, const char *end, unsigned char quad[4])
{
	for (size_t i = 0; i < 4; i++) {
		const char *from = text;
		unsigned number = 0;

		while (text < end && text - from < 3 && ascii_is_digit(*text))
			number = number * 10 + (unsigned)(*text++ - '0');
		if (text == from || number > 255 || (*from == '0' && text - from > 1))
			return false;
		if (i < 3 && (text == end || *text++ != '.'))
			return false;
		quad[i] = (unsigned char)number;
	}
	return text == end;
}

static bool read_a(struct fast *fast)
{
	unsigned char quad[4];

	if (!read_word(fast) || !read_quad(fast->value, fast->last, quad))
		return false;
	start_data(fast);
	add_data(fast, quad, sizeof quad);
	return fast_line_end(fast, fast->last);
}

static bool read_aaaa(struct fast *fast)
{
	unsigned char address[16];

	if (!read_word(fast) ||
		address_parse(str_of(fast->value, (size_t)(fast->last - fast->value)), address) !=
			16)
		return false;
	start_data(fast);
	add_data(fast, address, sizeof address);
	return fast_line_end(fast, fast->last);
}

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

/* Adds the string at AT; what stands behind it, or NULL. Nothing may touch it there. */
static const char *read_string(struct fast *fast, const char *at)
{
	const char *end = string_end(fast, at);
	unsigned char len;

	if (end == NULL || end - at - 1 > 255 || fast->reader->scratch.len > UINT16_MAX - 256 ||
		!simd_is_ascii(at + 1, (size_t)(end - at - 1)))
		return NULL;
	if (fast->value == NULL)
		fast->value = at;
	fast->value_end = fast->last = end + 1;
	len = (unsigned char)(end - at - 1);
	add_data(fast, &len, 1);
	add_data(fast, at + 1, len);
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
static bool read_strings(struct fast *fast)
{
	bool open = false;
	const char *at = fast->at;

	fast->value = NULL;
	start_data(fast);
	while (at != NULL && at < fast->end) {
		if (*at == '"') {
			at = read_string(fast, at);
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

/* One of the LEN bytes at TEXT, which SIMD_BYTES follow, begins a word that zone_keeps() looks for.
 */
static bool may_speak(const char *text, size_t len)
{
	for (size_t at = 0; at < len; at += SIMD_BYTES)
		if (simd_find_sts(text + at) != 0)
			return true;
	return false;
}

/* Whether the strings may speak of STS or TLSRPT, each for itself or joined. */
static bool may_be_kept(struct fast *fast)
{
	struct buf *data = &fast->reader->scratch;
	size_t len = data->len, first = (unsigned char)data->ptr[0], joined = len + SIMD_BYTES + 2;
	char *to;

	memset(buf_room(data, len + 2 * (SIMD_BYTES + 2)), 0, SIMD_BYTES + 2);
	if (may_speak(data->ptr, len))
		return true;
	if (len == first + 1)
		return false;
	to = data->ptr + joined;
	for (size_t at = 0; at < len; at += 1 + (size_t)(unsigned char)data->ptr[at]) {
		size_t string = (unsigned char)data->ptr[at];

		memcpy(to, data->ptr + at + 1, string);
		to += string;
	}
	memset(to, 0, SIMD_BYTES + 2);
	return may_speak(data->ptr + joined, (size_t)(to - data->ptr) - joined);
}

static bool read_txt(struct fast *fast)
{
	const struct name_buf *owner = fast->again || fast->owner_text.len == 0 ?
					       &fast->reader->owner.name :
					       &fast->owner;

	if (!read_strings(fast))
		return false;
	fast->keep = fast->reader->zone->keep_all || (owner->len > 1 && owner->wire[1] == '_');
	return fast->keep || !may_be_kept(fast);
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
	{ "ns", read_target, TYPE_NS, OWNS_NS },
	{ "a", read_a, TYPE_A, OWNS_A },
	{ "ds", walk, 43, OWNS_OTHER },
	{ "rrsig", walk, TYPE_RRSIG, OWNS_SIGNATURE },
	{ "txt", read_txt, TYPE_TXT, OWNS_TXT },
	{ "mx", read_mx, TYPE_MX, OWNS_MX },
	{ "cname", read_target, TYPE_CNAME, OWNS_CNAME },
	{ "aaaa", read_aaaa, TYPE_AAAA, OWNS_AAAA },
	{ "nsec", walk, TYPE_NSEC, OWNS_SIGNATURE },
	{ "nsec3", walk, 50, OWNS_OTHER },
	{ "srv", walk, 33, OWNS_OTHER },
	{ "ptr", walk, 12, OWNS_OTHER },
	{ "dnskey", walk, 48, OWNS_OTHER },
	{ "sshfp", walk, 44, OWNS_OTHER },
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
