/*
 * zone_write: the records of gen put into a zone file, in place: what is there is replaced where it
 * stands, what is missing is added beside its like or at the end, in the zone's own way to write,
 *and the serial of the SOA is raised. Every other byte stays. When the records are right already,
 *nothing changes, the serial included.
 *
 *	rewrite_open	bytes of the file
 *	zone_image	what the zone says, or why it is not to be edited
 *	zone_plan	records -> edits, and what the zone is to say then
 *	zone_verify	the edited bytes, read again, say just that
 *	zone_write_commit	rewrite_replace
 *
 * So an edit that the reader of zones would read in another way than it was meant is never written.
 */
#ifndef GEN_ZONE_WRITE_H
#define GEN_ZONE_WRITE_H

#include "gen/gen.h"
#include "lint/fix/edit.h"
#include "lint/fix/rewrite.h"
#include "lint/zone/zone.h"

/* A larger file is not edited here, bytes. */
enum { ZONE_WRITE_MAX = 512 * 1024 * 1024 };

struct zone_write_input {
	const char *path;	  /* the zone file */
	const char *root;	  /* neither links nor includes may leave it */
	struct name apex, origin; /* as in struct zone_input; may be none */
	const struct include_map *includes;
	const char *directory;
	const char
		*top; /* diffs name files from there: an absolute path without links; may be NULL */
	const struct gen_domain *domains; /* all of them in the zone */
	size_t count;
	bool keep_serial; /* another program sets it */
	int64_t now;	  /* seconds since the epoch */
};

struct zone_write {
	struct arena arena;
	const struct zone_write_input *input;
	struct rewrite file, soa_file; /* the second only where the SOA stands in an include */
	struct edits edits, soa_edits;
	const char *soa_path; /* of that include; NULL: none, or nothing changes in it */
	const char *why;      /* why nothing is written, with place and what to do */
	const char **notes;   /* what more was done than was asked for, for people */
	size_t note_count, note_capacity;
	size_t added, replaced, removed; /* records */
	uint32_t old_serial, new_serial; /* equal: it stays */
};

/* Finds out what to change. False with write->why; zone_write_finish() in any case. INPUT outlives
 * it. */
bool zone_write_plan(struct zone_write *write, const struct zone_write_input *input);

/* Something would change. */
bool zone_write_changes(const struct zone_write *write);

/* Appends the change as a unified diff, of two files if the SOA stands in an include. */
void zone_write_diff(const struct zone_write *write, struct buf *out);

/* Writes. The file with the records goes first: with the old serial nobody takes half of it. False
 * with write->why. */
bool zone_write_commit(struct zone_write *write);

void zone_write_finish(struct zone_write *write);

#endif
