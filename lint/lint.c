#include "lint/lint.h"

#include "lint/base/memory.h"
#include "lint/repo/pages.h"

#include <stdlib.h>

/* One top-level zone file while all are read: its findings may still be thrown away. */
struct reading {
	const struct repo_file *file;
	struct zone_file *zone;
	struct diag diag;
	bool kept;
};

static void read_zone(struct lint *lint, struct reading *reading, const struct levels *levels)
{
	const struct repo_file *file = reading->file;
	struct zone_input input = {
		.file = file->source,
		.apex = file->whose_given ? file->whose : (struct name){ 0 },
		.origin = file->whose,
		.root = file->root,
	};
	enum source_status status;

	diag_init(&reading->diag, levels);
	reading->zone = memory_alloc(1, sizeof *reading->zone);
	if (zone_read(reading->zone, &input, &lint->sources, &reading->diag, &status))
		return;
	repo_problem(&lint->repo, lint->sources.list[file->source].name, status);
	zone_finish(reading->zone);
	free(reading->zone);
	diag_finish(&reading->diag);
	reading->zone = NULL;
}

/* A file by what makes two paths one. */
struct identity {
	dev_t device;
	ino_t inode;
	bool included;
};

static int compare_identity(const void *left, const void *right)
{
	const struct identity *a = left, *b = right;
	int order = (a->device > b->device) - (a->device < b->device);

	return order != 0 ? order : (a->inode > b->inode) - (a->inode < b->inode);
}

/* All top-level files, sorted, to see which of them another one includes. */
struct identities {
	struct identity *list;
	size_t count;
};

static struct identities identities_of(const struct reading *readings, size_t count)
{
	struct identities all = { memory_alloc(count, sizeof *all.list), count };

	for (size_t i = 0; i < count; i++)
		all.list[i] = (struct identity){ readings[i].file->device, readings[i].file->inode,
			false };
	qsort(all.list, count, sizeof *all.list, compare_identity);
	return all;
}

static struct identity *identity_find(const struct identities *all, dev_t device, ino_t inode)
{
	struct identity key = { device, inode, false };

	return bsearch(&key, all->list, all->count, sizeof *all->list, compare_identity);
}

/* Marks what READING includes. */
static void mark_includes(
	const struct lint *lint, const struct identities *all, const struct reading *reading)
{
	struct stat st;

	if (reading->zone == NULL)
		return;
	for (size_t i = 0; i < reading->zone->include_count; i++) {
		uint32_t source = reading->zone->includes[i];
		struct identity *hit = NULL;

		if (stat(lint->sources.list[source].path, &st) == 0 &&
			(st.st_dev != reading->file->device || st.st_ino != reading->file->inode))
			hit = identity_find(all, st.st_dev, st.st_ino);
		if (hit != NULL)
			hit->included = true;
	}
}

static bool is_included(const struct identities *all, const struct reading *reading)
{
	const struct identity *own =
		identity_find(all, reading->file->device, reading->file->inode);

	return own != NULL && own->included;
}

/* Decides which files are zones of their own: those named, those no other includes, and of files
 * that include each other in a circle the first. */
static void choose(const struct lint *lint, struct reading *readings, size_t count)
{
	struct identities all = identities_of(readings, count);

	for (size_t i = 0; i < count; i++)
		mark_includes(lint, &all, &readings[i]);
	for (size_t i = 0; i < count; i++)
		readings[i].kept = readings[i].file->named || !is_included(&all, &readings[i]);
	for (size_t i = 0; i < all.count; i++)
		all.list[i].included = false;
	for (size_t i = 0; i < count; i++)
		if (readings[i].kept)
			mark_includes(lint, &all, &readings[i]);
	for (size_t i = 0; i < count; i++)
		if (!readings[i].kept && !is_included(&all, &readings[i])) {
			readings[i].kept = true;
			mark_includes(lint, &all, &readings[i]);
		}
	free(all.list);
}

