/*
 * zone: one top-level zone file with everything it includes, read into what the checks need:
 *
 *	rrs	the records that rules read, whole (keeps.h), in the order they were read
 *	names	16 bytes for each name that exists in the file: every owner and every ancestor of
 *one, by keyed hash, with what it owns
 *
 * In a large file addresses, aliases and delegations of ordinary names are not kept but read again
 * when asked for (again.h): nothing but a look-up of their very owner can want them.
 *
 * Readers never fail: what cannot be read becomes a finding, and what it could have said becomes
 * unknown: the name it stood at (OWNS_OPAQUE), or, where that is not known either, the whole file
 * (`incomplete`).
 */
#ifndef LINT_ZONE_ZONE_H
#define LINT_ZONE_ZONE_H

#include "lint/base/include_map.h"
#include "lint/diag/diag.h"
#include "lint/dns/hash.h"
#include "lint/dns/rr.h"

/* One name of a zone file, or one run of its records that are not kept: reading them again at their
 * offset is what gives them when a look-up asks. Of one hash there may be several entries, next to
 * each other, of which each says a part of what the name owns. */
struct zone_name {
	uint64_t hash;
	uint32_t owns;	/* enum type_bit, 0 for an empty non-terminal; NAME_AGAIN: 16 bits of the
			   offset */
	uint32_t group; /* of its records, 0 for none; NAME_AGAIN: the low bits of the offset */
};

enum {
	NAME_TWICE = 1 << 14, /* what the run holds must be kept after all */
	NAME_AGAIN = 1 << 15, /* a run that is read again */
	NAME_OWNS = NAME_TWICE - 1,
};

static inline uint64_t zone_name_offset(const struct zone_name *name)
{
	return (uint64_t)(name->owns >> 16) << 32 | name->group;
}

/* An owner in lower case; in wire form the bytes before labels are no letters. */
struct zone_owner {
	unsigned char wire[NAME_MAX_WIRE + HASH_PAD];
	unsigned char
		starts[NAME_MAX_LABELS + 1]; /* of its labels, from the left, and of the root */
	size_t len, labels;
};

/* The owner added last: names that the next shares with it are not added again. */
struct zone_last {
	struct zone_owner owners[2];
	bool newest;			      /* which of them */
	size_t at;			      /* of its entry in `names` */
	uint64_t hashes[NAME_MAX_LABELS + 1]; /* of its last 0, 1, ... labels */
	uint64_t apex_hash;		      /* of the apex, when it has labels */
	size_t apex_labels;
	uint32_t ttls[7]; /* of the types in NAME_AGAIN entry AT, each at the number of its bit */
};

/* What relative names and TTLs meant from an offset of the top-level file on. */
struct zone_context {
	uint64_t from;
	struct name origin; /* none when it is not known */
	bool ttl_known;
	uint32_t ttl;
};

/* Records from RR_COUNT on came from a file that was included before OFFSET of the top-level file.
 */
struct zone_mark {
	size_t rr_count;
	uint64_t offset;
};

/* How octoDNS reads a zone. */
struct octodns_settings {
	bool plain_semicolons; /* `escaped_semicolons: false` */
	bool lenient;	       /* its validation only warns */
	bool whole;	       /* no other source adds to the zone */
	bool open;	       /* others do that are not in the run */
	uint32_t default_ttl;  /* 0: that of octoDNS */
};

struct zone_input {
	uint32_t file;
	struct name apex;   /* from option, configuration or named.conf; else none */
	struct name origin; /* the starting origin: the same, else from the file name; else none. An
			       absolute owner of the SOA goes before the file name and none */
	const char *root;   /* includes may not leave this directory */
	const struct include_map *includes;
	const char *directory;		 /* the name server's working directory, or NULL */
	struct octodns_settings octodns; /* for octodns_read() */
	struct str part_of; /* files of octoDNS with the same text here are one zone; empty: none */
	bool plain;	    /* do not use the fast path (it must read the same) */
	uint64_t again_from; /* offset before which all that rules read is kept; 0: as again.h has
				it (for   tests) */
	bool found;	     /* by walking: that nobody said its origin is no fault of the file */
	bool keep_all;	     /* keep every record, also those that no rule reads (for tests) */
	bool every_mx;	     /* as in zone_file, from the first record on */
};

/* Records of one owner that follow each other, from START on. An owner whose records stand in
 * several places has several groups. */
struct zone_group {
	uint32_t start;
	uint32_t owner; /* its number, from 1, which its entry in `names` has as its group */
};

