#include "lint/lint.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"
#include "lint/before.h"
#include "lint/certs.h"
#include "lint/ignores.h"
#include "lint/match/regex.h"
#include "lint/policies.h"
#include "lint/servers.h"
#include "lint/zones.h"

#include <stdlib.h>

enum { MAX_RIVALS = 20 };

static void build_model(struct lint *lint, const struct lint_options *options)
{
	struct model_input input = {
		.world = &lint->world,
		.uses = lint->pairing.uses,
		.use_count = lint->pairing.use_count,
		.configured = lint->settings.domains,
		.configured_count = lint->settings.domain_count,
		.mx = options->mx,
		.mx_count = options->mx_count,
		.sources = &lint->sources,
		.workers = options->request.workers,
	};

	model_build(&lint->model, &input);
}

/* What a rule of the house asks for cannot be judged. */
static void complain_of_requires(
	struct lint *lint, const struct check *check, const struct config *config)
{
	for (size_t i = 0; config != NULL && i < check->require_count; i++) {
		const struct config_text *match = &check->requires[i].match;

		if (!check->gave_up[i])
			continue;
		repo_problem_text(&lint->repo,
			arena_printf(&lint->arena, "%s:%zu:%zu", config->path, match->line,
				match->column),
			arena_printf(&lint->arena, "'%s' under 'require': %s",
				text_quote(&lint->arena, match->text), regex_gave_up_text),
			false);
	}
}

static void judge(struct lint *lint, const struct lint_options *options)
{
	struct check_before before = { .first = lint->before_first };
	struct historian historian = { chronicle_ask, &lint->chronicle };
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
		.servers = &lint->servers,
		.bundles = &lint->bundles,
		.id_sha256 = options->config != NULL && options->config->id == CONFIG_ID_SHA256,
		.cert_expiring = options->config != NULL ?
					 (int64_t)options->config->limits.cert_expiring :
					 CERT_EXPIRING,
		.now = options->now,
		.testing = 90 * 86400,
		.sources = &lint->sources,
		.diag = &lint->diag,
		.workers = options->request.workers,
	};

	if (options->config != NULL) {
		check.testing = options->config->limits.testing;
		check.id_timestamp = options->config->id == CONFIG_ID_TIMESTAMP;
		check.serial_managed = options->config->serial_managed;
		check.configured = true;
		check.requires = options->config->requires;
		check.require_count = options->config->require_count;
		check.gave_up = arena_alloc(&lint->arena, check.require_count, sizeof(bool));
	}
	if (lint->before != NULL) {
		before.world = &lint->before->world;
		before.model = &lint->before->model;
		before.bundles = &lint->before->bundles;
		before.sources = &lint->before->sources;
		check.before = &before;
	}
	if (lint->chronicle.top != NULL)
		check.historian = &historian;
	check_run(&check);
	if (check.history_cut && lint->notice == NULL)
		lint->notice = "the history is cut: that new ids were never used before is not "
			       "sure";
	complain_of_requires(lint, &check, options->config);
	arena_finish(&check.arena);
}

/* --mx was meant for a policy whose domain nothing tells: what was asked for cannot be judged, and
 * silence would look like success. */
static void complain_of_mx(struct lint *lint, const struct lint_options *options)
{
	if (options->mx_count == 0 || lint->pairing.orphan_count == 0)
		return;
	for (size_t i = 0; i < lint->model.count; i++)
		if (lint->model.list[i].zone == NULL && lint->model.list[i].policy != NULL)
			return;
	repo_problem_text(&lint->repo, "--mx",
		"nothing tells whose MX it is; --policy DOMAIN=FILE does", false);
}

/* Both are files of the domain's own, and they differ: one of them is not the one that is served.
 */
static bool are_rivals(const struct domain *a, const struct domain *b)
{
	return a->zone == b->zone && name_equal(a->name, b->name) && a->policy != NULL &&
	       b->policy != NULL && !a->policy_shared && !b->policy_shared &&
	       !str_eq(a->policy->text, b->policy->text);
}

/* Which of several policies is served nobody knows: each is judged, and that is said. */
static void note_rivals(struct lint *lint)
{
	const struct domain *list = lint->model.list;
	size_t said = 0;

	for (size_t i = 1; i < lint->model.count && said < MAX_RIVALS; i++) {
		if (!are_rivals(&list[i - 1], &list[i]))
			continue;
		said++;
		repo_note(&lint->repo, lint->sources.list[list[i].policy->file].name,
			arena_printf(&lint->arena, "a policy of '%s', as is %s: each is judged",
				list[i].text, lint->sources.list[list[i - 1].policy->file].name));
	}
}

