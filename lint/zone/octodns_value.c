/* The data of octoDNS's record types, to wire form. */
#include "lint/zone/octodns_reader.h"

#include <limits.h>

/* The value of KEY, or of its older name OTHER, in MAP. */
static const struct yaml_node *field(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *map, const char *key, const char *other)
{
	const struct yaml_node *node = octodns_find(octodns, map, str_c(key));
	struct finding *finding;

	if (node == NULL && other != NULL)
		node = octodns_find(octodns, map, str_c(other));
	if (node != NULL && node->kind == YAML_SCALAR && !yaml_is_null(node))
		return node;
	finding = OCTODNS_FAULT(
		octodns, node == NULL ? map : node, "%s data have no '%s'", set->row->name, key);
	diag_help(octodns->diag, finding, "write '%s:' and what it says", key);
	return NULL;
}

/* NODE is a mapping, as the data of the type are. */
static bool is_map(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, const char *form)
{
	struct finding *finding;

	if (node->kind == YAML_MAP)
		return true;
	finding = OCTODNS_FAULT(octodns, node, "%s data are a mapping", set->row->name);
	diag_help(octodns->diag, finding, "write it like '%s'", form);
	return false;
}

/* A value that is one scalar. */
static bool is_scalar(
	struct octodns *octodns, const struct octodns_set *set, const struct yaml_node *node)
{
	if (node->kind == YAML_SCALAR && !yaml_is_null(node))
		return true;
	OCTODNS_FAULT(octodns, node, "%s data are one value", set->row->name);
	return false;
}

static bool refuse(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, const char *what)
{
	OCTODNS_FAULT(octodns, node, "'%s' in %s data: expected %s",
		diag_quote(octodns->diag, node->text), set->row->name, what);
	return false;
}

static bool address(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, size_t octets, const char *what)
{
	unsigned char bytes[16];

	if (!is_scalar(octodns, set, node))
		return false;
	if (address_parse(node->text, bytes) != octets)
		return refuse(octodns, set, node, what);
	buf_add(&octodns->scratch, str_of((const char *)bytes, octets));
	return true;
}

static bool read_a(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct span *at)
{
	(void)at;
	return address(octodns, set, node, 4, "an IPv4 address");
}

static bool read_aaaa(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct span *at)
{
	(void)at;
	return address(octodns, set, node, 16, "an IPv6 address");
}

/* octoDNS's own templates, which one of its processors fills in. */
static bool is_filled_in(struct str text)
{
	return str_find_char(text, '{') < text.len && str_find_char(text, '}') < text.len;
}

/* octoDNS appends no zone to a name in a value: without the final dot it refuses the name. */
static void dot_missing(
	struct octodns *octodns, const struct octodns_set *set, const struct yaml_node *node)
{
	struct finding *finding;

	if (set->lenient)
		return;
	finding = OCTODNS_FAULT(octodns, node,
		"'%s' has no final dot: octoDNS refuses the %s record",
		diag_quote(octodns->diag, node->text), set->row->name);
	diag_help(octodns->diag, finding, "write '%s.'; names in values are whole",
		diag_quote(octodns->diag, node->text));
}

static bool target(
	struct octodns *octodns, const struct octodns_set *set, const struct yaml_node *node)
{
	struct name_buf name;

	if (is_filled_in(node->text))
		return false;
	if (str_eq(node->text, STR("."))) {
		buf_add_char(&octodns->scratch, '\0');
		return true;
	}
	if (node->text.len == 0 || !octodns_name(node->text, &name))
		return refuse(octodns, set, node, "a name");
	if (node->text.ptr[node->text.len - 1] != '.')
		dot_missing(octodns, set, node);
	buf_add(&octodns->scratch, str_of((const char *)name.wire, name.len));
	return true;
}

static bool read_target(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct span *at)
{
	(void)at;
	return is_scalar(octodns, set, node) && target(octodns, set, node);
}

static bool number(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, unsigned octets)
{
	uint64_t value;

	if (node == NULL)
		return false;
	if (!str_number(node->text, (UINT64_C(1) << (8 * octets)) - 1, &value))
		return refuse(octodns, set, node,
			octets == 1 ? "a number from 0 to 255" : "a number from 0 to 65535");
	while (octets-- > 0)
		buf_add_char(&octodns->scratch, (char)(unsigned char)(value >> (8 * octets)));
	return true;
}

static bool read_mx(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct span *at)
{
	const struct yaml_node *exchange;

	if (!is_map(octodns, set, node, "{ preference: 10, exchange: mail.example.com. }") ||
		!number(octodns, set, field(octodns, set, node, "preference", "priority"), 2))
		return false;
	exchange = field(octodns, set, node, "exchange", "value");
	if (exchange == NULL)
		return false;
	*at = exchange->at;
	return target(octodns, set, exchange);
}

