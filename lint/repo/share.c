#include "lint/repo/share.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* Domains with a policy of their own, by hash; of several policies the first. */
struct own {
	uint64_t hash;
	size_t use;
};

struct owns {
	struct own *list;
	size_t count;
};

static int compare_own(const void *left, const void *right)
{
	const struct own *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->use > b->use) - (a->use < b->use);
}

static int compare_hash(const void *left, const void *right)
{
	const struct own *a = left, *b = right;

	return (a->hash > b->hash) - (a->hash < b->hash);
}

static struct owns owns_of(const struct pairing *pairing)
{
	struct owns owns = { memory_alloc(pairing->use_count, sizeof *owns.list), 0 };

	for (size_t i = 0; i < pairing->use_count; i++)
		owns.list[i] = (struct own){ name_hash(pairing->uses[i].domain), i };
	qsort(owns.list, pairing->use_count, sizeof *owns.list, compare_own);
	for (size_t i = 0; i < pairing->use_count; i++)
		if (i == 0 || owns.list[i].hash != owns.list[i - 1].hash)
			owns.list[owns.count++] = owns.list[i];
	return owns;
}

/* The use for DOMAIN; NULL when it has no policy of its own. */
static const struct policy_use *own_of(
	const struct pairing *pairing, const struct owns *owns, struct name domain)
{
	struct own key = { name_hash(domain), 0 };
	const struct own *hit = bsearch(
		&key, owns->list, owns->count, sizeof *owns->list, compare_hash);

	return hit == NULL ? NULL : &pairing->uses[hit->use];
}

/* A domain that may share: something that is seen stands at _mta-sts.DOMAIN or mta-sts.DOMAIN. */
struct sharer {
	struct name domain;
	const struct zone *zone;
	uint64_t hash;
	size_t order;		     /* in which it was met */
	const struct policy *policy; /* that it takes; NULL: none */
};

/* The policy that mta-sts.DOMAIN leads to by CNAME, in the sharer's edition. */
static const struct policy *led_to(const struct pairing *pairing, const struct owns *owns,
	const struct world *world, const struct sharer *sharer)
{
	const struct policy_use *use = NULL;
	struct arena scratch = { 0 };
	struct name_buf host;

	if (name_prepend(STR("mta-sts"), sharer->domain, &host)) {
		struct lookup answer = world_addresses(
			world, sharer->zone, name_view(&host), &scratch);

		for (size_t i = 0; i < answer.chain_count && use == NULL; i++) {
			struct name target = rr_target(answer.chain[i]);

			if (answer.chain[i]->type == TYPE_CNAME &&
				name_starts_with(target, STR("mta-sts")))
				use = own_of(pairing, owns, name_parent(target, 1));
		}
	}
	arena_finish(&scratch);
	return use == NULL ? NULL : use->policy;
}

