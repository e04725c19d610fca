#include "lint/repo/octodns_config.h"

#include "lint/base/memory.h"
#include "lint/repo/octodns.h"
#include "lint/repo/walk.h"
#include "lint/yaml/yaml.h"

#include <stdlib.h>

enum { MAX_CONFIG = 16 * 1024 * 1024 };

/* A source that octoDNS reads from. */
struct provider {
	struct str name;
	const char *directory; /* of YAML files, absolute; NULL: another source, or not here */
	bool replaces;	       /* its records take the place of those of sources before it */
	struct octodns_settings settings;
};

/* What is said of one zone. */
struct entry {
	uint64_t hash;
	const struct yaml_node *config;
	struct name name, alias; /* alias: of whose records it has copies; none */
};

struct production {
	struct arena arena;
	const char *path;
	struct provider *providers;
	struct entry *entries; /* sorted by hash */
	size_t provider_count, entry_count;
	const struct yaml_node *any; /* of `*`: what is said of all others; NULL */
};

static bool has_line(struct str text, struct str start)
{
	struct str line;

	while (str_cut(&text, '\n', &line))
		if (str_starts(line, start))
			return true;
	return false;
}

bool octodns_config_sniff(struct str text)
{
	return has_line(text, STR("providers:")) && has_line(text, STR("zones:"));
}

void octodns_config_found(struct repo *repo, const char *path)
{
	MEMORY_GROW(repo->productions, repo->production_count, repo->production_capacity);
	repo->productions[repo->production_count++] = arena_str(&repo->arena, str_c(path)).ptr;
}

/* The scalar of KEY in MAP; empty when it is not there. */
static struct str scalar_of(const struct yaml_node *map, struct str key)
{
	const struct yaml_node *node = map->kind == YAML_MAP ? yaml_find(map, key) : NULL;

	return node != NULL && node->kind == YAML_SCALAR ? node->text : STR("");
}

static bool is_word(struct str text, bool truth)
{
	static const struct str words[2][3] = {
		{ STR_INIT("false"), STR_INIT("no"), STR_INIT("off") },
		{ STR_INIT("true"), STR_INIT("yes"), STR_INIT("on") },
	};

	for (size_t i = 0; i < 3; i++)
		if (str_ieq(text, words[truth][i]))
			return true;
	return false;
}

/* The directory TEXT as seen from BASE, absolute; NULL when there is none. */
static const char *directory_below(struct arena *arena, const char *base, struct str text)
{
	char *real = realpath(arena_printf(arena, "%s/%.*s", base, (int)text.len, text.ptr), NULL);
	const char *result = real == NULL ? NULL : arena_str(arena, str_c(real)).ptr;

	free(real);
	return result;
}

/* octoDNS takes a relative directory from where it is run: at the top of the repository mostly,
 * beside the configuration or above it else. */
static const char *find_directory(struct repo *repo, struct production *production, struct str text)
{
	const char *beside, *found, *root;

	repo_enter_of(repo, production->path);
	beside = repo->place.real;
	root = repo_root(repo);
	if (text.len == 0 || text.ptr[0] == '/')
		return NULL;
	found = directory_below(&production->arena, root, text);
	if (found == NULL)
		found = directory_below(&production->arena, beside, text);
	if (found == NULL)
		found = directory_below(&production->arena,
			arena_printf(&production->arena, "%s/..", beside), text);
	if (found == NULL || !str_starts(str_c(found), str_c(root)))
		return NULL; /* what it names stays inside the root */
	return found;
}

static void read_provider(
	struct repo *repo, struct production *production, const struct yaml_node *key)
{
	struct provider *provider = &production->providers[production->provider_count++];
	const struct yaml_node *map = key->next;
	struct str class = scalar_of(map, STR("class"));
	uint64_t ttl;

	provider->name = key->text;
	provider->replaces = is_word(scalar_of(map, STR("populate_should_replace")), true);
	provider->settings.plain_semicolons = is_word(
		scalar_of(map, STR("escaped_semicolons")), false);
	if (str_number(scalar_of(map, STR("default_ttl")), INT32_MAX, &ttl))
		provider->settings.default_ttl = (uint32_t)ttl;
	provider->settings.open = scalar_of(map, STR("shared_filename")).len > 0 &&
				  !is_word(scalar_of(map, STR("shared_filename")), false);
	if (str_ends(class, STR("YamlProvider")))
		provider->directory = find_directory(
			repo, production, scalar_of(map, STR("directory")));
}

