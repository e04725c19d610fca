#include "lint/repo/configured.h"

#include "lint/base/memory.h"
#include "lint/repo/entries.h"
#include "lint/repo/found.h"
#include "lint/repo/listed.h"
#include "lint/repo/octodns.h"
#include "lint/repo/octodns_config.h"

#include <stdlib.h>
#include <unistd.h>

static void add_entries(struct repo *repo, enum file_kind kind, const char *key,
	const struct config_files *files, size_t count)
{
	struct configured *configured = repo->configured;

	configured->lists[kind] |= files != NULL && !repo->request->lists_open;
	for (size_t i = 0; files != NULL && i < count; i++)
		configured->list[configured->count++] = (struct configured_entry){
			.files = &files[i],
			.kind = kind,
			.why = arena_printf(&repo->arena, "'%s:' of the configuration, line %zu",
				key, files[i].text.line),
		};
}

static void find_scope(struct repo *repo)
{
	const struct repo_request *request = repo->request;
	struct configured *configured = repo->configured;

	configured->scope = arena_alloc(
		&repo->arena, request->path_count, sizeof *configured->scope);
	for (size_t i = 0; i < request->path_count; i++)
		if (strcmp(request->paths[i], "-") != 0)
			configured->scope[configured->scope_count++] = repo_resolve(
				&repo->arena, request->paths[i]);
}

void configured_init(struct repo *repo)
{
	const struct config *config = repo->request->config;
	struct configured *configured;

	if (config == NULL)
		return;
	configured = repo->configured = ARENA_NEW(&repo->arena, struct configured);
	configured->config = config;
	configured->list = arena_alloc(&repo->arena,
		config->zone_count + config->policy_count + config->certificate_count,
		sizeof *configured->list);
	add_entries(repo, FILE_ZONE, "zones", config->zones, config->zone_count);
	add_entries(repo, FILE_POLICY, "policies", config->policies, config->policy_count);
	add_entries(
		repo, FILE_CERT, "certificates", config->certificates, config->certificate_count);
	find_scope(repo);
}

/* PATH, which lies below the place, absolute; valid until the next one is asked for. */
static const char *full_of(struct repo *repo, const char *path)
{
	struct buf *buf = &repo->configured->full;

	buf->len = 0;
	buf_add(buf, str_c(strcmp(repo->place.real, "/") == 0 ? "" : repo->place.real));
	buf_add_char(buf, '/');
	buf_add(buf, str_c(repo_below(repo, path)));
	buf_add_char(buf, '\0');
	return buf->ptr;
}

bool configured_excludes(struct repo *repo, const char *path, bool is_directory)
{
	const struct configured *configured = repo->configured;
	const char *from, *top;
	const struct glob *decides;
	size_t length;

	if (configured == NULL || configured->config->exclude_count == 0)
		return false;
	from = entries_below(repo, full_of(repo, path));
	if (from == NULL)
		return false;
	/* What the command line names is read, also where it lies in what is excluded. */
	top = entries_below(repo, repo->walked);
	decides = glob_decides(configured->config->excluded, configured->config->exclude_count,
		str_c(from), top == NULL ? 0 : strlen(top), is_directory, &length);
	if (decides == NULL || decides->negated)
		return false;
	repo_pass(
		repo, path, strlen(path) - (strlen(from) - length), "excluded", decides->text.ptr);
	return true;
}

/* Several kinds cannot be: the first is taken, and that is said. */
static void keep_one_kind(struct repo *repo, const char *path)
{
	struct configured *configured = repo->configured;
	const struct saying *sayings = configured->sayings;

	for (size_t i = 1; i < configured->saying_count; i++)
		if (sayings[i].entry->kind != sayings[0].entry->kind) {
			entries_complain(repo, &sayings[i].entry->files->text, false,
				arena_printf(&repo->arena, "'%s' is in %s as well", path,
					sayings[0].entry->why));
			configured->saying_count = i;
		}
}

static void add_one(struct repo *repo, const struct repo_file *met, const struct saying *saying,
	enum content_sort content)
{
	struct repo_file file = *met;
	struct name_buf by_name = { .len = 0 };

	file.kind = saying->entry->kind;
	file.said = SAID_CONFIG;
	file.why = saying->entry->why;
	file.whose_given = saying->whose.len > 0;
	file.path = arena_str(&repo->arena, str_c(met->path)).ptr;
	file.full = arena_str(&repo->arena, str_c(met->full)).ptr;
	if (file.kind == FILE_ZONE && content == CONTENT_OCTODNS)
		octodns_note(repo, &file, &by_name);
	else if (file.kind == FILE_ZONE && !classify_origin(str_c(file.path), &by_name))
		by_name.len = 0;
	repo_add(repo, file, name_view(file.whose_given ? &saying->whose : &by_name));
}

