/*
 * rr: resource records as the checks see them, and the table of types. What a record says is kept
 * in wire form, so that all ways to write it are one; where it says it is kept as an offset, so
 * that a finding can point at it.
 */
#ifndef LINT_DNS_RR_H
#define LINT_DNS_RR_H

#include "lint/base/span.h"
#include "lint/dns/name.h"

/* Types that some rule reads (IANA numbers). */
enum {
	TYPE_A = 1,
	TYPE_NS = 2,
	TYPE_CNAME = 5,
	TYPE_SOA = 6,
	TYPE_MX = 15,
	TYPE_TXT = 16,
	TYPE_KEY = 25,
	TYPE_AAAA = 28,
	TYPE_DNAME = 39,
	TYPE_RRSIG = 46,
	TYPE_NSEC = 47,
	TYPE_TLSA = 52,
	TYPE_CAA = 257,
};

/* What a name owns, one bit for each kind of type. */
enum type_bit {
	OWNS_A = 1 << 0,
	OWNS_AAAA = 1 << 1,
	OWNS_NS = 1 << 2,
	OWNS_CNAME = 1 << 3,
	OWNS_DNAME = 1 << 4,
	OWNS_SOA = 1 << 5,
	OWNS_MX = 1 << 6,
	OWNS_TXT = 1 << 7,
	OWNS_TLSA = 1 << 8,
	OWNS_CAA = 1 << 9,
	OWNS_SIGNATURE = 1 << 10, /* RRSIG, NSEC, KEY: allowed beside a CNAME */
	OWNS_OTHER = 1 << 11,	  /* any other type */
	OWNS_OPAQUE = 1 << 12,	  /* something unreadable or of unknown type: it may own anything */
};

/* Classes. */
enum { CLASS_IN = 1, CLASS_CH = 3, CLASS_HS = 4 };

/* The language that a record is written in. */
enum rr_dialect {
	RR_MASTER,	  /* a zone file of RFC 1035 */
	RR_OCTODNS,	  /* octoDNS's YAML, each ';' of a TXT behind a backslash */
	RR_OCTODNS_PLAIN, /* the same with `escaped_semicolons: false` */
};

struct rr {
	struct name owner;
	struct str rdata; /* uncompressed wire form; TXT: length-prefixed strings */
	struct span span; /* the record, from its first byte (owner or blank) to its last token */
	struct span owner_at; /* the owner, empty where it is inherited */
	struct span value_at; /* what findings point at: the exchange of an MX, the target of a
				 CNAME, else all RDATA; the whole directive for $GENERATE */
	uint32_t ttl;	      /* seconds */
	uint16_t type;
	bool generated;	       /* made by $GENERATE: places are the directive's */
	unsigned char dialect; /* enum rr_dialect */
};

/* Where RR says whose it is: the owner, or its data where the owner is inherited. */
static inline struct span rr_owner_span(const struct rr *rr)
{
	return rr->owner_at.length > 0 ? rr->owner_at : rr->value_at;
}

/* Number of the type of that mnemonic (case folded) or TYPEn; false when it is not known. */
bool type_find(struct str mnemonic, uint16_t *type);

/* TYPE has a mnemonic: its data may be written in a form of its own. */
bool type_is_known(uint16_t type);

/* The bit for TYPE. */
enum type_bit type_bit(uint16_t type);

/* Mnemonic, or "TYPEn" (in ARENA). */
const char *type_text(struct arena *arena, uint16_t type);

/* RDATA of an MX: preference and exchange. */
uint16_t rr_mx_preference(const struct rr *rr);
struct name rr_mx_exchange(const struct rr *rr);

/* RDATA of an SOA: its serial. */
uint32_t rr_serial(const struct rr *rr);

/* RDATA of a CNAME, DNAME or NS. */
struct name rr_target(const struct rr *rr);

/* RDATA of a TXT with its strings joined, nothing in between (RFC 8461 3.1), in ARENA. */
struct str rr_txt(struct arena *arena, const struct rr *rr);

/* The address of an A or AAAA, as text. */
const char *rr_address_text(struct arena *arena, const struct rr *rr);

/* Reads an IPv4 or IPv6 address: 4 or 16 octets to OUT, and how many; 0 when it is none. */
size_t address_parse(struct str text, unsigned char out[16]);

#endif
