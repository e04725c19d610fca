/* What is known of each domain of a run. */
#include "lint/model/candidate.h"

#include "lint/base/jobs.h"
#include "lint/base/memory.h"

#include <stdlib.h>

struct lookup lookup_text_below(const struct candidates *candidates, const struct zone *zone,
	struct str label, struct name name)
{
	struct name_buf buf;

	if (!name_prepend(label, name, &buf))
		return (struct lookup){ .answer = ANSWER_ABSENT, .reason = REASON_NO_NAME };
	return world_lookup(
		candidates->input->world, zone, name_view(&buf), TYPE_TXT, candidates->arena);
}

static struct lookup look_up_host(const struct candidates *candidates, const struct domain *domain)
{
	struct name_buf buf;

	if (!name_prepend(STR("mta-sts"), domain->name, &buf))
		return (struct lookup){ .answer = ANSWER_ABSENT, .reason = REASON_NO_NAME };
	return world_addresses(
		candidates->input->world, domain->zone, name_view(&buf), candidates->arena);
}

static struct lookup look_up_report(
	const struct candidates *candidates, const struct domain *domain)
{
	struct name_buf buf;

	if (!name_prepend(STR("_tls"), domain->name, &buf))
		return (struct lookup){ .answer = ANSWER_ABSENT, .reason = REASON_NO_NAME };
	return lookup_text_below(candidates, domain->zone, STR("_smtp"), name_view(&buf));
}

struct name domain_implicit_host(const struct domain *domain)
{
	bool implicit = domain->zone != NULL && domain->mx.answer == ANSWER_ABSENT &&
			domain->mx.reason == REASON_NO_DATA;

	return implicit ? domain->mx.name : (struct name){ NULL, 0 };
}

const struct rr *domain_record(const struct domain *domain)
{
	const struct lookup *record = &domain->record;

	if (record->chain_count > 0)
		return record->chain[0];
	if (domain->sts != NULL || record->count == 0)
		return domain->sts;
	return record->rrs[0];
}

static bool is_nowhere(const struct candidates *candidates, const struct domain *domain)
{
	struct arena arena = { 0 };
	struct lookup lookup = world_lookup(
		candidates->input->world, domain->zone, domain->name, 0, &arena);

	arena_finish(&arena);
	return lookup.answer == ANSWER_ABSENT && lookup.reason == REASON_NO_NAME &&
	       lookup.chain_count == 0;
}

static void add_exchanger(struct domain *domain, struct exchanger exchanger)
{
	if (name_is_root(exchanger.host))
		domain->null_mx = exchanger.rr;
	else
		domain->exchangers[domain->exchanger_count++] = exchanger;
}

/* MX hosts that were told stand for the records of a zone that is not here. */
static bool take_told(const struct candidates *candidates, struct domain *domain)
{
	const struct model_input *input = candidates->input;
	const struct name *mx = input->mx;
	size_t count = input->mx_count;

	if (domain->zone != NULL)
		return false;
	domain->mx_known = true;
	if (count == 0 && domain->configured != NULL) {
		mx = domain->configured->mx;
		count = domain->configured->mx_count;
		domain->mx_known = !domain->configured->mx_unknown;
	}
	domain->exchangers = arena_alloc(candidates->arena, count + 1, sizeof *domain->exchangers);
	for (size_t i = 0; i < count; i++)
		add_exchanger(domain, (struct exchanger){ mx[i], NULL });
	return count > 0;
}

static void find_exchangers(const struct candidates *candidates, struct domain *domain)
{
	if (take_told(candidates, domain))
		return;
	domain->exchangers = arena_alloc(
		candidates->arena, domain->mx.count + 1, sizeof *domain->exchangers);
	for (size_t i = 0; i < domain->mx.count; i++)
		add_exchanger(domain,
			(struct exchanger){ rr_mx_exchange(domain->mx.rrs[i]), domain->mx.rrs[i] });
	domain->mx_known = domain->mx.answer == ANSWER_ABSENT ||
			   (domain->mx.answer == ANSWER_FOUND && domain->mx.whole);
}

static void find_sts(struct domain *domain)
{
	struct arena arena = { 0 };

	for (size_t i = 0; i < domain->record.count && domain->sts == NULL; i++)
		if (sts_kind(rr_txt(&arena, domain->record.rrs[i])) != TXT_UNRELATED)
			domain->sts = domain->record.rrs[i];
	arena_finish(&arena);
}

static void fill_domain(const struct candidates *candidates, struct domain *domain)
{
	const struct world *world = candidates->input->world;
	const struct zone *zone = domain->zone;
	struct name name = domain->name;

	domain->text = name_text(candidates->arena, name);
	domain->mode = domain->policy != NULL ? domain->policy->mode : MODE_UNKNOWN;
	domain->record = lookup_text_below(candidates, zone, STR("_mta-sts"), name);
	domain->host = look_up_host(candidates, domain);
	domain->report = look_up_report(candidates, domain);
	domain->mx = world_lookup(world, zone, name, TYPE_MX, candidates->arena);
	domain->addresses = world_addresses(world, zone, name, candidates->arena);
	domain->nowhere = is_nowhere(candidates, domain);
	find_exchangers(candidates, domain);
	find_sts(domain);
}

