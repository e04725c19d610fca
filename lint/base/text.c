#include "lint/base/text.h"

enum { QUOTE_MAX = 100, LOG_COMMAND_MAX = 32 };

struct range {
	uint32_t first, last;
};

static const struct range unsafe[] = {
	{ 0x00, 0x1f },
	{ 0x7f, 0xa0 },
	{ 0xad, 0xad },
	{ 0x034f, 0x034f },
	{ 0x061c, 0x061c },
	{ 0x115f, 0x1160 },
	{ 0x1680, 0x1680 },
	{ 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },
	{ 0x2000, 0x200f },
	{ 0x2028, 0x202f },
	{ 0x205f, 0x206f },
	{ 0x2800, 0x2800 },
	{ 0x3000, 0x3000 },
	{ 0x3164, 0x3164 },
	{ 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb },
	{ 0xfffe, 0xffff },
	{ 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe0fff },
};

bool text_is_unsafe(uint32_t code)
{
	for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
		if (code >= unsafe[i].first && code <= unsafe[i].last)
			return true;
	return false;
}

size_t text_utf8(struct str s, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char lead;
	size_t len;
	uint32_t c;

	if (s.len == 0)
		return 0;
	lead = (unsigned char)s.ptr[0];
	len = lead < 0x80 ? 1 :
	      lead < 0xc2 ? 0 :
	      lead < 0xe0 ? 2 :
	      lead < 0xf0 ? 3 :
	      lead < 0xf5 ? 4 :
			    0;
	if (len == 0 || len > s.len)
		return 0;
	c = len == 1 ? lead : lead & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		unsigned char next = (unsigned char)s.ptr[i];

		if ((next & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (next & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*code = c;
	return len;
}

/* S begins with what some services take for a command wherever it stands in a line of a log:
 * `##[error]`, `##vso[task.complete]`, `##teamcity[message]`. */
static bool is_log_command(struct str s)
{
	size_t len = 2;

	if (!str_starts(s, STR("##")))
		return false;
	while (len < s.len && len < LOG_COMMAND_MAX && ascii_is_alpha(s.ptr[len]))
		len++;
	return len < s.len && s.ptr[len] == '[';
}

/* Appends the character S begins with, made safe, and returns its bytes. */
static size_t text_escape_one(struct buf *buf, struct str s)
{
	uint32_t code;
	size_t len = text_utf8(s, &code);

	if (len == 0 || is_log_command(s))
		buf_printf(buf, "\\x%02x", (unsigned)(unsigned char)s.ptr[0]);
	else if (!text_is_unsafe(code))
		buf_add(buf, str_take(s, len));
	else
		buf_printf(buf,
			code < 0x80    ? "\\x%02x" :
			code < 0x10000 ? "\\u%04x" :
					 "\\U%08x",
			code);
	return len == 0 ? 1 : len;
}

void text_escape(struct buf *buf, struct str s)
{
	while (s.len > 0) {
		size_t plain = 0;

		while (plain < s.len && ascii_is_printable(s.ptr[plain]) && s.ptr[plain] != '#')
			plain++;
		buf_add(buf, str_take(s, plain));
		s = str_skip(s, plain);
		if (s.len > 0)
			s = str_skip(s, text_escape_one(buf, s));
	}
}

const char *text_quote(struct arena *arena, struct str s)
{
	struct buf buf = { 0 };
	struct str copy;

	for (unsigned n = 0; s.len > 0 && n < QUOTE_MAX; n++)
		s = str_skip(s, text_escape_one(&buf, s));
	if (s.len > 0)
		buf_add(&buf, STR("..."));
	copy = arena_str(arena, buf_str(&buf));
	buf_finish(&buf);
	return copy.ptr;
}

bool text_has_key(struct str s)
{
	return str_find(s, STR("PRIVATE KEY-----")) < s.len;
}

size_t text_columns(struct str s)
{
	size_t columns = 0;
	uint32_t code;

	for (; s.len > 0; columns++) {
		size_t len = text_utf8(s, &code);

		s = str_skip(s, len == 0 ? 1 : len);
	}
	return columns;
}
