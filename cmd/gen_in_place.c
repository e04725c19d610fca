#include "cmd/gen_in_place.h"

#include "cmd/command.h"
#include "lint/base/text.h"

#include <stdio.h>
#include <unistd.h>

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
	place->input.root = specs->root;
	place->input.top = specs->top;
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
	printf("%zu added, %zu replaced, %zu removed", write->added, write->replaced,
		write->removed);
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
