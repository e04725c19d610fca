#include "lint/zone/octodns_reader.h"

#include "lint/base/memory.h"
#include "lint/dns/idn.h"
#include "lint/zone/template.h"

#include <stdlib.h>
#include <unistd.h>

bool octodns_name(struct str text, struct name_buf *out)
{
	struct idn_text ascii;

	if (!str_is_ascii(text) && idn_to_ascii(text, &ascii))
		text = str_of(ascii.bytes, ascii.len);
	return name_from_host(text, out);
}

/* Makes room in the table of owners. */
static void grow_seen(struct octodns *octodns)
{
	size_t capacity = octodns->seen_capacity == 0 ? 64 : octodns->seen_capacity * 2;
	uint64_t *table = memory_alloc(capacity, sizeof *table);

	for (size_t i = 0; i < octodns->seen_capacity; i++) {
		size_t at = octodns->seen[i] & (capacity - 1);

		if (octodns->seen[i] == 0)
			continue;
		while (table[at] != 0)
			at = (at + 1) & (capacity - 1);
		table[at] = octodns->seen[i];
	}
	free(octodns->seen);
	octodns->seen = table;
	octodns->seen_capacity = capacity;
}

/* OWNER was there before; it is from now on. */
static bool was_seen(struct octodns *octodns, struct name owner)
{
	uint64_t hash = name_hash(owner) | 1;
	size_t at;

	if (octodns->seen_count * 2 >= octodns->seen_capacity)
		grow_seen(octodns);
	at = hash & (octodns->seen_capacity - 1);
	while (octodns->seen[at] != 0 && octodns->seen[at] != hash)
		at = (at + 1) & (octodns->seen_capacity - 1);
	if (octodns->seen[at] == hash)
		return true;
	octodns->seen[at] = hash;
	octodns->seen_count++;
	return false;
}

static void add_opaque(struct octodns *octodns, const struct octodns_owner *owner)
{
	struct rr rr = { .owner = name_view(&owner->name), .span = owner->key->at };

	zone_add(octodns->zone, &rr, OWNS_OPAQUE);
}

/* Words that YAML 1.1 takes for something else than text when they stand without quotes. */
static bool is_no_text(const struct yaml_node *key)
{
	static const struct str words[] = { STR_INIT("yes"), STR_INIT("no"), STR_INIT("on"),
		STR_INIT("off"), STR_INIT("true"), STR_INIT("false"), STR_INIT("null"),
		STR_INIT("~") };

	for (size_t i = 0; key->plain && i < sizeof words / sizeof *words; i++)
		if (str_ieq(key->text, words[i]))
			return true;
	return key->plain && key->text.len == 0;
}

/* Something stands at a name that is not known. */
static bool lose_owner(struct octodns *octodns, const struct yaml_node *key)
{
	zone_incomplete(octodns->zone, key->at, "the owner of a record cannot be read");
	return false;
}

static bool refuse_owner(
	struct octodns *octodns, const struct yaml_node *key, const char *what, const char *help)
{
	struct finding *finding = OCTODNS_FAULT(
		octodns, key, "'%s' %s", diag_quote(octodns->diag, key->text), what);

	diag_help(octodns->diag, finding, "%s", help);
	return lose_owner(octodns, key);
}

static bool template_owner(struct octodns *octodns, const struct yaml_node *key)
{
	size_t at, length;
	struct finding *finding;

	if (!template_find(key->text, &at, &length))
		return false;
	finding = diag_add(octodns->diag, RULE_ZONE_TEMPLATE, key->at,
		"template text '%s': the record is skipped", diag_quote(octodns->diag, key->text));
	diag_help(octodns->diag, finding,
		"lint the zone that the template makes; nothing that this record may say is "
		"reported as missing");
	return !lose_owner(octodns, key);
}

