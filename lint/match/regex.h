/*
 * regex: regular expressions of the configuration, against paths and against values. The only user
 * of PCRE2. Neither expression nor subject is trusted: both are bounded, and so are the steps and
 * the memory of each match, so that `(a+)+$` gives up instead of running for ever. Text is UTF-8;
 * bytes that are none match nothing but what is negated.
 */
#ifndef LINT_MATCH_REGEX_H
#define LINT_MATCH_REGEX_H

#include "lint/base/arena.h"

enum { REGEX_MAX_LENGTH = 4096, REGEX_MAX_SUBJECT = 1024 * 1024 };

enum regex_use {
	REGEX_WHOLE,  /* the whole subject must match */
	REGEX_SEARCH, /* some part of it */
};

enum regex_answer {
	REGEX_NO,
	REGEX_YES,
	REGEX_GAVE_UP, /* after too many steps, or too much memory: nobody knows */
};

struct regex;

/* Compiles PATTERN. NULL with *FAULT, a text for people in ARENA, when it is none. */
struct regex *regex_create(
	struct str pattern, enum regex_use use, struct arena *arena, const char **fault);
void regex_destroy(struct regex *regex);

/* SUBJECT matches. *GROUP (may be NULL) is what the group named "domain" or "host" took of it;
 * empty when there is none, or when it took no part. Several threads may ask at once. */
enum regex_answer regex_match(const struct regex *regex, struct str subject, struct str *group);

/* It has such a group. */
bool regex_has_group(const struct regex *regex);

/* Why a match gave up, for people. */
extern const char *const regex_gave_up_text;

#endif
