#include "lint/repo/pair.h"

#include "lint/base/memory.h"
#include "lint/repo/classify.h"
#include "lint/repo/share.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* More domains than this fit no policy better than these do; it bounds the comparisons. */
enum { MAX_CANDIDATES = 1000 };

/* The distinct domains that one step finds for a policy. */
struct candidates {
	struct arena *arena;
	struct name *list;
	size_t count, capacity;
};

/* What a step looks at. */
struct question {
	const struct world *world;
	const struct servers *servers;
	const struct pair_policy *policy;
	bool alone; /* the only policy of the run */
};

static void candidate(struct candidates *found, struct name name)
{
	if (found->count == MAX_CANDIDATES)
		return;
	for (size_t i = 0; i < found->count; i++)
		if (name_equal(found->list[i], name))
			return;
	MEMORY_GROW(found->list, found->count, found->capacity);
	found->list[found->count++] = name_copy(found->arena, name);
}

/* TEXT is `mta-sts.DOMAIN`, DOMAIN with a dot. */
static void candidate_host(struct candidates *found, struct str text)
{
	struct str domain = str_skip(text, STR("mta-sts.").len);
	struct name_buf name;

	if (str_istarts(text, STR("mta-sts.")) && classify_domain(domain, &name) &&
		name_labels(name_view(&name)) > 1)
		candidate(found, name_view(&name));
}

static void by_option(const struct question *question, struct candidates *found)
{
	if (question->policy->file->whose_given)
		candidate(found, question->policy->file->whose);
}

/* The first line of the file CNAME in DIRECTORY. */
static void read_cname(
	struct candidates *found, const struct sources *sources, const char *directory)
{
	const char *path = arena_printf(found->arena, "%s/CNAME", directory);
	char text[300];
	struct str line;
	ssize_t len;
	int descriptor;

	if (sources_open_below(sources, directory, path, &descriptor) != SOURCE_OK)
		return;
	len = read(descriptor, text, sizeof text);
	close(descriptor);
	line = str_of(text, len < 0 ? 0 : (size_t)len);
	line = str_take(line, str_find_char(line, '\n'));
	if (str_ends(line, STR("\r")))
		line.len--;
	candidate_host(found, str_trim(line));
}

static void by_cname_file(const struct question *question, struct candidates *found)
{
	const struct repo_file *file = question->policy->file;
	struct str directory = path_dir(str_c(file->full));
	const char *beside = arena_str(found->arena, directory).ptr;

	if (strcmp(file->path, "-") == 0)
		return;
	read_cname(found, question->policy->sources, beside);
	if (found->count == 0 && str_istarts(path_base(directory), STR(".well-known")))
		read_cname(found, question->policy->sources,
			arena_str(found->arena, path_dir(directory)).ptr);
}

/* Calls STEP for each directory of PATH. */
static void each_part(struct str path, struct candidates *found, const struct question *question,
	void (*step)(struct candidates *, struct str, const struct question *))
{
	struct str part, rest = path_dir(path);

	while (str_cut(&rest, '/', &part))
		if (part.len > 0)
			step(found, part, question);
}

/* A directory of the domain holds one of its subdomain, whose policy this is. */
static void keep_deepest(struct candidates *found)
{
	struct name last;

	if (found->count < 2)
		return;
	last = found->list[found->count - 1];
	for (size_t i = 0; i + 1 < found->count; i++)
		if (!name_within(last, found->list[i]))
			return;
	found->list[0] = last;
	found->count = 1;
}

static void part_is_host(struct candidates *found, struct str part, const struct question *question)
{
	(void)question;
	candidate_host(found, part);
}

static void by_host_part(const struct question *question, struct candidates *found)
{
	each_part(str_c(question->policy->name), found, question, part_is_host);
	if (found->count == 0)
		each_part(str_c(question->policy->file->full), found, question, part_is_host);
	keep_deepest(found);
}

static void part_is_domain(
	struct candidates *found, struct str part, const struct question *question)
{
	const struct zone *zone;
	struct name_buf name;
	uint32_t owns = 0;

