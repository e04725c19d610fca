#include "lint/repo/octodns_production.h"

#include "lint/base/memory.h"

#include <stdlib.h>

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

struct production *octodns_config_found(struct repo *repo, const char *path)
{
	struct production *production = ARENA_NEW(&repo->arena, struct production);

	production->path = arena_str(&repo->arena, str_c(path)).ptr;
	MEMORY_GROW(repo->productions, repo->production_count, repo->production_capacity);
	repo->productions[repo->production_count++] = production;
	return production;
}

static const struct yaml_node *find_in(const struct yaml_node *map, struct str key)
{
	return map->kind == YAML_MAP && map->count <= PRODUCTION_MAX_PARTS ? yaml_find(map, key) :
									     NULL;
}

const struct yaml_node *production_find(const struct yaml_node *map, struct str key)
{
	const struct yaml_node *found = find_in(map, key), *merge = NULL;

	if (found == NULL)
		merge = find_in(map, STR("<<"));
	if (merge != NULL && merge->kind == YAML_MAP)
		return find_in(merge, key);
	if (merge == NULL || merge->kind == YAML_SCALAR)
		return found;
	merge = merge->first;
	for (size_t i = 0; i < PRODUCTION_MAX_MERGED && merge != NULL && found == NULL; i++) {
		found = find_in(merge, key);
		merge = merge->next;
	}
	return found;
}

struct str production_scalar(const struct yaml_node *map, struct str key)
{
	const struct yaml_node *node = production_find(map, key);

	return node != NULL && node->kind == YAML_SCALAR ? node->text : STR("");
}

bool production_says(struct str text, bool truth)
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
	/* What it names stays inside the root. */
	return found != NULL && repo_lies_in(found, root) ? found : NULL;
}

static void read_provider(
	struct repo *repo, struct production *production, const struct yaml_node *key)
{
	struct octodns_provider *provider = &production->providers[production->provider_count++];
	const struct yaml_node *map = key->next;
	struct str class = production_scalar(map, STR("class"));
	uint64_t ttl;

	provider->name = key->text;
	provider->replaces = production_says(
		production_scalar(map, STR("populate_should_replace")), true);
	provider->settings.plain_semicolons = production_says(
		production_scalar(map, STR("escaped_semicolons")), false);
	if (str_number(production_scalar(map, STR("default_ttl")), INT32_MAX, &ttl))
		provider->settings.default_ttl = (uint32_t)ttl;
	provider->settings.open = production_scalar(map, STR("shared_filename")).len > 0 &&
				  !production_says(
					  production_scalar(map, STR("shared_filename")), false);
	if (str_ends(class, STR("YamlProvider")))
		provider->directory = find_directory(
			repo, production, production_scalar(map, STR("directory")));
}

static void read_zone(struct production *production, const struct yaml_node *key)
{
	struct octodns_entry *entry = &production->entries[production->entry_count];
	struct str alias = production_scalar(key->next, STR("alias"));
	struct name_buf name;

	if (str_starts(key->text, STR("*")))
		production->any = key->next;
	if (!name_from_host(key->text, &name))
		return;
	*entry = (struct octodns_entry){ .config = key->next,
		.name = name_copy(&production->arena, name_view(&name)) };
	entry->hash = name_hash(entry->name);
	if (alias.len > 0 && name_from_host(alias, &name))
		entry->alias = name_copy(&production->arena, name_view(&name));
	production->entry_count++;
}

int production_compare(const void *a, const void *b)
{
	const struct octodns_entry *x = a, *y = b;

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
		if (key->kind == YAML_SCALAR &&
			production->provider_count < PRODUCTION_MAX_PROVIDERS)
			read_provider(repo, production, key);
	for (const struct yaml_node *key = zones->first; key != NULL; key = yaml_next_key(key))
		if (key->kind == YAML_SCALAR)
			read_zone(production, key);
	qsort(production->entries, production->entry_count, sizeof *production->entries,
		production_compare);
}

void production_read(struct repo *repo, struct production *production)
{
	enum source_status status;
	struct yaml_fault fault;
	struct yaml_node *root;
	struct buf text = { 0 };
	uint32_t source;

	if (production->read)
		return;
	production->read = true;
	source = sources_add(repo->sources, str_c(production->path), NULL);
	status = source_read(repo->sources, source, PRODUCTION_MAX_BYTES, &text);
	if (status != SOURCE_OK)
		repo_problem(repo, production->path, status);
	else if (!yaml_read_aliases(buf_str(&text), source, &production->arena, &root, &fault))
		repo_problem_text(repo, production->path,
			arena_printf(&production->arena, "%zu:%zu: no YAML: %s", fault.line,
				fault.column, fault.text),
			false);
	else if (root != NULL && root->kind == YAML_MAP) {
		production_expand(repo, production, root);
		read_root(repo, production, root);
	}
	buf_finish(&text);
}
