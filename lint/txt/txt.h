/*
 * txt: the payload of TXT records: `_mta-sts` (RFC 8461 3.1) and `_smtp._tls` (RFC 8460 3). Both
 * are lists of fields behind a version, read by one tag scanner (tags.h) to the letter, as bytes.
 * Each reader reports what is wrong with the value and returns what it says.
 */
#ifndef LINT_TXT_TXT_H
#define LINT_TXT_TXT_H

#include "lint/base/source.h"
#include "lint/diag/diag.h"
#include "lint/dns/rr.h"

/* One TXT record to be judged. */
struct txt_input {
	struct sources *sources;
	const struct rr *rr; /* for places, and for its owner, which the help writes out */
	struct str value;    /* its strings joined */
	bool siblings;	     /* another TXT record stands at the same name */
	bool rivals;	     /* one of them is, or is meant as, such a record too */
};

/* What a TXT value is taken for, before it is judged. */
enum txt_kind {
	TXT_UNRELATED, /* speaks of something else */
	TXT_MEANT,  /* meant as the record, but every sender that goes by the prefix discards it */
	TXT_RECORD, /* begins with the version and, after optional blanks, ';' */
};

struct sts {
	enum txt_kind kind;
	bool selected;	       /* begins with the eight bytes `v=STSv1;` (RFC 8461 3.1) */
	bool valid;	       /* derives from the grammar, id included */
	bool placeholder;      /* unfilled template text: nothing else is known of it */
	struct str id;	       /* of the first `id` field; empty when there is none */
	size_t id_from, id_to; /* where, in the value */
};

/* What VALUE is, without judging it. */
enum txt_kind sts_kind(struct str value);

/* Judges INPUT by the record-* rules whose input is the value alone. */
struct sts sts_read(const struct txt_input *input, struct diag *diag);

struct tlsrpt_uri {
	struct str text; /* as it stands in the value */
	size_t from;	 /* where, in the value */
	struct str host; /* the domain of a mailto, the host of an https URI; empty when invalid */
	bool mail;
};

enum { TLSRPT_MAX_URIS = 64 };

struct tlsrpt {
	enum txt_kind kind;
	bool selected; /* begins with the eleven bytes `v=TLSRPTv1;` */
	bool valid;
	bool placeholder;
	struct tlsrpt_uri
		uris[TLSRPT_MAX_URIS]; /* the well-formed ones; further ones are not judged */
	size_t uri_count;
};

enum txt_kind tlsrpt_kind(struct str value);

/* Judges INPUT by the tlsrpt-* rules whose input is the value alone. */
struct tlsrpt tlsrpt_read(const struct txt_input *input, struct diag *diag);

#endif
