#include "lint/txt/format.h"

/* Text that stands between such marks was meant to be replaced. */
static const struct {
	struct str open, close;
} marks[] = {
	{ STR_INIT("{{"), STR_INIT("}}") },
	{ STR_INIT("${"), STR_INIT("}") },
	{ STR_INIT("<"), STR_INIT(">") },
	{ STR_INIT("["), STR_INIT("]") },
	{ STR_INIT("{"), STR_INIT("}") },
};

/* Words of templates, in any case. */
static const struct str words[] = {
	STR_INIT("YYYYMMDD"),
	STR_INIT("YYYY-MM-DD"),
	STR_INIT("XXXXXXXX"),
	STR_INIT("CHANGEME"),
	STR_INIT("CHANGE_ME"),
	STR_INIT("YOURDOMAIN"),
	STR_INIT("YOUR_DOMAIN"),
	STR_INIT("YOUR-DOMAIN"),
	STR_INIT("YOUR_ID"),
	STR_INIT("YOUR-ID"),
	STR_INIT("UNIQUE_ID"),
	STR_INIT("UNIQUE-ID"),
};

static bool is_ip_literal(struct str inside)
{
	unsigned char address[16];
	size_t prefix = str_istarts(inside, STR("IPv6:")) ? 5 : 0;

	return address_parse(str_skip(inside, prefix), address) != 0;
}

/* "<user@example.net>": an address as in the header of a mail. */
static bool is_mail_address(struct str inside)
{
	struct str domain = str_skip(inside, str_find_char(inside, '@'));

	return str_find_char(domain, '.') < domain.len;
}

/* The text from OPEN to the CLOSE behind it; an address is no template. */
static bool find_marked(struct str s, struct str open, struct str close, struct str *at)
{
	size_t from = str_find(s, open);
	struct str inside = str_skip(s, from + open.len);
	size_t to = str_find(inside, close);

	if (from == s.len || to == inside.len || to == 0)
		return false;
	inside = str_take(inside, to);
	if (is_ip_literal(inside) || is_mail_address(inside))
		return false;
	*at = str_of(s.ptr + from, open.len + to + close.len);
	return true;
}

bool placeholder_find(struct str s, struct str *at)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (find_marked(s, marks[i].open, marks[i].close, at))
			return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t from = str_ifind(s, words[i]);

		if (from == s.len)
			continue;
		*at = str_of(s.ptr + from, words[i].len);
		return true;
	}
	return false;
}
