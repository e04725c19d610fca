/*
 * suffix: the Public Suffix List, as built into libpsl: names under which different parties
 * register. Its ICANN section holds what registries run ("com", "co.uk"), its private section what
 * companies give to customers ("github.io"). The implicit rule that every unlisted top-level name
 * is a suffix is off: what is not listed is not known. The only user of libpsl.
 */
#ifndef LINT_DNS_SUFFIX_H
#define LINT_DNS_SUFFIX_H

#include "lint/base/str.h"

enum suffix_section {
	SUFFIX_NONE, /* not a listed suffix */
	SUFFIX_ICANN,
	SUFFIX_PRIVATE,
};

/* The section that lists NAME itself (text, A-labels, no final dot, any case) as a suffix. */
enum suffix_section suffix_section(struct str name);

/* True if NAME lies below a suffix of the ICANN section (and is none itself). */
bool suffix_registrable(struct str name);

#endif
