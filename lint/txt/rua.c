#include "lint/txt/rua.h"

#include "lint/txt/uri.h"

static struct finding *add(struct txt_reader *reader, enum rule_id rule, struct str at,
	const char *text, struct str quoted)
{
	struct finding *finding = diag_add(reader->diag, rule, txt_span(reader, at), "'%s' %s",
		diag_quote(reader->diag, quoted), text);

	txt_help(reader, finding);
	return finding;
}

/* The first byte of ITEM that no URI holds and that is not merely to be encoded: a blank, a control
 * character, a byte above 0x7e. */
static bool find_foreign(struct str item, struct str *at)
{
	for (size_t i = 0; i < item.len; i++)
		if (item.ptr[i] <= ' ' || item.ptr[i] > '~') {
			*at = str_skip(item, i);
			return true;
		}
	return false;
}

static void rua_foreign(struct txt_reader *reader, struct str item, struct str at)
{
	size_t len = 1;
	struct finding *finding;

	while (len < at.len && (at.ptr[0] & 0x80) != 0 && (at.ptr[len] & 0xc0) == 0x80)
		len++;
	finding = diag_add(reader->diag, RULE_TLSRPT_RUA_INVALID,
		txt_span(reader, str_take(at, len)), "%s stands in the address '%s'",
		txt_character(reader->diag, at), diag_quote(reader->diag, item));
	txt_help(reader, finding);
}

static void rua_scheme(struct txt_reader *reader, struct str item, const struct uri *uri)
{
	bool bare = uri->scheme.len == 0;
	struct finding *finding = add(reader, RULE_TLSRPT_RUA_SCHEME,
		bare ? item : str_take(item, uri->scheme.len + 1),
		bare ? "has no scheme: an address begins 'mailto:' or 'https:'" :
		       "is a scheme that no report is sent to: only 'mailto:' and 'https:' are",
		bare ? item : str_take(item, uri->scheme.len + 1));

	diag_senders(reader->diag, finding, bare ? SENDERS_TLSRPT_BARE : SENDERS_TLSRPT_SCHEME);
	if (bare && rua_good(str_c(arena_printf(&reader->diag->arena, "mailto:%.*s",
			    (int)rua_size_suffix(item), item.ptr))))
		txt_fix(reader, finding, str_take(item, 0), STR("mailto:"));
}

/* Drops the size suffix, which begins at SUFFIX, or encodes every '!' where there is none. */
static void fix_encoding(
	struct txt_reader *reader, struct finding *finding, struct str item, size_t suffix)
{
	struct buf good = { 0 };
	bool first = true, ok;

	for (size_t i = 0; i < suffix; i++)
		buf_add(&good, item.ptr[i] == '!' ? STR("%21") : str_of(item.ptr + i, 1));
	ok = rua_good(buf_str(&good));
	buf_finish(&good);
	if (ok && suffix < item.len)
		txt_fix(reader, finding, str_skip(item, suffix), STR(""));
	for (size_t i = 0; ok && i < suffix; i++) {
		if (item.ptr[i] != '!')
			continue;
		(first && suffix == item.len ? txt_fix : txt_fix_also)(
			reader, finding, str_of(item.ptr + i, 1), STR("%21"));
		first = false;
	}
}

static void rua_encoding(struct txt_reader *reader, struct str item, size_t bang)
{
	bool suffix = rua_size_suffix(item) == bang;
	struct finding *finding = add(reader, RULE_TLSRPT_RUA_ENCODING,
		suffix ? str_skip(item, bang) : str_take(str_skip(item, bang), 1),
		suffix ? "is a size limit, which DMARC has and TLSRPT has not" :
			 "holds a '!', which must be written '%21'",
		suffix ? str_skip(item, bang) : item);

	diag_senders(reader->diag, finding, SENDERS_TLSRPT_BANG);
	fix_encoding(reader, finding, item, suffix ? bang : item.len);
}

static void rua_invalid(struct txt_reader *reader, struct str item, struct str at,
	const char *fault, const struct uri *uri)
{
	struct finding *finding = diag_add(reader->diag, RULE_TLSRPT_RUA_INVALID,
		txt_span(reader, at), "'%s' is no address: %s", diag_quote(reader->diag, item),
		fault);

	txt_help(reader, finding);
	if (uri->mail && (uri->path.len == 0 || uri->host.ptr == NULL))
		diag_senders(reader->diag, finding, SENDERS_TLSRPT_MAILTO);
}

/* Header fields are legal (RFC 6068), but reporters rarely read them. */
static void rua_query(struct txt_reader *reader, struct str item, const struct uri *uri)
{
	struct finding *finding;

	if (!uri->mail || uri->query.ptr == NULL)
		return;
	finding = diag_add(reader->diag, RULE_TLSRPT_RUA_QUERY,
		txt_span(reader, str_of(uri->query.ptr - 1, uri->query.len + 1)),
		"'%s' has header fields, which reporters rarely understand",
		diag_quote(reader->diag, item));
	diag_help(reader->diag, finding, "write '%s'",
		diag_quote(reader->diag, str_take(item, (size_t)(uri->query.ptr - 1 - item.ptr))));
}

/* ITEM with what separates it from the others of its list, or the whole field where it is alone. */
static struct str with_comma(struct txt_reader *reader, struct str item)
{
	struct str value = reader->input->value, before = value, behind;
	const char *end = item.ptr + item.len;

