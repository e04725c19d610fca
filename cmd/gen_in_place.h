/*
 * gen_in_place: --write, the records into the zone files themselves.
 */
#ifndef CMD_GEN_IN_PLACE_H
#define CMD_GEN_IN_PLACE_H

#include "cmd/gen_specs.h"
#include "gen/zone_write.h"

struct in_place {
	struct arena arena;
	struct in_place_zone {
		struct zone_write_input input;
		struct zone_write write;
	} * zones;
	size_t count;
};

/* Finds out what to change in the zones of SPECS. False after a complaint; finish in both cases. */
bool in_place_plan(
	struct in_place *place, struct gen_specs *specs, const struct gen_arguments *arguments);

/* Writes them, or with --dry-run or --check prints the differences; the exit status. */
int in_place_finish_plan(struct in_place *place, const struct gen_arguments *arguments);

void in_place_finish(struct in_place *place);

#endif
