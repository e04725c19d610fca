/*
 * gen_specs: what is asked for, for each domain: the command line goes before the configuration,
 * its `domains:` before its `defaults:`, and those before what is usual.
 */
#ifndef CMD_GEN_SPECS_H
#define CMD_GEN_SPECS_H

#include "cmd/gen_certs.h"
#include "cmd/gen_options.h"
#include "gen/from_zone.h"
#include "lint/config/config.h"

struct gen_specs {
	struct arena arena;
	struct config config;
	bool has_config;
	struct gen_zone zone;
	bool has_zone; /* --from-zone */
	struct gen_certs certs;
	const char *root,
		*top; /* what its includes and links may not leave; where patches are applied */
	struct gen_spec *specs;
	struct gen_domain *domains; /* made of them */
	size_t count;
};

/* Reads the configuration and the zone, and makes every domain. False after complaints; finish in
 * both cases. */
bool gen_specs_make(struct gen_specs *specs, const struct gen_arguments *arguments);
/* Finds root and top for the zone PATH: the configuration's directory if the zone lies in it, else
 * the git work tree, else the zone's own directory. */
void gen_specs_find_root(struct gen_specs *specs, const char *path);

void gen_specs_finish(struct gen_specs *specs);

#endif
