/*
 * nsd.conf: words that end with a colon are keys. `server:`, `zone:`, `pattern:` and others begin a
 * clause; what stands in it goes on until the next begins.
 */
#include "lint/nameserver/reader.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* A clause: a zone or a pattern. */
struct clause {
	struct str name, file, pattern; /* `include-pattern:`; without length: not said */
	bool secondary, is_zone, is_pattern;
	size_t order;
	struct list_place place;
};

struct nsd {
	struct list_reader *reader;
	struct clause *list;
	size_t count, capacity;
	struct str key; /* whose value comes next; without length: none */
	bool server;	/* in the clause `server:` */
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip(struct list_text *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text->line += text->rest.ptr[i] == '\n';
	text->rest = str_skip(text->rest, count);
}

static size_t word_length(struct str text)
{
	size_t end = 0;

	while (end < text.len && !is_space(text.ptr[end]))
		end++;
	return end;
}

/* The next word, without its quotes. False at the end of all texts. */
static bool next_word(struct nsd *nsd, struct str *word, bool *quoted)
{
	struct list_text *text;

	while ((text = list_current(nsd->reader)) != NULL) {
		struct str rest = text->rest;

		if (rest.len == 0) {
			list_end_text(nsd->reader);
		} else if (is_space(rest.ptr[0])) {
			skip(text, 1);
		} else if (rest.ptr[0] == '#') {
			skip(text, str_find_char(rest, '\n'));
		} else if (rest.ptr[0] == '"' || rest.ptr[0] == '\'') {
			size_t end = str_find_char(str_skip(rest, 1), rest.ptr[0]);

			if (end + 1 >= rest.len)
				list_complain(nsd->reader, list_here(nsd->reader),
					"a quote that nothing closes");
			*word = str_take(str_skip(rest, 1), end);
			*quoted = true;
			skip(text, end + 2 < rest.len ? end + 2 : rest.len);
			return true;
		} else {
			*word = str_take(rest, word_length(rest));
			*quoted = false;
			skip(text, word->len);
			return true;
		}
	}
	return false;
}

static struct clause *clause_now(struct nsd *nsd)
{
	return nsd->count == 0 ? NULL : &nsd->list[nsd->count - 1];
}

/* KEY, without value, begins a clause. */
static bool begin_clause(struct nsd *nsd, struct str key)
{
	static const char *const names[] = { "server", "zone", "pattern", "remote-control", "key",
		"tls-auth", "verify", "dnstap", "xdp" };
	bool is_clause = false;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		is_clause |= str_eq(key, str_c(names[i]));
	if (!is_clause)
		return false;
	nsd->server = str_eq(key, STR("server"));
	MEMORY_GROW(nsd->list, nsd->count, nsd->capacity);
	nsd->list[nsd->count] = (struct clause){
		.is_zone = str_eq(key, STR("zone")),
		.is_pattern = str_eq(key, STR("pattern")),
		.order = nsd->count,
		.place = list_here(nsd->reader),
	};
	nsd->count++;
	return true;
}

static void take_value(struct nsd *nsd, struct str key, struct str value)
{
	struct arena *arena = &nsd->reader->list->arena;
	struct clause *clause = clause_now(nsd);

	if (str_eq(key, STR("include"))) {
		list_include(nsd->reader, value, list_here(nsd->reader));
		return;
	}
	if (nsd->server && str_eq(key, STR("zonesdir")))
		nsd->reader->directory = arena_str(arena, value);
	if (clause == NULL)
		return;
	if (str_eq(key, STR("name")))
		clause->name = arena_str(arena, value);
	if (str_eq(key, STR("zonefile")))
		clause->file = arena_str(arena, value);
	if (str_eq(key, STR("include-pattern")))
		clause->pattern = arena_str(arena, value);
	clause->secondary |= str_eq(key, STR("request-xfr"));
}

/* The label of ZONE that is NUMBER from the right, "." when there is none. */
static struct str label_from_right(struct str zone, size_t number)
{
	struct str label = STR(".");

	for (size_t i = 0; i <= number; i++) {
		size_t at = zone.len;

		if (zone.len == 0)
			return STR(".");
		while (at > 0 && zone.ptr[at - 1] != '.')
			at--;
		label = str_skip(zone, at);
		zone.len = at == 0 ? 0 : at - 1;
	}
	return label;
}

/* "%s" is the name, "%1" to "%3" its first letters, "%z", "%y", "%x" its last labels. */
static void expand_one(struct buf *buf, struct str zone, struct str *rest)
{
	static const char labels[] = "zyx";
	char c = rest->len > 0 ? rest->ptr[0] : '%';
	const char *label = c == '\0' ? NULL : strchr(labels, c);

	*rest = str_skip(*rest, 1);
	if (c == 's')
		buf_add(buf, zone);
	else if (c >= '1' && c <= '3')
		buf_add(buf,
			zone.len > (size_t)(c - '1') ? str_of(zone.ptr + (c - '1'), 1) : STR("."));
	else if (label != NULL)
		buf_add(buf, label_from_right(zone, (size_t)(label - labels)));
	else
		buf_add_char(buf, c);
}

/* Patterns first, by name; then zones, as they come. */
static int compare_clauses(const void *left, const void *right)
{
	const struct clause *a = left, *b = right;

	if (a->is_pattern != b->is_pattern)
		return (int)b->is_pattern - (int)a->is_pattern;
	if (a->is_pattern)
		return str_cmp(a->name, b->name);
	return (a->order > b->order) - (a->order < b->order);
}

static const struct clause *pattern_of(const struct nsd *nsd, struct str name)
{
	struct clause key = { .name = name, .is_pattern = true };

	return name.len == 0 ? NULL :
			       bsearch(&key, nsd->list, nsd->count, sizeof key, compare_clauses);
}

/* Patterns may include patterns: as deep as files may. */
static void add_zone(struct nsd *nsd, const struct clause *clause)
{
	struct list_draft draft = {
		.name = clause->name, .primary = !clause->secondary, .place = clause->place
	};
	struct str file = clause->file, plain = clause->name;
	const struct clause *from = clause;

	for (int i = 0; i < ZONE_LIST_DEPTH && (from = pattern_of(nsd, from->pattern)) != NULL;
		i++) {
		if (file.len == 0)
			file = from->file;
		draft.primary = draft.primary && !from->secondary;
	}
	if (str_ends(plain, STR(".")))
		plain.len--;
	draft.file = list_expand(nsd->reader, file, plain, expand_one);
	list_draft(nsd->reader, &draft);
}

void list_read_nsd(struct list_reader *reader)
{
	struct nsd nsd = { .reader = reader };
	struct str word;
	bool quoted;

	while (next_word(&nsd, &word, &quoted)) {
		struct str key = nsd.key;

		nsd.key = STR("");
		if (key.len > 0 && (quoted || !str_ends(word, STR(":"))))
			take_value(&nsd, key, word);
		else if (!quoted && word.len > 1 && str_ends(word, STR(":")) &&
			 !begin_clause(&nsd, str_take(word, word.len - 1)))
			nsd.key = arena_str(&reader->list->arena, str_take(word, word.len - 1));
	}
	if (nsd.count > 0)
		qsort(nsd.list, nsd.count, sizeof *nsd.list, compare_clauses);
	for (size_t i = 0; i < nsd.count; i++)
		if (nsd.list[i].is_zone)
			add_zone(&nsd, &nsd.list[i]);
	free(nsd.list);
}
