/*
 * text: what is alike for the records at `_mta-sts` and at `_smtp._tls`. Every TXT record at such
 * an owner, at a wildcard, or where a CNAME of such an owner leads, is read once; what the place
 * says is judged here, driven by one struct text_kind for each record.
 */
#ifndef LINT_CHECK_TEXT_H
#define LINT_CHECK_TEXT_H

#include "lint/check/check.h"
#include "lint/diag/senders.h"
#include "lint/dns/name_set.h"

enum { TEXT_MAX_LABELS = 3 };

/* An owner below a domain, as labels from the left. */
struct text_owner {
	struct str labels[TEXT_MAX_LABELS];
	size_t count;
};

struct text_kind {
	struct text_owner owner;	/* {"_smtp", "_tls"} */
	const char *owner_text;		/* "_smtp._tls" */
	const char *what;		/* "an STS record" */
	struct str version;		/* "v=STSv1" */
	const struct text_owner *wrong; /* where people put it */
	size_t wrong_count;
	enum rule_id duplicate, unrelated, owner_wrong, wildcard, dangling;
	enum senders_id unrelated_senders; /* SENDERS_COUNT: nothing is known */

	enum txt_kind (*kind)(struct str value);
	/* The other record, which is sometimes put here, and where it belongs. */
	enum txt_kind (*other)(struct str value);
	const char *other_owner;
	/* Reads one record and judges what its place adds. */
	void (*read)(struct check *check, const struct zone *zone, const struct txt_input *input);
	/* An explicit CNAME at such an owner, whatever it leads to; may be NULL. */
	void (*alias)(struct check *check, const struct rr *rr);
	/* The answer for a domain. */
	const struct lookup *(*answer)(const struct domain *domain);
};

/* What the walk over all zones found out; ready to be asked by several threads. */
struct text_walk {
	const struct text_kind *kind;
	struct name_set led_to; /* names that a CNAME of such an owner leads to */
	struct name_set wrong;	/* domains whose record stands at a wrong owner */
};

/* Judges every record of KIND in the run, and what the wildcards answer. Finish WALK afterwards. */
void text_walk(struct text_walk *walk, struct check *check, const struct text_kind *kind);
void text_walk_finish(struct text_walk *walk);

/* The run can see that DOMAIN has no record of the kind, and no other finding says so. */
bool text_is_missing(struct text_walk *walk, struct check *check, const struct domain *domain);

/* The CNAME record at the owner of DOMAIN's record itself, if its answer came through one; or NULL.
 */
const struct rr *text_alias(const struct text_kind *kind, const struct domain *domain);

/* NAME begins with the labels of OWNER. */
bool text_owner_is(const struct text_owner *owner, struct name name);

/* OWNER below DOMAIN; false when the name is too long. OWNER has at least one label. */
bool text_owner_at(const struct text_owner *owner, struct name domain, struct name_buf *out);

/* A text of KIND's version at RR, in any case, where no sender looks. */
void text_owner_judge(struct text_walk *walk, struct check *check, const struct zone *zone,
	const struct rr *rr, struct str value);

/* The record that DOMAIN lacks, with VALUE, as it is written in its zone. */
const char *text_missing(const struct text_walk *walk, struct check *check,
	const struct domain *domain, const char *value);

/* A TXT record of VALUE at OWNER, as it is written in ZONE (NULL: as in a zone file). */
const char *text_record(
	struct check *check, const struct zone *zone, struct name owner, const char *value);

#endif