/* The end of a record. */
struct zone_end {
	uint32_t file;
	uint64_t offset;
};

struct zone_file {
	struct arena arena;
	uint32_t file; /* the top-level source */
	bool keep_all; /* as in zone_input */
	bool every_mx; /* some rule may ask for every MX, wherever it stands, so that from here on
			  each is kept: the input says so, or there is a delegation, a DNAME, a TLSA
			  or what announces a policy */
	bool mx_left;  /* an MX was not kept, but is read again when it is asked for */
	struct zone_input input; /* what it was read from, to read it again in another way */
	struct name apex; /* owner of the SOA, else as zone_input, else the first $ORIGIN that is
			     not  the root, else the starting origin; none when nothing tells */
	bool adrift; /* nothing said what a relative name in it is relative to: it was read as if to
			the root */
	bool has_soa;	    /* also one that cannot be read, which is not among the records */
	bool octodns;	    /* read from octoDNS's YAML, which has no SOA */
	bool whole;	    /* likewise, and says what stands at the apex */
	struct str part_of; /* as in zone_input */
	bool apex_given;    /* by option or configuration */
	bool nameless;	    /* nothing told what relative names are relative to: they, and an SOA
			       among them, stand below the root */
	struct name given;  /* that apex, which the SOA may contradict; none */
	bool incomplete;    /* a name that is not here may still exist */
	struct span incomplete_at;  /* why: the first place that makes it so */
	const char *incomplete_why; /* for people: "an include is missing", ... */
	struct rr *rrs;
	size_t rr_count, rr_capacity;
	struct rr *unread; /* of type 0: what cannot be read at names that MTA-STS, TLSRPT and DANE
			      use, and makes those above them exist all the same */
	size_t unread_count, unread_capacity;
	struct zone_end end;	   /* of the record that was kept, or found needless, last */
	struct zone_group *groups; /* which of `rrs` are whose */
	size_t group_count, group_capacity;
	size_t owner_count; /* as the owners in `groups` are numbered */
	struct zone_name
		*names; /* after reading by hash (chains.h), as a rule one entry for a name */
	size_t name_count, name_capacity;
	struct names_chains *chains; /* of them */
	struct zone_last *last;	     /* while names are added */
	struct sources *sources;     /* to read records again */
	struct zone_context *contexts;
	size_t context_count, context_capacity;
	struct zone_mark *marks;
	size_t mark_count, mark_capacity;
	uint32_t *includes; /* the sources it included, in order of first inclusion */
	size_t include_count, include_capacity;
	struct span *ignores; /* where comments may be that suppress findings, one for each mark in
				 a file (scan.h); not sorted, and some twice */
	size_t ignore_count, ignore_capacity;
};

/* Reads INPUT. False with *STATUS when the file itself cannot be read; all else are findings. */
bool zone_read(struct zone_file *zone, const struct zone_input *input, struct sources *sources,
	struct diag *diag, enum source_status *status);
void zone_finish(struct zone_file *zone);

/* Gives places the numbers that the sources of PART, which was joined, have now. */
void zone_renumber(struct zone_file *zone, const struct sources *part);

/* Adds a record (or, with RR->type 0 and OWNS_OPAQUE, a name that may own anything) to the file:
 * for readers of other zone formats. zone_add_done() sorts the names when all are in. */
void zone_add(struct zone_file *zone, const struct rr *rr, enum type_bit owns);
void zone_add_done(struct zone_file *zone);

/* The second half of zone_add(), for the reader: keeps RR whole, whose owner was added. */
void zone_keep(struct zone_file *zone, const struct rr *rr);

/* Adds the COUNT marks at OFFSETS of source FILE to zone->ignores. */
void zone_add_ignores(struct zone_file *zone, uint32_t file, const uint64_t *offsets, size_t count);

/* RR is an address or name server that says the same as LAST (NULL: none), the record that was kept
 * before it, and nothing stands between: the same line many times costs no memory. END is where the
 * record before it ended, and then where RR ends. */
bool zone_is_again(struct zone_end *end, const struct rr *last, const struct rr *rr);

/* Marks ZONE as not complete; the first reason stays. */
void zone_incomplete(struct zone_file *zone, struct span at, const char *why);

/* What the name with HASH owns: *EXISTS is true when it, or a name below it, is in the file. */
uint32_t zone_owns(const struct zone_file *zone, uint64_t hash, bool *exists);

#endif