/* The owner that KEY names, below the apex. */
static bool read_owner(struct octodns *octodns, const struct yaml_node *key, struct name_buf *owner)
{
	struct name_buf own;

	if (key->kind != YAML_SCALAR) {
		OCTODNS_FAULT(octodns, key, "a list or mapping where the name of a record belongs");
		return lose_owner(octodns, key);
	}
	if (is_no_text(key))
		return refuse_owner(
			octodns, key, "is no text in YAML", "write it in quotes; the apex is ''");
	if (template_owner(octodns, key))
		return false;
	if (key->text.len == 0)
		return name_join(
			(struct name){ (const unsigned char *)"", 1 }, octodns->apex, owner);
	if (key->text.ptr[key->text.len - 1] == '.' || !octodns_name(key->text, &own) ||
		str_find_char(key->text, ' ') < key->text.len)
		return refuse_owner(octodns, key, "is no name below the zone",
			"write the labels before the zone's name, without a final dot: 'www', "
			"'_mta-sts'; the apex is ''");
	return name_join(name_view(&own), octodns->apex, owner) ||
	       refuse_owner(octodns, key, "is too long with the zone's name",
		       "a name holds at most 255 octets");
}

/* '@' is the apex in zone files only. */
static bool is_at_sign(struct octodns *octodns, const struct yaml_node *key, struct name_buf *owner)
{
	struct finding *finding;

	if (key->kind != YAML_SCALAR || !str_eq(key->text, STR("@")))
		return false;
	finding = OCTODNS_FAULT(octodns, key, "'@' is no name to octoDNS, which refuses it");
	diag_help(octodns->diag, finding, "write '' for the apex");
	return name_join((struct name){ (const unsigned char *)"", 1 }, octodns->apex, owner);
}

static void said_twice(struct octodns *octodns, const struct octodns_owner *owner)
{
	struct finding *finding;

	if (owner->shared)
		return; /* what is merged in gives way */
	finding = OCTODNS_FAULT(octodns, owner->key,
		"'%s' stands in this mapping twice: what reads YAML keeps one of the two",
		diag_quote(octodns->diag, owner->key->text));
	diag_help(octodns->diag, finding,
		"write one entry, whose value is a list with an item for each type");
}

static void read_entry(struct octodns *octodns, const struct yaml_node *key,
	const struct yaml_node *value, bool shared)
{
	struct octodns_owner owner = { .key = key, .shared = shared || value->alias };

	if (!is_at_sign(octodns, key, &owner.name) && !read_owner(octodns, key, &owner.name))
		return;
	if (was_seen(octodns, name_view(&owner.name))) {
		said_twice(octodns, &owner);
		owner.opaque = true;
	} else {
		octodns_read_sets(octodns, &owner, value);
	}
	if (name_equal(name_view(&owner.name), octodns->apex))
		octodns->zone->whole = true;
	if (owner.opaque)
		add_opaque(octodns, &owner);
}

/* `<<` at the top: the entries of another mapping, or of several. */
static void read_merged(struct octodns *octodns, const struct yaml_node *value)
{
	const struct yaml_node *item = value->kind == YAML_LIST ? value->first : value;

	for (; item != NULL; item = value->kind == YAML_LIST ? item->next : NULL) {
		const struct yaml_node *map = octodns_resolve(octodns, item);

		if (map == NULL || map->kind != YAML_MAP) {
			if (map != NULL)
				OCTODNS_FAULT(octodns, item, "only a mapping can be merged");
			zone_incomplete(octodns->zone, item->at, "an include is missing");
			continue;
		}
		for (const struct yaml_node *key = map->first; key != NULL;
			key = yaml_next_key(key))
			read_entry(octodns, key, key->next, true);
	}
}

/* What libyaml says in its own words, and what people can do. */
static const struct {
	const char *problem, *help;
} syntax_help[] = {
	{ "unknown escape character", "between double quotes a backslash is written twice "
				      "('\\\\;'), between single ones, "
				      "or without quotes, once ('\\;')" },
	{ "cannot start any token",
		"indent with blanks, not tabs, and put quotes around a value that begins with '@', "
		"'`', '%' or '{'" },
	{ "mapping values are not allowed", "put quotes around a value that holds ': '" },
	{ "did not find expected key",
		"indent the keys of one mapping alike, and put quotes around '*' and ''" },
	{ "could not find expected ':'", "an entry is 'NAME:', its record indented below it" },
	{ "alphabetic or numeric character",
		"put quotes around a name that begins with '*' or '&'" },
	{ "no UTF-8", "save the file as UTF-8" },
	{ "control characters", "save the file as plain text" },
};

