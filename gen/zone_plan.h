/*
 * zone_plan: from records to edits. The parts share one plan; each returns false after plan->why
 * says why the zone is not edited.
 */
#ifndef GEN_ZONE_PLAN_H
#define GEN_ZONE_PLAN_H

#include "gen/style.h"
#include "gen/zone_image.h"

/* A record that is to be, besides those that are. */
struct coming {
	struct rr rr;	  /* owner, type, TTL, data: for the verification */
	const char *data; /* as text; NULL: it takes the place of another, which has been edited */
	size_t at;	  /* where it is added */
	bool ttl_given;	  /* else it gets the default in force, where there is one */
};

struct plan {
	struct zone_write *write;
	struct zone_image *image;
	struct str text; /* of the file */
	bool at_end;	 /* add everything at the end */
	bool set_ttl; /* the TTL of the domain at hand was asked for: what is there gets it too */
	bool *gone;   /* of each record of the image: it is removed, or replaced */
	struct part *removed; /* the records to remove, their whole text */
	size_t removed_count, removed_capacity;
	struct coming *coming;
	size_t coming_count, coming_capacity;
	const char *why;
};

bool plan_refuse(struct plan *plan, const char *format, ...) __attribute__((format(printf, 2, 3)));
void plan_note(struct plan *plan, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline bool plan_is_gone(const struct plan *plan, const struct rr *rr)
{
	return plan->gone[rr - plan->image->zone.rrs];
}

/* RR stands in the file itself, as a record of its own; or else why it cannot be edited. */
bool plan_can_edit(struct plan *plan, const struct rr *rr);

/* Another record is to come. */
struct coming *plan_come(struct plan *plan, struct name owner, uint16_t type, struct str rdata);

/* Wire form of RECORD's data, in the arena of the write. */
struct str plan_rdata(struct plan *plan, const struct gen_record *record);

/* Plans for COUNT records of one owner (zone_group.c). */
bool plan_group(struct plan *plan, const struct gen_record *records, size_t count);

/* Replaces the data of RR, and its type and TTL where they differ, by those of RECORD
 * (zone_replace.c). */
void plan_replace(
	struct plan *plan, const struct rr *rr, const struct gen_record *record, uint32_t ttl);
/* RR is to go; plan_removals() writes down how, when all that are to go are known. */
void plan_remove(struct plan *plan, const struct rr *rr);
void plan_removals(struct plan *plan);

/* What a wildcard gives to names that would exist only because of OWNER is put at them, at AT
 * (zone_wildcard.c). */
bool plan_keep_wildcard(struct plan *plan, struct name owner, size_t at);

/* The wildcard that answers for NAME, which does not exist; false when none does. */
bool plan_wildcard(struct plan *plan, struct name name, struct name_buf *wildcard);

/* The NAME or one of its ancestors below the apex is cut off, or could be: refused. */
bool plan_check_place(struct plan *plan, struct name name);

/* The lines for what comes (zone_add.c). */
void plan_additions(struct plan *plan);

/* Raises the serial (zone_serial.c). */
bool plan_serial(struct plan *plan);

/* NEW says what the image says, without what is gone, with what comes (zone_verify.c). */
bool plan_verify(struct plan *plan, struct str new);

#endif
