/* host-address-private: addresses that no sender reaches. */
#include "lint/check/target.h"

struct prefix {
	unsigned char bytes[16];
	unsigned bits;
};

/* Not globally reachable (IANA special-purpose registries), multicast included. */
static const struct prefix private4[] = {
	{ { 0 }, 8 },		  /* RFC 791 3.2 */
	{ { 10 }, 8 },		  /* RFC 1918 */
	{ { 100, 64 }, 10 },	  /* RFC 6598 */
	{ { 127 }, 8 },		  /* RFC 1122 3.2.1.3 */
	{ { 169, 254 }, 16 },	  /* RFC 3927 */
	{ { 172, 16 }, 12 },	  /* RFC 1918 */
	{ { 192, 0, 2 }, 24 },	  /* RFC 5737 */
	{ { 192, 168 }, 16 },	  /* RFC 1918 */
	{ { 198, 18 }, 15 },	  /* RFC 2544 */
	{ { 198, 51, 100 }, 24 }, /* RFC 5737 */
	{ { 203, 0, 113 }, 24 },  /* RFC 5737 */
	{ { 224 }, 3 },		  /* RFC 5771, RFC 1112 4 */
};

static const struct prefix private6[] = {
	{ { 0 }, 127 },			    /* RFC 4291: unspecified and loopback */
	{ { 0x01, 0x00 }, 64 },		    /* RFC 6666 */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* RFC 3849 */
	{ { 0x3f, 0xff }, 20 },		    /* RFC 9637 */
	{ { 0xfc }, 7 },		    /* RFC 4193 */
	{ { 0xfe, 0x80 }, 10 },		    /* RFC 4291 2.5.6 */
	{ { 0xfe, 0xc0 }, 10 },		    /* RFC 3879 */
	{ { 0xff }, 8 },		    /* RFC 4291 2.7 */
};

/* An IPv4 address in an IPv6 one (RFC 4291 2.5.5.2). */
static const struct prefix mapped = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 };

static bool prefix_holds(const struct prefix *prefix, const unsigned char *address)
{
	unsigned bytes = prefix->bits / 8, rest = prefix->bits % 8;

	return memcmp(prefix->bytes, address, bytes) == 0 &&
	       (rest == 0 || (prefix->bytes[bytes] ^ address[bytes]) >> (8 - rest) == 0);
}

static bool any_holds(const struct prefix *list, size_t count, const unsigned char *address)
{
	for (size_t i = 0; i < count; i++)
		if (prefix_holds(&list[i], address))
			return true;
	return false;
}

static bool is_private(const struct rr *rr)
{
	const unsigned char *address = (const unsigned char *)rr->rdata.ptr;

	if (rr->type == TYPE_AAAA && prefix_holds(&mapped, address))
		address += 12;
	else if (rr->type == TYPE_AAAA)
		return any_holds(private6, sizeof private6 / sizeof *private6, address);
	return any_holds(private4, sizeof private4 / sizeof *private4, address);
}

static bool all_private(const struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->count; i++)
		if (!is_private(lookup->rrs[i]))
			return false;
	return lookup->answer == ANSWER_FOUND && lookup->count > 0;
}

/* Names for examples and tests (RFC 2606, RFC 6761), where such addresses are meant. */
static bool is_example(struct name name)
{
	static const struct str names[] = { STR_INIT("example"), STR_INIT("test"),
		STR_INIT("localhost"), STR_INIT("example.com"), STR_INIT("example.net"),
		STR_INIT("example.org") };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct name_buf suffix;

		if (name_from_host(names[i], &suffix) && name_within(name, name_view(&suffix)))
			return true;
	}
	return false;
}

/* Another edition of the zone may send the public elsewhere. */
static bool public_elsewhere(struct check *check, const struct domain *domain)
{
	struct name_buf host;
	size_t count;
	const struct zone *zones = world_editions(check->world, domain->name, &count);

	if (!name_prepend(STR("mta-sts"), domain->name, &host))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct lookup lookup = world_addresses(
			check->world, &zones[i], name_view(&host), &check->arena);

		if (lookup.answer == ANSWER_UNKNOWN ||
			(lookup.answer == ANSWER_FOUND && !all_private(&lookup)))
			return true;
	}
	return false;
}

static void host_address_private(struct check *check, const struct domain *domain)
{
	const struct lookup *host = &domain->host;
	struct finding *finding;

	finding = diag_add(check->diag, RULE_HOST_ADDRESS_PRIVATE, host->rrs[0]->value_at,
		"the policy host 'mta-sts.%s' has only the address '%s'%s, which no sender reaches",
		domain->text, rr_address_text(&check->arena, host->rrs[0]),
		host->count > 1 ? " and others like it" : "");
	diag_help(check->diag, finding,
		"write the public address of the web server that serves the policy");
}

void check_host_address(struct check *check, const struct domain *domain)
{
	if (all_private(&domain->host) && domain->host.whole && !is_example(domain->name) &&
		!public_elsewhere(check, domain))
		host_address_private(check, domain);
}
