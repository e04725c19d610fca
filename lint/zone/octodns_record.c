/* A record set of octoDNS: type, ttl, and its values. */
#include "lint/zone/octodns_reader.h"

#include "lint/zone/template.h"
#include "lint/zone/ttl.h"

/* Part of NODE is template text: what the record says is not known, and that is no fault. */
static bool is_template(struct octodns *octodns, const struct yaml_node *node)
{
	size_t at, length;
	struct finding *finding;

	if (node->kind != YAML_SCALAR || !template_find(node->text, &at, &length))
		return false;
	finding = diag_add(octodns->diag, RULE_ZONE_TEMPLATE, node->at,
		"template text '%s': the record is skipped",
		diag_quote(octodns->diag, str_take(str_skip(node->text, at), length)));
	diag_help(octodns->diag, finding,
		"lint the zone that the template makes; nothing that this record may say is "
		"reported as missing");
	return true;
}

/* A key of the record that stands in it twice. */
static void judge_keys(struct octodns *octodns, const struct yaml_node *map)
{
	static const struct str keys[] = { STR_INIT("type"), STR_INIT("ttl"), STR_INIT("value"),
		STR_INIT("values") };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct yaml_node *last = yaml_find(map, keys[i]);
		const struct yaml_node *at = map->first;
		struct finding *finding;

		while (at != NULL && !(at->kind == YAML_SCALAR && str_eq(at->text, keys[i])))
			at = yaml_next_key(at);
		if (at == NULL || at->next == last)
			continue;
		finding = OCTODNS_FAULT(octodns, at,
			"'%.*s' stands in this record twice: what reads YAML keeps one of the two",
			(int)keys[i].len, keys[i].ptr);
		diag_help(octodns->diag, finding, "write several values as a list, 'values:'");
	}
}

static bool is_true(const struct yaml_node *node)
{
	return node != NULL && node->kind == YAML_SCALAR && node->plain &&
	       (str_ieq(node->text, STR("true")) || str_ieq(node->text, STR("yes")) ||
		       str_ieq(node->text, STR("on")));
}

/* FLAG of the mapping `octodns` in MAP. */
static bool has_flag(struct octodns *octodns, const struct yaml_node *map, struct str flag)
{
	const struct yaml_node *own = octodns_find(octodns, map, STR("octodns"));

	return own != NULL && own->kind == YAML_MAP && is_true(octodns_find(octodns, own, flag));
}

/* Different answers are given to different askers, or the record is not octoDNS's to set. */
static bool is_partly_known(struct octodns *octodns, const struct yaml_node *map)
{
	return octodns_find(octodns, map, STR("dynamic")) != NULL ||
	       octodns_find(octodns, map, STR("geo")) != NULL ||
	       has_flag(octodns, map, STR("ignored"));
}

static void type_fault(struct octodns *octodns, const struct yaml_node *node)
{
	const char *near = octodns_type_near(node->text);
	struct finding *finding = OCTODNS_FAULT(octodns, node, "octoDNS has no record type '%s'",
		diag_quote(octodns->diag, node->text));

	if (near != NULL)
		diag_help(octodns->diag, finding, "write 'type: %s'", near);
	else
		diag_help(octodns->diag, finding,
			"the record is skipped, and nothing that its owner lacks is reported");
}

/* The type of SET; false when nothing can be read of it. */
static bool read_type(struct octodns *octodns, struct octodns_set *set)
{
	const struct yaml_node *node = octodns_find(octodns, set->map, STR("type"));
	struct finding *finding;

	if (node == NULL || node->kind != YAML_SCALAR) {
		finding = OCTODNS_FAULT(
			octodns, node == NULL ? set->map : node, "the record has no type");
		diag_help(octodns->diag, finding,
			"a record is a mapping with 'type', such as "
			"'type: TXT', and 'value' or 'values'");
		return false;
	}
	if (is_template(octodns, node) || str_find_char(node->text, '/') < node->text.len)
		return false; /* PROVIDER/TYPE is one of a provider's own */
	set->row = octodns_type_find(node->text);
	if (set->row == NULL)
		type_fault(octodns, node);
	return set->row != NULL;
}

static void read_ttl(struct octodns *octodns, struct octodns_set *set)
{
	const struct yaml_node *node = octodns_find(octodns, set->map, STR("ttl"));
	uint64_t ttl;
	struct finding *finding;

	set->ttl = octodns->input->octodns.default_ttl;
	if (set->ttl == 0)
		set->ttl = OCTODNS_TTL;
	if (node == NULL || is_template(octodns, node))
		return;
	if (node->kind == YAML_SCALAR && str_number(node->text, TTL_MAX, &ttl)) {
		set->ttl = (uint32_t)ttl;
		return;
	}
	finding = OCTODNS_FAULT(octodns, node, "'%s' is not a TTL",
		node->kind == YAML_SCALAR ? diag_quote(octodns->diag, node->text) : "this");
	diag_help(octodns->diag, finding, "write a number of seconds, 'ttl: 3600'");
}

