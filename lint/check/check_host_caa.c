/* host-caa-forbids: who may issue the policy host's certificate (RFC 8659). */
#include "lint/check/target.h"

struct property {
	struct str tag, value;
};

/* RDATA of a CAA (RFC 8659 4.1): flags, length of the tag, tag, value. */
static struct property property_of(const struct rr *rr)
{
	struct str rest = str_skip(rr->rdata, 2);
	size_t tag = rr->rdata.len > 1 ? (unsigned char)rr->rdata.ptr[1] : 0;

	return (struct property){ str_take(rest, tag), str_skip(rest, tag) };
}

/* The value names an issuer: something stands before the first ';' (RFC 8659 4.2). */
static bool names_issuer(struct str value)
{
	return str_trim(str_take(value, str_find_char(value, ';'))).len > 0;
}

/* What the properties TAG of a set say: 0 there are none, 1 some name an issuer, -1 none does. */
static int set_permits(const struct lookup *set, struct str tag)
{
	int permits = 0;

	for (size_t i = 0; i < set->count; i++) {
		struct property property = property_of(set->rrs[i]);

		if (!str_ieq(property.tag, tag))
			continue;
		if (names_issuer(property.value))
			return 1;
		permits = -1;
	}
	return permits;
}

/* The set of the closest name, NAME or above, that has one (RFC 8659 3). False when there is none,
 * or it cannot be known. */
static bool closest_set(
	struct check *check, const struct domain *domain, struct name name, struct lookup *set)
{
	for (; !name_is_root(name); name = name_parent(name, 1)) {
		*set = world_lookup(check->world, domain->zone, name, TYPE_CAA, &check->arena);
		if (set->answer != ANSWER_ABSENT)
			return set->answer == ANSWER_FOUND && set->whole && set->count > 0;
	}
	return false;
}

/* A certificate for `*.D` would do as well; the sets of D speak of it (RFC 8659 4.3). */
static bool forbids_wildcard(struct check *check, const struct domain *domain)
{
	struct lookup set;
	int permits;

	if (!closest_set(check, domain, domain->name, &set))
		return false;
	permits = set_permits(&set, STR("issuewild"));
	return permits < 0 || (permits == 0 && set_permits(&set, STR("issue")) < 0);
}

static void host_caa_forbids(
	struct check *check, const struct domain *domain, const struct lookup *set)
{
	const struct rr *rr = set->rrs[0];
	struct finding *finding = diag_add(check->diag, RULE_HOST_CAA_FORBIDS, rr->value_at,
		"the CAA records of '%s' let no authority issue a certificate for 'mta-sts.%s'",
		name_text(&check->arena, rr->owner), domain->text);

	diag_help(check->diag, finding,
		"add 'mta-sts.%s. CAA 0 issue \"AUTHORITY\"' with the domain of the authority that "
		"you use",
		domain->text);
}

void check_host_caa(struct check *check, const struct domain *domain)
{
	struct name_buf host;
	struct lookup set;

	if (domain->zone == NULL || domain->host.answer == ANSWER_ABSENT ||
		!name_prepend(STR("mta-sts"), domain->name, &host) ||
		!closest_set(check, domain, name_view(&host), &set))
		return;
	if (set_permits(&set, STR("issue")) < 0 && forbids_wildcard(check, domain))
		host_caa_forbids(check, domain, &set);
}
