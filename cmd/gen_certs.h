/*
 * gen_certs: the certificates of --cert, for the targets that are made of them.
 */
#ifndef CMD_GEN_CERTS_H
#define CMD_GEN_CERTS_H

#include "cmd/gen_options.h"
#include "lint/cert/bundle.h"

struct gen_certs {
	struct cert_file *files;
	struct gen_leaf *leaves;
	size_t file_count, leaf_count, leaf_capacity;
};

/* Reads them. False after complaints; finish in both cases. */
bool gen_certs_read(struct gen_certs *certs, const struct gen_arguments *arguments);
void gen_certs_finish(struct gen_certs *certs);

#endif