static void keep_or_drop(struct lint *lint, struct reading *reading)
{
	if (reading->zone == NULL)
		return;
	if (reading->kept) {
		lint->zones[lint->zone_count++] = reading->zone;
		diag_join(&lint->diag, &reading->diag);
		return;
	}
	zone_finish(reading->zone);
	free(reading->zone);
	diag_finish(&reading->diag);
}

static void read_zones(struct lint *lint, const struct levels *levels)
{
	struct reading *readings = memory_alloc(lint->repo.count, sizeof *readings);
	size_t count = 0;

	for (size_t i = 0; i < lint->repo.count; i++)
		if (lint->repo.list[i].kind == FILE_ZONE)
			readings[count++].file = &lint->repo.list[i];
	for (size_t i = 0; i < count; i++)
		read_zone(lint, &readings[i], levels);
	choose(lint, readings, count);
	lint->zones = memory_alloc(count, sizeof *lint->zones);
	for (size_t i = 0; i < count; i++)
		keep_or_drop(lint, &readings[i]);
	free(readings);
}

/* Reads the policies; INTO[i] is the i-th with its file. Returns how many. */
static size_t read_policies(struct lint *lint, struct pair_policy *into)
{
	size_t count = 0;

	lint->policies = memory_alloc(lint->repo.count, sizeof *lint->policies);
	lint->unpublished = memory_alloc(lint->repo.count, sizeof *lint->unpublished);
	for (size_t i = 0; i < lint->repo.count; i++) {
		const struct repo_file *file = &lint->repo.list[i];
		const char *name = lint->sources.list[file->source].name;
		enum source_status status;
		struct policy *policy;

		if (file->kind != FILE_POLICY)
			continue;
		/* One file that options give to several domains is read once. */
		if (count > 0 && into[count - 1].file->source == file->source) {
			into[count] = (struct pair_policy){ into[count - 1].policy, file, name };
			count++;
			continue;
		}
		policy = memory_alloc(1, sizeof *policy);
		if (!policy_read(policy, file->source, &policy_limits_default, &lint->sources,
			    &lint->diag, &status)) {
			repo_problem(&lint->repo, name, status);
			policy_finish(policy);
			free(policy);
			continue;
		}
		lint->policies[lint->policy_count++] = policy;
		if (pages_leaves_out(file))
			lint->unpublished[lint->unpublished_count++] = policy;
		into[count++] = (struct pair_policy){ policy, file, name };
	}
	return count;
}

static void judge(struct lint *lint, const struct lint_options *options)
{
	struct model_input input = {
		.world = &lint->world,
		.uses = lint->pairing.uses,
		.use_count = lint->pairing.use_count,
		.mx = options->mx,
		.mx_count = options->mx_count,
		.sources = &lint->sources,
	};
	struct check check = {
		.world = &lint->world,
		.model = &lint->model,
		.uses = lint->pairing.uses,
		.use_count = lint->pairing.use_count,
		.policies = (const struct policy *const *)lint->policies,
		.policy_count = lint->policy_count,
		.orphans = lint->pairing.orphans,
		.orphan_count = lint->pairing.orphan_count,
		.unpublished = lint->unpublished,
		.unpublished_count = lint->unpublished_count,
		.sources = &lint->sources,
		.diag = &lint->diag,
	};

	model_build(&lint->model, &input);
	check_run(&check);
	arena_finish(&check.arena);
}

static struct report_domain report_domain(struct lint *lint, const struct domain *domain)
{
	struct report_domain result = { .name = domain->text, .mode = mode_text(domain->mode) };
	const char **zones;

	if (domain->policy != NULL)
		result.policy = lint->sources.list[domain->policy->file].name;
	if (domain->zone == NULL)
		return result;
	zones = arena_alloc(&lint->arena, domain->zone->file_count, sizeof *zones);
	for (size_t i = 0; i < domain->zone->file_count; i++)
		zones[i] = lint->sources.list[domain->zone->files[i]->file].name;
	result.zones = zones;
	result.zone_count = domain->zone->file_count;
	return result;
}

/* Gives the source of SPAN its name in machine formats. */
static void name_source(struct lint *lint, const char **names, struct span span)
{
	const struct source *source;

	if (span.file == SPAN_NO_FILE || names[span.file] != NULL)
		return;
	source = &lint->sources.list[span.file];
	names[span.file] = source->spool >= 0
				   ? source->name
				   : repo_machine_name(&lint->repo, &lint->arena, source->path);
}

