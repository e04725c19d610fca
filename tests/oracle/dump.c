/*
 * dump: what the zone reader, and the rules that need the whole zone, make of zone files, for
 * comparison with name servers. Reads lines "ORIGIN PATH" from standard input and prints for each
 * file, with tabs between the words,
 *
 *	file PATH
 *	finding LEVEL SLUG PATH OFFSET MESSAGE
 *	rr OWNER TTL TYPE RDATA		(names in lower case, RDATA in hexadecimal)
 */
#include "lint/check/check.h"

#include <stdio.h>
#include <stdlib.h>

/* One file, read as the only zone of a run. */
struct dump {
	struct sources sources;
	struct levels levels;
	struct arena arena;
	struct diag diag;
	struct zone_file zone;
};

static void print_lower(struct name name, struct arena *arena)
{
	for (const char *c = name_text(arena, name); *c != '\0'; c++)
		putchar(ascii_lower(*c));
}

static void print_rr(const struct rr *rr, struct arena *arena)
{
	printf("rr\t");
	print_lower(rr->owner, arena);
	printf("\t%lu\t%u\t", (unsigned long)rr->ttl, rr->type);
	for (size_t i = 0; i < rr->rdata.len; i++)
		printf("%02x", (unsigned)(unsigned char)rr->rdata.ptr[i]);
	putchar('\n');
}

static void print_finding(const struct finding *finding, const struct sources *sources)
{
	printf("finding\t%s\t%s\t%s\t%llu\t%s\n", level_text(finding->level),
		rules[finding->rule].slug, sources->list[finding->span.file].path,
		(unsigned long long)finding->span.offset, finding->message);
}

static void judge(struct dump *dump)
{
	struct zone_file *files[] = { &dump->zone };
	struct world world = { 0 };
	struct check check = { .world = &world, .sources = &dump->sources, .diag = &dump->diag };

	world_init(&world, files, 1, &dump->sources, &dump->diag);
	check_zone(&check);
	arena_finish(&check.arena);
	world_finish(&world);
}

static void read_file(struct dump *dump, struct str origin, struct str path)
{
	struct zone_input input = { .keep_all = true };
	enum source_status status;
	struct name_buf apex;

	if (name_from_host(origin, &apex))
		input.apex = input.origin = name_view(&apex);
	input.file = sources_add(&dump->sources, path, NULL);
	input.root = arena_str(&dump->arena, path_dir(path)).ptr;
	printf("file\t%s\n", dump->sources.list[input.file].path);
	if (zone_read(&dump->zone, &input, &dump->sources, &dump->diag, &status))
		judge(dump);
	else
		printf("finding\terror\tunreadable\t\t0\t%s\n", source_status_text(status));
}

static void dump_file(struct str origin, struct str path)
{
	struct dump dump = { 0 };

	diag_init(&dump.diag, &dump.levels);
	read_file(&dump, origin, path);
	for (size_t i = 0; i < dump.diag.count; i++)
		print_finding(dump.diag.list[i], &dump.sources);
	for (size_t i = 0; i < dump.zone.rr_count; i++)
		print_rr(&dump.zone.rrs[i], &dump.arena);
	zone_finish(&dump.zone);
	diag_finish(&dump.diag);
	sources_finish(&dump.sources);
	arena_finish(&dump.arena);
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getline(&line, &room, stdin)) > 0) {
		struct str rest = str_of(line, (size_t)len - (line[len - 1] == '\n')), origin;

		str_cut(&rest, ' ', &origin);
		dump_file(origin, rest);
	}
	free(line);
	return 0;
}