/* By domain, in the order they were met. */
static int compare_domain(const void *left, const void *right)
{
	const struct sharer *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static int compare_order(const void *left, const void *right)
{
	const struct sharer *a = left, *b = right;

	return (a->order > b->order) - (a->order < b->order);
}

static bool is_sharer(const struct zone *zone, const struct rr *rr)
{
	bool host = rr->type == TYPE_CNAME && name_starts_with(rr->owner, STR("mta-sts"));
	bool record = (rr->type == TYPE_TXT || rr->type == TYPE_CNAME) &&
		      name_starts_with(rr->owner, STR("_mta-sts"));
	struct arena scratch = { 0 };
	const struct rr *by;
	bool seen;

	if ((!host && !record) || !domain_is_possible(zone, name_parent(rr->owner, 1)))
		return false;
	seen = !zone_occluded(zone, rr->owner, &scratch, &by);
	arena_finish(&scratch);
	return seen;
}

struct sharers {
	struct sharer *list;
	size_t count, capacity;
};

static void add_sharers(
	struct sharers *sharers, const struct zone *zone, const struct zone_file *file)
{
	for (size_t i = 0; i < file->rr_count; i++) {
		struct sharer new = { .zone = zone, .order = sharers->count };

		if (!is_sharer(zone, &file->rrs[i]))
			continue;
		new.domain = name_parent(file->rrs[i].owner, 1);
		new.hash = name_hash(new.domain);
		MEMORY_GROW(sharers->list, sharers->count, sharers->capacity);
		sharers->list[sharers->count++] = new;
	}
}

static struct sharers sharers_of(const struct world *world)
{
	struct sharers sharers = { 0 };

	for (size_t z = 0; z < world->zone_count; z++)
		for (size_t f = 0; f < world->zones[z].file_count; f++)
			add_sharers(&sharers, &world->zones[z], world->zones[z].files[f]);
	return sharers;
}

/* Finds the policy of each; once for a domain, though editions may differ. */
static void resolve(const struct pairing *pairing, const struct owns *owns,
	const struct world *world, struct sharers *sharers)
{
	const struct zone *asked = NULL;
	bool done = false;

	for (size_t i = 0; i < sharers->count; i++) {
		struct sharer *sharer = &sharers->list[i];

		if (i == 0 || sharer->hash != sharers->list[i - 1].hash) {
			asked = NULL;
			done = own_of(pairing, owns, sharer->domain) != NULL;
		}
		if (done || asked == sharer->zone)
			continue;
		asked = sharer->zone;
		sharer->policy = led_to(pairing, owns, world, sharer);
		done = sharer->policy != NULL;
	}
}

void pairing_share(struct pairing *pairing, const struct world *world)
{
	struct owns owns = owns_of(pairing);
	struct sharers sharers = sharers_of(world);

	if (sharers.count > 0)
		qsort(sharers.list, sharers.count, sizeof *sharers.list, compare_domain);
	resolve(pairing, &owns, world, &sharers);
	/* Hashes are keyed anew in each process: no order may come from them. */
	if (sharers.count > 0)
		qsort(sharers.list, sharers.count, sizeof *sharers.list, compare_order);
	for (size_t i = 0; i < sharers.count; i++)
		if (sharers.list[i].policy != NULL)
			pairing_use(pairing,
				(struct policy_use){ sharers.list[i].policy, sharers.list[i].domain,
					true, "by a CNAME of its policy host" });
	free(sharers.list);
	free(owns.list);
}

/* The domain of NAME, `mta-sts.DOMAIN`; false for another one. */
static bool host_domain(const struct server_name *name, struct name_buf *domain)
{
	return name->kind == SERVER_NAME_EXACT && str_starts(name->text, STR("mta-sts.")) &&
	       name_from_host(str_skip(name->text, STR("mta-sts.").len), domain);
}

/* The one policy that names of BLOCK have of their own; NULL where there is none, or several. */
static const struct policy *own_of_block(
	const struct pairing *pairing, const struct owns *owns, const struct server_block *block)
{
	const struct policy *result = NULL;

	for (size_t i = 0; i < block->name_count; i++) {
		const struct policy_use *use;
		struct name_buf domain;

		if (!host_domain(&block->names[i], &domain))
			continue;
		use = own_of(pairing, owns, name_view(&domain));
		if (use == NULL)
			continue;
		if (result != NULL && result != use->policy)
			return NULL;
		result = use->policy;
	}
	return result;
}

static void share_block(
	struct pairing *pairing, const struct owns *owns, const struct server_block *block)
{
	const struct policy *policy = NULL;

	if (block->answer.outcome == OUTCOME_FILE && block->answer.one_root)
		policy = own_of_block(pairing, owns, block);
	for (size_t i = 0; policy != NULL && i < block->name_count; i++) {
		struct name_buf domain;

		if (host_domain(&block->names[i], &domain) &&
			own_of(pairing, owns, name_view(&domain)) == NULL)
			pairing_use(pairing, (struct policy_use){ policy,
						     name_copy(&pairing->arena, name_view(&domain)),
						     true, "by a server block of both" });
	}
}

void pairing_share_servers(struct pairing *pairing, const struct servers *servers)
{
	struct owns owns = owns_of(pairing);

	for (size_t i = 0; i < servers->count; i++)
		if (servers->blocks[i].https)
			share_block(pairing, &owns, &servers->blocks[i]);
	free(owns.list);
}
