/*
 * dump: what the zone reader makes of zone files, for comparison with name servers. Reads lines
 * "ORIGIN PATH" from standard input and prints for each file
 *
 *	file PATH
 *	finding LEVEL SLUG OFFSET MESSAGE
 *	rr OWNER TTL TYPE RDATA		(names in lower case, RDATA in hexadecimal)
 *	end
 */
#include "lint/zone/zone.h"

#include <stdio.h>
#include <stdlib.h>

static void print_lower(struct name name, struct arena *arena)
{
	for (const char *c = name_text(arena, name); *c != '\0'; c++)
		putchar(ascii_lower(*c));
}

static void print_rr(const struct rr *rr, struct arena *arena)
{
	printf("rr ");
	print_lower(rr->owner, arena);
	printf(" %lu %u ", (unsigned long)rr->ttl, rr->type);
	for (size_t i = 0; i < rr->rdata.len; i++)
		printf("%02x", (unsigned)(unsigned char)rr->rdata.ptr[i]);
	putchar('\n');
}

static void dump(struct str origin, struct str path)
{
	struct sources sources = { 0 };
	struct levels levels = { 0 };
	struct arena arena = { 0 };
	struct zone_file zone = { 0 };
	struct zone_input input = { .keep_all = true };
	enum source_status status;
	struct name_buf apex;
	struct diag diag;

	diag_init(&diag, &levels);
	if (name_from_host(origin, &apex))
		input.apex = input.origin = name_view(&apex);
	input.file = sources_add(&sources, path, NULL);
	input.root = arena_str(&arena, path_dir(path)).ptr;
	printf("file %.*s\n", (int)path.len, path.ptr);
	if (!zone_read(&zone, &input, &sources, &diag, &status))
		printf("finding error unreadable 0 %s\n", source_status_text(status));
	for (size_t i = 0; i < diag.count; i++)
		printf("finding %s %s %llu %s\n", level_text(diag.list[i]->level),
			rules[diag.list[i]->rule].slug,
			(unsigned long long)diag.list[i]->span.offset, diag.list[i]->message);
	for (size_t i = 0; i < zone.rr_count; i++)
		print_rr(&zone.rrs[i], &arena);
	puts("end");
	zone_finish(&zone);
	diag_finish(&diag);
	sources_finish(&sources);
	arena_finish(&arena);
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getline(&line, &room, stdin)) > 0) {
		struct str rest = str_of(line, (size_t)len - (line[len - 1] == '\n')), origin;

		str_cut(&rest, ' ', &origin);
		dump(origin, rest);
	}
	free(line);
	return 0;
}
