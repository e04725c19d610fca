/* Wire form of the types that rules read: is it well-formed? */
#include "lint/zone/rdata.h"

/* The octets of the name S begins with; 0 when it begins with none. */
static size_t name_octets(struct str s)
{
	struct name_buf name;
	size_t used;

	return name_from_wire(s, &name, &used) ? used : 0;
}

static bool is_name(struct str wire)
{
	return wire.len > 0 && name_octets(wire) == wire.len;
}

static bool is_soa(struct str wire)
{
	size_t primary = name_octets(wire), mailbox = name_octets(str_skip(wire, primary));

	return primary > 0 && mailbox > 0 && wire.len == primary + mailbox + 20;
}

static bool is_mx(struct str wire)
{
	return wire.len > 2 && is_name(str_skip(wire, 2));
}

static bool is_txt(struct str wire)
{
	size_t at = 0;

	while (at < wire.len)
		at += 1u + (unsigned char)wire.ptr[at];
	return wire.len > 0 && at == wire.len;
}

static bool is_a(struct str wire)
{
	return wire.len == 4;
}

static bool is_aaaa(struct str wire)
{
	return wire.len == 16;
}

static bool is_tlsa(struct str wire)
{
	return wire.len > 3;
}

static bool is_caa(struct str wire)
{
	return wire.len > 2 && wire.ptr[1] != 0 && wire.len >= 2u + (unsigned char)wire.ptr[1];
}

static const struct {
	uint16_t type;
	bool (*is_valid)(struct str);
} checks[] = {
	{ TYPE_A, is_a },
	{ TYPE_NS, is_name },
	{ TYPE_CNAME, is_name },
	{ TYPE_SOA, is_soa },
	{ TYPE_MX, is_mx },
	{ TYPE_TXT, is_txt },
	{ TYPE_AAAA, is_aaaa },
	{ TYPE_DNAME, is_name },
	{ TYPE_TLSA, is_tlsa },
	{ TYPE_CAA, is_caa },
};

bool rdata_is_valid(uint16_t type, struct str wire)
{
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		if (checks[i].type == type)
			return checks[i].is_valid(wire);
	return true;
}
