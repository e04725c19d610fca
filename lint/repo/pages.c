#include "lint/repo/pages.h"

#include "lint/repo/git.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_TEXT = 256 * 1024, MAX_WORKFLOWS = 1000 };

/* What a search of lines looks for: LATER in the top-level entry of YAML that begins with FIRST. */
struct wanted {
	struct str first, later;
};

/* Reads at most MAX_TEXT bytes of NAME in DIRECTORY; empty when there is no such file. */
static void read_text(struct buf *buf, const char *directory, const char *name)
{
	struct arena scratch = { 0 };
	const char *path = arena_printf(&scratch, "%s/%s", directory, name);
	int descriptor;
	ssize_t got;

	if (source_open_below(directory, path, &descriptor) == SOURCE_OK) {
		while (buf->len < MAX_TEXT &&
			(got = read(descriptor, buf_room(buf, 4096), 4096)) > 0)
			buf->len += (size_t)got;
		close(descriptor);
	}
	arena_finish(&scratch);
}

/* LINE belongs to the entry that began on a line before. */
static bool continues(struct str line)
{
	return line.len == 0 || memchr(" \t\r-]", line.ptr[0], 5) != NULL;
}

/* Comment lines do not count. */
static bool says(struct str text, struct wanted wanted)
{
	bool begun = false;
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		if (str_starts(str_ltrim(line), STR("#")))
			continue;
		begun = str_starts(line, wanted.first) || (begun && continues(line));
		if (begun && str_find(line, wanted.later) < line.len)
			return true;
	}
	return false;
}

static bool file_says(const char *directory, const char *name, struct wanted wanted)
{
	struct buf buf = { 0 };
	bool result;

	read_text(&buf, directory, name);
	result = says(buf_str(&buf), wanted);
	buf_finish(&buf);
	return result;
}

static bool is_there(const char *directory, const char *name)
{
	struct arena scratch = { 0 };
	struct stat st;
	bool result = lstat(arena_printf(&scratch, "%s/%s", directory, name), &st) == 0;

	arena_finish(&scratch);
	return result;
}

/* A workflow of the repository TOP publishes what it built itself. */
static bool deploys(struct arena *arena, const char *top)
{
	static const struct wanted wanted = { STR_INIT(""), STR_INIT("deploy-pages") };
	const char *directory = arena_printf(arena, "%s/.github/workflows", top);
	DIR *stream = opendir(directory);
	struct dirent *entry;
	bool result = false;

	for (int i = 0;
		stream != NULL && i < MAX_WORKFLOWS && !result && (entry = readdir(stream)) != NULL;
		i++) {
		struct str name = str_c(entry->d_name);

		result = (str_ends(name, STR(".yml")) || str_ends(name, STR(".yaml"))) &&
			 file_says(directory, entry->d_name, wanted);
	}
	if (stream != NULL)
		closedir(stream);
	return result;
}

bool pages_leaves_out(const struct repo_file *file)
{
	static const struct wanted include = { STR_INIT("include:"), STR_INIT(".well-known") };
	struct str well_known = path_dir(str_c(file->full));
	struct arena arena = { 0 };
	const char *site, *top;
	bool result = false;

	site = arena_str(&arena, path_dir(well_known)).ptr;
	if (strcmp(file->path, "-") != 0 && str_eq(path_base(well_known), STR(".well-known")) &&
		is_there(site, "CNAME")) {
		top = git_top(&arena, site);
		if (top == NULL)
			top = site;
		/* A branch is published from its top or from `docs`. */
		result = (strcmp(site, top) == 0 ||
				 strcmp(site, arena_printf(&arena, "%s/docs", top)) == 0) &&
			 !is_there(site, ".nojekyll") && !file_says(site, "_config.yml", include) &&
			 !deploys(&arena, top);
	}
	arena_finish(&arena);
	return result;
}
