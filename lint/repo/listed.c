#include "lint/repo/listed.h"

#include "lint/config/config.h"
#include "lint/nameserver/zone_list.h"
#include "lint/repo/found.h"
#include "lint/repo/octodns.h"

static const char *place_text(struct repo *repo, const struct list_place *place)
{
	if (place->line == 0)
		return place->file;
	return arena_printf(&repo->arena, "%s:%zu", place->file, place->line);
}

static void take_problems(struct repo *repo, const struct zone_list *list)
{
	for (size_t i = 0; i < list->problem_count; i++) {
		const struct list_problem *problem = &list->problems[i];
		const char *name = place_text(repo, &problem->place);

		if (problem->note)
			repo_note(repo, name, problem->reason);
		else
			repo_problem_text(repo, name, problem->reason, false);
	}
}

static void add_zone(struct repo *repo, const struct zone_list *list,
	const struct listed_zone *zone, enum said said,
	bool (*wanted)(const struct repo *repo, const char *full))
{
	const char *path = arena_str(&repo->arena, str_c(zone->path)).ptr;
	struct look look = look_at(repo->sources, path, false);
	struct name_buf by_name = { .len = 0 };
	struct repo_file file;

	repo_enter_of(repo, path);
	file = found_file(repo, &repo->arena, path, &look.st);
	if (wanted != NULL && !wanted(repo, file.full))
		return;
	if (look.status != SOURCE_OK) {
		repo_problem(repo, path, look.status);
		return;
	}
	file.kind = FILE_ZONE;
	file.said = said;
	file.named = true;
	file.whose_given = true;
	file.why = arena_printf(&repo->arena, "%s says so", place_text(repo, &zone->place));
	if (list->directory != NULL)
		file.directory = arena_str(&repo->arena, str_c(list->directory)).ptr;
	if (look.content == CONTENT_OCTODNS)
		octodns_note(repo, &file, &by_name);
	repo_add(repo, file, zone->origin);
}

bool listed_add(struct repo *repo, const char *path, enum said said,
	bool (*wanted)(const struct repo *repo, const char *full), const char **reason)
{
	struct zone_list_input input = {
		.path = path,
		.includes = repo->request->config == NULL ? NULL : repo->request->config->maps,
		.sources = repo->sources,
	};
	struct zone_list list;

	*reason = NULL;
	repo_enter_of(repo, path);
	input.root = repo_root(repo);
	zone_list_read(&list, &input);
	if (list.missing)
		*reason = arena_str(&repo->arena, str_c(list.problems[0].reason)).ptr;
	else
		take_problems(repo, &list);
	for (size_t i = 0; i < list.zone_count; i++)
		add_zone(repo, &list, &list.zones[i], said, wanted);
	if (!list.missing && list.zone_count == 0)
		repo_note(repo, path, "it has no primary zones that are here");
	zone_list_finish(&list);
	return *reason == NULL;
}
