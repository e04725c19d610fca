/* What must follow when policies and zones change: ids (RFC 8461 3.1) and serials (RFC 1912 2.2).
 */
#include "cmd/command.h"
#include "cmd/fix.h"
#include "lint/base/memory.h"
#include "lint/digest/digest.h"
#include "lint/dns/serial.h"
#include "lint/txt/id.h"
#include "lint/zone/mend.h"

/* What the record of DOMAIN says now; without an id where it is not valid. */
static struct sts read_record(struct lint *lint, const struct domain *domain)
{
	struct sts sts = { 0 };
	struct txt_input input = { .sources = &lint->sources, .rr = domain->sts };
	struct diag unheard;

	if (domain->sts == NULL || domain->record.answer != ANSWER_FOUND)
		return sts;
	input.value = rr_txt(&lint->arena, domain->sts);
	diag_init(&unheard, lint->diag.levels);
	sts = sts_read(&input, &unheard);
	diag_finish(&unheard);
	if (!sts.valid || !sts.selected)
		sts.id.len = 0;
	return sts;
}

static const char *path_of(struct lint *lint, struct span span)
{
	return lint->sources.list[span.file].path;
}

static void remember_ids(struct fixing *fixing, struct lint *lint)
{
	for (size_t i = 0; i < lint->model.count; i++) {
		const struct domain *domain = &lint->model.list[i];
		struct sts sts = read_record(lint, domain);

		if (domain->policy == NULL || sts.id.len == 0)
			continue;
		MEMORY_GROW(fixing->ids, fixing->id_count, fixing->id_capacity);
		fixing->ids[fixing->id_count++] = (struct fix_before){
			.whose = arena_str(&fixing->arena, str_c(domain->text)).ptr,
			.path = arena_str(
				&fixing->arena, str_c(path_of(lint, domain->sts->value_at)))
					.ptr,
			.id = arena_str(&fixing->arena, sts.id).ptr,
		};
	}
}

/* The SOA of ZONE, or NULL. */
static const struct rr *soa_of(const struct zone_file *zone)
{
	for (size_t i = 0; i < zone->rr_count; i++)
		if (zone->rrs[i].type == TYPE_SOA && !zone->rrs[i].generated &&
			zone->rrs[i].value_at.file != SPAN_NO_FILE)
			return &zone->rrs[i];
	return NULL;
}

static void remember_serials(struct fixing *fixing, struct lint *lint)
{
	for (size_t i = 0; i < lint->zone_count; i++) {
		const struct rr *soa = soa_of(lint->zones[i]);

		if (soa == NULL)
			continue;
		MEMORY_GROW(fixing->serials, fixing->serial_count, fixing->serial_capacity);
		fixing->serials[fixing->serial_count++] = (struct fix_before){
			.whose = name_text(&fixing->arena, soa->owner),
			.path = arena_str(&fixing->arena, str_c(path_of(lint, soa->value_at))).ptr,
			.serial = rr_serial(soa),
		};
	}
}

void fixing_remember(struct fixing *fixing, struct lint *lint)
{
	remember_ids(fixing, lint);
	remember_serials(fixing, lint);
}

static const struct fix_before *find(
	const struct fix_before *list, size_t count, const char *whose, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].whose, whose) == 0 && strcmp(list[i].path, path) == 0)
			return &list[i];
	return NULL;
}

/* Takes EDITS, if they can be made; else says what is left to do by hand for WHOSE. */
static bool take(struct fixing *fixing, struct lint *lint, const struct fix_edit *edits,
	const char *by_hand, const char *whose)
{
	if (edits == NULL || !fixing_fits(fixing, lint, edits)) {
		complain("%s: %s", whose, by_hand);
		fixing->trouble = true;
		return false;
	}
	fixing_take(fixing, lint, edits);
	return true;
}

/* The id of the domain of that name in the earlier version; empty where that is not known. */
static struct str earlier_id(struct lint *lint, const struct domain *domain)
{
	const struct model *was = lint->before == NULL ? NULL : &lint->before->model;

	for (size_t i = 0; was != NULL && i < was->count; i++)
		if (name_equal(was->list[i].name, domain->name))
			return read_record(lint->before, &was->list[i]).id;
	return STR("");
}