static void read_zone(struct production *production, const struct yaml_node *key)
{
	struct entry *entry = &production->entries[production->entry_count];
	struct str alias = scalar_of(key->next, STR("alias"));
	struct name_buf name;

	if (str_starts(key->text, STR("*")))
		production->any = key->next;
	if (!name_from_host(key->text, &name))
		return;
	*entry = (struct entry){ .config = key->next,
		.name = name_copy(&production->arena, name_view(&name)) };
	entry->hash = name_hash(entry->name);
	if (alias.len > 0 && name_from_host(alias, &name))
		entry->alias = name_copy(&production->arena, name_view(&name));
	production->entry_count++;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

static void read_root(
	struct repo *repo, struct production *production, const struct yaml_node *root)
{
	const struct yaml_node *providers = yaml_find(root, STR("providers"));
	const struct yaml_node *zones = yaml_find(root, STR("zones"));

	if (providers == NULL || zones == NULL || providers->kind != YAML_MAP ||
		zones->kind != YAML_MAP)
		return;
	production->providers = arena_alloc(
		&production->arena, providers->count + 1, sizeof *production->providers);
	production->entries = arena_alloc(
		&production->arena, zones->count + 1, sizeof *production->entries);
	for (const struct yaml_node *key = providers->first; key != NULL; key = yaml_next_key(key))
		if (key->kind == YAML_SCALAR)
			read_provider(repo, production, key);
	for (const struct yaml_node *key = zones->first; key != NULL; key = yaml_next_key(key))
		if (key->kind == YAML_SCALAR)
			read_zone(production, key);
	qsort(production->entries, production->entry_count, sizeof *production->entries,
		compare_entries);
}

/* Reads the configuration PATH. What is wrong with it, octoDNS says. */
static void production_read(struct repo *repo, struct production *production, const char *path)
{
	uint32_t source = sources_add(repo->sources, str_c(path), NULL);
	enum source_status status;
	struct yaml_fault fault;
	struct yaml_node *root;
	struct buf text = { 0 };

	*production = (struct production){ .path = path };
	status = source_read(repo->sources, source, MAX_CONFIG, &text);
	if (status != SOURCE_OK)
		repo_problem(repo, path, status);
	else if (!yaml_read_aliases(buf_str(&text), source, &production->arena, &root, &fault))
		repo_problem_text(repo, path,
			arena_printf(&production->arena, "%zu:%zu: no YAML: %s", fault.line,
				fault.column, fault.text),
			false);
	else if (root != NULL && root->kind == YAML_MAP)
		read_root(repo, production, root);
	buf_finish(&text);
}

static const struct entry *find_entry(const struct production *production, struct name name)
{
	struct entry key = { .hash = name_hash(name) };
	const struct entry *entry = production->entry_count == 0 ?
					    NULL :
					    bsearch(&key, production->entries,
						    production->entry_count,
						    sizeof *production->entries, compare_entries);

	return entry != NULL && name_equal(entry->name, name) ? entry : NULL;
}

static const struct provider *find_provider(const struct production *production, struct str name)
{
	for (size_t i = 0; i < production->provider_count; i++)
		if (str_eq(production->providers[i].name, name))
			return &production->providers[i];
	return NULL;
}

/* The provider in whose directory FILE lies. */
static const struct provider *provider_of(
	const struct production *production, const struct repo_file *file)
{
	struct str directory = path_dir(file->part_of.len > 0 ? file->part_of : str_c(file->full));

	for (size_t i = 0; i < production->provider_count; i++) {
		const struct provider *provider = &production->providers[i];

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
	const struct yaml_node *list = config->kind == YAML_MAP ?
					       yaml_find(config, STR("sources")) :
					       NULL;
	struct feeding feeding = { 0 };

	if (list == NULL || list->kind != YAML_LIST)
		return (struct feeding){ .others = true };
	for (const struct yaml_node *item = list->first; item != NULL; item = item->next) {
		const struct provider *provider = item->kind == YAML_SCALAR ?
							  find_provider(production, item->text) :
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
static const struct entry *feeding_entry(const struct production *production, struct name name)
{
	const struct entry *entry = find_entry(production, name);

	return entry != NULL && !name_is_none(entry->alias) ?
		       find_entry(production, entry->alias) :
		       entry;
}

/* Notes in FILE what is said of its zone. */
static void apply_to_file(
	struct repo *repo, const struct production *production, struct repo_file *file)
{
	const struct provider *provider = provider_of(production, file);
	const struct entry *entry = feeding_entry(production, file->whose);
	const struct yaml_node *config = entry != NULL ? entry->config : production->any;
	struct feeding feeding;

	file->settings = provider->settings;
	if (config == NULL)
		return;
	feeding = feeding_of(production, config);
	file->settings.lenient = is_word(scalar_of(config, STR("lenient")), true);
	file->settings.whole = feeding.yaml == 1 && !feeding.others && !provider->settings.open;
	file->settings.open |= feeding.others || feeding.replaces;
	if (feeding.yaml > 1 && !feeding.replaces)
		file->part_of = arena_str(
			&repo->arena, str_c(production->path)); /* one of each zone */
}

/* A zone whose records are copies of those of another. */
struct copy {
	uint64_t hash; /* of the other */
	const struct entry *entry;
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
		repo->list[i].by_option = repo->list[i].whose_given = true; /* as its copies */
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
	struct production production;

	production_read(repo, &production, path);
	octodns_config_found(repo, path);
	for (size_t i = 0; i < production.provider_count; i++)
		if (production.providers[i].directory != NULL)
			walk(repo, from_here(repo, production.providers[i].directory));
	arena_finish(&production.arena);
}

void octodns_config_apply(struct repo *repo)
{
	for (size_t i = 0; i < repo->production_count; i++) {
		struct production production;

		production_read(repo, &production, repo->productions[i]);
		add_aliases(repo, &production);
		for (size_t j = 0; j < repo->count; j++)
			if (is_of(&production, &repo->list[j]))
				apply_to_file(repo, &production, &repo->list[j]);
		arena_finish(&production.arena);
	}
	free(repo->productions);
	repo->productions = NULL;
	repo->production_count = repo->production_capacity = 0;
}
