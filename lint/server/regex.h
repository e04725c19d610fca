/*
 * regex: the regular expressions of configurations, as their servers evaluate them. They come with
 * the input: what does not compile, or takes too long, is unknown.
 */
#ifndef LINT_SERVER_REGEX_H
#define LINT_SERVER_REGEX_H

#include "lint/base/str.h"

enum truth {
	TRUTH_NO,
	TRUTH_YES,
	TRUTH_UNKNOWN,
};

static inline enum truth truth_of(bool condition)
{
	return condition ? TRUTH_YES : TRUTH_NO;
}

static inline enum truth truth_not(enum truth truth)
{
	return truth == TRUTH_UNKNOWN ? truth : truth_of(truth == TRUTH_NO);
}

static inline enum truth truth_and(enum truth a, enum truth b)
{
	if (a == TRUTH_NO || b == TRUTH_NO)
		return TRUTH_NO;
	return a == TRUTH_YES && b == TRUTH_YES ? TRUTH_YES : TRUTH_UNKNOWN;
}

static inline enum truth truth_or(enum truth a, enum truth b)
{
	return truth_not(truth_and(truth_not(a), truth_not(b)));
}

struct server_regex;

/* NULL when PATTERN does not compile or is too long. */
struct server_regex *server_regex_compile(struct str pattern, bool caseless);
void server_regex_free(struct server_regex *regex);

/* SUBJECT holds a match of REGEX (which may be NULL: unknown). */
enum truth server_regex_match(const struct server_regex *regex, struct str subject);

/* The same for a pattern that is asked once. */
enum truth server_regex_holds(struct str pattern, bool caseless, struct str subject);

/* "*" stands for any bytes, "?" for one; ASCII case folded. Linear in TEXT but for the last "*". */
bool server_glob(struct str pattern, struct str text);

#endif
