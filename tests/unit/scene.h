/*
 * scene: a table of small repositories and what must be found in each. A scene's files are one
 * text, each headed `==> NAME <==`; what is expected is one line for each finding, in report order:
 * `SLUG LEVEL BYTES`, LEVEL one of E W I, BYTES those pointed at, up to the end of their line.
 * Findings of rules without the prefix that the test names are left out.
 */
#ifndef TESTS_UNIT_SCENE_H
#define TESTS_UNIT_SCENE_H

#include "tests/unit/unit.h"

#include "lint/lint.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct scene {
	const char *name;
	const char *files;
	const char *expected;
};

/* Makes the directories of PATH. */
static inline void scene_directories(const char *path)
{
	char part[256];

	for (size_t i = 0; path[i] != '\0'; i++)
		if (path[i] == '/') {
			snprintf(part, sizeof part, "%.*s", (int)i, path);
			assert_true(mkdir(part, 0777) == 0 || errno == EEXIST);
		}
}

static inline void scene_write(const char *path, const char *text, size_t len)
{
	FILE *file;

	scene_directories(path);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	fclose(file);
}

/* Calls VISIT for each file of FILES. */
static inline void scene_each(
	const char *files, void (*visit)(const char *path, const char *text, size_t len))
{
	const char *at = files;

	while (at != NULL && strncmp(at, "==> ", 4) == 0) {
		const char *end = strstr(at, " <==\n"), *text = end + 5, *next;
		char path[256];

		assert_non_null(end);
		snprintf(path, sizeof path, "%.*s", (int)(end - at - 4), at + 4);
		next = strncmp(text, "==> ", 4) == 0 ? text : strstr(text, "\n==> ");
		next = next != NULL && *next == '\n' ? next + 1 : next;
		visit(path, text, next != NULL ? (size_t)(next - text) : strlen(text));
		at = next;
	}
}

static inline void scene_remove(const char *path, const char *text, size_t len)
{
	char part[256];

	(void)text;
	(void)len;
	unlink(path);
	snprintf(part, sizeof part, "%s", path);
	for (char *slash = strrchr(part, '/'); slash != NULL; slash = strrchr(part, '/')) {
		*slash = '\0';
		rmdir(part);
	}
}

static inline void scene_finding(struct lint *lint, const struct finding *finding, struct buf *out)
{
	struct buf bytes = { 0 };
	struct str text;

	source_again(&lint->sources, finding->span.file, finding->span.offset, finding->span.length,
		&bytes);
	text = buf_str(&bytes);
	text = str_take(text, str_find_char(text, '\n'));
	buf_printf(out, "%s %c ", rules[finding->rule].slug, "??IWE"[finding->level]);
	buf_add(out, text);
	buf_add_char(out, '\n');
	buf_finish(&bytes);
}

static inline void scene_run(const char *prefix, enum rule_id on, struct buf *out)
{
	static const char *const paths[] = { "." };
	struct lint_options options = { .request = { .paths = paths, .path_count = 1 } };
	struct lint lint;

	for (size_t i = 0; i < RULE_COUNT; i++)
		options.levels.ignored[i] = strncmp(rules[i].slug, prefix, strlen(prefix)) != 0;
	if (on != RULE_COUNT)
		options.levels.set[on] = LEVEL_WARNING;
	lint_run(&lint, &options);
	for (size_t i = 0; i < lint.diag.count; i++)
		scene_finding(&lint, lint.diag.list[i], out);
	lint_finish(&lint);
	buf_add_char(out, '\0');
}

/* Makes a directory and goes there; DIRECTORY has the room of "/tmp/mtasts-scene-XXXXXX". */
static inline void scene_enter(char *directory)
{
	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
}

static inline void scene_leave(const char *directory)
{
	assert_int_equal(chdir("/"), 0);
	rmdir(directory);
}

/* Runs each of COUNT scenes in a directory of its own and compares. ON is a rule that is off by
 * default and is to speak; RULE_COUNT for none. */
static inline void scenes_check(
	const struct scene *scenes, size_t count, const char *prefix, enum rule_id on)
{
	char directory[] = "/tmp/mtasts-scene-XXXXXX";
	size_t wrong = 0;

	scene_enter(directory);
	for (size_t i = 0; i < count; i++) {
		struct buf out = { 0 };

		scene_each(scenes[i].files, scene_write);
		scene_run(prefix, on, &out);
		scene_each(scenes[i].files, scene_remove);
		if (strcmp(out.ptr, scenes[i].expected) != 0) {
			print_error("%s:\n--- expected\n%s--- found\n%s", scenes[i].name,
				scenes[i].expected, out.ptr);
			wrong++;
		}
		buf_finish(&out);
	}
	scene_leave(directory);
	assert_int_equal(wrong, 0);
}

#endif
