/*
 * classify: what a file is, told from its name and the beginning of its content.
 */
#ifndef LINT_REPO_CLASSIFY_H
#define LINT_REPO_CLASSIFY_H

#include "lint/repo/repo.h"

/* What a name promises. */
enum name_sort {
	NAME_ANY,
	NAME_ZONE,	  /* *.zone, *.db, db.*, zones/... */
	NAME_POLICY,	  /* mta-sts.txt */
	NAME_NEAR_POLICY, /* like mta-sts.txt, in a directory like .well-known */
	NAME_SERVER,	  /* *.conf, sites-enabled/..., Caddyfile */
	NAME_OCTODNS,	  /* ZONE.yaml, or in a directory ZONE. */
};

/* What a content looks like. */
enum content_sort {
	CONTENT_NOTHING, /* empty, or comments and template lines only */
	CONTENT_OTHER,
	CONTENT_SERVER,		/* the configuration of a web server */
	CONTENT_OCTODNS,	/* a mapping in YAML with records as octoDNS has them */
	CONTENT_OCTODNS_CONFIG, /* its production configuration */
	CONTENT_BINARY,		/* a NUL in it */
	CONTENT_POLICY,		/* a line that begins as a field of a policy does */
	CONTENT_RECORD, /* its first line of any meaning is a directive or reads as a record */
	CONTENT_ZONE,	/* that line is $ORIGIN, $TTL or an SOA */
};

/* How much of a file is looked at for NUL, and how far its first line is searched for. */
enum { CLASSIFY_HEAD = 4096, CLASSIFY_SEARCH = 64 * 1024 };

enum name_sort classify_name(struct str path);
enum content_sort classify_content(struct str head);

/* What a file of that name and content is, NAMED when the command line names it; *WHY says how it
 * was told. */
enum file_kind classify(
	enum name_sort name, enum content_sort content, bool named, const char **why);

/* TEXT, which names a file or directory, as a domain name; people write U-labels there. */
bool classify_domain(struct str text, struct name_buf *domain);

/* The origin that a zone file's name says: its last component without what stands around a domain
 * name there (`.zone`, `.db`, `db.`, ...). False when no name with a dot is left. */
bool classify_origin(struct str path, struct name_buf *origin);

#endif