static void syntax_fault(struct octodns *octodns, const struct yaml_entry *entry)
{
	const char
		*help = "what stands behind it is read as far as it can be; nothing is reported as "
			"missing from the zone";
	struct finding *finding = diag_add(octodns->diag, RULE_OCTODNS_SYNTAX, entry->fault.at,
		"this is no YAML: %s", entry->fault.text);

	for (size_t i = 0; i < sizeof syntax_help / sizeof *syntax_help; i++)
		if (str_find(str_c(entry->fault.text), str_c(syntax_help[i].problem)) <
			strlen(entry->fault.text))
			help = syntax_help[i].help;
	diag_help(octodns->diag, finding, "%s", help);
	zone_incomplete(octodns->zone, entry->fault.at, "a part of the file cannot be read");
}

static void read_entries(struct octodns *octodns, struct str text)
{
	struct yaml_entries *entries = yaml_entries_open(text, octodns->input->file);
	struct yaml_entry entry;
	enum yaml_step step;

	while ((step = yaml_entries_next(entries, &entry)) != YAML_DONE)
		if (step == YAML_BROKEN)
			syntax_fault(octodns, &entry);
		else if (entry.key->kind == YAML_SCALAR && str_eq(entry.key->text, STR("<<")))
			read_merged(octodns, entry.value);
		else
			read_entry(octodns, entry.key, entry.value, false);
	yaml_entries_close(entries);
}

static void origin_unknown(struct octodns *octodns)
{
	struct span start = { octodns->input->file, 0, 0 };
	struct finding *finding = diag_add_level(octodns->diag, RULE_ZONE_ORIGIN_UNKNOWN,
		octodns->input->found ? LEVEL_INFO : LEVEL_UNSET, start,
		"nothing says which zone this is");

	diag_help(octodns->diag, finding,
		"call the file 'example.com.yaml', as octoDNS does, or name the zone with --zone");
	zone_incomplete(octodns->zone, start, "its name is not known");
}

static void read_text(struct octodns *octodns, struct str text)
{
	struct zone_file *zone = octodns->zone;
	const struct zone_input *input = octodns->input;

	zone->octodns = true;
	zone->part_of = input->part_of;
	zone->apex = name_copy(
		&zone->arena, name_is_none(input->apex) ? input->origin : input->apex);
	if (name_is_none(zone->apex)) {
		origin_unknown(octodns);
		return;
	}
	octodns->apex = zone->apex;
	read_entries(octodns, text);
	if (input->octodns.whole)
		zone->whole = true;
	if (input->octodns.open)
		zone_incomplete(zone, (struct span){ input->file, 0, 0 },
			"octoDNS adds to the zone from elsewhere");
}

bool octodns_read(struct zone_file *zone, const struct zone_input *input, struct sources *sources,
	struct diag *diag, enum source_status *status)
{
	struct octodns octodns = { .zone = zone, .input = input, .sources = sources, .diag = diag };
	struct buf text = { 0 };

	*zone = (struct zone_file){ .file = input->file,
		.keep_all = input->keep_all,
		.input = *input,
		.apex_given = !name_is_none(input->apex),
		.sources = sources->whole != NULL ? sources->whole : sources };
	zone->given = name_copy(&zone->arena, input->apex);
	*status = source_read(sources, input->file, (size_t)YAML_MAX_BYTES + 1, &text);
	if (*status == SOURCE_OK)
		read_text(&octodns, buf_str(&text));
	zone_add_done(zone);
	buf_finish(&text);
	buf_finish(&octodns.scratch);
	arena_finish(&octodns.arena);
	free(octodns.seen);
	return *status == SOURCE_OK;
}
