#include "cmd/gen_zones.h"

#include "cmd/problems.h"

void gen_zones_init(struct gen_zones *zones, const char *from_zone, const struct config *config)
{
	*zones = (struct gen_zones){
		.named = from_zone != NULL,
		.file = { .kind = FILE_ZONE, .path = from_zone },
		.directory = ".",
		.options = { .config = config, .request = { .config = config } },
	};
}

bool gen_zones_read(struct gen_zones *zones)
{
	struct lint_options *options = &zones->options;
	struct lint *lint = &zones->lint;

	if (zones->read)
		return zones->ok;
	if (zones->named) {
		options->request.named = &zones->file;
		options->request.named_count = 1;
	} else {
		if (options->config != NULL)
			zones->directory = arena_str(
				&lint->arena, path_dir(str_c(options->config->path)))
						   .ptr;
		options->request.paths = &zones->directory;
		options->request.path_count = 1;
	}
	diag_init(&lint->diag, &options->levels);
	lint_read(lint, options, &options->request);
	zones->read = true;
	zones->ok = problems_complain(&lint->repo);
	return zones->ok;
}

/* It is more than a part of a zone that is elsewhere. */
static bool is_zone(const struct zone *zone)
{
	return zone->files[0]->has_soa || zone->files[0]->octodns;
}

const struct zone *gen_zones_find(
	const struct gen_zones *zones, struct name name, const struct zone **other)
{
	const struct world *world = &zones->lint.world;
	size_t count;
	const struct zone *found = world_editions(world, name, &count);

	*other = NULL;
	if (zones->named)
		return found == NULL && world->zone_count > 0 ? world->zones : found;
	if (found == NULL || !is_zone(found))
		return NULL;
	if (count > 1)
		*other = found + 1;
	return found;
}

const char *gen_zones_path(const struct gen_zones *zones, const struct zone *zone)
{
	return zones->lint.sources.list[zone->files[0]->file].path;
}

const char *gen_zones_top(struct gen_zones *zones, const struct zone *zone)
{
	struct repo *repo = &zones->lint.repo;

	repo_enter_of(repo, gen_zones_path(zones, zone));
	return repo->place.top != NULL ? repo->place.top : repo->place.real;
}

void gen_zones_finish(struct gen_zones *zones)
{
	if (zones->read)
		lint_finish(&zones->lint);
}