static void fill_report(struct lint *lint)
{
	struct report_domain *domains =
		arena_alloc(&lint->arena, lint->model.count, sizeof *domains);
	const char **names = arena_alloc(&lint->arena, lint->sources.count, sizeof *names);

	for (size_t i = 0; i < lint->model.count; i++)
		domains[i] = report_domain(lint, &lint->model.list[i]);
	lint->report = (struct report){
		.diag = &lint->diag,
		.sources = &lint->sources,
		.machine_names = names,
		.domains = domains,
		.domain_count = lint->model.count,
		.zone_count = lint->zone_count,
		.policy_count = lint->policy_count,
	};
	for (size_t i = 0; i < lint->diag.count; i++) {
		const struct finding *finding = lint->diag.list[i];

		lint->report.by_level[finding->level]++;
		name_source(lint, names, finding->span);
		for (const struct note *note = finding->notes; note != NULL; note = note->next)
			name_source(lint, names, note->span);
	}
}

void lint_run(struct lint *lint, const struct lint_options *options)
{
	struct pair_policy *paired;
	size_t count;

	*lint = (struct lint){ 0 };
	diag_init(&lint->diag, &options->levels);
	repo_collect(&lint->repo, &options->request, &lint->sources);
	read_zones(lint, &options->levels);
	paired = memory_alloc(lint->repo.count, sizeof *paired);
	count = read_policies(lint, paired);
	world_init(&lint->world, lint->zones, lint->zone_count, &lint->sources, &lint->diag);
	pair(&lint->pairing, &lint->world, paired, count);
	free(paired);
	judge(lint, options);
	diag_sort(&lint->diag, &lint->sources);
	fill_report(lint);
}

void lint_finish(struct lint *lint)
{
	model_finish(&lint->model);
	pairing_finish(&lint->pairing);
	world_finish(&lint->world);
	for (size_t i = 0; i < lint->zone_count; i++) {
		zone_finish(lint->zones[i]);
		free(lint->zones[i]);
	}
	for (size_t i = 0; i < lint->policy_count; i++) {
		policy_finish(lint->policies[i]);
		free(lint->policies[i]);
	}
	free(lint->zones);
	free(lint->policies);
	free(lint->unpublished);
	diag_finish(&lint->diag);
	repo_finish(&lint->repo);
	sources_finish(&lint->sources);
	arena_finish(&lint->arena);
}

/* The domains that the policy of SOURCE is for, as text. */
static const char *domains_of(struct lint *lint, uint32_t source)
{
	const char *list = "";

	for (size_t i = 0; i < lint->pairing.use_count; i++) {
		const struct policy_use *use = &lint->pairing.uses[i];

		if (use->policy->file == source)
			list = arena_printf(&lint->arena, "%s%s%s", list, *list == '\0' ? "" : ", ",
				name_text(&lint->arena, use->domain));
	}
	return list;
}

static const char *apex_of(struct lint *lint, uint32_t source)
{
	for (size_t i = 0; i < lint->zone_count; i++)
		if (lint->zones[i]->file == source && !name_is_none(lint->zones[i]->apex))
			return name_text(&lint->arena, lint->zones[i]->apex);
	return "";
}

static bool is_judged(const struct lint *lint, uint32_t source)
{
	for (size_t i = 0; i < lint->zone_count; i++)
		if (lint->zones[i]->file == source)
			return true;
	return false;
}

const char *lint_describe(struct lint *lint, const struct repo_file *file)
{
	bool zone = file->kind == FILE_ZONE;
	const char *whose = zone ? apex_of(lint, file->source) : domains_of(lint, file->source);

	if (zone && !is_judged(lint, file->source))
		return arena_printf(
			&lint->arena, "part of the zone that includes it (%s)", file->why);
	return arena_printf(&lint->arena, "%s of %s (%s)", zone ? "zone" : "policy",
		*whose == '\0' ? "no domain that could be told" : whose, file->why);
}
