/*
 * reader: what the readers of zone lists share: the texts that are still to be read, the paths, and
 * what a zone is until its file is looked for. Used in this directory only.
 */
#ifndef LINT_NAMESERVER_READER_H
#define LINT_NAMESERVER_READER_H

#include "lint/nameserver/zone_list.h"

/* A file that is being read, or still to be. */
struct list_text {
	const char *path;
	struct str rest; /* what is left of it */
	size_t line;	 /* that REST begins in */
	unsigned depth;	 /* of inclusion */
	bool loaded;
};

/* A zone as it is written. */
struct list_draft {
	struct str name, file; /* without length: nothing was said */
	struct str directory;  /* that FILE is in; without length: the server's */
	bool primary;
	struct list_place place;
};

struct list_reader {
	struct zone_list *list;
	const struct zone_list_input *input; /* NULL: nothing but the text is looked at */
	struct list_text *texts; /* a stack: the last is read now, those before it later */
	size_t text_count, text_capacity;
	size_t files;	      /* opened so far */
	const char *now;      /* path of the text that was current last */
	unsigned depth;	      /* of that */
	struct str directory; /* the server's working directory as written; none */
	struct list_draft *drafts;
	size_t draft_count, draft_capacity;
};

/* The text that is read now, loaded; NULL at the end of all. */
struct list_text *list_current(struct list_reader *reader);

/* Ends the text that is read now. */
void list_end_text(struct list_reader *reader);

/* Puts the files of PATH, which may be a pattern, before the rest of the current text. PLACE is
 * that of the inclusion. */
void list_include(struct list_reader *reader, struct str path, struct list_place place);

/* Where the current text stands. */
struct list_place list_here(const struct list_reader *reader);

void list_complain(struct list_reader *reader, struct list_place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a zone, whose texts are copied. */
void list_draft(struct list_reader *reader, const struct list_draft *draft);

/* PATTERN, a file name, with what stands for the name of the ZONE filled in: "%s" and such. */
struct str list_expand(struct list_reader *reader, struct str pattern, struct str zone,
	void (*one)(struct buf *buf, struct str zone, struct str *rest));

/* Puts PATH on the stack, to be read first. */
void list_push(struct list_reader *reader, const char *path, unsigned depth);

/* The path here of FILE, as it is written, in DIRECTORY (without length: the server's); NULL after
 * a complaint. */
const char *list_find(
	struct list_reader *reader, struct str file, struct str directory, struct list_place place);

/* The path here of the directory PATH; NULL when it is not known. */
const char *list_directory(struct list_reader *reader, struct str path);

/* The languages. */
void list_read_bind(struct list_reader *reader);
void list_read_nsd(struct list_reader *reader);
void list_read_knot(struct list_reader *reader);

#endif
