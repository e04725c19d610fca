#include "lint/known.h"

#include <stdlib.h>
#include <unistd.h>

/* The files of the run as machine formats call them, sorted. */
struct names {
	struct arena arena;
	const char **list;
	size_t count;
	const char *top; /* where such names begin, for files of the current directory */
};

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void names_init(struct names *names, struct lint *lint)
{
	*names = (struct names){ .count = 0 };
	names->list = arena_alloc(&names->arena, lint->sources.count + 1, sizeof *names->list);
	for (size_t i = 0; i < lint->sources.count; i++)
		if (lint->sources.list[i].spool < 0 && lint->sources.list[i].past == NULL)
			names->list[names->count++] = repo_machine_name(
				&lint->repo, &names->arena, lint->sources.list[i].path);
	if (names->count > 0)
		qsort(names->list, names->count, sizeof *names->list, compare_names);
	repo_enter(&lint->repo, ".");
	names->top = lint->repo.place.top == NULL ? repo_root(&lint->repo) : lint->repo.place.top;
}

static bool is_read(const struct names *names, const char *file)
{
	return names->count > 0 && bsearch(&file, names->list, names->count, sizeof *names->list,
					   compare_names) != NULL;
}

static bool is_there(struct names *names, const char *file)
{
	return access(file, F_OK) == 0 ||
	       access(arena_printf(&names->arena, "%s/%s", names->top, file), F_OK) == 0;
}

/* The run would have found it. What speaks of an earlier version is found with one only. */
static bool is_asked_for(const struct lint *lint, const struct baseline_entry *entry)
{
	enum rule_id rule = rule_find(str_c(entry->rule));

	if (rule == RULE_COUNT || (rule_matches(rule, STR("change")) && lint->earlier == NULL))
		return false;
	return diag_level(&lint->diag, rule, LEVEL_ERROR) != LEVEL_OFF;
}

size_t lint_count_gone(
	struct lint *lint, const struct lint_options *options, const struct baseline_entry **first)
{
	const struct baseline *baseline = options->baseline;
	struct names names;
	bool partial = false;
	size_t gone = 0;

	names_init(&names, lint);
	for (size_t i = 0; i < baseline->count; i++) {
		const struct baseline_entry *entry = &baseline->list[i];

		partial = partial || (entry->file[0] != '\0' && !is_read(&names, entry->file) &&
					     is_there(&names, entry->file));
		if (entry->met || !is_asked_for(lint, entry))
			continue;
		if (gone++ == 0)
			*first = entry;
	}
	arena_finish(&names.arena);
	return partial ? 0 : gone;
}
