/* dane-*: TLSA records for the hosts that take mail (RFC 7672). */
#include "lint/check/target.h"
#include "lint/check/tlsa.h"

static const char *const field_names[] = { "usage", "selector", "matching type" };
static const unsigned assigned[] = { TLSA_USAGE_DANE_EE, TLSA_SELECTOR_SPKI, TLSA_SHA512 };
enum { PRIVATE_USE = 255 };

/* The first field of TLSA whose number stands for nothing; NULL when all do. */
static const char *unassigned_field(const struct tlsa *tlsa)
{
	const unsigned values[] = { tlsa->usage, tlsa->selector, tlsa->matching };

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (values[i] > assigned[i] && values[i] != PRIVATE_USE)
			return field_names[i];
	return NULL;
}

/* True when a finding says why senders cannot use RR. */
static bool dane_tlsa_invalid(struct check *check, const struct rr *rr, const struct tlsa *tlsa)
{
	const char *field = unassigned_field(tlsa), *wrong = tlsa_data_wrong(&check->arena, tlsa);
	struct finding *finding;

	if (field != NULL) {
		finding = diag_add_level(check->diag, RULE_DANE_TLSA_INVALID, LEVEL_WARNING,
			rr->value_at, "TLSA %u %u %u: no such %s is assigned, so senders skip it",
			tlsa->usage, tlsa->selector, tlsa->matching, field);
		diag_help(check->diag, finding,
			"write 'TLSA 3 1 1' and the SHA-256 of the key: mtasts gen --to tlsa "
			"--cert FILE prints it");
		return true;
	}
	if (wrong == NULL)
		return false;
	finding = diag_add(check->diag, RULE_DANE_TLSA_INVALID, rr->value_at, "TLSA %u %u %u: %s",
		tlsa->usage, tlsa->selector, tlsa->matching, wrong);
	diag_help(check->diag, finding,
		"mtasts gen --to tlsa --cert FILE prints the record for a certificate");
	return true;
}

static void dane_usage_unusable(struct check *check, const struct rr *rr, const struct tlsa *tlsa)
{
	struct finding *finding;

	if (tlsa->usage != TLSA_USAGE_PKIX_TA && tlsa->usage != TLSA_USAGE_PKIX_EE)
		return;
	finding = diag_add(check->diag, RULE_DANE_USAGE_UNUSABLE, rr->value_at,
		"TLSA usage %u cannot be used for mail: senders skip the record", tlsa->usage);
	diag_help(check->diag, finding,
		"write 'TLSA %u %u %u' with the same data: usage 3 for the server's own key, 2 for "
		"the authority's",
		tlsa->usage + 2u, tlsa->selector, tlsa->matching);
}

/* RR says something of a host that takes mail: a TLSA at `_25._tcp.HOST`. */
static bool is_mail_tlsa(const struct rr *rr, struct name *host)
{
	if (rr->type != TYPE_TLSA || !name_starts_with(rr->owner, STR("_25")) ||
		!name_starts_with(name_parent(rr->owner, 1), STR("_tcp")))
		return false;
	*host = name_parent(rr->owner, 2);
	return !name_is_root(*host) && !name_is_wildcard(*host);
}

/* What is wrong with each record by itself; finds out of which hosts they speak. */
static void judge_records(struct check *check, void *context, size_t index)
{
	const struct zone *zone = &check->world->zones[index];
	const struct rr *const *records;
	size_t group = 0, count;
	struct name host;

	(void)context;
	while ((count = zone_group(zone, &group, &records)) > 0)
		for (size_t i = 0; i < count; i++) {
			struct tlsa tlsa;

			if (!is_mail_tlsa(records[i], &host))
				continue;
			name_set_add(&check->found, host);
			tlsa = tlsa_of(records[i]);
			if (!dane_tlsa_invalid(check, records[i], &tlsa))
				dane_usage_unusable(check, records[i], &tlsa);
		}
}

/* Every MX host of the run, and where it leads as an alias (RFC 7672 2.2.2). */
static void collect_exchangers(struct check *check, void *context, size_t index)
{
	const struct zone *zone = &check->world->zones[index];
	const struct rr *const *records;
	size_t group = 0, count;

	(void)context;
	while ((count = zone_group(zone, &group, &records)) > 0)
		for (size_t i = 0; i < count; i++) {
			struct name host;
			struct lookup lookup;

			if (records[i]->type != TYPE_MX)
				continue;
			host = rr_mx_exchange(records[i]);
			name_set_add(&check->found, host);
			lookup = world_addresses(check->world, zone, host, &check->arena);
			if (lookup.chain_count > 0)
				name_set_add(&check->found, lookup.name);
		}
}

/* A domain without MX records takes mail itself. */
static bool is_implicit(struct check *check, const struct zone *zone, struct name host)
{
	const struct domain *domain = model_find(check->model, zone, host);

	if (!name_equal(host, zone->apex) && domain == NULL)
		return false;
	return world_lookup(check->world, zone, host, TYPE_MX, &check->arena).answer !=
	       ANSWER_FOUND;
}

static void dane_owner_orphan(struct check *check, const struct rr *rr, struct name host)
{
	const char *text = name_text(&check->arena, host);
	struct finding *finding = diag_add(check->diag, RULE_DANE_OWNER_ORPHAN, rr_owner_span(rr),
		"'%s' is no MX host of these zones: nobody asks for its TLSA record", text);

	diag_help(check->diag, finding,
		"the record belongs at '_25._tcp.' and the name in the MX record, not at the "
		"domain's; leave it when a zone that is not here has '%s' as MX",
		text);
}

static void judge_owners(struct check *check, void *context, size_t index)
{
	const struct zone *zone = &check->world->zones[index];
	struct name_set *exchangers = context;
	const struct rr *const *records;
	size_t group = 0, count;
	struct name host;

	if (!zone->complete)
		return;
	while ((count = zone_group(zone, &group, &records)) > 0)
		for (size_t i = 0; i < count; i++)
			if (is_mail_tlsa(records[i], &host) && !name_set_has(exchangers, host) &&
				!is_implicit(check, zone, host)) {
				dane_owner_orphan(check, records[i], host);
				break;
			}
}

/* Takes what check_jobs() collected. */
static struct name_set take_found(struct check *check)
{
	struct name_set found = check->found;

	check->found = (struct name_set){ 0 };
	name_set_ready(&found);
	return found;
}

void check_dane(struct check *check)
{
	struct name_set hosts, exchangers;

	check_jobs(check, check->world->zone_count, judge_records, NULL);
	hosts = take_found(check);
	if (hosts.count > 0) {
		for (size_t i = 0; i < check->model->count; i++)
			for (size_t j = 0; j < check->model->list[i].exchanger_count; j++)
				name_set_add(
					&check->found, check->model->list[i].exchangers[j].host);
		check_jobs(check, check->world->zone_count, collect_exchangers, NULL);
		exchangers = take_found(check);
		check_jobs(check, check->world->zone_count, judge_owners, &exchangers);
		name_set_finish(&exchangers);
	}
	name_set_finish(&hosts);
	check_dane_match(check);
}
