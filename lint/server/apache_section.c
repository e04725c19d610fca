#include "lint/server/apache.h"

#include "lint/base/source.h"

#include <stdlib.h>

/* Sections by name; those that end in "Match", or have "~" as first word, hold regular expressions.
 */
static const struct kind {
	struct str name;
	enum apache_phase phase;
	bool regex;
} kinds[] = {
	{ STR_INIT("Directory"), APACHE_DIRECTORY, false },
	{ STR_INIT("DirectoryMatch"), APACHE_DIRECTORY_MATCH, true },
	{ STR_INIT("Files"), APACHE_FILES, false },
	{ STR_INIT("FilesMatch"), APACHE_FILES, true },
	{ STR_INIT("Location"), APACHE_LOCATION, false },
	{ STR_INIT("LocationMatch"), APACHE_LOCATION, true },
};

/* Whose content may or may not be in force. */
static bool is_uncertain(const struct server_node *node)
{
	static const struct str names[] = {
		STR_INIT("If"),
		STR_INIT("ElseIf"),
		STR_INIT("Else"),
		STR_INIT("IfDefine"),
		STR_INIT("IfFile"),
		STR_INIT("IfDirective"),
		STR_INIT("IfSection"),
		STR_INIT("Use"),
		STR_INIT("Limit"),
		STR_INIT("RewriteMap"),
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (server_is_i(node, 0, names[i]))
			return true;
	return apache_is_hidden(node);
}

/* A regular expression for directories: whether it is asked of the directory or of the file in it
 * shows only where the answers are the same. */
static enum truth directory_regex(struct apache *apache, struct str pattern)
{
	struct str directory = path_dir(apache->file);
	struct str slash = str_take(apache->file, directory.len + 1);
	enum truth first = ask_regex(apache->ask, pattern, false, slash);

	if (ask_regex(apache->ask, pattern, false, directory) != first ||
		ask_regex(apache->ask, pattern, false, apache->file) != first) {
		ask_doubt(apache->ask);
		return TRUTH_UNKNOWN;
	}
	return first;
}

static bool has_glob(struct str text)
{
	return memchr(text.ptr, '*', text.len) != NULL || memchr(text.ptr, '?', text.len) != NULL ||
	       memchr(text.ptr, '[', text.len) != NULL;
}

static bool covers(struct str prefix, struct str path)
{
	while (prefix.len > 0 && prefix.ptr[prefix.len - 1] == '/')
		prefix.len--;
	return str_starts(path, prefix) && (path.len == prefix.len || path.ptr[prefix.len] == '/');
}

static enum truth plain_fits(struct apache *apache, enum apache_phase phase, struct str pattern)
{
	struct str path = apache->ask->path;

	if (apache_has_variable(pattern))
		return TRUTH_UNKNOWN;
	if (phase == APACHE_FILES)
		return truth_of(server_glob(pattern, path_base(path)));
	if (has_glob(pattern))
		return TRUTH_UNKNOWN;
	if (phase == APACHE_LOCATION)
		return truth_of(covers(pattern, path));
	if (!apache->file_known && !str_eq(pattern, STR("/")))
		return TRUTH_UNKNOWN;
	return truth_of(covers(pattern, apache->file));
}

static enum truth fits(struct apache *apache, const struct kind *kind,
	const struct server_node *node, bool regex, struct str pattern)
{
	(void)node;
	if (!regex)
		return plain_fits(apache, kind->phase, pattern);
	if (kind->phase == APACHE_FILES)
		return ask_regex(apache->ask, pattern, false, path_base(apache->ask->path));
	if (kind->phase == APACHE_LOCATION)
		return ask_regex(apache->ask, pattern, false, apache->ask->path);
	return directory_regex(apache, pattern);
}

static void add(struct apache *apache, const struct kind *kind, const struct server_node *node,
	bool regex, struct str pattern)
{
	struct apache_section *section = &apache->sections[apache->count];

	*section = (struct apache_section){
		.phase = kind->phase == APACHE_DIRECTORY && regex ? APACHE_DIRECTORY_MATCH :
								    kind->phase,
		.order = apache->count,
		.node = node,
		.level = server_flatten(&apache->ask->arena, node->first, &apache->ask->budget),
	};
	if (section->phase == APACHE_DIRECTORY) {
		section->depth = pattern.len;
		section->below = str_skip(apache->file, pattern.len);
		if (str_starts(section->below, STR("/")))
			section->below = str_skip(section->below, 1);
	}
	apache->count++;
}

static void consider(struct apache *apache, const struct server_node *node)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		bool regex = kinds[i].regex || server_is(node, 1, STR("~"));
		struct str pattern = server_word(node, node->count - 1);
		enum truth holds;

		if (!node->block || !server_is_i(node, 0, kinds[i].name))
			continue;
		holds = fits(apache, &kinds[i], node, regex, pattern);
		if (holds == TRUTH_UNKNOWN)
			ask_doubt(apache->ask);
		if (holds == TRUTH_YES)
			add(apache, &kinds[i], node, regex, pattern);
		apache->ask->answer.meant |= holds == TRUTH_YES &&
					     str_find(pattern, STR("mta-sts")) < pattern.len;
		return;
	}
}

static void consider_all(struct apache *apache, const struct server_level *level)
{
	for (size_t i = 0; i < level->count; i++) {
		consider(apache, level->nodes[i]);
		if (is_uncertain(level->nodes[i]))
			ask_doubt(apache->ask);
	}
}

static size_t inner_count(const struct apache *apache)
{
	size_t count = 0;

	for (size_t i = 0; i < apache->count; i++)
		count += apache->sections[i].level.count;
	return count;
}

static int compare_sections(const void *left, const void *right)
{
	const struct apache_section *a = left, *b = right;

	if (a->phase != b->phase)
		return a->phase < b->phase ? -1 : 1;
	if (a->phase == APACHE_DIRECTORY && a->depth != b->depth)
		return a->depth < b->depth ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/* <Files> in a <Directory> that fits are met after it. */
static void collect_inner(struct apache *apache)
{
	size_t outer = apache->count;
	struct apache_section *grown = arena_alloc(
		&apache->ask->arena, outer + inner_count(apache) + 1, sizeof *grown);

	memcpy(grown, apache->sections, outer * sizeof *grown);
	apache->sections = grown;
	for (size_t i = 0; i < outer; i++)
		consider_all(apache, &grown[i].level);
}

void apache_collect_inner(struct apache *apache)
{
	collect_inner(apache);
	if (apache->count > 0)
		qsort(apache->sections, apache->count, sizeof *apache->sections, compare_sections);
}

void apache_collect(struct apache *apache)
{
	size_t most = apache->around.count + apache->host.count;

	apache->sections = arena_alloc(&apache->ask->arena, most + 1, sizeof *apache->sections);
	consider_all(apache, &apache->around);
	consider_all(apache, &apache->host);
	apache_collect_inner(apache);
}
