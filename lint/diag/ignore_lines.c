#include "lint/diag/ignore_lines.h"

enum {
	WINDOW = 64 * 1024,
	FIRST_LOOK = 256,
	MAX_RECORD = 1024 * 1024, /* the zone reader knows no longer ones */
};

/* What there is from OFFSET on, LEAST bytes or more unless the file ends. */
static struct str window(struct ignore_lines *lines, uint64_t offset, size_t least)
{
	if (offset < lines->base || offset + least > lines->base + lines->buf.len) {
		lines->buf.len = 0;
		lines->base = offset;
		if (!source_again(lines->sources, lines->file, offset,
			    least > WINDOW ? least : WINDOW, &lines->buf))
			lines->buf.len = 0;
	}
	return str_skip(buf_str(&lines->buf), (size_t)(offset - lines->base));
}

/* The offset behind the last line end from FROM up to AT in *START. */
static bool find_start(struct ignore_lines *lines, uint64_t from, uint64_t at, uint64_t *start)
{
	struct str text = str_take(window(lines, from, (size_t)(at - from)), (size_t)(at - from));

	for (size_t i = text.len; i-- > 0;)
		if (text.ptr[i] == '\n') {
			*start = from + i + 1;
			return true;
		}
	return false;
}

/* Looks further and further back, so that what is looked at is in proportion to the line. */
static bool line_start(struct ignore_lines *lines, uint64_t at, uint64_t *start)
{
	for (uint64_t back = FIRST_LOOK; back <= IGNORE_MAX_LINE; back *= 8) {
		uint64_t from = at - lines->floor > back ? at - back : lines->floor;

		if (find_start(lines, from, at, start))
			return true;
		if (from == lines->floor) {
			*start = from;
			return !lines->lost;
		}
	}
	return false;
}

/* In YAML, and in configuration of servers, a quote inside a word is a part of it. */
static bool opens_quote(char sign, struct str text, size_t at)
{
	if (text.ptr[at] == '"' && sign == ';')
		return true;
	return sign != ';' && (text.ptr[at] == '"' || text.ptr[at] == '\'') &&
	       (at == 0 || ascii_is_blank(text.ptr[at - 1]) ||
		       memchr("[{(,:", text.ptr[at - 1], 5) != NULL);
}

static bool opens_comment(char sign, struct str text, size_t at)
{
	return text.ptr[at] == sign && (sign == ';' || at == 0 || ascii_is_blank(text.ptr[at - 1]));
}

/* Goes over TEXT, a line, to where its comment begins. Counts parentheses in *DEPTH unless that is
 * NULL. */
static size_t skip_data(char sign, struct str text, size_t *depth)
{
	char quote = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '\\' && quote != '\'') {
			i++;
		} else if (quote != 0) {
			quote = c == quote ? 0 : quote;
		} else if (opens_quote(sign, text, i)) {
			quote = c;
		} else if (opens_comment(sign, text, i)) {
			return i;
		} else if (depth != NULL && c == '(') {
			++*depth;
		} else if (depth != NULL && c == ')' && *depth > 0) {
			--*depth;
		}
	}
	return text.len;
}

/* The line of LEN bytes at the start of TEXT, which holds its line end, or the end of the file. */
static struct ignore_line line_of(char sign, struct str text, size_t len, uint64_t start)
{
	struct ignore_line line = { .start = start, .end = start + len + 1 };

	line.text = str_take(text, len);
	if (str_ends(line.text, STR("\r")))
		line.text.len--;
	line.comment = skip_data(sign, line.text, NULL);
	return line;
}

bool ignore_lines_from(struct ignore_lines *lines, uint64_t start, struct ignore_line *line)
{
	for (size_t least = FIRST_LOOK; least <= IGNORE_MAX_LINE; least *= 8) {
		struct str text = window(lines, start, least);
		size_t len = str_find_char(text, '\n');

		if (len == text.len && text.len >= least)
			continue;
		*line = line_of(lines->sign, text, len, start);
		return true;
	}
	return false;
}

bool ignore_lines_at(struct ignore_lines *lines, uint64_t at, struct ignore_line *line)
{
	uint64_t start;

	if (line_start(lines, at, &start) && ignore_lines_from(lines, start, line)) {
		lines->lost = false;
		lines->floor = line->end;
		return true;
	}
	lines->lost = true;
	lines->floor = at;
	return false;
}

uint64_t ignore_lines_record(struct ignore_lines *lines, uint64_t start, bool *closed)
{
	uint64_t at = start;
	struct ignore_line line;
	size_t depth = 0;

	*closed = true;
	do {
		if (at - start > MAX_RECORD || !ignore_lines_from(lines, at, &line) ||
			(line.text.len == 0 && window(lines, at, 1).len == 0)) {
			*closed = false;
			return at;
		}
		skip_data(lines->sign, line.text, &depth);
		at = line.end;
	} while (depth > 0);
	return at;
}

void ignore_lines_finish(struct ignore_lines *lines)
{
	buf_finish(&lines->buf);
}
