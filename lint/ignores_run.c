#include "lint/ignores_run.h"

#include "lint/base/memory.h"
#include "lint/match/glob.h"

#include <stdlib.h>

/* What the run lacks about the zones of a file. */
enum absent {
	ABSENT_DOMAIN = 1, /* none of their names is a domain that is judged */
	ABSENT_POLICY = 2, /* a domain has no policy in the run, or one of mode none */
	ABSENT_PARTS = 4,  /* a file of a zone could not be read whole */
};

/* What rules want to know of before they speak; the longest name of a rule is for it. */
static const struct {
	struct str name;
	unsigned without; /* enum absent: silent then */
	bool certificates, earlier;
} wants[] = {
	{ STR_INIT("zone"), 0, false, false },
	{ STR_INIT("octodns"), 0, false, false },
	{ STR_INIT("record"), ABSENT_PARTS, false, false },
	{ STR_INIT("record-id-mismatch"), ABSENT_PARTS | ABSENT_POLICY, false, false },
	{ STR_INIT("record-delegation-split"), ABSENT_PARTS | ABSENT_POLICY, false, false },
	{ STR_INIT("tlsrpt"), ABSENT_PARTS, false, false },
	{ STR_INIT("policy"), ABSENT_PARTS, false, false },
	{ STR_INIT("mx"), ABSENT_PARTS | ABSENT_DOMAIN | ABSENT_POLICY, false, false },
	{ STR_INIT("host"), ABSENT_PARTS | ABSENT_DOMAIN | ABSENT_POLICY, false, false },
	{ STR_INIT("tlsrpt-missing"), ABSENT_PARTS | ABSENT_DOMAIN | ABSENT_POLICY, false, false },
	{ STR_INIT("require"), ABSENT_PARTS | ABSENT_DOMAIN | ABSENT_POLICY, false, false },
	{ STR_INIT("dane"), ABSENT_PARTS | ABSENT_DOMAIN | ABSENT_POLICY, false, false },
	{ STR_INIT("dane-tlsa-mismatch"), ABSENT_PARTS | ABSENT_DOMAIN, true, false },
	{ STR_INIT("cert"), ABSENT_PARTS | ABSENT_DOMAIN | ABSENT_POLICY, true, false },
	{ STR_INIT("change"), ABSENT_PARTS, false, true },
	{ STR_INIT("change-tlsa-rollover"), ABSENT_PARTS, true, true },
};

static bool could_raise(void *context, uint32_t file, enum rule_id rule)
{
	const struct ignores_run *run = context;
	unsigned absent = file == SPAN_NO_FILE ? 0 : run->absent[file];
	size_t best = 0, found = 0;

	for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
		if (wants[i].name.len > best && rule_matches(rule, wants[i].name)) {
			best = wants[i].name.len;
			found = i;
		}
	if (best == 0)
		return true;
	return (wants[found].without & absent) == 0 &&
	       (!wants[found].certificates || run->lint->cert_count > 0) &&
	       (!wants[found].earlier || run->options->since != NULL ||
		       run->options->against != NULL);
}

/* What is absent about each zone of the world. */
static unsigned char *zones_lack(const struct lint *lint)
{
	unsigned char *lack = memory_alloc(lint->world.zone_count, 1);

	for (size_t i = 0; i < lint->world.zone_count; i++)
		lack[i] = ABSENT_DOMAIN;
	for (size_t i = 0; i < lint->model.count; i++) {
		const struct domain *domain = &lint->model.list[i];
		unsigned char *zone;

		if (domain->zone == NULL)
			continue;
		zone = &lack[domain->zone->index];
		*zone &= (unsigned char)~ABSENT_DOMAIN;
		if (domain->policy == NULL || domain->mode == MODE_NONE)
			*zone |= ABSENT_POLICY;
	}
	return lack;
}

static void find_absent(struct ignores_run *run)
{
	const struct lint *lint = run->lint;
	unsigned char *lack = zones_lack(lint);

	for (size_t i = 0; i < lint->world.zone_count; i++) {
		const struct zone *zone = &lint->world.zones[i];

		for (size_t k = 0; k < zone->file_count; k++) {
			const struct zone_file *file = zone->files[k];
			unsigned char all = lack[i];

			if (file->incomplete || !zone->complete)
				all |= ABSENT_PARTS;
			run->absent[file->file] |= all;
			for (size_t m = 0; m < file->include_count; m++)
				run->absent[file->includes[m]] |= all;
		}
	}
	free(lack);
}