static struct report_domain report_domain(struct lint *lint, const struct domain *domain)
{
	struct report_domain result = {
		.name = domain->text,
		.mode = mode_text(domain->mode),
		.policy = domain->policy == NULL ? SPAN_NO_FILE : domain->policy->file,
	};
	uint32_t *zones;

	if (domain->zone == NULL)
		return result;
	zones = arena_alloc(&lint->arena, domain->zone->file_count, sizeof *zones);
	for (size_t i = 0; i < domain->zone->file_count; i++)
		zones[i] = domain->zone->files[i]->file;
	result.zones = zones;
	result.zone_count = domain->zone->file_count;
	return result;
}

/* What machines call the source FILE, found out when it is first asked for. */
static const char *machine_name(void *context, uint32_t file)
{
	struct lint *lint = context;
	const struct source *source = &lint->sources.list[file];

	if (source->spool >= 0 || source->past != NULL)
		return source->name;
	if (lint->machine_names[file] == NULL)
		lint->machine_names[file] = repo_machine_name(
			&lint->repo, &lint->arena, source->path);
	return lint->machine_names[file];
}

static void count_finding(struct report *report, const struct finding *finding)
{
	if (finding->suppressed != NULL)
		return;
	report->by_level[finding->level]++;
	if (finding->fix != NULL && finding->fix->safe)
		report->fixable++;
	else if (finding->fix != NULL)
		report->fixable_unsafe++;
}

static void fill_report(struct lint *lint)
{
	struct report_domain *domains = arena_alloc(
		&lint->arena, lint->model.count, sizeof *domains);

	for (size_t i = 0; i < lint->model.count; i++)
		domains[i] = report_domain(lint, &lint->model.list[i]);
	lint->report = (struct report){
		.diag = &lint->diag,
		.sources = &lint->sources,
		.machine_name = machine_name,
		.context = lint,
		.domains = domains,
		.domain_count = lint->model.count,
		.zone_count = lint->world.zone_count,
		.policy_count = lint->policy_count,
	};
	lint->machine_names = arena_alloc(
		&lint->arena, lint->sources.count, sizeof *lint->machine_names);
	for (size_t i = 0; i < lint->diag.count; i++)
		count_finding(&lint->report, lint->diag.list[i]);
}

/* The first source: findings may point there. */
static void add_configuration(struct lint *lint, const struct config *config)
{
	uint32_t file = sources_add(&lint->sources, str_c(config->path), NULL);

	lint->sources.list[file].size = config->size;
	lint->sources.list[file].mtime = config->mtime;
}

void lint_read(
	struct lint *lint, const struct lint_options *options, const struct repo_request *request)
{
	struct pair_policy *paired;
	size_t count;

	lint->settings = settings_of(options->config, &lint->arena);
	repo_collect(&lint->repo, request, &lint->sources);
	lint_read_zones(lint, &options->levels);
	paired = memory_alloc(lint->repo.count, sizeof *paired);
	count = lint_read_policies(lint, &options->levels, paired);
	lint_read_servers(lint);
	lint_read_certs(lint, options);
	world_init(&lint->world, lint->zones, lint->zone_count, &lint->sources, &lint->diag);
	paired = lint_add_served_policies(lint, &options->levels, paired, &count);
	pair(&lint->pairing, &lint->world, &lint->servers, paired, count);
	free(paired);
	build_model(lint, options);
	lint_bundle_certs(lint);
}

void lint_run(struct lint *lint, const struct lint_options *options)
{
	*lint = (struct lint){ .sources.overlay = options->overlay };
	diag_init(&lint->diag, &options->levels);
	if (options->config != NULL)
		add_configuration(lint, options->config);
	lint_read(lint, options, &options->request);
	lint_read_before(lint, options);
	lint_find_chronicle(lint, options);
	lint_judge_certs(lint, options);
	judge(lint, options);
	complain_of_mx(lint, options);
	note_rivals(lint);
	lint_ignore(lint, options);
	diag_sort(&lint->diag, &lint->sources);
	fill_report(lint);
	if (options->baseline != NULL) {
		baseline_apply(options->baseline, &lint->diag, &lint->report);
		fill_report(lint);
	}
}

void lint_finish(struct lint *lint)
{
	lint_finish_certs(lint);
	lint_finish_before(lint);
	model_finish(&lint->model);
	pairing_finish(&lint->pairing);
	world_finish(&lint->world);
	servers_finish(&lint->servers);
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
