#include "cmd/gen_in_place.h"

#include "cmd/command.h"
#include "lint/base/text.h"
#include "lint/repo/git.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* PATH without links, in ARENA; PATH itself when there is no such file. */
static const char *resolve(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *kept = arena_str(arena, str_c(real == NULL ? path : real)).ptr;

	free(real);
	return kept;
}

static const char *directory_of(struct arena *arena, const char *path)
{
	return resolve(arena, arena_str(arena, path_dir(str_c(path))).ptr);
}

static bool lies_in(const char *path, const char *directory)
{
	struct str below = str_c(path), above = str_c(directory);

	return str_starts(below, above) && (below.len == above.len || below.ptr[above.len] == '/');
}

/* What links and includes may not leave: the configuration's directory if the zone lies in it, else the
 * git work tree, else the zone's directory. */
static void find_root(struct in_place *place, const struct gen_specs *specs, const char *path)
{
	const char *directory = directory_of(&place->arena, path);
	const char *top = git_top_real(&place->arena, directory);
	const char *config =
		specs->has_config ? directory_of(&place->arena, specs->config.path) : NULL;

	place->input.root = top == NULL ? directory : top;
	place->input.top = place->input.root;
	if (config != NULL && lies_in(directory, config))
		place->input.root = config;
}

static void say_notes(const struct zone_write *write)
{
	for (size_t i = 0; i < write->note_count; i++)
		complain("%s: %s", write->input->path, write->notes[i]);
}

bool in_place_plan(struct in_place *place, const struct gen_specs *specs,
	const struct gen_arguments *arguments)
{
	*place = (struct in_place){ 0 };
	place->input.path = arguments->from_zone;
	place->input.domains = specs->domains;
	place->input.count = specs->count;
	place->input.now = arguments->now;
	place->input.keep_serial = specs->config.serial_managed;
	if (gen_zone_origin(arguments->from_zone, &place->origin))
		place->input.origin = name_view(&place->origin);
	find_root(place, specs, arguments->from_zone);
	if (zone_write_plan(&place->write, &place->input)) {
		say_notes(&place->write);
		return true;
	}
	complain("%s", place->write.why);
	return false;
}

/* For a program as it is; for people nothing that their terminal would obey. */
static void print_diff(const struct zone_write *write)
{
	struct buf diff = { 0 }, safe = { 0 };
	struct str rest, line;

	zone_write_diff(write, &diff);
	rest = buf_str(&diff);
	if (isatty(STDOUT_FILENO) == 1) {
		while (str_cut(&rest, '\n', &line) && rest.ptr != NULL) {
			text_escape(&safe, line);
			buf_add_char(&safe, '\n');
		}
		rest = buf_str(&safe);
	}
	fwrite(rest.ptr, 1, rest.len, stdout);
	buf_finish(&diff);
	buf_finish(&safe);
}

static void say(const struct zone_write *write)
{
	struct buf path = { 0 };

	text_escape(&path, str_c(write->input->path));
	printf("%.*s: ", (int)path.len, path.ptr);
	buf_finish(&path);
	if (!zone_write_changes(write)) {
		puts("same");
		return;
	}
	printf("%zu added, %zu replaced, %zu removed", write->added, write->replaced, write->removed);
	if (write->old_serial != write->new_serial)
		printf(", serial %u", write->new_serial);
	putchar('\n');
}

int in_place_finish_plan(struct in_place *place, const struct gen_arguments *arguments)
{
	struct zone_write *write = &place->write;

	if (arguments->dry_run || arguments->check) {
		print_diff(write);
		return arguments->check && zone_write_changes(write) ? STATUS_FINDINGS : STATUS_OK;
	}
	if (!zone_write_commit(write)) {
		complain("%s", write->why);
		return STATUS_TROUBLE;
	}
	say(write);
	return STATUS_OK;
}

void in_place_finish(struct in_place *place)
{
	zone_write_finish(&place->write);
	arena_finish(&place->arena);
}