/* The absolute path of source FILE. */
static const char *full_path(struct ignores_run *run, uint32_t file)
{
	char *real;

	if (run->full[file] != NULL)
		return run->full[file];
	real = realpath(run->lint->sources.list[file].path, NULL);
	run->full[file] = arena_str(&run->arena, str_c(real == NULL ? "" : real)).ptr;
	free(real);
	return run->full[file];
}

/* PATH as seen from DIRECTORY, both absolute; NULL: it does not lie below. */
static const char *path_below(const char *path, const char *directory)
{
	size_t len = strcmp(directory, "/") == 0 ? 0 : strlen(directory);

	return str_starts(str_c(path), str_of(directory, len)) && path[len] == '/' ?
		       path + len + 1 :
		       NULL;
}

static bool covers(void *context, size_t i, uint32_t file)
{
	struct ignores_run *run = context;
	const struct config *config = run->options->config;
	const struct config_ignore *entry = &config->ignores[run->owners[i]];
	const char *path;

	if (entry->file_count == 0)
		return true;
	path = path_below(full_path(run, file), config->directory);
	return path != NULL && glob_takes(entry->globs, entry->file_count, str_c(path));
}

/* The run sees the whole directory of the configuration. */
static bool sees_all(const struct lint_options *options)
{
	bool result = false;

	for (size_t i = 0; !result && i < options->request.path_count; i++) {
		char *real = realpath(options->request.paths[i], NULL);

		result = real != NULL &&
			 (strcmp(real, options->config->directory) == 0 ||
				 path_below(options->config->directory, real) != NULL);
		free(real);
	}
	return result;
}

static void add_entry(struct ignores_run *run, struct ignores *ignores, size_t owner,
	const struct config_text *rule)
{
	const struct config_ignore *entry = &run->options->config->ignores[owner];
	struct ignore_entry *new = &ignores->entries[ignores->entry_count];

	run->owners[ignores->entry_count++] = owner;
	new->suppression = (struct suppression){ entry->at, entry->reason.text.ptr, true };
	if (new->suppression.reason == NULL)
		new->suppression.reason = "";
	new->at = entry->at;
	new->end = RULE_COUNT;
	if (rule == NULL)
		return;
	new->name = rule->text;
	new->at = rule->at;
	ignore_rules(rule->text, &new->first, &new->end);
}

static void add_entries(struct ignores_run *run, struct ignores *ignores)
{
	const struct config *config = run->options->config;
	bool judged = sees_all(run->options);
	size_t count = 0;

	for (size_t i = 0; i < config->ignore_count; i++)
		count += config->ignores[i].rule_count + 1;
	/* Findings point at them. */
	ignores->entries = arena_alloc(&ignores->diag->arena, count, sizeof *ignores->entries);
	run->owners = arena_alloc(&run->arena, count, sizeof *run->owners);
	for (size_t i = 0; i < config->ignore_count; i++) {
		const struct config_ignore *entry = &config->ignores[i];

		for (size_t k = 0; k < entry->rule_count; k++)
			add_entry(run, ignores, i, &entry->rules[k]);
		if (entry->rule_count == 0)
			add_entry(run, ignores, i, NULL);
	}
	for (size_t i = 0; i < ignores->entry_count; i++)
		ignores->entries[i].judged = judged && ignores->entries[i].name.len > 0;
}

void ignores_run_init(struct ignores_run *run, struct ignores *ignores, struct lint *lint,
	const struct lint_options *options)
{
	*run = (struct ignores_run){ .lint = lint, .options = options };
	run->full = arena_alloc(&run->arena, lint->sources.count, sizeof *run->full);
	run->absent = arena_alloc(&run->arena, lint->sources.count, 1);
	for (size_t i = 0; i < lint->repo.count; i++)
		run->full[lint->repo.list[i].source] = lint->repo.list[i].full;
	find_absent(run);
	if (options->config != NULL)
		add_entries(run, ignores);
	ignores->covers = covers;
	ignores->could_raise = could_raise;
	ignores->context = run;
}

void ignores_run_finish(struct ignores_run *run)
{
	arena_finish(&run->arena);
}