	if (!classify_domain(part, &name))
		return;
	zone = world_zone_of(question->world, NULL, name_view(&name));
	if (zone != NULL && (name_equal(zone->apex, name_view(&name)) ||
				    (zone_exists(zone, name_view(&name), &owns) && owns != 0)))
		candidate(found, name_view(&name));
}

static void by_domain_part(const struct question *question, struct candidates *found)
{
	each_part(str_c(question->policy->name), found, question, part_is_domain);
	keep_deepest(found);
}

/* NAME is, or lies below, the apex written twice: what a missing final dot makes of an owner. */
static bool is_doubled(struct name name, struct name apex)
{
	struct name_buf twice;

	return !name_is_none(apex) && name_join(apex, apex, &twice) &&
	       name_within(name, name_view(&twice));
}

/* The policy host of DOMAIN is an alias of another domain's in the run, whose policy it takes. */
static bool takes_another(
	const struct world *world, const struct zone *zone, struct name domain, struct arena *arena)
{
	const struct rr **rrs;
	struct name_buf host;
	size_t count, editions;

	if (!name_prepend(STR("mta-sts"), domain, &host))
		return false;
	rrs = zone_node(zone, name_view(&host), TYPE_CNAME, arena, &count);
	return count > 0 && name_starts_with(rr_target(rrs[0]), STR("mta-sts")) &&
	       !name_equal(rr_target(rrs[0]), name_view(&host)) &&
	       world_editions(world, rr_target(rrs[0]), &editions) != NULL;
}

/* The domains that records of ZONE announce a policy of their own for. */
static void announced_by(
	const struct world *world, const struct zone *zone, struct candidates *found)
{
	const struct rr *cut;

	if (name_is_none(zone->apex))
		return;
	for (size_t i = 0; i < zone->record_count && found->count < MAX_CANDIDATES; i++) {
		const struct rr *rr = zone->records[i];

		if ((rr->type == TYPE_TXT || rr->type == TYPE_CNAME) &&
			name_starts_with(rr->owner, STR("_mta-sts")) &&
			!is_doubled(rr->owner, zone->apex) &&
			!zone_occluded(zone, rr->owner, found->arena, &cut) &&
			!takes_another(world, zone, name_parent(rr->owner, 1), found->arena))
			candidate(found, name_parent(rr->owner, 1));
	}
}

/* The first name of BLOCK, if that gives out one file for its names. */
static void first_host(const struct server_block *block, struct candidates *found)
{
	size_t before = found->count;

	if (!block->https || block->answer.outcome != OUTCOME_FILE || !block->answer.one_root)
		return;
	for (size_t i = 0; i < block->name_count && found->count == before; i++)
		if (block->names[i].kind == SERVER_NAME_EXACT)
			candidate_host(found, block->names[i].text);
}

/* The only policy is what the only server gives out that has names of policy hosts; its other names
 * share it (share.h). */
static void by_server(const struct question *question, struct candidates *found)
{
	const struct servers *servers = question->servers;

	for (size_t i = 0; question->alone && i < servers->count && found->count < 2; i++)
		first_host(&servers->blocks[i], found);
	if (found->count > 1)
		found->count = 0;
}

/* The only policy is that of the only domain with a record, else of the only zone. */
static void by_being_alone(const struct question *question, struct candidates *found)
{
	const struct world *world = question->world;

	if (!question->alone)
		return;
	for (size_t i = 0; i < world->zone_count; i++)
		announced_by(world, &world->zones[i], found);
	if (found->count == 0 && world->apex_count == 1)
		candidate(found, world->zones[world->apexes[0].first].apex);
}

/* The steps, in their order, and how they tell. */
static const struct {
	void (*find)(const struct question *, struct candidates *);
	const char *why;
} steps[] = {
	{ by_option, "as was said" },
	{ by_cname_file, "by a file CNAME" },
	{ by_host_part, "by its path" },
	{ by_domain_part, "by its path, which names a domain of the zones" },
	{ by_server, "as the only policy, from a server block" },
	{ by_being_alone, "as the only policy" },
};

