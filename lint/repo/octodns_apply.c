/* What the production configuration of octoDNS says of the files of a run. */
#include "lint/repo/octodns_production.h"

#include "lint/base/memory.h"
#include "lint/config/config.h"
#include "lint/repo/entries.h"
#include "lint/repo/walk.h"

#include <stdlib.h>

static const struct octodns_entry *find_entry(const struct production *production, struct name name)
{
	struct octodns_entry key = { .hash = name_hash(name) };
	const struct octodns_entry *entry = production->entry_count == 0 ?
						    NULL :
						    bsearch(&key, production->entries,
							    production->entry_count,
							    sizeof *production->entries,
							    production_compare);

	return entry != NULL && name_equal(entry->name, name) ? entry : NULL;
}

static const struct octodns_provider *find_provider(
	const struct production *production, struct str name)
{
	for (size_t i = 0; i < production->provider_count; i++)
		if (str_eq(production->providers[i].name, name))
			return &production->providers[i];
	return NULL;
}

/* The provider in whose directory FILE lies. */
static const struct octodns_provider *provider_of(
	const struct production *production, const struct repo_file *file)
{
	struct str directory = path_dir(file->part_of.len > 0 ? file->part_of : str_c(file->full));

	for (size_t i = 0; i < production->provider_count; i++) {
		const struct octodns_provider *provider = &production->providers[i];

		if (provider->directory != NULL && str_eq(str_c(provider->directory), directory))
			return provider;
	}
	return NULL;
}

static bool is_of(const struct production *production, const struct repo_file *file)
{
	return file->octodns && !name_is_none(file->whose) && provider_of(production, file) != NULL;
}

/* The sources of a zone. */
struct feeding {
	size_t yaml;
	bool others;   /* that are not read here */
	bool replaces; /* not the union of all is the zone */
};

static struct feeding feeding_of(
	const struct production *production, const struct yaml_node *config)
{
	const struct yaml_node *list = production_find(config, STR("sources"));
	struct feeding feeding = { 0 };

	if (list == NULL || list->kind != YAML_LIST || list->count > PRODUCTION_MAX_PARTS)
		return (struct feeding){ .others = true };
	for (const struct yaml_node *item = list->first; item != NULL; item = item->next) {
		const struct octodns_provider *provider = item->kind == YAML_SCALAR ?
								  find_provider(
									  production, item->text) :
								  NULL;

		if (provider == NULL || provider->directory == NULL)
			feeding.others = true;
		else
			feeding.yaml++;
		feeding.replaces |= provider != NULL && provider->replaces && feeding.yaml > 1;
	}
	return feeding;
}

/* What is said of the zone NAME, or of that which it is a copy of. */
static const struct octodns_entry *feeding_entry(
	const struct production *production, struct name name)
{
	const struct octodns_entry *entry = find_entry(production, name);

	return entry != NULL && !name_is_none(entry->alias) ? find_entry(production, entry->alias) :
							      entry;
}

/* Notes in FILE what is said of its zone. */
static void apply_to_file(
	struct repo *repo, const struct production *production, struct repo_file *file)
{
	const struct octodns_provider *provider = provider_of(production, file);
	const struct octodns_entry *entry = feeding_entry(production, file->whose);
	const struct yaml_node *config = entry != NULL ? entry->config : production->any;
	struct feeding feeding;

	file->settings = provider->settings;
	if (config == NULL)
		return;
	feeding = feeding_of(production, config);
	file->settings.lenient = production_says(production_scalar(config, STR("lenient")), true);
	file->settings.whole = feeding.yaml == 1 && !feeding.others && !provider->settings.open;
	file->settings.open |= feeding.others || feeding.replaces;
	if (feeding.yaml > 1 && !feeding.replaces)
		file->part_of = arena_str(
			&repo->arena, str_c(production->path)); /* one of each zone */
}

/* A zone whose records are copies of those of another. */
struct copy {
	uint64_t hash; /* of the other */
	const struct octodns_entry *entry;
};

static int compare_copies(const void *a, const void *b)
{
	const struct copy *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

static size_t find_copies(const struct production *production, struct copy *copies)
{
	size_t count = 0;

	for (size_t i = 0; i < production->entry_count; i++)
		if (!name_is_none(production->entries[i].alias))
			copies[count++] = (struct copy){ name_hash(production->entries[i].alias),
				&production->entries[i] };
	if (count > 0)
		qsort(copies, count, sizeof *copies, compare_copies);
	return count;
}

/* The files of a zone are those of its copies too. */
static void add_copies(
	struct repo *repo, const struct copy *copies, size_t count, struct repo_file file)
{
	uint64_t hash = name_hash(file.whose);
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (copies[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && copies[low].hash == hash; low++)
		repo_add(repo, file, copies[low].entry->name);
}

static void add_aliases(struct repo *repo, const struct production *production)
{
	struct copy *copies = memory_alloc(production->entry_count + 1, sizeof *copies);
	size_t count = find_copies(production, copies), files = repo->count;

	for (size_t i = 0; count > 0 && i < files; i++) {
		if (!is_of(production, &repo->list[i]))
			continue;
		repo->list[i].said = SAID_OPTION;
		repo->list[i].whose_given = true; /* as its copies */
		add_copies(repo, copies, count, repo->list[i]);
	}
	free(copies);
}

/* DIRECTORY, which is absolute, as people would name it from here. */
static const char *from_here(struct repo *repo, const char *directory)
{
	char *here = realpath(".", NULL);
	struct str rest = str_c(directory);

	if (here != NULL && str_starts(rest, str_c(here)) && directory[strlen(here)] == '/')
		rest = str_skip(rest, strlen(here) + 1);
	else if (here != NULL && strcmp(here, directory) == 0)
		rest = STR(".");
	free(here);
	return arena_str(&repo->arena, rest).ptr;
}

void octodns_config_take(struct repo *repo, const char *path)
{
	struct production *production = octodns_config_found(repo, path);

	production_read(repo, production);
	for (size_t i = 0; i < production->provider_count; i++)
		if (production->providers[i].directory != NULL)
			walk(repo, from_here(repo, production->providers[i].directory));
}

bool octodns_config_given(const struct config *config)
{
	for (size_t i = 0; config != NULL && i < config->zone_count; i++)
		if (config->zones[i].how == CONFIG_OCTODNS)
			return true;
	return false;
}

void octodns_config_add(struct repo *repo)
{
	const struct config *config = repo->request->config;

	for (size_t i = 0; config != NULL && i < config->zone_count; i++) {
		const struct config_files *files = &config->zones[i];
		const char *path = config_beside(config, &repo->arena, files->text.text);
		enum source_status status = SOURCE_OK;

		if (files->how == CONFIG_OCTODNS)
			status = repo_check_below(repo, config->directory, path);
		if (status != SOURCE_OK)
			entries_unread(repo, &files->text, source_status_text(status));
		else if (files->how == CONFIG_OCTODNS)
			octodns_config_found(repo, path);
	}
}

void octodns_config_apply(struct repo *repo)
{
	for (size_t i = 0; i < repo->production_count; i++) {
		struct production *production = repo->productions[i];

		production_read(repo, production);
		add_aliases(repo, production);
		for (size_t j = 0; j < repo->count; j++)
			if (is_of(production, &repo->list[j]))
				apply_to_file(repo, production, &repo->list[j]);
		arena_finish(&production->arena);
	}
	free(repo->productions);
	repo->productions = NULL;
	repo->production_count = repo->production_capacity = 0;
}