/* octoDNS refuses a second set of one type at a name. */
static bool is_second(struct octodns *octodns, const struct octodns_set *set)
{
	struct octodns_owner *owner = set->owner;
	uint32_t type = set->row->type;
	struct finding *finding;
	size_t i = 0;

	while (i < owner->type_count && owner->types[i] != type)
		i++;
	if (type == 0 || i == sizeof owner->types / sizeof *owner->types)
		return false;
	if (i == owner->type_count) {
		owner->types[owner->type_count++] = type;
		return false;
	}
	finding = OCTODNS_FAULT(octodns, set->map,
		"a second %s record of this name: octoDNS refuses it", set->row->name);
	diag_help(octodns->diag, finding, "put its values into the first, as a list: 'values:'");
	return true;
}

static void add_record(struct octodns *octodns, const struct octodns_set *set, struct span at)
{
	struct rr rr = {
		.owner = name_view(&set->owner->name),
		.rdata = buf_str(&octodns->scratch),
		.span = set->map->at,
		.owner_at = set->owner->key->at,
		.value_at = at,
		.ttl = set->ttl,
		.type = set->row->type,
		.dialect = octodns->input->octodns.plain_semicolons ? RR_OCTODNS_PLAIN : RR_OCTODNS,
	};

	zone_add(octodns->zone, &rr, type_bit(rr.type));
}

/* So many records come of so little text that it is meant to harm. */
static bool is_flood(struct octodns *octodns, const struct octodns_set *set)
{
	if (++octodns->aliased < OCTODNS_MAX_ALIASED)
		return false;
	if (octodns->aliased == OCTODNS_MAX_ALIASED) {
		OCTODNS_FAULT(octodns, set->owner->key,
			"aliases and includes make too many records from here on");
		zone_incomplete(
			octodns->zone, set->owner->key->at, "aliases make too many records");
	}
	return true;
}

static void read_value(
	struct octodns *octodns, const struct octodns_set *set, const struct yaml_node *node)
{
	struct span at;
	bool good;

	node = octodns_resolve(octodns, node);
	if (node == NULL || is_template(octodns, node)) {
		set->owner->opaque = true;
		return;
	}
	at = node->at;
	octodns->scratch.len = 0;
	good = set->row->read(octodns, set, node, &at);
	if (good && octodns->scratch.len <= UINT16_MAX)
		add_record(octodns, set, at);
	else
		set->owner->opaque = true;
}

static void value_missing(struct octodns *octodns, const struct octodns_set *set)
{
	struct finding *finding = OCTODNS_FAULT(
		octodns, set->map, "the %s record has no value", set->row->name);

	diag_help(octodns->diag, finding,
		set->row->single ? "write 'value:' and what it says; it has one" :
				   "write 'value:' and what it says, or 'values:' and a list");
	set->owner->opaque = true;
}

/* An own copy of the text for each of many owners, or each of many uses, is what bounds are for. */
static bool is_shared(const struct octodns_set *set, const struct yaml_node *values)
{
	return set->owner->shared || set->map->alias || values->alias ||
	       set->map->at.file != values->at.file ||
	       set->map->at.file != set->owner->key->at.file;
}

static void read_values(struct octodns *octodns, const struct octodns_set *set)
{
	const struct yaml_node *values = NULL;

	if (!set->row->single)
		values = octodns_find(octodns, set->map, STR("values"));
	if (values == NULL)
		values = octodns_find(octodns, set->map, STR("value"));
	if (values == NULL || yaml_is_null(values) ||
		(values->kind == YAML_LIST && (values->count == 0 || set->row->single))) {
		value_missing(octodns, set);
		return;
	}
	if (values->kind != YAML_LIST) {
		if (!is_shared(set, values) || !is_flood(octodns, set))
			read_value(octodns, set, values);
		return;
	}
	for (const struct yaml_node *item = values->first; item != NULL; item = item->next)
		if (!is_shared(set, values) || !is_flood(octodns, set))
			read_value(octodns, set, item);
}

static void read_set(
	struct octodns *octodns, struct octodns_owner *owner, const struct yaml_node *map)
{
	struct octodns_set set = { .owner = owner, .map = map };
	struct finding *finding;

	if (map == NULL || is_template(octodns, map)) {
		owner->opaque = true;
		return;
	}
	if (map->kind != YAML_MAP) {
		finding = OCTODNS_FAULT(octodns, map, "this is no record");
		diag_help(octodns->diag, finding,
			"a record is a mapping with 'type', such as 'type: TXT', and 'value' or "
			"'values'; several go into a list");
		owner->opaque = true;
		return;
	}
	judge_keys(octodns, map);
	if (!read_type(octodns, &set) || is_second(octodns, &set)) {
		owner->opaque = true;
		return;
	}
	set.lenient = octodns->input->octodns.lenient || has_flag(octodns, map, STR("lenient"));
	read_ttl(octodns, &set);
	owner->opaque |= set.row->type == 0 || is_partly_known(octodns, map);
	if (set.row->read != NULL) {
		read_values(octodns, &set);
	} else if (set.row->type != 0) {
		struct rr rr = { .owner = name_view(&owner->name), .type = set.row->type };

		zone_add(octodns->zone, &rr, type_bit(rr.type));
	}
}

void octodns_read_sets(
	struct octodns *octodns, struct octodns_owner *owner, const struct yaml_node *value)
{
	value = octodns_resolve(octodns, value);
	if (value == NULL || value->kind != YAML_LIST) {
		read_set(octodns, owner, value);
		return;
	}
	for (const struct yaml_node *item = value->first; item != NULL; item = item->next)
		read_set(octodns, owner, octodns_resolve(octodns, item));
}
