#include "lint/repo/configured.h"

#include "lint/base/memory.h"
#include "lint/config/config.h"
#include "lint/repo/found.h"
#include "lint/repo/octodns.h"
#include "lint/repo/octodns_config.h"

#include <stdlib.h>
#include <unistd.h>

/* An entry of a list of the configuration. */
struct entry {
	const struct config_files *files;
	enum file_kind kind;
	const char *why;
	bool used;    /* some file is there for it */
	bool gave_up; /* its expression took too long once, and is not asked again */
};

/* What an entry says of a file. */
struct saying {
	struct entry *entry;
	struct name_buf whose; /* without length: nothing */
};

struct configured {
	const struct config *config;
	const char **scope; /* what the command line names, resolved */
	size_t scope_count;
	struct entry *list; /* kind by kind, in the order of the file */
	size_t count;
	bool lists[FILE_KINDS]; /* there is a list for this kind */
	struct buf full;
	struct saying *sayings; /* of the file that is asked about */
	size_t saying_count, saying_capacity;
};

static void add_entries(struct repo *repo, enum file_kind kind, const char *key,
	const struct config_files *files, size_t count)
{
	struct configured *configured = repo->configured;

	configured->lists[kind] |= files != NULL;
	for (size_t i = 0; i < count; i++)
		configured->list[configured->count++] = (struct entry){
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

/* FULL as seen from the configuration's directory; NULL when it does not lie there. */
static const char *below(const struct repo *repo, const char *full)
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

static void complain_of(
	struct repo *repo, const struct config_text *text, bool note, const char *reason)
{
	const char *name = arena_printf(&repo->arena, "%s:%zu:%zu", repo->configured->config->path,
		text->line, text->column);

	if (note)
		repo_note(repo, name, reason);
	else
		repo_problem_text(repo, name, reason, false);
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
	from = below(repo, full_of(repo, path));
	if (from == NULL)
		return false;
	/* What the command line names is read, also where it lies in what is excluded. */
	top = below(repo, repo->walked);
	decides = glob_decides(configured->config->excluded, configured->config->exclude_count,
		str_c(from), top == NULL ? 0 : strlen(top), is_directory, &length);
	if (decides == NULL || decides->negated)
		return false;
	repo_pass(
		repo, path, strlen(path) - (strlen(from) - length), "excluded", decides->text.ptr);
	return true;
}

/* The entry is for the file PATH; *GROUP is what its expression says of whose. */
static bool is_for(struct repo *repo, struct entry *entry, const char *path, struct str *group)
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
		complain_of(repo, &files->text, false,
			arena_printf(&repo->arena, "with '%s' %s", path, regex_gave_up_text));
	return answer == REGEX_YES;
}

/* What GROUP, which an expression took of PATH, says. */
static void say(struct repo *repo, struct saying *saying, const char *path, struct str group)
{
	if (group.len == 0 || classify_domain(group, &saying->whose))
		return;
	saying->whose.len = 0;
	complain_of(repo, &saying->entry->files->text, true,
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

static struct saying *saying_add(struct configured *configured, struct entry *entry)
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

static void find_negated(struct configured *configured, struct entry *entry, const char *path)
{
	struct glob plain = entry->files->glob;

	plain.negated = false;
	if (!glob_takes(&plain, 1, str_c(path)))
		return;
	entry->used = true;
	take_back(configured, entry->kind);
}

/* A policy for several domains. */
static void find_domains(struct configured *configured, struct entry *entry)
{
	const struct config_files *files = entry->files;

	entry->used = true;
	if (files->domain_count == 0)
		saying_add(configured, entry);
	for (size_t i = 0; i < files->domain_count; i++)
		classify_domain(files->domains[i].text, &saying_add(configured, entry)->whose);
}

/* All that is said of PATH, in configured->sayings. */
static void find_sayings(struct repo *repo, const char *path)
{
	struct configured *configured = repo->configured;

	configured->saying_count = 0;
	for (size_t i = 0; i < configured->count; i++) {
		struct entry *entry = &configured->list[i];
		struct str group;

		if (entry->files->how == CONFIG_FILE) {
			if (str_eq(plain_path(entry->files->text.text), str_c(path)))
				find_domains(configured, entry);
		} else if (entry->files->how == CONFIG_GLOB && entry->files->glob.negated) {
			find_negated(configured, entry, path);
		} else if (is_for(repo, entry, path, &group)) {
			entry->used = true;
			say(repo, saying_add(configured, entry), path, group);
		}
	}
}

/* Several kinds cannot be: the first is taken, and that is said. */
static void keep_one_kind(struct repo *repo, const char *path)
{
	struct configured *configured = repo->configured;
	const struct saying *sayings = configured->sayings;

	for (size_t i = 1; i < configured->saying_count; i++)
		if (sayings[i].entry->kind != sayings[0].entry->kind) {
			complain_of(repo, &sayings[i].entry->files->text, false,
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
	const char *path = below(repo, file->full);

	if (path == NULL || repo->configured->count == 0)
		return false;
	find_sayings(repo, path);
	keep_one_kind(repo, path);
	if (repo->configured->saying_count > 0)
		add_all(repo, file, content);
	return repo->configured->saying_count > 0;
}

bool configured_names(struct repo *repo, const char *full)
{
	const char *path = below(repo, full);

	if (path == NULL || repo->configured->count == 0)
		return false;
	find_sayings(repo, path);
	return repo->configured->saying_count > 0;
}

bool configured_leaves_out(
	const struct repo *repo, const struct repo_file *file, enum content_sort content)
{
	return below(repo, file->full) != NULL && repo->configured->lists[file->kind] &&
	       !(content == CONTENT_OCTODNS && octodns_config_given(repo->request->config));
}

/* FULL lies below what the command line names, or is it. */
static bool in_scope(const struct configured *configured, const char *full)
{
	for (size_t i = 0; i < configured->scope_count; i++)
		if (repo_lies_in(full, configured->scope[i]))
			return true;
	return false;
}

/* The policy of ENTRY was not met: it may lie where no walk goes. */
static void add_file(struct repo *repo, struct entry *entry)
{
	const struct config_text *text = &entry->files->text;
	const char *path = config_beside(repo->configured->config, &repo->arena, text->text);
	struct repo_file file;
	struct look look;

	repo_enter_of(repo, path);
	file = found_file(repo, &repo->arena, path, &(struct stat){ 0 });
	if (!in_scope(repo->configured, file.full))
		return;
	look.status = repo_check_below(repo, repo->configured->config->directory, path);
	if (look.status == SOURCE_OK)
		look = look_at(repo->sources, path, false);
	if (look.status != SOURCE_OK) {
		complain_of(repo, text, false,
			arena_printf(&repo->arena, "'%s' cannot be read: %s", text->text.ptr,
				source_status_text(look.status)));
		return;
	}
	file.device = look.st.st_dev;
	file.inode = look.st.st_ino;
	repo->configured->saying_count = 0;
	find_domains(repo->configured, entry);
	add_all(repo, &file, look.content);
}

void configured_add(struct repo *repo)
{
	struct configured *configured = repo->configured;

	for (size_t i = 0; configured != NULL && i < configured->count; i++)
		if (configured->list[i].files->how == CONFIG_FILE && !configured->list[i].used)
			add_file(repo, &configured->list[i]);
}

/* An entry that no file is for is misspelt, mostly. */
void configured_done(struct repo *repo)
{
	struct configured *configured = repo->configured;

	if (configured == NULL || !in_scope(configured, configured->config->directory) ||
		sources_past(repo->sources) != NULL)
		return;
	for (size_t i = 0; i < configured->count; i++) {
		const struct config_files *files = configured->list[i].files;

		if (!configured->list[i].used &&
			(files->how == CONFIG_GLOB || files->how == CONFIG_PATH))
			complain_of(repo, &files->text, true,
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
