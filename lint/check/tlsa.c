#include "lint/check/tlsa.h"

#include "lint/cert/issuer.h"
#include "lint/digest/digest.h"

struct tlsa tlsa_of(const struct rr *rr)
{
	const unsigned char *octets = (const unsigned char *)rr->rdata.ptr;

	if (rr->rdata.len < 3)
		return (struct tlsa){ 0 };
	return (struct tlsa){ octets[0], octets[1], octets[2], str_skip(rr->rdata, 3) };
}

/* DATA is one whole DER value: a SEQUENCE whose length is that of the rest (X.690 8.1). */
static bool is_sequence(struct str data)
{
	const unsigned char *octets = (const unsigned char *)data.ptr;
	size_t count, length = 0;

	if (data.len < 2 || octets[0] != 0x30)
		return false;
	if (octets[1] < 0x80)
		return data.len == 2u + octets[1];
	count = octets[1] & 0x7f;
	if (count == 0 || count > 4 || data.len < 2 + count)
		return false;
	for (size_t i = 0; i < count; i++)
		length = length << 8 | octets[2 + i];
	return data.len == 2 + count + length;
}

const char *tlsa_data_wrong(struct arena *arena, const struct tlsa *tlsa)
{
	static const struct {
		const char *name;
		size_t octets;
	} digests[] = { [TLSA_SHA256] = { "SHA-256", 32 }, [TLSA_SHA512] = { "SHA-512", 64 } };

	if (tlsa->matching == TLSA_FULL)
		return is_sequence(tlsa->data) ? NULL :
						 "the data is no whole certificate or key, which "
						 "matching type 0 stands for";
	if (tlsa->matching > TLSA_SHA512 || tlsa->data.len == digests[tlsa->matching].octets)
		return NULL;
	return arena_printf(arena, "%s has %zu hexadecimal digits, and here are %zu",
		digests[tlsa->matching].name, digests[tlsa->matching].octets * 2,
		tlsa->data.len * 2);
}

bool tlsa_is_usable(const struct tlsa *tlsa)
{
	struct arena arena = { 0 };
	bool fits = (tlsa->usage == TLSA_USAGE_DANE_TA || tlsa->usage == TLSA_USAGE_DANE_EE) &&
		    tlsa->selector <= TLSA_SELECTOR_SPKI && tlsa->matching <= TLSA_SHA512 &&
		    tlsa_data_wrong(&arena, tlsa) == NULL;

	arena_finish(&arena);
	return fits;
}

bool tlsa_matches(const struct tlsa *tlsa, const struct cert *cert)
{
	struct str selected = tlsa->selector == TLSA_SELECTOR_CERT ? cert->der : cert->key;
	unsigned char octets[DIGEST_MAX_OCTETS];
	size_t len;

	if (tlsa->matching == TLSA_FULL)
		return str_eq(tlsa->data, selected);
	len = digest_octets(
		tlsa->matching == TLSA_SHA256 ? DIGEST_SHA256 : DIGEST_SHA512, selected, octets);
	return str_eq(tlsa->data, str_of((const char *)octets, len));
}

bool tlsa_look_up(const struct world *world, const struct zone *from, struct name host,
	struct arena *arena, struct lookup *set)
{
	struct lookup addresses = world_addresses(world, from, host, arena);
	const struct name hosts[] = { addresses.name, host };
	struct name_buf tcp, owner;

	for (size_t i = addresses.chain_count > 0 ? 0 : 1; i < 2; i++) {
		if (!name_prepend(STR("_tcp"), hosts[i], &tcp) ||
			!name_prepend(STR("_25"), name_view(&tcp), &owner))
			return false;
		*set = world_lookup(world, from, name_view(&owner), TYPE_TLSA, arena);
		if (set->answer != ANSWER_ABSENT)
			return set->answer == ANSWER_FOUND && set->whole;
	}
	return false;
}

/* A certificate of a host, those above it, and what is asked of them. */
struct path {
	const struct bundle *bundle;
	const struct cert *leaf;
	const struct cert *const *above;
	size_t count;
	bool whole;	/* it ends with a certificate that signed itself */
	unsigned tries; /* signatures that may still be looked at */
};

enum { SIGNATURES = 64 };

static struct path path_of(
	const struct bundle *bundle, const struct cert *leaf, struct arena *arena)
{
	struct path path = { bundle, leaf, .whole = leaf->self_signed, .tries = SIGNATURES };

	path.count = bundle_above(bundle, leaf, arena, &path.above);
	for (size_t i = 0; i < path.count; i++)
		path.whole = path.whole || path.above[i]->self_signed;
	return path;
}

/* The authority that TLSA holds in full issued CERT of PATH. */
static bool issued(const struct tlsa *tlsa, const struct cert *cert, struct path *path)
{
	if (path->tries == 0)
		return false;
	path->tries--;
	return tlsa->selector == TLSA_SELECTOR_CERT ? issuer_der_signed(tlsa->data, cert) :
						      issuer_key_signed(tlsa->data, cert);
}

/* An authority above the certificate is what TLSA says, or TLSA is itself the next above (RFC 7671
 * 5.2). */
static bool authority_matches(const struct tlsa *tlsa, struct path *path)
{
	for (size_t i = 0; i < path->count; i++)
		if (tlsa_matches(tlsa, path->above[i]) ||
			(tlsa->matching == TLSA_FULL && issued(tlsa, path->above[i], path)))
			return true;
	return tlsa->matching == TLSA_FULL && !path->leaf->self_signed &&
	       issued(tlsa, path->leaf, path);
}

/* TLSA, which does not match, may be of an authority that is not in the bundle. */
static bool may_be_unseen(const struct tlsa *tlsa, const struct path *path)
{
	if (path->whole || tlsa->matching == TLSA_FULL)
		return false;
	for (size_t i = 0; i < path->bundle->count; i++)
		if (tlsa_matches(tlsa, path->bundle->certs[i]))
			return false;
	return true;
}

static void judge_one(struct tlsa_verdict *verdict, const struct rr *rr, struct path *path)
{
	struct tlsa tlsa = tlsa_of(rr);

	if (!tlsa_is_usable(&tlsa))
		return;
	if (verdict->usable == NULL)
		verdict->usable = rr;
	if (tlsa.usage == TLSA_USAGE_DANE_EE) {
		verdict->matches = verdict->matches || tlsa_matches(&tlsa, path->leaf);
		return;
	}
	verdict->matches = verdict->matches || authority_matches(&tlsa, path);
	verdict->unseen = verdict->unseen || may_be_unseen(&tlsa, path);
	if (verdict->own == NULL && tlsa_matches(&tlsa, path->leaf))
		verdict->own = rr;
}

struct tlsa_verdict tlsa_judge(
	const struct lookup *set, const struct bundle *bundle, const struct cert *leaf)
{
	struct tlsa_verdict verdict = { 0 };
	struct arena arena = { 0 };
	struct path path = path_of(bundle, leaf, &arena);

	for (size_t i = 0; i < set->count; i++)
		judge_one(&verdict, set->rrs[i], &path);
	arena_finish(&arena);
	return verdict;
}
