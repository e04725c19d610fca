/* Records that stand where no sender looks. */
#include "lint/check/text.h"
#include "lint/zone/octodns.h"

#include "lint/zone/mend.h"

static void copy_name(struct name name, struct name_buf *out)
{
	memcpy(out->wire, name.wire, name.len);
	out->len = (unsigned char)name.len;
}

/* Whose record stands at OWNER, where no sender looks for it; false when they do, or when OWNER is
 * nothing of the kind. */
static bool find_domain(const struct text_kind *kind, const struct zone *zone, struct name owner,
	struct name_buf *domain)
{
	for (size_t i = 0; i < kind->wrong_count; i++)
		if (text_owner_is(&kind->wrong[i], owner)) {
			copy_name(name_parent(owner, kind->wrong[i].count), domain);
			return true;
		}
	if (text_owner_is(&kind->owner, owner))
		return zone_doubles(zone, name_parent(owner, kind->owner.count), domain);
	copy_name(owner, domain);
	return !name_is_none(zone->apex) && name_equal(owner, zone->apex);
}

static bool has_record(
	struct check *check, const struct text_kind *kind, const struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->count; i++)
		if (kind->kind(rr_txt(&check->arena, lookup->rrs[i])) != TXT_UNRELATED)
			return true;
	return false;
}

/* Where LOOKUP was asked for, the zone leaves it to an alias or to other servers what is there. */
static bool is_given_away(const struct lookup *lookup, struct name right)
{
	return lookup->reason == REASON_DELEGATED ||
	       (lookup->chain_count > 0 && name_equal(lookup->chain[0]->owner, right));
}

static void fix_owner(
	struct check *check, struct finding *finding, const struct rr *rr, struct name right)
{
	struct mend mend = { &check->diag->arena, check->sources, rr };

	if (finding == NULL)
		return;
	diag_fix(check->diag, finding, false);
	diag_fix_add(check->diag, finding, mend_owner(&mend, right));
	diag_fix_askers(finding, sources_at(check->sources, rr->span.file)->included);
}

void text_owner_judge(struct text_walk *walk, struct check *check, const struct zone *zone,
	const struct rr *rr, struct str value)
{
	const struct text_kind *kind = walk->kind;
	struct name_buf domain, right;
	const char *owner, *right_text;
	struct finding *finding;
	struct lookup lookup;

	if (!str_istarts(value, kind->version) || !find_domain(kind, zone, rr->owner, &domain) ||
		!text_owner_at(&kind->owner, name_view(&domain), &right))
		return;
	name_set_add(&check->found, name_view(&domain));
	owner = diag_quote(check->diag, str_c(name_text(&check->arena, rr->owner)));
	right_text = diag_quote(check->diag, str_c(name_text(&check->arena, name_view(&right))));
	diag_context(check->diag, name_text(&check->arena, name_view(&domain)), MODE_UNKNOWN);
	finding = diag_add(check->diag, kind->owner_wrong, rr_owner_span(rr),
		"%s at '%s', where no sender looks", kind->what, owner);
	lookup = world_lookup(check->world, zone, name_view(&right), TYPE_TXT, &check->arena);
	if (has_record(check, kind, &lookup) || is_given_away(&lookup, name_view(&right))) {
		diag_help(check->diag, finding, "remove it: senders look at '%s.' only, and %s",
			right_text,
			is_given_away(&lookup, name_view(&right)) ? "that leads elsewhere" :
								    "a record is there");
		return;
	}
	if (rr->dialect == RR_MASTER)
		diag_help(check->diag, finding, "write its owner as '%s.', with the final dot",
			right_text);
	else
		diag_help(check->diag, finding, "call it %s, which is relative to the zone",
			octodns_key(&check->arena, name_view(&right), zone->apex));
	fix_owner(check, finding, rr, name_view(&right));
}
