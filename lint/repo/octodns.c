#include "lint/repo/octodns.h"

#include "lint/repo/classify.h"

bool octodns_name_fits(struct str path)
{
	return str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"));
}

/* The types of records that people have; the list that octoDNS itself knows is the reader's. */
static bool is_type(struct str word)
{
	static const struct str types[] = { STR_INIT("A"), STR_INIT("AAAA"), STR_INIT("ALIAS"),
		STR_INIT("CAA"), STR_INIT("CNAME"), STR_INIT("DNAME"), STR_INIT("DS"),
		STR_INIT("HTTPS"), STR_INIT("LOC"), STR_INIT("MX"), STR_INIT("NAPTR"),
		STR_INIT("NS"), STR_INIT("OPENPGPKEY"), STR_INIT("PTR"), STR_INIT("SPF"),
		STR_INIT("SRV"), STR_INIT("SSHFP"), STR_INIT("SVCB"), STR_INIT("TLSA"),
		STR_INIT("TXT"), STR_INIT("URI"), STR_INIT("URLFWD") };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(word, types[i]))
			return true;
	return false;
}

/* Takes what stands before a key off LINE: its column. Dashes of lists count as blanks do. */
static size_t column_of(struct str *line)
{
	size_t at = 0;

	while (at < line->len &&
		(line->ptr[at] == ' ' ||
			(line->ptr[at] == '-' && at + 1 < line->len && line->ptr[at + 1] == ' ')))
		at++;
	*line = str_skip(*line, at);
	return at;
}

static struct str skip_quote(struct str text)
{
	return text.len > 0 && (text.ptr[0] == '"' || text.ptr[0] == '\'') ? str_skip(text, 1) :
									     text;
}

/* TEXT begins with `type: TYPE`. */
static bool is_type_entry(struct str text)
{
	size_t len = 0;

	text = skip_quote(text);
	if (!str_starts(text, STR("type")))
		return false;
	text = str_ltrim(skip_quote(str_skip(text, 4)));
	if (text.len == 0 || text.ptr[0] != ':')
		return false;
	text = skip_quote(str_ltrim(str_skip(text, 1)));
	while (len < text.len && ascii_is_alnum(text.ptr[len]))
		len++;
	return is_type(str_take(text, len));
}

/* `{type: TYPE` or `, type: TYPE` in LINE, which may be long: the first few braces are looked at.
 */
static bool has_inline_type(struct str line)
{
	size_t looked = 0;

	for (size_t i = 0; i < line.len && looked < 64; i++) {
		if (line.ptr[i] != '{' && line.ptr[i] != ',')
			continue;
		looked++;
		if (is_type_entry(str_ltrim(str_skip(line, i + 1))))
			return true;
	}
	return false;
}

/* The sign of an explicit key or value (`? ''`, then `: ...`), of which SIGN is one, begins LINE.
 */
static bool is_explicit(struct str line, char sign)
{
	return line.len > 1 && line.ptr[0] == sign && line.ptr[1] == ' ';
}

bool octodns_sniff(struct str text)
{
	struct str line;
	size_t inner = 0; /* the column of the keys of the value at the top; 0: not known yet */
	bool mapping = false;

	while (text.ptr != NULL && str_cut(&text, '\n', &line)) {
		size_t column = column_of(&line);

		if (column == 0 && mapping && is_explicit(line, ':')) {
			line = str_skip(line, 1);
			column = 1 + column_of(&line);
			inner = 0;
		}
		if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == '\r')
			continue;
		if (column == 0) {
			mapping = mapping || is_explicit(line, '?') ||
				  str_find_char(line, ':') < line.len;
			inner = 0;
			if (mapping && has_inline_type(line))
				return true;
			continue;
		}
		inner = inner == 0 ? column : inner;
		if (mapping && column == inner && (is_type_entry(line) || has_inline_type(line)))
			return true;
	}
	return false;
}

/* The directory of PATH is called as a zone with its final dot. */
static bool is_split(struct str path, struct str *zone)
{
	*zone = path_base(path_dir(path));
	if (zone->len < 2 || zone->ptr[zone->len - 1] != '.' || str_eq(*zone, STR("..")))
		return false;
	zone->len--;
	return str_find_char(*zone, '.') < zone->len;
}

bool octodns_origin(struct str path, struct name_buf *origin)
{
	struct str zone, base = path_base(path);

	if (is_split(path, &zone))
		return classify_domain(zone, origin);
	base = str_take(base, base.len - (str_ends(base, STR(".yml")) ? 4 : 5));
	return str_find_char(base, '.') + 1 < base.len && classify_domain(base, origin);
}

void octodns_note(struct repo *repo, struct repo_file *file, struct name_buf *origin)
{
	struct str zone;

	file->octodns = true;
	octodns_origin(str_c(file->path), origin);
	if (is_split(str_c(file->path), &zone))
		file->part_of = arena_str(&repo->arena, path_dir(str_c(file->full)));
}
