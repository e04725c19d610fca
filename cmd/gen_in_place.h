/*
 * gen_in_place: --write, the records into the zone file itself.
 */
#ifndef CMD_GEN_IN_PLACE_H
#define CMD_GEN_IN_PLACE_H

#include "cmd/gen_specs.h"
#include "gen/zone_write.h"

struct in_place {
	struct arena arena;
	struct zone_write_input input;
	struct zone_write write;
	struct name_buf origin;
};

/* Finds out what to change in the zone of SPECS. False after a complaint; finish in both cases. */
bool in_place_plan(struct in_place *place, const struct gen_specs *specs,
	const struct gen_arguments *arguments);

/* Writes it, or with --dry-run or --check prints the difference; the exit status. */
int in_place_finish_plan(struct in_place *place, const struct gen_arguments *arguments);

void in_place_finish(struct in_place *place);

#endif