/* Directories at the start that the paths of an edition and of its policy share. */
static size_t nearness(const struct candidates *candidates, const struct candidate *candidate)
{
	const struct source *list = candidates->input->sources->list;
	struct str a, b;
	size_t shared = 0;

	if (candidate->use == NULL || candidate->zone == NULL)
		return 0;
	a = str_c(list[candidate->zone->files[0]->file].path);
	b = str_c(list[candidate->use->policy->file].path);
	for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++)
		shared += a.ptr[i] == '/';
	return shared;
}

/* The nearness that a policy needs to be judged with this edition: where there are several
 * editions, as near as any that is as much its own. GROUP begins with the policies that count. */
static size_t nearest(
	const struct candidates *candidates, const struct candidate *group, size_t count)
{
	size_t editions, best = 0;

	world_editions(candidates->input->world, group->name, &editions);
	for (size_t i = 0; editions > 1 && i < count && group[i].use != NULL; i++) {
		size_t near = nearness(candidates, &group[i]);

		if (group[i].use->shared == group->use->shared && near > best)
			best = near;
	}
	return best;
}

/* Makes the domains of COUNT candidates of one name and edition: one for each of its own policies.
 */
static void make_domains(struct model *model, const struct candidates *candidates,
	const struct candidate *group, size_t count)
{
	size_t need = nearest(candidates, group, count);
	const struct policy *last = NULL;
	const struct model_configured *configured = NULL;
	bool made = false;

	for (size_t i = 0; i < count; i++)
		if (configured == NULL)
			configured = group[i].configured;
	for (size_t i = 0; i < count; i++) {
		const struct policy_use *use = group[i].use;
		struct domain *domain = &model->list[model->count];

		if (made && (use == NULL || use->shared))
			break;
		if (use != NULL && (use->policy == last || nearness(candidates, &group[i]) < need))
			continue;
		last = use != NULL ? use->policy : NULL;
		*domain = (struct domain){ .name = group[i].name,
			.zone = group[i].zone,
			.policy = last,
			.policy_shared = use != NULL && use->shared,
			.configured = configured };
		model->count++;
		made = true;
	}
}

/* How many domains are one job. */
enum { DOMAIN_JOB = 16 };

/* Domains that are still to be filled, and memory for each job. */
struct filling {
	const struct candidates *candidates;
	struct model *model;
	struct arena *arenas;
};

static void fill_some(void *context, size_t job)
{
	const struct filling *filling = context;
	struct candidates candidates = *filling->candidates;
	size_t end = (job + 1) * DOMAIN_JOB;

	candidates.arena = &filling->arenas[job];
	for (size_t i = job * DOMAIN_JOB; i < end && i < filling->model->count; i++)
		fill_domain(&candidates, &filling->model->list[i]);
}

static void fill_domains(struct model *model, const struct candidates *candidates)
{
	size_t jobs = (model->count + DOMAIN_JOB - 1) / DOMAIN_JOB;
	struct filling filling = { candidates, model, memory_alloc(jobs, sizeof *filling.arenas) };

	jobs_run(candidates->input->workers, jobs, fill_some, &filling);
	for (size_t i = 0; i < jobs; i++)
		arena_adopt(&model->arena, &filling.arenas[i]);
	free(filling.arenas);
}

void model_build(struct model *model, const struct model_input *input)
{
	struct candidates candidates = { .input = input, .arena = &model->arena };
	size_t end;

	*model = (struct model){ 0 };
	candidates_collect(&candidates);
	model->list = memory_alloc(candidates.count, sizeof *model->list);
	for (size_t i = 0; i < candidates.count; i = end) {
		const struct candidate *first = &candidates.list[i];

		for (end = i + 1; end < candidates.count; end++)
			if (candidates.list[end].zone != first->zone ||
				!name_equal(candidates.list[end].name, first->name))
				break;
		make_domains(model, &candidates, first, end - i);
	}
	free(candidates.list);
	/* Most domains have several reasons to be one. */
	model->list = memory_resize(model->list, model->count, sizeof *model->list);
	fill_domains(model, &candidates);
}

static int compare_domain(const struct domain *domain, const struct zone *zone, struct name name)
{
	int order = name_cmp(domain->name, name);

	if (order != 0)
		return order;
	return (uintptr_t)domain->zone < (uintptr_t)zone ? -1 : domain->zone != zone;
}

const struct domain *model_find(
	const struct model *model, const struct zone *zone, struct name name)
{
	size_t low = 0, high = model->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_domain(&model->list[middle], zone, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < model->count && compare_domain(&model->list[low], zone, name) == 0 ?
		       &model->list[low] :
		       NULL;
}

const struct domain *model_above(
	const struct model *model, const struct zone *zone, struct name name)
{
	const struct domain *domain = NULL;

	for (; domain == NULL && !name_is_root(name); name = name_parent(name, 1))
		domain = model_find(model, zone, name);
	return domain;
}

void model_finish(struct model *model)
{
	free(model->list);
	arena_finish(&model->arena);
	*model = (struct model){ 0 };
}
