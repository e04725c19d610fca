#include "lint/repo/found.h"

#include "lint/base/jobs.h"
#include "lint/base/memory.h"
#include "lint/repo/octodns.h"
#include "lint/repo/configured.h"
#include "lint/repo/octodns_config.h"
#include "lint/server/sniff.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Files that are looked at together, and how many of them by one job. */
enum { FOUND_MAX = 1024, FOUND_JOB = 16 };

struct found {
	struct repo_file file;
	enum name_sort name;
	struct look look;
};

/* Reads up to SIZE bytes from the start of DESCRIPTOR. */
static struct str head_of(int descriptor, char *into, size_t size)
{
	size_t len = 0;
	ssize_t got;

	while (len < size && (got = pread(descriptor, into + len, size - len, (off_t)len)) > 0)
		len += (size_t)got;
	return str_of(into, len);
}

/* What HEAD, the beginning of PATH, is of that only its name leads to look for. */
static enum content_sort look_special(struct str head, const char *path, bool server)
{
	if (octodns_name_fits(str_c(path)) && octodns_config_sniff(head))
		return CONTENT_OCTODNS_CONFIG;
	if (octodns_name_fits(str_c(path)) && octodns_sniff(head))
		return CONTENT_OCTODNS;
	if (server && server_sniff(str_c(path), head) != SERVER_NONE)
		return CONTENT_SERVER;
	return CONTENT_NOTHING;
}

/* What the beginning of a file says that its first KiB did not. */
static enum content_sort look_further(int descriptor, const char *path, bool server)
{
	char *large = memory_alloc(CLASSIFY_SEARCH, 1);
	struct str head = head_of(descriptor, large, CLASSIFY_SEARCH);
	enum content_sort sort = classify_content(head);

	enum content_sort special = sort <= CONTENT_OTHER ? look_special(head, path, server) :
							    CONTENT_NOTHING;

	if (special != CONTENT_NOTHING)
		sort = special;
	free(large);
	return sort;
}

enum content_sort look_content(int descriptor, const char *path, bool server)
{
	char small[CLASSIFY_HEAD];
	struct str head = head_of(descriptor, small, sizeof small);
	enum content_sort sort = classify_content(head);

	bool yaml = octodns_name_fits(str_c(path));

	if (yaml && sort <= CONTENT_OTHER && octodns_sniff(head) && !octodns_config_sniff(head))
		return CONTENT_OCTODNS;
	if (sort == CONTENT_NOTHING ? server || head.len == sizeof small :
				      (server || yaml) && sort == CONTENT_OTHER)
		return look_further(descriptor, path, server);
	return sort;
}

struct look look_at(const struct sources *sources, const char *path, bool server)
{
	int descriptor = sources_open_path(sources, path);
	struct look result = { .status = SOURCE_OK };

	if (descriptor < 0) {
		result.status = source_status_of_errno(errno);
		return result;
	}
	if (fstat(descriptor, &result.st) != 0)
		result.status = SOURCE_FAILED;
	else if (S_ISDIR(result.st.st_mode))
		result.status = SOURCE_DIRECTORY;
	else if (!S_ISREG(result.st.st_mode))
		result.status = SOURCE_NOT_REGULAR;
	else
		result.content = look_content(descriptor, path, server);
	close(descriptor);
	if (sources_past(sources) != NULL && result.status == SOURCE_OK &&
		sources_stat(sources, path, true, &result.st) != 0)
		result.status = SOURCE_FAILED;
	return result;
}

struct repo_file found_file(
	struct repo *repo, struct arena *arena, const char *path, const struct stat *st)
{
	return (struct repo_file){
		.path = arena_str(arena, str_c(path)).ptr,
		.full = arena_printf(arena, "%s/%s",
			strcmp(repo->place.real, "/") == 0 ? "" : repo->place.real,
			repo_below(repo, path)),
		.root = repo_root(repo),
		.tracked = repo->place.top != NULL,
		.device = st->st_dev,
		.inode = st->st_ino,
	};
}

void found_add(struct repo *repo, const char *path, const struct stat *st)
{
	struct found *found;

	if (repo->found == NULL)
		repo->found = memory_alloc(FOUND_MAX, sizeof *repo->found);
	found = &repo->found[repo->found_count++];
	*found = (struct found){
		.file = found_file(repo, &repo->found_arena, path, st),
		.name = classify_name(str_c(path)),
	};
	if (repo->found_count == FOUND_MAX)
		found_done(repo);
}

/* A name that says all makes a look at the content needless. */
static void look_at_some(void *context, size_t job)
{
	struct repo *repo = context;
	size_t end = (job + 1) * FOUND_JOB;

	for (size_t i = job * FOUND_JOB; i < end && i < repo->found_count; i++) {
		struct found *found = &repo->found[i];

		if (classify(found->name, CONTENT_NOTHING, false, &found->file.why) == FILE_NONE)
			found->look = look_at(
				repo->sources, found->file.path, found->name == NAME_SERVER);
	}
}

static void take(struct repo *repo, const struct found *found)
{
	struct repo_file file = found->file;
	struct name_buf origin = { .len = 0 };

	if (found->look.status != SOURCE_OK) {
		if ((found->name != NAME_ANY && found->name != NAME_SERVER &&
			    found->name != NAME_OCTODNS) ||
			configured_names(repo, file.full))
			repo_problem(repo, file.path, found->look.status);
		return;
	}
	if (found->look.content == CONTENT_OCTODNS_CONFIG)
		octodns_config_found(repo, file.path);
	if (configured_take(repo, &file, found->look.content))
		return;
	file.kind = classify(found->name, found->look.content, false, &file.why);
	if (file.kind == FILE_NONE && found->name == NAME_ZONE)
		repo_pass(repo, file.path, strlen(file.path), file.why, NULL);
	if (file.kind != FILE_NONE && configured_leaves_out(repo, &file, found->look.content)) {
		repo_pass(
			repo, file.path, strlen(file.path), "the configuration lists others", NULL);
		return;
	}
	if (file.kind == FILE_NONE)
		return;
	if (file.kind == FILE_ZONE && found->look.content == CONTENT_OCTODNS)
		octodns_note(repo, &file, &origin);
	else if (file.kind == FILE_ZONE)
		classify_origin(str_c(file.path), &origin);
	file.path = arena_str(&repo->arena, str_c(file.path)).ptr;
	file.full = arena_str(&repo->arena, str_c(file.full)).ptr;
	repo_add(repo, file, name_view(&origin));
}

void found_done(struct repo *repo)
{
	jobs_run(repo->request->workers, (repo->found_count + FOUND_JOB - 1) / FOUND_JOB,
		look_at_some, repo);
	for (size_t i = 0; i < repo->found_count; i++)
		take(repo, &repo->found[i]);
	repo->found_count = 0;
	free(repo->found);
	repo->found = NULL;
	arena_finish(&repo->found_arena);
}
