#include "cmd/gen_in_place.h"

#include "cmd/command.h"
#include "lint/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void say_notes(const struct zone_write *write)
{
	for (size_t i = 0; i < write->note_count; i++)
		complain("%s: %s", write->input->path, write->notes[i]);
}

/* The order of zones, so that domains of one follow each other. */
struct member {
	const struct zone *home;
	size_t domain;
};

static int compare_members(const void *left, const void *right)
{
	const struct member *a = left, *b = right;

	if (a->home != b->home)
		return a->home->index < b->home->index ? -1 : 1;
	return a->domain < b->domain ? -1 : a->domain > b->domain;
}

static struct member *sort_members(struct in_place *place, const struct gen_specs *specs)
{
	struct member *members = arena_alloc(&place->arena, specs->count, sizeof *members);

	for (size_t i = 0; i < specs->count; i++)
		members[i] = (struct member){ specs->homes[i], i };
	qsort(members, specs->count, sizeof *members, compare_members);
	return members;
}

/* Records of a zone may stand in any of its files. */
static bool is_one_file(const struct gen_specs *specs, const struct zone *zone)
{
	if (zone->files[0]->octodns) {
		complain("%s: a zone of octoDNS is not edited: '--to octodns' prints the records",
			gen_zones_path(&specs->zones, zone));
		return false;
	}
	if (zone->file_count == 1)
		return true;
	complain(
		"%s: a part of this zone is %s, which may have such records: --from-zone FILE says "
		"where they go",
		gen_zones_path(&specs->zones, zone),
		specs->zones.lint.sources.list[zone->files[1]->file].path);
	return false;
}

static void fill(struct zone_write_input *input, struct gen_specs *specs, const struct zone *zone)
{
	const struct zone_input *read = &zone->files[0]->input;

	input->path = gen_zones_path(&specs->zones, zone);
	input->root = read->root;
	input->apex = read->apex;
	input->origin = read->origin;
	input->includes = read->includes;
	input->directory = read->directory;
	input->top = gen_zones_top(&specs->zones, zone);
	input->keep_serial = specs->config.serial_managed;
}

static bool plan(struct in_place_zone *zone)
{
	if (zone_write_plan(&zone->write, &zone->input)) {
		say_notes(&zone->write);
		return true;
	}
	complain("%s", zone->write.why);
	return false;
}

bool in_place_plan(
	struct in_place *place, struct gen_specs *specs, const struct gen_arguments *arguments)
{
	struct gen_domain *domains;
	struct member *members;
	bool ok = true;

	*place = (struct in_place){ 0 };
	members = sort_members(place, specs);
	domains = arena_alloc(&place->arena, specs->count, sizeof *domains);
	place->zones = arena_alloc(&place->arena, specs->count, sizeof *place->zones);
	for (size_t i = 0, end; i < specs->count; i = end) {
		struct zone_write_input *input = &place->zones[place->count++].input;

		for (end = i; end < specs->count && members[end].home == members[i].home; end++)
			domains[end] = specs->domains[members[end].domain];
		fill(input, specs, members[i].home);
		input->domains = &domains[i];
		input->count = end - i;
		input->now = arguments->now;
		ok = is_one_file(specs, members[i].home) && ok;
	}
	for (size_t i = 0; i < place->count && ok; i++)
		ok = plan(&place->zones[i]);
	return ok;
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

static int finish_plan(struct zone_write *write, const struct gen_arguments *arguments)
{
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

int in_place_finish_plan(struct in_place *place, const struct gen_arguments *arguments)
{
	int status = STATUS_OK;

	for (size_t i = 0; i < place->count; i++) {
		int one = finish_plan(&place->zones[i].write, arguments);

		status = one > status ? one : status;
	}
	return status;
}

void in_place_finish(struct in_place *place)
{
	for (size_t i = 0; i < place->count; i++)
		if (place->zones[i].write.input != NULL)
			zone_write_finish(&place->zones[i].write);
	arena_finish(&place->arena);
}
