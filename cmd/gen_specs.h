/*
 * gen_specs: what is asked for, for each domain: the command line goes before the configuration,
 * its `domains:` before its `defaults:`, and those before what is usual.
 */
#ifndef CMD_GEN_SPECS_H
#define CMD_GEN_SPECS_H

#include "cmd/gen_certs.h"
#include "cmd/gen_options.h"
#include "cmd/gen_zones.h"
#include "gen/gen.h"

struct gen_specs {
	struct arena arena;
	struct config config;
	bool has_config;
	struct gen_zones zones;
	struct gen_certs certs;
	struct gen_spec *specs;
	struct gen_domain *domains; /* made of them */
	const struct zone **homes;  /* that they lie in, where that was asked; else NULL */
	size_t count;
};

/* Reads the configuration and the zones that are needed, and makes every domain. False after
 * complaints; finish in both cases. */
bool gen_specs_make(struct gen_specs *specs, const struct gen_arguments *arguments);
void gen_specs_finish(struct gen_specs *specs);

#endif