/* FIELD of data, 0 where it is not there. */
static bool number_or_zero(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *map, struct str key)
{
	const struct yaml_node *node = octodns_find(octodns, map, key);

	if (node != NULL)
		return number(octodns, set, node, 1);
	buf_add_char(&octodns->scratch, '\0');
	return true;
}

static bool read_caa(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct span *at)
{
	const struct yaml_node *tag, *value;

	(void)at;
	if (!is_map(octodns, set, node, "{ flags: 0, tag: issue, value: ca.example.net }") ||
		!number_or_zero(octodns, set, node, STR("flags")))
		return false;
	tag = field(octodns, set, node, "tag", NULL);
	value = field(octodns, set, node, "value", NULL);
	if (tag == NULL || value == NULL)
		return false;
	if (tag->text.len == 0 || tag->text.len > UCHAR_MAX)
		return refuse(octodns, set, tag, "a property such as 'issue'");
	buf_add_char(&octodns->scratch, (char)(unsigned char)tag->text.len);
	buf_add(&octodns->scratch, tag->text);
	buf_add(&octodns->scratch, value->text);
	return true;
}

static int hex_value(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool hex(
	struct octodns *octodns, const struct octodns_set *set, const struct yaml_node *node)
{
	int high = -1;

	if (node == NULL)
		return false;
	for (size_t i = 0; i < node->text.len; i++) {
		int digit = hex_value(node->text.ptr[i]);

		if (digit < 0 && !ascii_is_blank(node->text.ptr[i]))
			return refuse(octodns, set, node, "hexadecimal digits");
		if (digit < 0)
			continue;
		if (high >= 0)
			buf_add_char(&octodns->scratch, (char)(high << 4 | digit));
		high = high >= 0 ? -1 : digit;
	}
	return high < 0 || refuse(octodns, set, node, "an even number of hexadecimal digits");
}

static bool read_tlsa(struct octodns *octodns, const struct octodns_set *set,
	const struct yaml_node *node, struct span *at)
{
	static const char *const keys[] = { "certificate_usage", "selector", "matching_type" };

	(void)at;
	if (!is_map(octodns, set, node,
		    "{ certificate_usage: 3, selector: 1, matching_type: 1, "
		    "certificate_association_data: HEX }"))
		return false;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!number(octodns, set, field(octodns, set, node, keys[i], NULL), 1))
			return false;
	return hex(octodns, set, field(octodns, set, node, "certificate_association_data", NULL)) &&
	       octodns->scratch.len > 3;
}

/* Numbers of types that no rule reads are those of IANA. */
static const struct octodns_type types[] = {
	{ "A", TYPE_A, false, read_a },
	{ "AAAA", TYPE_AAAA, false, read_aaaa },
	{ "ALIAS", 0, true, NULL },
	{ "CAA", TYPE_CAA, false, read_caa },
	{ "CNAME", TYPE_CNAME, true, read_target },
	{ "DNAME", TYPE_DNAME, true, read_target },
	{ "DS", 43, false, NULL },
	{ "HTTPS", 65, false, NULL },
	{ "LOC", 29, false, NULL },
	{ "MX", TYPE_MX, false, read_mx },
	{ "NAPTR", 35, false, NULL },
	{ "NS", TYPE_NS, false, read_target },
	{ "OPENPGPKEY", 61, false, NULL },
	{ "PTR", 12, false, NULL },
	{ "SPF", 99, false, octodns_read_text },
	{ "SRV", 33, false, NULL },
	{ "SSHFP", 44, false, NULL },
	{ "SVCB", 64, false, NULL },
	{ "TLSA", TYPE_TLSA, false, read_tlsa },
	{ "TXT", TYPE_TXT, false, octodns_read_text },
	{ "URI", 256, false, NULL },
	{ "URLFWD", 0, false, NULL },
};

enum { TYPE_COUNT = sizeof types / sizeof *types };

const struct octodns_type *octodns_type_find(struct str name)
{
	/* What octoDNS itself does not have, a module of its user may. */
	static const struct octodns_type other = { "other", 0, false, NULL };
	uint16_t number;

	for (size_t i = 0; i < TYPE_COUNT; i++)
		if (str_eq(name, str_c(types[i].name)))
			return &types[i];
	for (size_t i = 0; i < name.len; i++)
		if (ascii_lower(name.ptr[i]) != name.ptr[i])
			return type_find(name, &number) ? &other : NULL;
	return NULL;
}

const char *octodns_type_near(struct str name)
{
	const char *near = NULL;
	unsigned best = name.len < 3 ? 0 : 1;

	for (size_t i = 0; i < TYPE_COUNT; i++) {
		unsigned distance = str_distance(name, str_c(types[i].name), best);

		if (distance <= best) {
			near = types[i].name;
			best = distance;
		}
	}
	return near;
}
