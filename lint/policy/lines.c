#include "lint/policy/lines.h"

/* RFC 8461 3.2: the longest name of a field. */
enum { NAME_MAX_BYTES = 32 };

size_t line_byte_order_mark(struct str s)
{
	return str_starts(s, STR("\xef\xbb\xbf")) ? 3 : 0;
}

/* S begins with what could be a field: a name and a colon. */
static bool begins_field(struct str s)
{
	size_t len = 0;

	while (len < s.len && len <= NAME_MAX_BYTES &&
		(ascii_is_alnum(s.ptr[len]) || s.ptr[len] == '_' || s.ptr[len] == '-'))
		len++;
	return len > 0 && len < s.len && s.ptr[len] == ':';
}

/* The line end at the start of S, if any, and its length. */
static enum line_end end_at(struct str s, size_t *len)
{
	*len = 1;
	if (s.ptr[0] == '\n')
		return LINE_END_LF;
	if (s.ptr[0] != '\r')
		return LINE_END_NONE;
	if (s.len > 1 && s.ptr[1] == '\n') {
		*len = 2;
		return LINE_END_CRLF;
	}
	return begins_field(str_skip(s, 1)) ? LINE_END_CR : LINE_END_NONE;
}

bool line_next(struct str text, size_t *at, struct line *line)
{
	size_t i = *at, len = 0;

	if (*at >= text.len)
		return false;
	line->from = *at;
	line->end = LINE_END_NONE;
	for (; i < text.len; i++) {
		line->end = end_at(str_skip(text, i), &len);
		if (line->end != LINE_END_NONE)
			break;
	}
	line->to = *at = line->end == LINE_END_NONE ? i : i + len;
	line->text = str_of(text.ptr + line->from, i - line->from);
	line->text = str_skip(line->text, line_byte_order_mark(line->text));
	while (line->text.len > 0 && line->text.ptr[line->text.len - 1] == '\r')
		line->text.len--;
	return true;
}

struct str lines_end(struct str text)
{
	size_t count[LINE_END_CR + 1] = { 0 }, at = 0;
	struct line line;

	while (line_next(text, &at, &line))
		count[line.end]++;
	return count[LINE_END_LF] >= count[LINE_END_CRLF] && count[LINE_END_LF] > 0 ? STR("\n") :
										      STR("\r\n");
}

bool line_is_blank(const struct line *line)
{
	return str_trim(line->text).len == 0;
}