/* Adds FILE once for each that it is said to be of; what names nobody counts when nothing else
 * does. */
static void add_all(struct repo *repo, const struct repo_file *file, enum content_sort content)
{
	const struct configured *configured = repo->configured;
	bool said = false;

	for (size_t i = 0; i < configured->saying_count; i++)
		if (configured->sayings[i].whose.len > 0) {
			add_one(repo, file, &configured->sayings[i], content);
			said = true;
		}
	if (!said)
		add_one(repo, file, &configured->sayings[0], content);
}

bool configured_take(struct repo *repo, const struct repo_file *file, enum content_sort content)
{
	const char *path = entries_below(repo, file->full);

	if (path == NULL || repo->configured->count == 0)
		return false;
	entries_find(repo, path);
	keep_one_kind(repo, path);
	if (repo->configured->saying_count > 0)
		add_all(repo, file, content);
	return repo->configured->saying_count > 0;
}

bool configured_names(struct repo *repo, const char *full)
{
	const char *path = entries_below(repo, full);

	if (path == NULL || repo->configured->count == 0)
		return false;
	entries_find(repo, path);
	return repo->configured->saying_count > 0;
}

bool configured_leaves_out(
	const struct repo *repo, const struct repo_file *file, enum content_sort content)
{
	return entries_below(repo, file->full) != NULL && repo->configured->lists[file->kind] &&
	       !(content == CONTENT_OCTODNS && octodns_config_given(repo->request->config));
}

/* FULL lies below what the command line names, or is it. */
static bool in_scope(const struct repo *repo, const char *full)
{
	const struct configured *configured = repo->configured;

	for (size_t i = 0; i < configured->scope_count; i++)
		if (repo_lies_in(full, configured->scope[i]))
			return true;
	return false;
}

/* The policy of ENTRY was not met: it may lie where no walk goes. */
static void add_file(struct repo *repo, struct configured_entry *entry)
{
	const struct config_text *text = &entry->files->text;
	const char *path = config_beside(repo->configured->config, &repo->arena, text->text);
	struct repo_file file;
	struct look look;

	repo_enter_of(repo, path);
	file = found_file(repo, &repo->arena, path, &(struct stat){ 0 });
	if (!in_scope(repo, file.full))
		return;
	look.status = repo_check_below(repo, repo->configured->config->directory, path);
	if (look.status == SOURCE_OK)
		look = look_at(repo->sources, path, false);
	if (look.status != SOURCE_OK) {
		entries_unread(repo, text, source_status_text(look.status));
		return;
	}
	file.device = look.st.st_dev;
	file.inode = look.st.st_ino;
	repo->configured->saying_count = 0;
	entries_add_domains(repo->configured, entry);
	add_all(repo, &file, look.content);
}

/* Adds the zones of a name server. */
static void add_list(struct repo *repo, struct configured_entry *entry)
{
	const struct config_text *text = &entry->files->text;
	const char *path = config_beside(repo->configured->config, &repo->arena, text->text);
	const char *reason = NULL;
	enum source_status status;

	if (repo->configured->scope_count == 0)
		return;
	status = repo_check_below(repo, repo->configured->config->directory, path);
	if (status != SOURCE_OK)
		reason = source_status_text(status);
	else
		listed_add(repo, path, SAID_CONFIG, in_scope, &reason);
	if (reason != NULL)
		entries_unread(repo, text, reason);
}

void configured_add(struct repo *repo)
{
	struct configured *configured = repo->configured;

	for (size_t i = 0; configured != NULL && i < configured->count; i++) {
		struct configured_entry *entry = &configured->list[i];

		if (entry->files->how == CONFIG_FILE && !entry->used)
			add_file(repo, entry);
		if (entry->files->how == CONFIG_NAMED_CONF)
			add_list(repo, entry);
	}
}

/* An entry that no file is for is misspelt, mostly. */
void configured_done(struct repo *repo)
{
	struct configured *configured = repo->configured;

	if (configured == NULL || !in_scope(repo, configured->config->directory) ||
		sources_past(repo->sources) != NULL)
		return;
	for (size_t i = 0; i < configured->count; i++) {
		const struct config_files *files = configured->list[i].files;

		if (!configured->list[i].used &&
			(files->how == CONFIG_GLOB || files->how == CONFIG_PATH))
			entries_complain(repo, &files->text, true,
				arena_printf(&repo->arena, "no file here is for '%s'",
					files->text.text.ptr));
	}
}

void configured_finish(struct repo *repo)
{
	if (repo->configured == NULL)
		return;
	free(repo->configured->sayings);
	buf_finish(&repo->configured->full);
}
