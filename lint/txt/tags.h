/*
 * tags: the shape that both TXT records share (RFC 8461 3.1, RFC 8460 3): a version, then fields of
 * `name=value` behind ';', with blanks allowed around the ';' and nowhere else. The scanner cuts to
 * the letter and judges nothing by itself; every part it returns is a view into the record, so that
 * its place is its distance from the start.
 */
#ifndef LINT_TXT_TAGS_H
#define LINT_TXT_TAGS_H

#include "lint/base/str.h"

/* Fields that are looked at; what comes behind them is not judged. */
enum { TAGS_MAX = 64, TAG_NAME_MAX = 32 };

struct tag {
	struct str text;  /* without the blanks that belong to the delimiters; empty between `;;` */
	struct str name;  /* up to the first '=', or the whole text */
	struct str value; /* behind it; a NULL pointer when there is no '=' */
};

struct tags {
	struct str text; /* the whole record */
	struct tag list[TAGS_MAX];
	size_t count;
	bool more;	 /* there were more than TAGS_MAX */
	struct str tail; /* blanks at the very end that no ';' precedes; usually empty */
};

/* Cuts the fields behind the first ';' of TEXT at or after byte FROM. */
void tags_scan(struct tags *tags, struct str text, size_t from);

enum tag_fault {
	TAG_OK,
	TAG_EMPTY, /* nothing between two ';' */
	TAG_BARE,  /* no '=' */
	TAG_BLANK, /* a blank beside the '=' */
	TAG_NAME_EMPTY,
	TAG_NAME_BAD, /* a byte that no name holds */
	TAG_NAME_LONG,
	TAG_VALUE_EMPTY,
	TAG_VALUE_BAD, /* a byte that no value holds */
};

/* The first departure of TAG from the grammar of an extension field; *AT (may be NULL) is the text
 * at fault. */
enum tag_fault tag_fault(const struct tag *tag, struct str *at);

/* The same for its name and the '=' alone. */
enum tag_fault tag_name_fault(const struct tag *tag, struct str *at);

/* What the name is meant to be: without the bytes at its ends that no name has there. */
struct str tag_core(const struct tag *tag);

#endif
