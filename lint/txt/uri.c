#include "lint/txt/uri.h"

#include "lint/dns/name.h"
#include "lint/dns/rr.h"

/* Bytes of S up to the first of STOPS. */
static struct str upto(struct str s, const char *stops)
{
	size_t i = 0;

	while (i < s.len && (s.ptr[i] == '\0' || strchr(stops, s.ptr[i]) == NULL))
		i++;
	return str_take(s, i);
}

/* scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ), with a ':' behind it (RFC 3986 3.1). */
static struct str scheme_of(struct str text)
{
	struct str scheme = upto(text, ":");

	if (scheme.len == text.len || scheme.len == 0 || !ascii_is_alpha(scheme.ptr[0]))
		return str_take(text, 0);
	for (size_t i = 0; i < scheme.len; i++)
		if (!ascii_is_alnum(scheme.ptr[i]) && scheme.ptr[i] != '+' &&
			scheme.ptr[i] != '-' && scheme.ptr[i] != '.')
			return str_take(text, 0);
	return scheme;
}

/* What follows the last C of S, or the whole. */
static struct str behind_last(struct str s, char c)
{
	for (size_t i = s.len; i > 0; i--)
		if (s.ptr[i - 1] == c)
			return str_skip(s, i);
	return s;
}

/* Behind the "//" of PATH: the authority (RFC 3986 3.2). */
static struct str authority_of(struct str path)
{
	return str_starts(path, STR("//")) ? upto(str_skip(path, 2), "/") : str_take(path, 0);
}

static struct str host_of(struct str authority)
{
	struct str host = behind_last(authority, '@');

	if (str_starts(host, STR("[")))
		return str_take(host, upto(host, "]").len + 1);
	return upto(host, ":");
}

struct uri uri_split(struct str text)
{
	struct uri uri = { .scheme = scheme_of(text) };
	struct str rest = uri.scheme.len > 0 ? str_skip(text, uri.scheme.len + 1) : text;

	uri.mail = str_ieq(uri.scheme, STR("mailto"));
	uri.web = str_ieq(uri.scheme, STR("https"));
	uri.path = upto(rest, "?#");
	if (uri.path.len < rest.len && rest.ptr[uri.path.len] == '?')
		uri.query = upto(str_skip(rest, uri.path.len + 1), "#");
	if (uri.web)
		uri.host = host_of(authority_of(uri.path));
	else if (uri.mail && str_find_char(uri.path, '@') < uri.path.len)
		uri.host = behind_last(uri.path, '@');
	return uri;
}

static bool is_hex(char c)
{
	return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

/* Unreserved and reserved characters (RFC 3986 2.2, 2.3) and whole percent-encodings. */
static const char *character_fault(struct str text, struct str *at)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		*at = str_of(text.ptr + i, 1);
		if (c == '%' && (i + 2 >= text.len || !is_hex(text.ptr[i + 1]) ||
					!is_hex(text.ptr[i + 2]))) {
			*at = str_take(str_skip(text, i), 3);
			return "two hexadecimal digits must follow '%'";
		}
		if (!ascii_is_alnum(c) &&
			(c == '\0' || strchr("-._~:/?#[]@!$&'()*+,;=%", c) == NULL))
			return "the character must be percent-encoded";
	}
	return NULL;
}

/* "[192.0.2.1]", "[IPv6:2001:db8::1]" (RFC 5321 4.1.3), "[2001:db8::1]" (RFC 3986 3.2.2). */
static bool is_address_literal(struct str host)
{
	struct str inside = str_skip(host, 1);
	unsigned char address[16];

	if (host.len < 2 || host.ptr[0] != '[' || host.ptr[host.len - 1] != ']')
		return false;
	inside.len--;
	return address_parse(str_skip(inside, str_istarts(inside, STR("IPv6:")) ? 5 : 0), address) >
	       0;
}

static bool is_host(struct str host)
{
	struct name_buf name;

	return is_address_literal(host) ||
	       (name_from_host(host, &name) && name_is_ldh(name_view(&name)));
}

/* RFC 6068 2: what RFC 3986 calls general delimiters stands in a local part only percent-encoded.
 */
static const char *local_fault(struct str local, struct str *at)
{
	*at = str_take(local, 2);
	if (str_starts(local, STR("//")))
		return "the address follows 'mailto:' without '//'";
	*at = str_take(str_skip(local, upto(local, "/@[]").len), 1);
	return at->len > 0 ? "the character must be percent-encoded before the '@'" : NULL;
}

static const char *mail_fault(const struct uri *uri, struct str *at)
{
	const char *fault;

	*at = uri->path.len > 0 ? uri->path : uri->scheme;
	if (uri->host.ptr == NULL)
		return "'mailto:' must be followed by a local part, '@' and a domain";
	if (uri->host.len == 0)
		return "no domain follows the '@'";
	if (uri->host.len + 1 == uri->path.len)
		return "no local part stands before the '@'";
	fault = local_fault(str_take(uri->path, uri->path.len - uri->host.len - 1), at);
	if (fault != NULL)
		return fault;
	*at = uri->host;
	if (str_ends(uri->host, STR("."))) /* RFC 5321 4.1.2 */
		return "the final dot belongs in zone files, not in an address";
	return is_host(uri->host) ? NULL : "what follows the '@' is no mail domain";
}

static const char *web_fault(const struct uri *uri, struct str *at)
{
	struct str authority = authority_of(uri->path), port;

	*at = uri->path.len > 0 ? uri->path : uri->scheme;
	if (uri->host.len == 0)
		return "'https:' must be followed by '//' and a host";
	*at = uri->host;
	if (!is_host(uri->host))
		return "what follows the '//' is no host name";
	port = str_skip(authority, (size_t)(uri->host.ptr - authority.ptr) + uri->host.len);
	*at = port;
	for (size_t i = 0; i < port.len; i++)
		if (i == 0 ? port.ptr[i] != ':' : !ascii_is_digit(port.ptr[i]))
			return "a port is a ':' and digits";
	return NULL;
}

const char *uri_fault(struct str text, const struct uri *uri, struct str *at)
{
	const char *fault = character_fault(text, at);

	if (fault != NULL)
		return fault;
	return uri->mail ? mail_fault(uri, at) : web_fault(uri, at);
}

bool uri_same(struct str a, struct str b)
{
	struct uri x = uri_split(a), y = uri_split(b);
	size_t from = (size_t)(x.host.ptr - a.ptr), to = from + x.host.len;

	if (a.len != b.len || !str_ieq(x.scheme, y.scheme) || x.host.ptr == NULL ||
		y.host.ptr == NULL || from != (size_t)(y.host.ptr - b.ptr) ||
		!str_ieq(x.host, y.host))
		return false;
	return memcmp(a.ptr + x.scheme.len, b.ptr + x.scheme.len, from - x.scheme.len) == 0 &&
	       memcmp(a.ptr + to, b.ptr + to, a.len - to) == 0;
}
