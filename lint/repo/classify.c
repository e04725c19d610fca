#include "lint/repo/classify.h"

#include "lint/dns/idn.h"
#include "lint/dns/rr.h"
#include "lint/dns/suffix.h"
#include "lint/repo/octodns.h"
#include "lint/server/sniff.h"

/* What stands before or after the domain name in the name of a zone file. */
static const struct str suffixes[] = {
	STR_INIT(".signed"),
	STR_INIT(".j2"),
	STR_INIT(".tmpl"),
	STR_INIT(".template"),
	STR_INIT(".erb"),
	STR_INIT(".txt"),
	STR_INIT(".inc"),
	STR_INIT(".include"),
	STR_INIT(".dns"),      /* Windows */
	STR_INIT(".hosts"),    /* Webmin */
	STR_INIT(".external"), /* a view */
	STR_INIT(".zone.in"),  /* ".in" alone is a domain */
	STR_INIT(".db.in"),
	STR_INIT(".zone"),
	STR_INIT(".db"),
};
static const struct str prefixes[] = {
	STR_INIT("db."),
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_near_policy(struct str base, struct str directory)
{
	bool well_known = str_distance(directory, STR(".well-known"), 2) <= 2;

	return well_known && (str_distance(base, STR("mta-sts.txt"), 2) <= 2 ||
				     str_eq(base, STR("mta-sts.txt.txt")));
}

enum name_sort classify_name(struct str path)
{
	struct str base = path_base(path), directory = path_base(path_dir(path));

	struct name_buf origin;

	if (str_ends(base, STR(".yaml")) && octodns_origin(path, &origin))
		return NAME_OCTODNS;
	if (str_eq(base, STR("mta-sts.txt")))
		return NAME_POLICY;
	if (is_near_policy(base, directory))
		return NAME_NEAR_POLICY;
	if (str_ends(base, STR(".zone")) || str_ends(base, STR(".db")) ||
		str_starts(base, STR("db.")) || str_eq(directory, STR("zones")))
		return NAME_ZONE;
	return server_name_fits(path) ? NAME_SERVER : NAME_ANY;
}

bool classify_domain(struct str text, struct name_buf *domain)
{
	struct idn_text ascii;

	if (!str_is_ascii(text) && idn_to_ascii(text, &ascii))
		text = str_of(ascii.bytes, ascii.len);
	return name_from_host(text, domain);
}

/* Networks name their own domains so, "corp.internal", and their views of a public one. */
static const struct str inner_view = STR_INIT(".internal");

static bool is_view(struct str base)
{
	return str_ends(base, inner_view) &&
	       suffix_registrable(str_take(base, base.len - inner_view.len));
}

/* Top-level names that nobody registers and networks use (RFC 6761, RFC 6762 appendix G). */
static const struct str private_names[] = {
	STR_INIT("corp"),
	STR_INIT("example"),
	STR_INIT("home"),
	STR_INIT("internal"),
	STR_INIT("intranet"),
	STR_INIT("invalid"),
	STR_INIT("lan"),
	STR_INIT("local"),
	STR_INIT("localhost"),
	STR_INIT("private"),
	STR_INIT("test"),
};

static bool is_private(struct str label)
{
	for (size_t i = 0; i < COUNT(private_names); i++)
		if (str_ieq(label, private_names[i]))
			return true;
	return false;
}

/* TEXT can be a zone's name: of the characters of names, and not one that people register with more
 * behind it ("example.com.bak"). */
static bool is_zone_name(struct str text)
{
	size_t last = text.len;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c >= 0 && !ascii_is_alnum(c) && str_find_char(STR(".-_"), c) == 3)
			return false;
		last = c == '.' ? i : last;
	}
	return last < text.len &&
	       (is_private(str_skip(text, last + 1)) || suffix_registrable(text) ||
		       !suffix_registrable(str_take(text, last)));
}

bool classify_origin(struct str path, struct name_buf *origin)
{
	struct str base = path_base(path);

	for (size_t i = 0; i < COUNT(suffixes); i++)
		if (str_ends(base, suffixes[i]))
			base.len -= suffixes[i].len;
	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (str_starts(base, prefixes[i]))
			base = str_skip(base, prefixes[i].len);
	if (is_view(base))
		base.len -= inner_view.len;
	return is_zone_name(base) && classify_domain(base, origin);
}

/* The line S begins with, without its end; *REST is what follows, NULL after the last. */
static bool next_line(struct str *rest, struct str *line)
{
	if (!str_cut(rest, '\n', line))
		return false;
	if (str_ends(*line, STR("\r")))
		line->len--;
	return true;
}

static bool is_template(struct str line)
{
	static const struct str marks[] = {
		STR_INIT("{{"),
		STR_INIT("{%"),
		STR_INIT("{#"),
		STR_INIT("<%"),
		STR_INIT("${"),
	};

	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_find(line, marks[i]) < line.len && !str_istarts(line, STR("$GENERATE")))
			return true;
	return false;
}

/* Takes the next word off *REST. */
static bool next_word(struct str *rest, struct str *word)
{
	size_t end = 0;

	*rest = str_ltrim(*rest);
	while (end < rest->len && !ascii_is_blank(rest->ptr[end]))
		end++;
	*word = str_take(*rest, end);
	*rest = str_skip(*rest, end);
	return end > 0;
}