/* The id that the record of DOMAIN is to have, whose policy changed. */
static const char *new_id(struct lint *lint, const struct domain *domain, struct str old,
	const struct lint_options *options)
{
	enum config_id kind = options->config == NULL ? CONFIG_ID_UNSET : options->config->id;
	struct arena *arena = &lint->arena;
	char hash[DIGEST_ID_LEN + 1];
	const char *now = id_timestamp(arena, options->now), *next;

	digest_policy_id(domain->policy->served, hash);
	if (kind == CONFIG_ID_SHA256)
		return arena_str(arena, str_c(hash)).ptr;
	if (kind == CONFIG_ID_TIMESTAMP && !str_eq(old, str_c(now)))
		return now;
	next = id_next(arena, old, options->now, str_c(hash));
	if (str_eq(str_c(next), earlier_id(lint, domain)))
		next = id_next(arena, str_c(next), options->now, str_c(hash));
	return next;
}

static void add_step(struct fixing *fixing, struct fix_file *zone, const struct fix_file *policy)
{
	MEMORY_GROW(fixing->steps, fixing->step_count, fixing->step_capacity);
	fixing->steps[fixing->step_count++] = (struct fix_step){ zone, policy };
	zone->records = true;
}

static void refresh_id(struct fixing *fixing, struct lint *lint, const struct domain *domain,
	const struct lint_options *options)
{
	struct mend mend = { &lint->arena, &lint->sources, domain->sts };
	struct sts sts = read_record(lint, domain);
	const struct fix_before *before;
	const char *id;

	if (domain->record.answer == ANSWER_UNKNOWN)
		complain("note: %s: the policy changed: its record, which is not seen here, needs "
			 "another id",
			domain->text);
	if (sts.id.len == 0)
		return;
	before = find(
		fixing->ids, fixing->id_count, domain->text, path_of(lint, domain->sts->value_at));
	if (before == NULL || !str_eq(sts.id, str_c(before->id)))
		return;
	id = new_id(lint, domain, sts.id, options);
	if (str_eq(sts.id, str_c(id)))
		return;
	if (take(fixing, lint, mend_txt(&mend, sts.id_from, sts.id_to, str_c(id)),
		    arena_printf(&lint->arena,
			    "the policy changed: write id=%s by hand, where its record stands", id),
		    domain->text))
		add_step(fixing, fixing_file(fixing, lint, domain->sts->value_at.file),
			fixing_known(fixing, lint, domain->policy->file));
}

static bool is_fresh(struct fixing *fixing, struct lint *lint, uint32_t source)
{
	const struct fix_file *file = fixing_known(fixing, lint, source);

	return file != NULL && file->fresh && !file->refused;
}

/* Records of ZONE changed, in it or in what it includes. */
static bool has_changed(struct fixing *fixing, struct lint *lint, const struct zone_file *zone)
{
	const struct fix_file *file = fixing_known(fixing, lint, zone->file);

	if (file != NULL && file->records)
		return true;
	for (size_t i = 0; i < zone->include_count; i++) {
		file = fixing_known(fixing, lint, zone->includes[i]);
		if (file != NULL && file->records)
			return true;
	}
	return false;
}

static void refresh_serial(struct fixing *fixing, struct lint *lint, const struct zone_file *zone,
	const struct lint_options *options)
{
	const struct rr *soa = soa_of(zone);
	struct mend mend = { &lint->arena, &lint->sources, soa };
	const struct fix_before *before;
	const char *whose;
	uint32_t next;

	if (soa == NULL || !has_changed(fixing, lint, zone))
		return;
	whose = name_text(&lint->arena, soa->owner);
	before = find(fixing->serials, fixing->serial_count, whose, path_of(lint, soa->value_at));
	if (before == NULL || before->serial != rr_serial(soa))
		return;
	next = serial_next(before->serial, options->now);
	if (take(fixing, lint, mend_serial(&mend, next),
		    arena_printf(&lint->arena,
			    "the zone changed: write the serial %lu by hand, where its SOA stands",
			    (unsigned long)next),
		    whose))
		fixing_file(fixing, lint, soa->value_at.file)->serial = true;
}

void fixing_refresh(struct fixing *fixing, struct lint *lint, const struct lint_options *options)
{
	for (size_t i = 0; i < lint->model.count; i++) {
		const struct domain *domain = &lint->model.list[i];

		if (domain->policy != NULL && is_fresh(fixing, lint, domain->policy->file))
			refresh_id(fixing, lint, domain, options);
	}
	if (options->config != NULL && options->config->serial_managed)
		return;
	for (size_t i = 0; i < lint->zone_count; i++)
		refresh_serial(fixing, lint, lint->zones[i], options);
}
