#include "lint/dns/rr.h"

#include <arpa/inet.h>

struct type_row {
	struct str mnemonic;
	uint16_t type;
};

/* The IANA registry of RR types, pseudo-types left out (they never stand in a zone). */
static const struct type_row types[] = {
#define TYPE(mnemonic, number) { STR_INIT(mnemonic), number },
#include "lint/dns/types.def"
#undef TYPE
};

enum { TYPES = sizeof types / sizeof *types };

bool type_find(struct str mnemonic, uint16_t *type)
{
	uint64_t number;

	for (size_t i = 0; i < TYPES; i++)
		if (str_ieq(types[i].mnemonic, mnemonic)) {
			*type = types[i].type;
			return true;
		}
	if (!str_istarts(mnemonic, STR("TYPE")) ||
		!str_number(str_skip(mnemonic, 4), UINT16_MAX, &number))
		return false;
	*type = (uint16_t)number;
	return true;
}

bool type_is_known(uint16_t type)
{
	for (size_t i = 0; i < TYPES; i++)
		if (types[i].type == type)
			return true;
	return false;
}

enum type_bit type_bit(uint16_t type)
{
	static const struct {
		uint16_t type;
		enum type_bit bit;
	} bits[] = {
		{ TYPE_A, OWNS_A },
		{ TYPE_AAAA, OWNS_AAAA },
		{ TYPE_NS, OWNS_NS },
		{ TYPE_CNAME, OWNS_CNAME },
		{ TYPE_DNAME, OWNS_DNAME },
		{ TYPE_SOA, OWNS_SOA },
		{ TYPE_MX, OWNS_MX },
		{ TYPE_TXT, OWNS_TXT },
		{ TYPE_TLSA, OWNS_TLSA },
		{ TYPE_CAA, OWNS_CAA },
		{ TYPE_RRSIG, OWNS_SIGNATURE },
		{ TYPE_NSEC, OWNS_SIGNATURE },
		{ TYPE_KEY, OWNS_SIGNATURE },
	};

	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
		if (bits[i].type == type)
			return bits[i].bit;
	return OWNS_OTHER;
}

const char *type_text(struct arena *arena, uint16_t type)
{
	for (size_t i = 0; i < TYPES; i++)
		if (types[i].type == type)
			return types[i].mnemonic.ptr;
	return arena_printf(arena, "TYPE%u", (unsigned)type);
}

uint16_t rr_mx_preference(const struct rr *rr)
{
	return (uint16_t)((unsigned char)rr->rdata.ptr[0] << 8 | (unsigned char)rr->rdata.ptr[1]);
}

static struct name name_at(struct str rdata)
{
	return (struct name){ (const unsigned char *)rdata.ptr, rdata.len };
}

struct name rr_mx_exchange(const struct rr *rr)
{
	return name_at(str_skip(rr->rdata, 2));
}

/* Octets of an SOA's serial, refresh, retry, expire and minimum. */
enum { SERIAL_FROM_END = 20 };

uint32_t rr_serial(const struct rr *rr)
{
	const unsigned char *wire = (const unsigned char *)rr->rdata.ptr + rr->rdata.len -
				    SERIAL_FROM_END;

	return (uint32_t)wire[0] << 24 | (uint32_t)wire[1] << 16 | (uint32_t)wire[2] << 8 | wire[3];
}

struct name rr_target(const struct rr *rr)
{
	return name_at(rr->rdata);
}

struct str rr_txt(struct arena *arena, const struct rr *rr)
{
	char *bytes = arena_bytes(arena, rr->rdata.len + 1);
	size_t len = 0;

	for (size_t at = 0; at < rr->rdata.len;) {
		size_t string = (unsigned char)rr->rdata.ptr[at];

		memcpy(bytes + len, rr->rdata.ptr + at + 1, string);
		len += string;
		at += string + 1;
	}
	return str_of(bytes, len);
}

const char *rr_address_text(struct arena *arena, const struct rr *rr)
{
	char text[INET6_ADDRSTRLEN];
	int family = rr->type == TYPE_A ? AF_INET : AF_INET6;

	if (inet_ntop(family, rr->rdata.ptr, text, sizeof text) == NULL)
		return "?";
	return arena_printf(arena, "%s", text);
}

size_t address_parse(struct str text, unsigned char out[16])
{
	char copy[INET6_ADDRSTRLEN];

	if (text.len == 0 || text.len >= sizeof copy || memchr(text.ptr, 0, text.len) != NULL)
		return 0;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	return inet_pton(AF_INET, copy, out) == 1  ? 4 :
	       inet_pton(AF_INET6, copy, out) == 1 ? 16 :
						     0;
}
