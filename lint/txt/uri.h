/*
 * uri: the two kinds of URI that a TLSRPT record may hold (RFC 8460 3), to the letter of RFC 3986:
 * `mailto:` (RFC 6068) with one address, and `https:`.
 */
#ifndef LINT_TXT_URI_H
#define LINT_TXT_URI_H

#include "lint/base/str.h"

struct uri {
	struct str scheme; /* without the ':'; empty when there is none */
	struct str path;   /* what follows the ':' up to '?' or '#'; of mailto: the address */
	struct str query;  /* behind the '?'; a NULL pointer when there is none */
	struct str host;   /* of https: the host, of mailto: what follows the last '@' */
	bool mail, web;	   /* the scheme is mailto, https, in any case */
};

/* Takes TEXT apart. */
struct uri uri_split(struct str text);

/* What keeps URI, which is TEXT and mailto: or https:, from being one: words for people, and where
 * (*AT). NULL when nothing does. */
const char *uri_fault(struct str text, const struct uri *uri, struct str *at);

/* A and B are the same but for the case of scheme and host. */
bool uri_same(struct str a, struct str b);

#endif
