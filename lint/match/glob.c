#include "lint/match/glob.h"

/* The names in brackets, as in "[[:digit:]]", for ASCII. */
static bool is_print(char c)
{
	return ascii_is_printable(c);
}

static bool is_graph(char c)
{
	return ascii_is_printable(c) && c != ' ';
}

static bool is_punct(char c)
{
	return is_graph(c) && !ascii_is_alnum(c);
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_cntrl(char c)
{
	return ((unsigned char)c < 32) || c == 127;
}

static bool is_xdigit(char c)
{
	return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

static const struct {
	struct str name;
	bool (*holds)(char c);
} classes[] = {
	{ STR_INIT("alnum"), ascii_is_alnum },
	{ STR_INIT("alpha"), ascii_is_alpha },
	{ STR_INIT("blank"), ascii_is_blank },
	{ STR_INIT("cntrl"), is_cntrl },
	{ STR_INIT("digit"), ascii_is_digit },
	{ STR_INIT("graph"), is_graph },
	{ STR_INIT("lower"), is_lower },
	{ STR_INIT("print"), is_print },
	{ STR_INIT("punct"), is_punct },
	{ STR_INIT("space"), is_space },
	{ STR_INIT("upper"), is_upper },
	{ STR_INIT("xdigit"), is_xdigit },
};

/* Takes "[:NAME:]" off *REST. False when it does not begin so; *HOLDS: C is of that class. *KNOWN
 * becomes false for a name there is not. */
static bool take_class(struct str *rest, char c, bool *holds, bool *known)
{
	size_t end = str_find(*rest, STR(":]"));
	struct str name = str_skip(str_take(*rest, end), 2);
	bool found = false;

	if (!str_starts(*rest, STR("[:")) || end == rest->len)
		return false;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (str_eq(classes[i].name, name)) {
			found = true;
			*holds |= classes[i].holds(c);
		}
	*known &= found;
	*rest = str_skip(*rest, end + 2);
	return true;
}

/* Takes one character of a set, which a backslash may stand before. False at the end. */
static bool take_member(struct str *rest, unsigned char *member)
{
	if (rest->len > 1 && rest->ptr[0] == '\\')
		*rest = str_skip(*rest, 1);
	if (rest->len == 0)
		return false;
	*member = (unsigned char)rest->ptr[0];
	*rest = str_skip(*rest, 1);
	return true;
}

/* Reads the set that PATTERN begins with, "[" included. Returns its length; 0 when it is none: not
 * closed, or of an unknown class. *HOLDS: C is in it. */
static size_t take_set(struct str pattern, char c, bool *holds)
{
	struct str rest = str_skip(pattern, 1);
	bool negated = rest.len > 0 && (rest.ptr[0] == '!' || rest.ptr[0] == '^');
	bool first = true, found = false, known = true;
	unsigned char low, high, byte = (unsigned char)c;

	if (negated)
		rest = str_skip(rest, 1);
	for (; rest.len > 0 && (first || rest.ptr[0] != ']'); first = false) {
		if (take_class(&rest, c, &found, &known))
			continue;
		if (!take_member(&rest, &low))
			return 0;
		high = low;
		if (rest.len > 1 && rest.ptr[0] == '-' && rest.ptr[1] != ']') {
			rest = str_skip(rest, 1);
			if (!take_member(&rest, &high))
				return 0;
		}
		found |= byte >= low && byte <= high;
	}
	if (rest.len == 0 || !known)
		return 0;
	*holds = found != negated;
	return (size_t)(rest.ptr - pattern.ptr) + 1;
}

/* How many bytes of PATTERN, which does not begin with a star, stand for the one byte C; 0 when
 * they do not. */
static size_t match_one(struct str pattern, char c)
{
	size_t length;
	bool holds = false;

	if (pattern.len == 0)
		return 0;
	if (pattern.ptr[0] == '?')
		return 1;
	if (pattern.ptr[0] == '[') {
		length = take_set(pattern, c, &holds);
		return holds ? length : 0;
	}
	if (pattern.ptr[0] == '\\' && pattern.len > 1)
		return pattern.ptr[1] == c ? 2 : 0;
	return pattern.ptr[0] == c ? 1 : 0;
}

/* PATTERN and NAME, both without slashes. Only the last star is ever tried again: what one before
 * it took would leave this one less. */
static bool match_name(struct str pattern, struct str name)
{
	struct str after_star = { NULL, 0 }, from = name;

	while (name.len > 0) {
		size_t length;

		if (pattern.len > 0 && pattern.ptr[0] == '*') {
			after_star = pattern = str_skip(pattern, 1);
			from = name;
			continue;
		}
		length = match_one(pattern, name.ptr[0]);
		if (length > 0) {
			pattern = str_skip(pattern, length);
			name = str_skip(name, 1);
		} else if (after_star.ptr != NULL) {
			pattern = after_star;
			name = from = str_skip(from, 1);
		} else {
			return false;
		}
	}
	while (pattern.len > 0 && pattern.ptr[0] == '*')
		pattern = str_skip(pattern, 1);
	return pattern.len == 0;
}

/* Two stars or more, and nothing else. */
static bool is_deep(struct str part)
{
	for (size_t i = 0; i < part.len; i++)
		if (part.ptr[i] != '*')
			return false;
	return part.len > 1;
}

/* The same for the parts of a path, of which "**" takes any number. */
static bool match_parts(const struct glob *glob, struct str path)
{
	size_t at = 0, after_deep = 0;
	struct str rest = path, from = path, name;
	bool deep = false;

	while (rest.ptr != NULL) {
		if (at < glob->count && is_deep(glob->parts[at])) {
			after_deep = ++at;
			from = rest;
			deep = true;
			continue;
		}
		str_cut(&rest, '/', &name);
		if (at < glob->count && match_name(glob->parts[at], name)) {
			at++;
		} else if (deep) {
			at = after_deep;
			rest = from;
			str_cut(&rest, '/', &name);
			from = rest;
		} else {
			return false;
		}
	}
	return at == glob->count;
}

bool glob_matches(const struct glob *glob, struct str path, bool is_directory)
{
	if (glob->directory && !is_directory)
		return false;
	if (!glob->anywhere)
		return match_parts(glob, path);
	while (str_find_char(path, '/') < path.len)
		path = str_skip(path, str_find_char(path, '/') + 1);
	return match_name(glob->parts[0], path);
}

/* The last glob that is for PATH itself. */
static const struct glob *last_for(
	const struct glob *list, size_t count, struct str path, bool is_directory)
{
	while (count > 0)
		if (glob_matches(&list[--count], path, is_directory))
			return &list[count];
	return NULL;
}

const struct glob *glob_decides(const struct glob *list, size_t count, struct str path, size_t from,
	bool is_directory, size_t *length)
{
	const struct glob *decides;

	for (*length = from + (from > 0); *length < path.len; ++*length) {
		if (path.ptr[*length] != '/')
			continue;
		decides = last_for(list, count, str_take(path, *length), true);
		if (decides != NULL && !decides->negated)
			return decides;
	}
	*length = path.len;
	return path.len > from ? last_for(list, count, path, is_directory) : NULL;
}

bool glob_takes(const struct glob *list, size_t count, struct str path)
{
	size_t length;
	const struct glob *decides = glob_decides(list, count, path, 0, false, &length);

	return decides != NULL && !decides->negated;
}

/* Where the part ends that REST begins with: at a slash that is in no set. */
static size_t part_end(struct str rest, const char **fault)
{
	size_t at = 0;

	while (at < rest.len && rest.ptr[at] != '/') {
		size_t length = 1;
		bool holds;

		if (rest.ptr[at] == '[')
			length = take_set(str_skip(rest, at), 0, &holds);
		if (rest.ptr[at] == '\\')
			length = at + 1 < rest.len ? 2 : 0;
		if (length == 0) {
			*fault = rest.ptr[at] == '\\' ? "no pattern: it ends with a backslash" :
							"no pattern: '[' begins no set";
			return rest.len;
		}
		at += length;
	}
	return at;
}

static void add_part(struct glob *glob, struct str *parts, struct str part, const char **fault)
{
	if (str_eq(part, STR("..")))
		*fault = "no pattern for what lies below: '..' leads outside";
	if (str_eq(part, STR(".")))
		*fault = "no pattern: '.' names nothing that lies below";
	parts[glob->count++] = part;
}

const char *glob_parse(struct glob *glob, struct str text, struct arena *arena)
{
	struct str rest = text, *parts = arena_alloc(arena, text.len + 2, sizeof *parts);
	const char *fault = NULL;
	bool anchored;

	*glob = (struct glob){
		.text = text, .parts = parts, .negated = str_starts(rest, STR("!"))
	};
	rest = str_skip(rest, glob->negated);
	glob->directory = str_ends(rest, STR("/"));
	rest.len -= glob->directory;
	anchored = str_starts(rest, STR("/")) || str_starts(rest, STR("./"));
	rest = str_skip(rest, anchored ? str_find_char(rest, '/') + 1 : 0);
	if (rest.len == 0)
		return "no pattern: nothing is left of it";
	while (rest.len > 0 && fault == NULL) {
		size_t end = part_end(rest, &fault);

		add_part(glob, parts, str_take(rest, end), &fault);
		rest = str_skip(rest, end + 1);
	}
	glob->anywhere = glob->count == 1 && !anchored;
	/* "a/" and two stars is what lies below `a`, not `a` itself. */
	if (!glob->anywhere && is_deep(parts[glob->count - 1]))
		parts[glob->count++] = STR("*");
	return fault;
}
