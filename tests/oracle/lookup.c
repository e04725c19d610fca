/*
 * lookup: what mtasts would answer for the questions on standard input, `NAME TYPE` a line, about
 * the zones in the current directory. One line each: the answer, why, the number of records, the
 * name that it ended at. For tests/wildcard_oracle.py, which asks name servers the same.
 */
#include "lint/lint.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const answers[] = { "unknown", "absent", "found" };
static const char *const reasons[] = { "-", "outside", "delegated", "incomplete", "opaque",
	"no-name", "no-data", "loop" };

static bool answer(const struct lint *lint, char *line, struct arena *arena)
{
	struct str rest = str_c(line), name, type;
	struct name root = { (const unsigned char *)"", 1 };
	struct name_buf wire;
	struct lookup lookup;
	uint16_t number;

	if (!str_cut(&rest, ' ', &name) || !str_cut(&rest, '\n', &type) ||
		name_parse(name, root, &wire, NULL) != NAME_OK || !type_find(type, &number))
		return false;
	lookup = world_lookup(&lint->world, NULL, name_view(&wire), number, arena);
	printf("%s %s %zu %s\n", answers[lookup.answer], reasons[lookup.reason], lookup.count,
		name_text(arena, lookup.name));
	return true;
}

int main(void)
{
	static const char *const paths[] = { "." };
	struct lint_options options = { .request = { .paths = paths, .path_count = 1 } };
	struct lint lint;
	char line[1024];
	bool understood = true;

	for (size_t i = 0; i < RULE_COUNT; i++)
		options.levels.ignored[i] = true;
	lint_run(&lint, &options);
	while (understood && fgets(line, sizeof line, stdin) != NULL) {
		struct arena arena = { 0 };

		understood = answer(&lint, line, &arena);
		arena_finish(&arena);
	}
	lint_finish(&lint);
	return understood ? 0 : 2;
}
