/* What a list of addresses should be. */
#include "lint/txt/rua.h"

#include "lint/txt/uri.h"

bool rua_is_address(struct str s)
{
	return str_find_char(s, '@') < s.len || str_istarts(s, STR("mailto:")) ||
	       str_istarts(s, STR("https:"));
}

bool rua_good(struct str item)
{
	struct uri uri = uri_split(item);
	struct str at;

	return (uri.mail || uri.web) && str_find_char(item, '!') == item.len &&
	       uri_fault(item, &uri, &at) == NULL;
}

bool rua_valid(struct str value)
{
	struct str rest = value, item;
	bool ok = str_trim(value).len == value.len;

	while (ok && str_cut(&rest, ',', &item))
		ok = rua_good(str_trim(item));
	return ok;
}

size_t rua_size_suffix(struct str item)
{
	size_t at = str_find_char(item, '!'), i = at + 1;

	while (i < item.len && ascii_is_digit(item.ptr[i]))
		i++;
	if (i + 1 == item.len && strchr("kmgt", ascii_lower(item.ptr[i])) != NULL)
		i++;
	return i == item.len ? at : item.len;
}

/* The brackets that an address has in a mail's header are dropped, and the final dot that names
 * have in zone files. */
static void repair_item(struct buf *out, struct str item)
{
	struct str kept = str_take(item, rua_size_suffix(item));

	if (str_starts(kept, STR("<")))
		kept = str_skip(kept, 1);
	if (!uri_split(kept).web && str_ends(kept, STR(".")))
		kept.len--;
	if (uri_split(kept).scheme.len == 0 && str_find_char(kept, '@') < kept.len)
		buf_add(out, STR("mailto:"));
	for (size_t i = 0; i < kept.len; i++)
		if (kept.ptr[i] == '!')
			buf_add(out, STR("%21"));
		else if (kept.ptr[i] != '<' && kept.ptr[i] != '>')
			buf_add_char(out, kept.ptr[i]);
}

/* ITEM stands in the list LIST, which is joined by ','. */
static bool holds(struct str list, struct str item)
{
	struct str other;

	while (str_cut(&list, ',', &other))
		if (uri_same(other, item))
			return true;
	return false;
}

bool rua_repair(struct buf *out, struct str value)
{
	struct buf one = { 0 };
	struct str rest = value, item;
	size_t left = TLSRPT_MAX_URIS;
	bool ok = true;

	while (ok && str_cut(&rest, ',', &item)) {
		item = str_trim(item);
		if (item.len == 0)
			continue;
		one.len = 0;
		repair_item(&one, item);
		ok = left-- > 0 && rua_good(buf_str(&one));
		if (!ok || holds(buf_str(out), buf_str(&one)))
			continue;
		if (out->len > 0)
			buf_add_char(out, ',');
		buf_add(out, buf_str(&one));
	}
	buf_finish(&one);
	return ok && out->len > 0;
}