static void orphan(struct pairing *pairing, struct policy_orphan new)
{
	MEMORY_GROW(pairing->orphans, pairing->orphan_count, pairing->orphan_capacity);
	pairing->orphans[pairing->orphan_count++] = new;
}

static void pair_one(struct pairing *pairing, const struct question *question)
{
	struct arena scratch = { 0 };
	struct candidates found = { .arena = &scratch };
	const struct policy *policy = question->policy->policy;
	const char *why = NULL;
	struct name *names;

	if (question->policy->file == NULL)
		return;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && found.count == 0; i++) {
		steps[i].find(question, &found);
		why = steps[i].why;
	}
	names = arena_alloc(&pairing->arena, found.count, sizeof *names);
	for (size_t i = 0; i < found.count; i++)
		names[i] = name_copy(&pairing->arena, found.list[i]);
	if (found.count == 1) {
		pairing_use(pairing, (struct policy_use){ policy, names[0], false, why });
	} else if (!question->policy->open || found.count > 0) {
		orphan(pairing, (struct policy_orphan){ policy, names, found.count });
	}
	free(found.list);
	arena_finish(&scratch);
}

/* A file under one of its names. */
struct naming {
	const struct repo_file *file;
	const struct policy *orphan; /* NULL: this name says whose it is */
};

static int compare_namings(const void *left, const void *right)
{
	const struct naming *a = left, *b = right;

	if (a->file->device != b->file->device)
		return a->file->device < b->file->device ? -1 : 1;
	if (a->file->inode != b->file->inode)
		return a->file->inode < b->file->inode ? -1 : 1;
	return (a->orphan != NULL) - (b->orphan != NULL);
}

static void drop_orphan(struct pairing *pairing, const struct policy *policy)
{
	size_t kept = 0;

	for (size_t i = 0; i < pairing->orphan_count; i++)
		if (pairing->orphans[i].policy != policy)
			pairing->orphans[kept++] = pairing->orphans[i];
	pairing->orphan_count = kept;
}

/* A file that nothing tells whose it is, and links to it that do: they say it for it. */
static void drop_linked(struct pairing *pairing, struct naming *namings, size_t count)
{
	const struct repo_file *told = NULL;

	if (count > 0)
		qsort(namings, count, sizeof *namings, compare_namings);
	for (size_t i = 0; i < count; i++) {
		const struct repo_file *file = namings[i].file;

		if (namings[i].orphan == NULL)
			told = file;
		else if (told != NULL && told->device == file->device && told->inode == file->inode)
			drop_orphan(pairing, namings[i].orphan);
	}
}

void pair(struct pairing *pairing, const struct world *world, const struct servers *servers,
	const struct pair_policy *policies, size_t count)
{
	struct naming *namings = memory_alloc(count, sizeof *namings);
	size_t named = 0;

	*pairing = (struct pairing){ 0 };
	for (size_t i = 0; i < count; i++) {
		size_t orphans = pairing->orphan_count;
		struct question question = { world, servers, &policies[i], count == 1 };

		for (size_t j = 0; j < policies[i].domain_count; j++)
			pairing_use(pairing,
				(struct policy_use){ policies[i].policy, policies[i].domains[j],
					false, "by its server block" });
		if (policies[i].domain_count == 0)
			pair_one(pairing, &question);
		if (policies[i].file != NULL && policies[i].file->inode != 0)
			namings[named++] = (struct naming){ policies[i].file,
				pairing->orphan_count > orphans ? policies[i].policy : NULL };
	}
	drop_linked(pairing, namings, named);
	free(namings);
	if (pairing->use_count > 0 && servers->count > 0)
		pairing_share_servers(pairing, servers);
	if (pairing->use_count > 0)
		pairing_share(pairing, world);
}

void pairing_use(struct pairing *pairing, struct policy_use new)
{
	MEMORY_GROW(pairing->uses, pairing->use_count, pairing->use_capacity);
	pairing->uses[pairing->use_count++] = new;
}

void pairing_finish(struct pairing *pairing)
{
	free(pairing->uses);
	free(pairing->orphans);
	arena_finish(&pairing->arena);
	*pairing = (struct pairing){ 0 };
}
