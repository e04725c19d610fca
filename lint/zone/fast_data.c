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

/* The number of LEN digits, 1 to 3, at TEXT; above 255 if it begins with a needless zero. */
static unsigned read_octet(const char *text, size_t len)
{
	static const unsigned least[] = { 0, 0, 10, 100 };
	uint32_t digits = (uint32_t)(unsigned char)text[len - 1] & 15;

	digits += len > 1 ? ((uint32_t)(unsigned char)text[len - 2] & 15) * 10 : 0;
	digits += len > 2 ? ((uint32_t)(unsigned char)text[len - 3] & 15) * 100 : 0;
	return digits < least[len] ? UINT16_MAX : digits;
}

/* The length of four numbers up to 255 with dots between them, as inet_pton() wants them; 0 when
 * there are none. */
static size_t read_quad(const char *text, unsigned char quad[4])
{
	struct simd_quad masks = simd_quad(text);
	size_t from = 0, end = 0;

	for (size_t i = 0; i < 4; i++) {
		unsigned number;

		end = from + (size_t)__builtin_ctzll(~(masks.digits >> from));
		if (end == from || end - from > 3)
			return 0;
		number = read_octet(text + from, end - from);
		if (number > 255 || (i < 3 && (masks.dots >> end & 1) == 0))
			return 0;
		quad[i] = (unsigned char)number;
		from = end + 1;
	}
	return end;
}

static bool read_a(struct fast *fast)
{
	size_t len = read_quad(fast->at, fast->octets);

	return len > 0 && fast_line_end(fast, end_value(fast, fast->at, len));
}

static void decode_a(struct fast *fast)
{
	decode(fast, fast->octets, 4);
}

/* The length of groups with colons (RFC 4291 2.2) at TEXT; 0 when there are none, or they end with
 * an IPv4 address. */
static size_t groups_length(const char *text)
{
	struct simd_groups masks = simd_groups(text);
	uint64_t all = masks.digits | masks.colons, starts, gaps;
	size_t len = all == UINT64_MAX ? 0 : (size_t)__builtin_ctzll(~all), groups = 0;

	if (len == 0)
		return 0;
	masks.digits &= (UINT64_C(1) << len) - 1;
	masks.colons &= (UINT64_C(1) << len) - 1;
	gaps = masks.colons & masks.colons >> 1;
	for (starts = masks.digits & ~(masks.digits << 1); starts != 0; starts &= starts - 1)
		groups++;
	if ((masks.digits & masks.digits >> 1 & masks.digits >> 2 & masks.digits >> 3 &
		    masks.digits >> 4) != 0 || /* a group of more than four */
		(gaps & (gaps - 1)) != 0 ||    /* two gaps, or three colons */
		(masks.colons & ~gaps & 1) != 0 ||
		(masks.colons >> (len - 1) & ~(gaps << 1 >> (len - 1)) & 1) != 0)
		return 0;
	return gaps == 0 ? (groups == 8 ? len : 0) : (groups < 8 ? len : 0);
}

static bool read_aaaa(struct fast *fast)
{
	size_t len = groups_length(fast->at);

	return len > 0 && fast_line_end(fast, end_value(fast, fast->at, len));
}

static void decode_aaaa(struct fast *fast)
{
	unsigned char address[16];

	address_parse(str_of(fast->value, (size_t)(fast->value_end - fast->value)), address);
	decode(fast, address, sizeof address);
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
		else if (*at != '\t' && *at != '\n' && (*at != '\r' || at[1] != '\n') &&
			 (unsigned char)*at < 0x7f)
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
