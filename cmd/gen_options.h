/*
 * gen_options: what the command line of `mtasts gen` says.
 */
#ifndef CMD_GEN_OPTIONS_H
#define CMD_GEN_OPTIONS_H

#include "cmd/options.h"
#include "gen/gen.h"

struct gen_words {
	struct str *list;
	size_t count, capacity;
};

struct gen_arguments {
	const char *const *domains; /* operands */
	size_t domain_count;
	bool all;
	const char *from_zone; /* NULL: none */
	struct gen_words mx, rua, hosts, certs;
	bool has_mode, has_max_age, has_ttl, has_id;
	enum mode mode;
	uint64_t max_age;
	uint32_t ttl;
	enum gen_id id_kind;
	struct str id;
	bool lf;
	struct str certificate, key, root;
	const struct gen_target **targets;
	size_t target_count, target_capacity;
	const char *out;    /* NULL: standard output */
	const char *config; /* NULL: looked for */
	bool write;	    /* the records go into the zone file */
	bool isolated, dry_run, force, check, enforce_now, help;
	int64_t now; /* seconds since the epoch */
};

/* Fills ARGUMENTS. False after a complaint. */
bool gen_arguments_parse(struct gen_arguments *arguments, int argc, char **argv);
void gen_arguments_finish(struct gen_arguments *arguments);

/* Prints the options and the targets. */
void gen_arguments_usage(void);

#endif
