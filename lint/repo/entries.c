#include "lint/repo/entries.h"

#include "lint/base/memory.h"
#include "lint/repo/classify.h"

const char *entries_below(const struct repo *repo, const char *full)
{
	struct str directory;

	if (repo->configured == NULL)
		return NULL;
	directory = str_c(repo->configured->config->directory);
	if (directory.len == 1)
		directory.len = 0;
	if (!str_starts(str_c(full), directory) || full[directory.len] != '/')
		return NULL;
	return full + directory.len + 1;
}

void entries_complain(
	struct repo *repo, const struct config_text *text, bool note, const char *reason)
{
	const char *name = arena_printf(&repo->arena, "%s:%zu:%zu", repo->configured->config->path,
		text->line, text->column);

	if (note)
		repo_note(repo, name, reason);
	else
		repo_problem_text(repo, name, reason, false);
}

void entries_unread(struct repo *repo, const struct config_text *text, const char *reason)
{
	entries_complain(repo, text, false,
		arena_printf(&repo->arena, "'%s' cannot be read: %s", text->text.ptr, reason));
}

/* The entry is for the file PATH; *GROUP is what its expression says of whose. */
static bool is_for(
	struct repo *repo, struct configured_entry *entry, const char *path, struct str *group)
{
	const struct config_files *files = entry->files;
	enum regex_answer answer;

	*group = STR("");
	if (files->how == CONFIG_GLOB)
		return glob_takes(&files->glob, 1, str_c(path));
	if (files->how != CONFIG_PATH || entry->gave_up)
		return false;
	answer = regex_match(files->regex, str_c(path), group);
	entry->gave_up = answer == REGEX_GAVE_UP;
	if (entry->gave_up)
		entries_complain(repo, &files->text, false,
			arena_printf(&repo->arena, "with '%s' %s", path, regex_gave_up_text));
	return answer == REGEX_YES;
}

/* What GROUP, which an expression took of PATH, says. */
static void say(struct repo *repo, struct saying *saying, const char *path, struct str group)
{
	if (group.len == 0 || classify_domain(group, &saying->whose))
		return;
	saying->whose.len = 0;
	entries_complain(repo, &saying->entry->files->text, true,
		arena_printf(&repo->arena, "'%.*s' of '%s' is no domain name", (int)group.len,
			group.ptr, path));
}

/* A negated glob takes back what the entries of its list before it say. */
static void take_back(struct configured *configured, enum file_kind kind)
{
	while (configured->saying_count > 0 &&
		configured->sayings[configured->saying_count - 1].entry->kind == kind)
		configured->saying_count--;
}

static struct saying *saying_add(struct configured *configured, struct configured_entry *entry)
{
	MEMORY_GROW(configured->sayings, configured->saying_count, configured->saying_capacity);
	configured->sayings[configured->saying_count] = (struct saying){ .entry = entry };
	return &configured->sayings[configured->saying_count++];
}

/* What stands for PATH in the directory of the configuration, as people write it. */
static struct str plain_path(struct str path)
{
	while (str_starts(path, STR("./")))
		path = str_skip(path, 2);
	return path;
}

static void find_negated(
	struct configured *configured, struct configured_entry *entry, const char *path)
{
	struct glob plain = entry->files->glob;

	plain.negated = false;
	if (!glob_takes(&plain, 1, str_c(path)))
		return;
	entry->used = true;
	take_back(configured, entry->kind);
}

void entries_add_domains(struct configured *configured, struct configured_entry *entry)
{
	const struct config_files *files = entry->files;

	entry->used = true;
	if (files->domain_count == 0)
		saying_add(configured, entry);
	for (size_t i = 0; i < files->domain_count; i++)
		classify_domain(files->domains[i].text, &saying_add(configured, entry)->whose);
}

void entries_find(struct repo *repo, const char *path)
{
	struct configured *configured = repo->configured;

	configured->saying_count = 0;
	for (size_t i = 0; i < configured->count; i++) {
		struct configured_entry *entry = &configured->list[i];
		struct str group;

		if (entry->files->how == CONFIG_FILE) {
			if (str_eq(plain_path(entry->files->text.text), str_c(path)))
				entries_add_domains(configured, entry);
		} else if (entry->files->how == CONFIG_GLOB && entry->files->glob.negated) {
			find_negated(configured, entry, path);
		} else if (is_for(repo, entry, path, &group)) {
			entry->used = true;
			say(repo, saying_add(configured, entry), path, group);
		}
	}
}
