/* mx-subdomain-uncovered and mx-unprotected: names that take mail and are no domains. Where the
 * second is switched on it speaks of them all. */
#include "lint/check/target.h"

/* `_mta-sts.NAME` surely has no TXT record. */
static bool lacks_record(struct check *check, const struct zone *zone, struct name name)
{
	struct name_buf record;
	struct lookup lookup;

	if (!name_prepend(STR("_mta-sts"), name, &record))
		return true;
	lookup = world_lookup(check->world, zone, name_view(&record), TYPE_TXT, &check->arena);
	return lookup.answer == ANSWER_ABSENT;
}

/* The apex is a domain with a record, here or where a CNAME leads, and not switched off. */
static bool is_protected(const struct domain *apex)
{
	bool elsewhere;

	if (apex == NULL || apex->mode == MODE_NONE)
		return false;
	elsewhere = apex->record.answer == ANSWER_UNKNOWN && apex->record.chain_count > 0;
	return apex->sts != NULL || elsewhere;
}

static void mx_subdomain_uncovered(
	struct check *check, const struct domain *apex, const struct rr *mx)
{
	const char *name = name_text(&check->arena, mx->owner);
	struct finding *finding;

	diag_context(check->diag, apex->text, apex->mode);
	finding = diag_add(check->diag, RULE_MX_SUBDOMAIN_UNCOVERED, rr_owner_span(mx),
		"'%s' takes mail, and the policy of '%s' does not speak of it", name, apex->text);
	diag_help(check->diag, finding,
		"subdomains inherit nothing: give it '_mta-sts.%s.', 'mta-sts.%s.' and a policy of "
		"its own",
		name, name);
}

static void mx_unprotected(struct check *check, const struct rr *mx)
{
	const char *name = name_text(&check->arena, mx->owner);
	struct finding *finding;

	diag_context(check->diag, name, MODE_UNKNOWN);
	finding = diag_add(check->diag, RULE_MX_UNPROTECTED, rr_owner_span(mx),
		"'%s' takes mail and has no MTA-STS", name);
	diag_help(check->diag, finding, "mtasts gen %s writes the records and the policy", name);
}

const struct rr *group_mx(const struct rr *const *records, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (records[i]->type == TYPE_MX && !name_is_root(rr_mx_exchange(records[i])))
			return records[i];
	return NULL;
}

/* MX belongs to no domain and to no wildcard, and the zone answers for it. */
static bool is_plain(struct check *check, const struct zone *zone, const struct rr *mx)
{
	const struct rr *by;

	return !name_is_wildcard(mx->owner) && name_within(mx->owner, zone->apex) &&
	       world_zone_of(check->world, zone, mx->owner) == zone &&
	       !zone_occluded(zone, mx->owner, &check->arena, &by) &&
	       model_find(check->model, zone, mx->owner) == NULL &&
	       lacks_record(check, zone, mx->owner);
}

static void judge_zone(struct check *check, void *context, size_t index)
{
	const struct zone *zone = &check->world->zones[index];
	const struct domain *apex = name_is_none(zone->apex) ?
					    NULL :
					    model_find(check->model, zone, zone->apex);
	bool all = diag_level(check->diag, RULE_MX_UNPROTECTED, LEVEL_UNSET) != LEVEL_OFF;
	const struct rr *const *records;
	size_t group = 0, count;

	(void)context;
	if (name_is_none(zone->apex) || (!all && !is_protected(apex)))
		return;
	while ((count = zone_group(zone, &group, &records)) > 0) {
		const struct rr *mx = group_mx(records, count);

		if (mx == NULL || !is_plain(check, zone, mx))
			continue;
		if (all)
			mx_unprotected(check, mx);
		else
			mx_subdomain_uncovered(check, apex, mx);
	}
}

void check_mx_names(struct check *check)
{
	check_jobs(check, check->world->zone_count, judge_zone, NULL);
}
