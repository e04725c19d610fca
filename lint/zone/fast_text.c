/* Strings: to their ends by what may not stand in them, through them for what rules look for. */
#include "lint/zone/fast.h"

#include "lint/zone/keeps.h"

/* What is known of the strings before. */
struct strings {
	size_t octets; /* of RDATA */
	bool speak;    /* they may be kept for what they say */
	bool cut;      /* or they are if the next one goes on with what they say last */
};

/* Text that begins with A and B may begin with a word that text is kept for. */
static bool may_begin(char a, char b, bool first)
{
	static const char pairs[][2] = {
		{ 's', 't' },
		{ 'm', 't' },
		{ 't', 'l' },
		{ 's', 'm' },
		{ 'v', 'e' },
		{ 'v', 's' },
		{ 'v', 'm' },
		{ 'v', 't' },
		{ 'i', 'd' }, /* these two only at the start */
		{ 'r', 'u' },
	};
	size_t count = sizeof pairs / sizeof *pairs;

	for (size_t i = 0; i < count - (first ? 0 : 2); i++)
		if (ascii_lower(a) == pairs[i][0] &&
			(ascii_lower(b) == pairs[i][1] || !ascii_is_alnum(b)))
			return true;
	return !ascii_is_alnum(a);
}

/* Most fields of other records: a letter that no such word begins with. */
static bool is_other(char c)
{
	return c >= 'a' && c <= 'z' && c != 's' && c != 'm' && c != 't' && c != 'v' && c != 'i' &&
	       c != 'r';
}

/* A field of the text begins at AT, in a string. */
static void begin_field(struct fast *fast, struct strings *strings, const char *at, bool first)
{
	const char *end;
	bool may;

	strings->cut = false;
	if (*at == ' ')
		at++;
	if (is_other(*at))
		return;
	may = ascii_lower(*at) == 'v' && at[1] == '=' ? may_begin(at[2], at[3], false) :
							may_begin(*at, at[1], first);
	if (!may)
		return;
	end = memchr(at, '"', (size_t)(fast->end - at));
	if (end == NULL || keeps_field(str_of(at, (size_t)(end - at)), first, &strings->cut))
		strings->speak = true;
}

/* The end of the string that begins behind the quote at AT; NULL when it is not a simple one. */
static const char *string_end(struct fast *fast, struct strings *strings, const char *at)
{
	for (at++;; at++) {
		at = fast_find(fast, at, FAST_STRING);
		if (at == fast->end)
			return NULL;
		if (*at == '"')
			return at;
		if (*at == ';')
			begin_field(fast, strings, at + 1, false);
		else if (*at != '(' && *at != ')' && *at != '|' && *at != '\t')
			return NULL;
	}
}

/* Reads the string at AT; what stands behind it, or NULL. Nothing may touch it there. */
static const char *read_string(struct fast *fast, struct strings *strings, const char *at)
{
	const char *end;
	size_t len;

	if (strings->octets == 0)
		begin_field(fast, strings, at + 1, true);
	else if (strings->cut)
		strings->speak = true;
	end = string_end(fast, strings, at);
	if (end == NULL)
		return NULL;
	len = (size_t)(end - at) - 1;
	if (len > 255 || strings->octets > UINT16_MAX - 256)
		return NULL;
	strings->octets += 1 + len;
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

/* OWNER, which is not empty, is a name at which text is kept. */
static bool is_ours(struct str owner)
{
	return (owner.ptr[0] == '_' || owner.ptr[0] == '*') &&
	       keeps_label(str_take(owner, str_find_char(owner, '.')));
}

/* Text is kept at the owner of the record, whatever it says. */
static bool owner_is_ours(const struct fast *fast)
{
	struct name name;

	if (fast->stated.len > 0)
		return is_ours(fast->stated);
	if (fast->again)
		return is_ours(fast->owner);
	name = name_view(&fast->reader->owner.name);
	return !name_is_root(name) && keeps_label(name_label(name, 0));
}

bool fast_text_read(struct fast *fast)
{
	struct strings strings = { 0, false, false };

	if (!read_strings(fast, &strings))
		return false;
	fast->keep = fast->reader->zone->keep_all || owner_is_ours(fast);
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
