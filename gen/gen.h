/*
 * gen: a record and policy pair that is right by construction, and everything that serves it. This
 *is the way of the data:
 *
 *	options, .mtasts.yaml, a zone's MX -> struct gen_spec (as people wrote it)
 *	gen_make()			   -> struct gen_domain (A-labels, policy, id, records), or
 *refusals gen_targets[]			   -> struct gen_files
 *	gen_write() (write.h)		   -> files below one directory, each whole or not at all
 *
 * What is made was read by the readers of lint/policy and lint/txt before it leaves gen_make(): a
 *value that they put above info is refused.
 */
#ifndef GEN_GEN_H
#define GEN_GEN_H

#include "lint/cert/cert.h"
#include "lint/diag/diag.h"
#include "lint/dns/rr.h"

enum gen_id {
	GEN_ID_SHA256,	  /* 32 hex digits over the policy without its CR bytes */
	GEN_ID_TIMESTAMP, /* YYYYMMDDhhmmss of `now`, UTC */
	GEN_ID_LITERAL,
};

/* What a target cannot do without. One that needs nothing is the same for all domains, and for
 * none. */
enum gen_needs {
	GEN_NEEDS_MX = 1 << 0, /* unless the mode is none */
	GEN_NEEDS_RUA = 1 << 1,
	GEN_NEEDS_HOST = 1 << 2,   /* it writes the record at `mta-sts.D` */
	GEN_NEEDS_CERT = 1 << 3,   /* certificates of MX hosts */
	GEN_NEEDS_DOMAIN = 1 << 4, /* and no more of it than its name */
	GEN_NEEDS_ALL = GEN_NEEDS_MX | GEN_NEEDS_RUA | GEN_NEEDS_HOST,
};

/* A certificate of a host itself. */
struct gen_leaf {
	struct str host; /* as written; empty: the MX hosts that it covers */
	const struct cert *cert;
};

/* What is asked for, for one domain, as it was written: names may be Unicode and end with a dot. */
struct gen_spec {
	struct str domain;
	const struct str *mx; /* hosts, or patterns "*.NAME" */
	size_t mx_count;
	enum mode mode;
	uint64_t max_age;      /* seconds */
	const struct str *rua; /* URIs for TLS reports */
	size_t rua_count;
	const struct str
		*hosts; /* what `mta-sts.D` points at: addresses, or one name; may be none */
	size_t host_count;
	uint32_t ttl;	/* seconds */
	bool ttl_given; /* it was asked for; else a zone's own may stay */
	enum gen_id id_kind;
	struct str id;	 /* of GEN_ID_LITERAL */
	int64_t now;	 /* seconds since the epoch */
	bool lf;	 /* LF instead of CRLF ends the lines of the policy */
	struct str zone; /* the apex of the zone that the records go to; empty: the domain */
	unsigned needs;	 /* what is refused when it is missing */
	/* In the configuration of web servers; "{host}" stands for `mta-sts.D`. Empty: a usual
	 * place. */
	struct str certificate, key, root;
	const struct gen_leaf *leaves;
	size_t leaf_count;
};

struct gen_record {
	const char *label; /* "_mta-sts": what stands before the domain */
	struct name owner;
	uint16_t type; /* TYPE_TXT, TYPE_A, TYPE_AAAA or TYPE_CNAME */
	uint32_t ttl;
	struct str value; /* TXT: the payload, unquoted; the address; the name without final dot */
};

/* A TLSA record at `_25._tcp.HOST`. */
struct gen_tlsa {
	struct str host;    /* without final dot */
	const char *digest; /* hexadecimal digits */
};

/* One domain with all that is made for it. Text is NUL-terminated and in lower case. */
struct gen_domain {
	const struct gen_spec *spec;
	struct name name;
	const char *text; /* the name, without final dot */
	const char *host; /* "mta-sts.D" */
	struct name zone; /* the apex of its zone */
	const char *zone_text;
	const struct str *mx; /* A-labels; spec->mx_count of them */
	const char *id;	      /* NULL, and no policy, where the MX are not known */
	struct str policy;    /* as it is served */
	/* At `_mta-sts`, `_smtp._tls`, `mta-sts` (one for each host), as far as they are known. */
	const struct gen_record *records;
	size_t record_count;
	struct gen_tlsa *tlsa;
	size_t tlsa_count;
	const char *certificate, *key, *root;
	struct arena *arena;
};

/* Why nothing is made, each with what to do instead. */
struct gen_refusals {
	struct arena *arena;
	const char **list;
	size_t count, capacity;
};

void gen_refuse(struct gen_refusals *refusals, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void gen_refusals_finish(struct gen_refusals *refusals);

/* Makes DOMAIN of SPEC, which outlives it, in ARENA. False with at least one of REFUSALS. */
bool gen_make(struct gen_domain *domain, const struct gen_spec *spec, struct arena *arena,
	struct gen_refusals *refusals);

/* The RDATA of RECORD as a zone has it: quoted strings of at most 255 bytes, addresses, full names
 * with the final dot. */
const char *gen_rdata(struct arena *arena, const struct gen_record *record);

/* "TXT", "A", ... */
const char *gen_type(const struct gen_record *record);

/* The owner of RECORD without the zone: "_mta-sts", "_mta-sts.sub". */
const char *gen_owner_in_zone(const struct gen_domain *domain, const struct gen_record *record);

struct gen_file {
	const char *path; /* below the output directory */
	struct str bytes;
	bool line; /* the file needs to hold this line; the rest of it is left alone */
};

struct gen_files {
	struct arena *arena;
	struct gen_file *list; /* in the order they were made; no path twice */
	size_t count, capacity;
	uint32_t *index; /* by hash of the path: 1 + its place in the list; twice the capacity */
};

/* Adds the file PATH. One that is there already stays as it is: targets may share one. */
void gen_file_add(struct gen_files *files, const char *path, struct str bytes);
/* The same for what BUF holds, which is finished. */
void gen_file_take(struct gen_files *files, const char *path, struct buf *buf);
void gen_line_add(struct gen_files *files, const char *path, struct str line);
void gen_files_finish(struct gen_files *files);

struct gen_target {
	const char *name;
	const char *summary;
	unsigned needs; /* enum gen_needs */
	/* DOMAIN may be NULL for one that needs nothing. */
	void (*make)(const struct gen_domain *domain, struct gen_files *files);
};

extern const struct gen_target gen_targets[];
extern const size_t gen_target_count;

/* The target of that name; NULL when there is none. */
const struct gen_target *gen_target_find(struct str name);

#endif
