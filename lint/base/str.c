#include "lint/base/str.h"

bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool str_ieq(struct str a, struct str b)
{
	return a.len == b.len && str_istarts(a, b);
}

bool str_is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80)
			return false;
	return true;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_take(s, prefix.len), prefix);
}

bool str_istarts(struct str s, struct str prefix)
{
	if (s.len < prefix.len)
		return false;
	for (size_t i = 0; i < prefix.len; i++)
		if (ascii_lower(s.ptr[i]) != ascii_lower(prefix.ptr[i]))
			return false;
	return true;
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_skip(s, s.len - suffix.len), suffix);
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n == 0 ? 0 : memcmp(a.ptr, b.ptr, n);

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

size_t str_find_char(struct str s, char c)
{
	const char *at = s.len == 0 ? NULL : memchr(s.ptr, c, s.len);

	return at == NULL ? s.len : (size_t)(at - s.ptr);
}

size_t str_find(struct str s, struct str needle)
{
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (str_starts(str_skip(s, i), needle))
			return i;
	return s.len;
}

size_t str_ifind(struct str s, struct str needle)
{
	char first = needle.len > 0 ? ascii_lower(needle.ptr[0]) : '\0';

	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (needle.len == 0 ||
			(ascii_lower(s.ptr[i]) == first && str_istarts(str_skip(s, i), needle)))
			return i;
	return s.len;
}

struct str str_ltrim(struct str s)
{
	while (s.len > 0 && ascii_is_blank(s.ptr[0]))
		s = str_skip(s, 1);
	return s;
}

struct str str_rtrim(struct str s)
{
	while (s.len > 0 && ascii_is_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

struct str str_trim(struct str s)
{
	return str_rtrim(str_ltrim(s));
}

bool str_cut(struct str *rest, char c, struct str *part)
{
	size_t at;

	if (rest->ptr == NULL)
		return false;
	at = str_find_char(*rest, c);
	*part = str_take(*rest, at);
	*rest = at < rest->len ? str_skip(*rest, at + 1) : str_of(NULL, 0);
	return true;
}

bool str_number(struct str s, uint64_t max, uint64_t *value)
{
	uint64_t n = 0;

	if (s.len == 0 || s.len > 20)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		uint64_t digit = (uint64_t)(s.ptr[i] - '0');

		if (!ascii_is_digit(s.ptr[i]) || n > (max - (digit < max ? digit : max)) / 10)
			return false;
		n = n * 10 + digit;
		if (n > max)
			return false;
	}
	*value = n;
	return true;
}

enum { DISTANCE_BYTES = 64 };

unsigned str_distance(struct str a, struct str b, unsigned limit)
{
	unsigned row[DISTANCE_BYTES + 1], last;

	a = str_take(a, DISTANCE_BYTES);
	b = str_take(b, DISTANCE_BYTES);
	for (unsigned j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 0; i < a.len; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i + 1;
		for (size_t j = 0; j < b.len; j++) {
			unsigned best = diagonal + (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[j]));

			diagonal = row[j + 1];
			if (row[j + 1] + 1 < best)
				best = row[j + 1] + 1;
			if (row[j] + 1 < best)
				best = row[j] + 1;
			row[j + 1] = best;
		}
	}
	last = row[b.len];
	return last > limit ? limit + 1 : last;
}

bool str_all(struct str s, bool (*is)(char c))
{
	for (size_t i = 0; i < s.len; i++)
		if (!is(s.ptr[i]))
			return false;
	return s.len > 0;
}