	before.len = (size_t)(item.ptr - value.ptr);
	before = str_rtrim(before);
	behind = str_ltrim(str_skip(value, (size_t)(end - value.ptr)));
	if (str_ends(before, STR(","))) {
		before.len--;
		before = str_rtrim(before);
		item.ptr = before.ptr + before.len;
	} else if (str_starts(behind, STR(","))) {
		end = str_ltrim(str_skip(behind, 1)).ptr;
	} else {
		while (before.len > 0 && before.ptr[before.len - 1] != ';')
			before.len--;
		item.ptr = before.ptr + before.len;
		item = txt_with_delimiter(reader, str_of(item.ptr, (size_t)(end - item.ptr)));
	}
	return str_of(item.ptr, (size_t)(end - item.ptr));
}

static void rua_duplicate(struct txt_reader *reader, struct str item)
{
	struct tlsrpt *tlsrpt = reader->result;
	struct finding *finding;

	for (size_t i = 0; i < tlsrpt->uri_count; i++) {
		if (!uri_same(tlsrpt->uris[i].text, item))
			continue;
		finding = add(reader, RULE_TLSRPT_RUA_DUPLICATE, item, "stands twice", item);
		diag_note(reader->diag, finding, txt_span(reader, tlsrpt->uris[i].text),
			"here it is first");
		txt_fix(reader, finding, with_comma(reader, item), STR(""));
		return;
	}
}

static void keep(struct txt_reader *reader, struct str item, const struct uri *uri)
{
	struct tlsrpt *tlsrpt = reader->result;

	if (tlsrpt->uri_count == TLSRPT_MAX_URIS)
		return;
	tlsrpt->uris[tlsrpt->uri_count++] = (struct tlsrpt_uri){
		.text = item,
		.from = (size_t)(item.ptr - reader->input->value.ptr),
		.host = uri->host,
		.mail = uri->mail,
	};
}

static void judge_item(struct txt_reader *reader, struct str item)
{
	struct uri uri = uri_split(item);
	size_t bang = str_find_char(item, '!');
	struct str at = item;
	const char *fault;

	if (find_foreign(item, &at)) {
		rua_foreign(reader, item, at);
		return;
	}
	if (!uri.mail && !uri.web) {
		rua_scheme(reader, item, &uri);
		return;
	}
	if (bang < item.len) {
		rua_encoding(reader, item, bang);
		return;
	}
	fault = uri_fault(item, &uri, &at);
	if (fault != NULL) {
		rua_invalid(reader, item, at, fault, &uri);
		return;
	}
	rua_query(reader, item, &uri);
	rua_duplicate(reader, item);
	keep(reader, item, &uri);
}

/* PART, between two ',', cannot begin an address, but goes on the one before: the ',' between them
 * was meant as part of a URI. */
static bool continues(struct str before, struct str part)
{
	struct uri uri = uri_split(before);

	if (before.len == 0 || part.len == 0 || part.ptr != before.ptr + before.len + 1 ||
		uri_split(part).scheme.len > 0)
		return false;
	if (uri.mail)
		return uri.host.ptr == NULL && str_find_char(part, '@') < part.len;
	return uri.web && str_find_char(part, '@') == part.len &&
	       str_find_char(part, '.') == part.len;
}

static void raw_comma(struct txt_reader *reader, struct str before, struct str part)
{
	struct str whole = str_of(before.ptr, before.len + 1 + part.len);

	struct finding *finding = add(reader, RULE_TLSRPT_RUA_ENCODING, str_of(part.ptr - 1, 1),
		"holds a ',', which must be written '%2C'", whole);
	const char *good = arena_printf(&reader->diag->arena, "%.*s%%2C%.*s", (int)before.len,
		before.ptr, (int)part.len, part.ptr);

	if (rua_good(str_c(good)))
		txt_fix(reader, finding, str_of(part.ptr - 1, 1), STR("%2C"));
}

/* A run of ',' with nothing in between, spoken of once: PART is its first empty item. */
static void empty_item(struct txt_reader *reader, const struct tag *tag, struct str part)
{
	const char *from = part.ptr, *to = from, *end = tag->value.ptr + tag->value.len;
	const char *text = "no address stands before this ','";
	struct finding *finding;

	while (to < end && (*to == ',' || ascii_is_blank(*to)))
		to++;
	if (to == end && from == str_ltrim(tag->value).ptr) {
		text = "no address follows 'rua='";
		from = tag->text.ptr;
	} else if (to == end) {
		text = "no address follows the last ','";
		from--;
	}
	finding = diag_add(reader->diag, RULE_TLSRPT_RUA_INVALID,
		txt_span(reader, str_of(from, (size_t)(to - from))), "%s", text);
	txt_help(reader, finding);
	diag_senders(reader->diag, finding, SENDERS_TLSRPT_EMPTY_ITEM);
}

void rua_judge(struct txt_reader *reader, const struct tag *tag)
{
	struct str rest = str_ltrim(tag->value), part, item, next;
	bool empty = false;

	while (reader->items < TLSRPT_MAX_URIS && str_cut(&rest, ',', &part)) {
		reader->items++;
		item = str_trim(part);
		if (item.len == 0 && !empty)
			empty_item(reader, tag, part);
		empty = item.len == 0;
		if (empty)
			continue;
		next = str_take(rest, rest.ptr == NULL ? 0 : str_find_char(rest, ','));
		if (continues(item, next)) {
			raw_comma(reader, item, next);
			str_cut(&rest, ',', &next);
		} else
			judge_item(reader, item);
	}
}
