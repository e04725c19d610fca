/*
 * world: all zones of a run, and look-ups in them as a name server would answer (RFC 1034 4.3.2,
 * RFC 4592, RFC 6672), except that the world knows what it does not know. A look-up has three
 * answers:
 *
 *	found	 the records are here
 *	absent	 a zone of the run is authoritative for the name, complete, and has no such record
 *	unknown	 the name is in no zone of the run, at or below a delegation whose child is not in
 *the run, in a zone that is not complete, or at a name that something unreadable may own
 *
 * Rules that assert absence, or count, speak only on absent.
 *
 * A zone is one or more files of one apex. Files that each have an SOA for the same apex are
 *editions (views, stages), each a zone of its own: a look-up from within an edition sees that
 *edition; from elsewhere a name is found if any has it and absent only if it is absent in all.
 *
 * A file without an SOA is a fragment. It joins the zone of its apex, or else, unless the user
 *named that apex, the zone that its apex lies in and is not delegated from; among editions the one
 *in its directory. Where none or several of them fit, it stays alone and all of them count as not
 *complete. Fragments of one apex and one directory that no SOA is for form one zone, which is not
 *complete. An apex that only a file's name tells, and that is no registered name's, is none.
 *
 * What is not visible, and how it counts at each step of a look-up:
 *
 *	a record in plain sight at the very name	 is found, whatever else is missing
 *	no record at a name that exists			 is absent only in a complete zone, at a
 *name that is not opaque and has no opaque ancestor below the apex (which could be a cut) an answer
 *from a wildcard, or its absence	 likewise: an unseen name could block it. A record of the
 *wildcard is found even where it is opaque too a CNAME or DNAME in plain sight
 *is followed; below an opaque name what it leads to is found or unknown, never absent
 *
 * An opaque apex (an ALIAS, mostly) hides nothing that lies below it.
 */
#ifndef LINT_MODEL_WORLD_H
#define LINT_MODEL_WORLD_H

#include "lint/zone/zone.h"

struct zone {
	struct name apex;		/* none: a fragment that says nothing of where it belongs */
	const struct zone_file **files; /* the one with the SOA first, then its fragments */
	size_t file_count;
	bool nameless; /* nobody knows its apex, which is the root here: it answers for no name */
	bool complete; /* has an SOA, no file of it is incomplete, and no fragment may be missing */
	size_t index;  /* in world.zones */
	bool has_breaks; /* a delegation below the apex, or a DNAME: names may be occluded */
	const struct rr **records; /* one owner after the other, as the owners first appear */
	size_t record_count;
	uint32_t *groups; /* where the records of each owner begin; at the end record_count */
	size_t group_count;
	struct zone_name *names; /* what exists in it, by hash (zone/chains.h) */
	size_t name_count;
	struct names_chains *chains;
};

/* All zones of one apex: COUNT of them from FIRST in world.zones. */
struct apex_entry {
	uint64_t hash;
	size_t first, count;
};

struct world {
	struct arena arena;
	struct zone *zones; /* sorted by apex, then as the files came */
	size_t zone_count;
	struct apex_entry *apexes; /* sorted by hash */
	size_t apex_count;
};

enum answer {
	ANSWER_UNKNOWN,
	ANSWER_ABSENT,
	ANSWER_FOUND,
};

/* Why a look-up ended as it did. */
enum reason {
	REASON_NONE,
	REASON_OUTSIDE,	   /* unknown: no zone of the run holds the name */
	REASON_DELEGATED,  /* unknown: at or below a cut, the child is not in the run */
	REASON_INCOMPLETE, /* unknown: the zone is not complete */
	REASON_OPAQUE,	   /* unknown: something unreadable or of unknown type may own the name */
	REASON_NO_NAME,	   /* absent: the name does not exist */
	REASON_NO_DATA, /* absent: it exists (or is an empty non-terminal) without such records */
	REASON_LOOP,	/* absent: CNAME or DNAME lead in a circle, or beyond 16 steps */
};

enum { WORLD_MAX_CHAIN = 16 };

struct lookup {
	enum answer answer;
	enum reason reason;
	const struct zone *zone; /* where it ended; NULL when outside */
	struct name name;	 /* the name it ended at, after CNAME and DNAME */
	const struct rr **rrs;	 /* found: the records, identical ones once, in reading order */
	size_t count;		 /* 0 where no rule reads that type there (zone/keeps.h); type 0 */
	bool whole;		 /* found: these are all, nothing invisible can stand beside them */
	bool wildcard;		 /* some step was answered from a wildcard */
	const struct rr **chain; /* the CNAME and DNAME records followed, in order */
	size_t chain_count;
	struct name source;   /* owner that answered: NAME, or the last wildcard */
	const struct rr *cut; /* delegated: an NS of the cut; DNAME chains are in `chain` */
};

/* Groups FILES into zones and editions. Findings about the grouping (a fragment that fits none or
 * several zones) go to DIAG. FILES outlive the world. */
void world_init(struct world *world, struct zone_file **files, size_t count,
	struct sources *sources, struct diag *diag);
void world_finish(struct world *world);

/* Looks up NAME and TYPE (0: any type: does the name exist?). A CNAME at the name is followed
 * unless TYPE is 0 or TYPE_CNAME. FROM is the edition asked from, or NULL. Memory of the answer is
 * in ARENA. */
struct lookup world_lookup(const struct world *world, const struct zone *from, struct name name,
	uint16_t type, struct arena *arena);

/* As world_lookup for addresses: A and AAAA together; found when either is, absent when both are.
 */
struct lookup world_addresses(
	const struct world *world, const struct zone *from, struct name name, struct arena *arena);

/* The zone of the run with the longest apex that NAME lies in (the edition FROM first); NULL if
 * none. */
const struct zone *world_zone_of(
	const struct world *world, const struct zone *from, struct name name);

/* All editions of that apex: *COUNT zones from the one returned; NULL if none. */
const struct zone *world_editions(const struct world *world, struct name name, size_t *count);

/* Exact node: the records of TYPE (0: all that are kept) at NAME in ZONE itself, identical ones
 * once, no wildcard, CNAME or cut considered. */
const struct rr **zone_node(const struct zone *zone, struct name name, uint16_t type,
	struct arena *arena, size_t *count);

/* The records of one owner after the other, as the owners first appear: *GROUP is 0 at first and
 * goes on to the next. Returns the count of RECORDS, which are in reading order; 0 at the end. Two
 * owners share a group only if their hashes collide. */
size_t zone_group(const struct zone *zone, size_t *group, const struct rr *const **records);

/* NAME exists in ZONE as an owner or as the ancestor of one; *OWNS are its types. */
bool zone_exists(const struct zone *zone, struct name name, uint32_t *owns);

/* NAME is what a missing final dot makes of a name of ZONE ("example.com.example.com"), and owns
 * nothing by itself. *SINGLE (or NULL) is the name that was meant. */
bool zone_doubles(const struct zone *zone, struct name name, struct name_buf *single);

/* NAME lies at or below a cut or properly below a DNAME of ZONE: *BY is a record of it, whose
 * memory may be in ARENA. */
bool zone_occluded(
	const struct zone *zone, struct name name, struct arena *arena, const struct rr **by);

#endif