static bool is_ttl_or_class(struct str word)
{
	return ascii_is_digit(word.ptr[0]) || str_ieq(word, STR("IN")) ||
	       str_ieq(word, STR("CH")) || str_ieq(word, STR("HS")) || str_eq(word, STR("("));
}

/* An owner begins so; prose, scripts and markup mostly do not. */
static bool is_owner(struct str word)
{
	return ascii_is_alnum(word.ptr[0]) || memchr("_*@.\\\"", word.ptr[0], 6) != NULL;
}

/* The data of TYPE begins as it must; 'a' is a word of prose as well. */
static bool is_data(uint16_t type, struct str data)
{
	if (type == TYPE_A)
		return data.len > 0 && ascii_is_digit(data.ptr[0]);
	if (type == TYPE_AAAA)
		return str_find_char(data, ':') < data.len;
	return data.len > 0;
}

/* LINE reads as a record: [owner] [TTL] [class] type data. */
static bool reads_as_record(struct str line, uint16_t *type)
{
	bool has_owner = line.len > 0 && !ascii_is_blank(line.ptr[0]);
	struct str word;

	if (has_owner && next_word(&line, &word) && !is_owner(word))
		return false;
	while (next_word(&line, &word))
		if (!is_ttl_or_class(word))
			return type_find(word, type) && is_data(*type, str_trim(line));
	return false;
}

static bool is_directive(struct str line, struct str name)
{
	return str_istarts(line, name) &&
	       (line.len == name.len || ascii_is_blank(line.ptr[name.len]));
}

static enum content_sort line_sort(struct str line)
{
	static const struct {
		struct str name;
		enum content_sort sort;
	} directives[] = {
		{ STR_INIT("$ORIGIN"), CONTENT_ZONE },
		{ STR_INIT("$TTL"), CONTENT_ZONE },
		{ STR_INIT("$INCLUDE"), CONTENT_RECORD },
		{ STR_INIT("$GENERATE"), CONTENT_RECORD },
	};
	uint16_t type;

	for (size_t i = 0; i < COUNT(directives); i++)
		if (is_directive(line, directives[i].name))
			return directives[i].sort;
	if (!reads_as_record(line, &type))
		return CONTENT_OTHER;
	return type == TYPE_SOA ? CONTENT_ZONE : CONTENT_RECORD;
}

static bool is_policy_line(struct str line)
{
	static const struct str names[] = {
		STR_INIT("version:"),
		STR_INIT("mode:"),
		STR_INIT("mx:"),
		STR_INIT("max_age:"),
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_istarts(str_ltrim(line), names[i]))
			return true;
	return false;
}

enum content_sort classify_content(struct str head)
{
	struct str line;

	if (str_find_char(str_take(head, CLASSIFY_HEAD), '\0') < str_take(head, CLASSIFY_HEAD).len)
		return CONTENT_BINARY;
	if (str_starts(head, STR("\xef\xbb\xbf")))
		head = str_skip(head, 3);
	while (next_line(&head, &line)) {
		struct str text = str_trim(line);

		if (text.len == 0 || text.ptr[0] == ';' || is_template(line))
			continue;
		return is_policy_line(line) ? CONTENT_POLICY : line_sort(line);
	}
	return CONTENT_NOTHING;
}

/* How name and content decide; the first row that fits is taken. */
static const struct {
	enum name_sort name;
	enum content_sort least; /* this content, or one further down in enum content_sort */
	bool only_named;
	enum file_kind kind;
	const char *why;
} decisions[] = {
	{ NAME_POLICY, CONTENT_NOTHING, false, FILE_POLICY, "the name is mta-sts.txt" },
	{ NAME_NEAR_POLICY, CONTENT_NOTHING, false, FILE_POLICY, "the name is nearly mta-sts.txt" },
	{ NAME_ZONE, CONTENT_RECORD, false, FILE_ZONE,
		"the name fits and the first line is a record or directive" },
	{ NAME_ZONE, CONTENT_NOTHING, true, FILE_ZONE, "the name fits a zone file" },
	{ NAME_ANY, CONTENT_ZONE, false, FILE_ZONE, "the first line is $ORIGIN, $TTL or an SOA" },
	{ NAME_ANY, CONTENT_RECORD, true, FILE_ZONE, "the first line is a record or directive" },
	{ NAME_ANY, CONTENT_POLICY, true, FILE_POLICY, "the first line is a field of a policy" },
	{ NAME_ANY, CONTENT_SERVER, true, FILE_SERVER, "its lines are those of a web server" },
};

enum file_kind classify(
	enum name_sort name, enum content_sort content, bool named, const char **why)
{
	if (name == NAME_SERVER && content == CONTENT_SERVER) {
		*why = "name and lines are those of a web server";
		return FILE_SERVER;
	}
	if (content == CONTENT_OCTODNS && (named || name == NAME_OCTODNS)) {
		*why = name == NAME_OCTODNS ? "name and lines are those of an octoDNS zone" :
					      "its lines are those of an octoDNS zone";
		return FILE_ZONE;
	}
	if (name == NAME_SERVER || name == NAME_OCTODNS)
		name = NAME_ANY; /* many other things are called so */
	for (size_t i = 0; i < COUNT(decisions); i++) {
		if (decisions[i].name != name || content < decisions[i].least ||
			(decisions[i].only_named && !named))
			continue;
		*why = decisions[i].why;
		return decisions[i].kind;
	}
	*why = "neither name nor content is a zone's or a policy's";
	return FILE_NONE;
}
