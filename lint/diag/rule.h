/*
 * rule: the catalogue. One row of rules.def per rule holds everything about it; its text for people
 * is the section of that name in man/mtasts-rules.7.scd.
 */
#ifndef LINT_DIAG_RULE_H
#define LINT_DIAG_RULE_H

#include "lint/base/str.h"

enum level {
	LEVEL_UNSET, /* in settings only: nothing was said */
	LEVEL_OFF,
	LEVEL_INFO,    /* worth knowing; never blocks a merge */
	LEVEL_WARNING, /* a mistake that a person should look at before merging */
	LEVEL_ERROR,   /* mail fails or will fail, or a sender drops the record or policy */
};

/* What follows for mail when the finding is true. */
enum effect {
	EFFECT_OTHER,
	EFFECT_DROPPED, /* senders drop the record or the policy: no protection */
	EFFECT_MAIL,	/* mail is lost or delayed */
};

enum fix_kind {
	FIX_NONE,
	FIX_SAFE,   /* one right answer */
	FIX_UNSAFE, /* changes meaning */
};

/* Whose mode moves the level: error when the policy's mode is enforce, warning when it is testing
 * or unknown, silent when it is none. */
enum by_mode {
	MODE_FIXED,
	MODE_MOVES,
};

enum rule_id {
#define RULE(id, slug, level, relaxed, strict, mode, effect, fix, summary, reference) RULE_##id,
#include "lint/diag/rules.def"
#undef RULE
	RULE_COUNT
};

enum profile {
	PROFILE_DEFAULT,
	PROFILE_RELAXED,
	PROFILE_STRICT,
};

struct rule {
	const char *slug;    /* the stable name */
	enum level level[3]; /* by enum profile; a situation may lower or raise it (rule text) */
	enum by_mode mode;
	enum effect effect;
	enum fix_kind fix;
	const char *summary;   /* one line, no final dot */
	const char *reference; /* "RFC 8461 3.1", or "" */
};

extern const struct rule rules[RULE_COUNT];

/* The rule of that slug; RULE_COUNT when there is none. */
enum rule_id rule_find(struct str slug);

/* The slug nearest to TEXT, for "did you mean"; NULL when none is near. */
const char *rule_suggest(struct str text);

/* True if SELECTOR names the rule: its slug, or a prefix that ends at a hyphen of it. */
bool rule_matches(enum rule_id id, struct str selector);

/* "error", "warning", "info" or "off". */
const char *level_text(enum level level);

/* The level of that name; LEVEL_UNSET when there is none. */
enum level level_find(struct str name);

#endif
