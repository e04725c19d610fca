#include "lint/cert/pem.h"

static const struct str begin_mark = { "-----BEGIN ", 11 };
static const struct str end_mark = { "-----END ", 9 };
static const struct str byte_order_mark = { "\xef\xbb\xbf", 3 };

/* The line of TEXT that goes on at AT, without what ends it. */
static struct str line_at(struct str text, size_t at)
{
	struct str rest = str_skip(text, at);
	struct str line = str_take(rest, str_find_char(rest, '\n'));

	return str_ends(line, STR("\r")) ? str_take(line, line.len - 1) : line;
}

/* Where in LINE a block begins; its length when none does. */
static size_t begin_in(struct str line)
{
	struct str rest = str_starts(line, byte_order_mark) ? str_skip(line, 3) : line;

	rest = str_ltrim(rest);
	return str_starts(rest, begin_mark) ? line.len - rest.len :
	       str_starts(rest, end_mark)   ? str_find(line, begin_mark) :
					      line.len;
}

/* Where in LINE the last line of a block begins; its length when it is none. */
static size_t end_in(struct str line)
{
	struct str rest = str_ltrim(line);

	return str_starts(rest, end_mark) ? line.len - rest.len : line.len;
}

/* The next place from AT on, where a line begins or goes on, that IN finds in a line; the length of
 * TEXT when there is none. */
static size_t find(struct str text, size_t at, size_t (*in)(struct str line))
{
	for (; at < text.len; at += str_find_char(str_skip(text, at), '\n') + 1) {
		struct str line = line_at(text, at);
		size_t place = in(line);

		if (place < line.len)
			return at + place;
	}
	return text.len;
}

bool pem_next(struct str text, size_t *at, struct pem_block *block)
{
	size_t begin = find(text, *at, begin_in), inside, next, end;
	struct str before; /* the text up to the next block */

	if (begin == text.len)
		return false;
	block->first = line_at(text, begin);
	block->begins_line = begin == 0 || text.ptr[begin - 1] == '\n';
	inside = begin + block->first.len;
	next = find(text, inside, begin_in);
	before = str_take(text, next);
	end = find(before, inside, end_in);
	block->whole = end < next;
	*at = block->whole ? end + line_at(before, end).len : next;
	block->text = str_of(text.ptr + begin, *at - begin);
	return true;
}

void pem_unindent(struct str text, struct buf *out)
{
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		buf_add(out, str_ltrim(line));
		buf_add_char(out, '\n');
	}
}
