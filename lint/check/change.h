/*
 * change: what is not as it was in the earlier version, domain by domain; and what the change-*
 * rules share. Places in the earlier version become places of the run by change_span().
 */
#ifndef LINT_CHECK_CHANGE_H
#define LINT_CHECK_CHANGE_H

#include "lint/check/check.h"
#include "lint/dns/name_set.h"

enum policy_step {
	STEP_UNKNOWN, /* one of the two is missing, or not readable enough to tell */
	STEP_SAME,    /* they mean the same to every sender */
	STEP_CHANGED,
};

/* One domain of either version. */
struct change {
	const struct domain *now;    /* NULL: it is no domain any more */
	const struct domain *before; /* NULL: it was none */
	const struct zone *zone;     /* the edition, now and */
	const struct zone *earlier;  /* before; NULL: not in the run */
	enum policy_step step;	     /* of its policy */
};

struct changes {
	struct arena arena;
	struct change *list; /* those that are domains now, in their order, then the others */
	size_t count;
	const struct zone *
		*earlier; /* for each zone of now what it was before; NULL: not in the run */
	struct name_set removed[LEVEL_ERROR + 1]; /* whom change-removed-abruptly speaks of */
	unsigned asked; /* so often was git asked for the ids of one domain */
};

/* Compares, and says what was removed. CHECK has an earlier version. */
void changes_init(struct changes *changes, struct check *check);
void changes_finish(struct changes *changes);

/* A span of the earlier version. */
struct span change_span(const struct check *check, struct span span);

/* The policy of domain number INDEX of the model means another thing than before. */
bool change_of_policy(const struct check *check, size_t index);

/* change-removed-abruptly said of DOMAIN what RULE would say, and at no lower level than RULE has
 * in this SITUATION (LEVEL_UNSET: the catalogue's). */
bool change_explains(const struct check *check, const struct domain *domain, enum rule_id rule,
	enum level situation);

/* What a step from policy B to policy A is. Either may be NULL. Scratch memory is in ARENA. */
enum policy_step change_compare(
	struct arena *arena, const struct policy *a, const struct policy *b);

/* An id that the domain of CHANGE never had, as far as is known, as the configuration wants it,
 * else in the form of OLD. */
const char *change_fresh_id(struct check *check, const struct change *change, struct str old);

/* The ids that it had in the earlier version and before that, *COUNT of them, in check->arena. */
struct str *change_earlier_ids(struct check *check, const struct change *change, size_t *count);

/* The mx lines of A that B lacks and that A does not let in by a wildcard anyway, in the order of
 * the file: *COUNT of them, in ARENA. */
const struct policy_mx **change_lines(
	struct arena *arena, const struct policy *a, const struct policy *b, size_t *count);

/* The families, one for each file. */
void change_ids(struct check *check, const struct change *change);
void change_tlsa(struct check *check, const struct change *change);
void change_exchangers(struct check *check, const struct change *change);
void change_removed(struct check *check, struct changes *changes, const struct change *change);
void change_removed_early(struct check *check, const struct change *change, struct span at);
void change_reused(struct check *check, const struct changes *changes);
bool change_serial_is_static(struct check *check, const struct rr *soa, const struct zone *zone);
void change_serial(struct check *check, const struct zone *zone, const struct zone *earlier);

#endif
