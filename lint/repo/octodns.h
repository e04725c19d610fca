/*
 * octodns: zones of octoDNS among the files of a run, told from their names and lines.
 */
#ifndef LINT_REPO_OCTODNS_H
#define LINT_REPO_OCTODNS_H

#include "lint/repo/repo.h"

/* PATH ends as the files that octoDNS reads. */
bool octodns_name_fits(struct str path);

/* TEXT, the beginning of a file, is a mapping at the top of which some value is a record: of a type
 * that octoDNS knows. A scan of its lines. */
bool octodns_sniff(struct str text);

/* The zone that PATH, a file of octoDNS, is of by its name: `ZONE.yaml`, or any name in a directory
 * `ZONE.`. False when no name with a dot is there. */
bool octodns_origin(struct str path, struct name_buf *origin);

/* Notes in FILE, which is a zone of octoDNS, what its path says of it. *ORIGIN: as above. */
void octodns_note(struct repo *repo, struct repo_file *file, struct name_buf *origin);

#endif
