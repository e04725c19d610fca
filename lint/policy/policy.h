/*
 * policy: mta-sts.txt (RFC 8461 3.2), read as bytes and judged line by line. The reader reports all
 * that the file alone shows; what needs the domain or its zone is judged by check/.
 */
#ifndef LINT_POLICY_POLICY_H
#define LINT_POLICY_POLICY_H

#include "lint/base/source.h"
#include "lint/diag/diag.h"

/* More than this is not read: the file is no policy (RFC 8461 3.2 suggests 64 KiB). */
enum { POLICY_MAX_BYTES = 1024 * 1024 };

/* What configuration may move; the defaults are in policy_limits_default. */
struct policy_limits {
	uint64_t max_age_brief; /* policy-max-age-brief speaks below this, seconds */
};
extern const struct policy_limits policy_limits_default;

struct policy_mx {
	struct str text; /* the pattern as written, without blanks around it */
	struct span at;
	bool valid;   /* derives from the grammar, as senders read it */
	bool unknown; /* holds template text: what it will be is not known */
};

struct policy {
	struct arena arena;
	uint32_t file;
	struct span first_line; /* where what is missing is reported; without its line end */
	bool understood; /* it is a policy: neither a placeholder nor something else altogether */
	bool literal;	 /* it stands in the configuration of a web server, where not every byte is
			    written as it is served: `text` and the places differ */
	bool usable;	 /* every sender that goes by the grammar accepts it */
	enum mode mode;	 /* MODE_UNKNOWN when absent, invalid or a template */
	struct span mode_at;
	bool max_age_known;
	uint64_t max_age; /* seconds */
	struct span max_age_at;
	struct policy_mx *mx;
	size_t mx_count;
	bool mx_unknown;   /* some mx line is missing for sure from the list: a misspelt name, a
			      template */
	struct str text;   /* the whole file */
	struct str eol;	   /* how most lines end */
	struct str served; /* the same without front matter: what a web server gives out */
};

/* Reads and judges source FILE. False with *STATUS when it cannot be read. */
bool policy_read(struct policy *policy, uint32_t file, const struct policy_limits *limits,
	struct sources *sources, struct diag *diag, enum source_status *status);

/* The same for bytes at hand: TEXT outlives the policy. */
void policy_parse(struct policy *policy, uint32_t file, struct str text,
	const struct policy_limits *limits, struct diag *diag);

/* Gives FINDING the unsafe fix of one more line 'mx: HOST', behind the last one and written as that
 * is. */
void policy_add_mx(
	const struct policy *policy, struct diag *diag, struct finding *finding, const char *host);

void policy_finish(struct policy *policy);

/* "enforce", "testing", "none"; "" for MODE_UNKNOWN. */
const char *mode_text(enum mode mode);

#endif
