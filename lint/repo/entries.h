/*
 * entries: what the entries of the configuration's lists say of a file. Used by configured.c and
 * entries.c only.
 */
#ifndef LINT_REPO_ENTRIES_H
#define LINT_REPO_ENTRIES_H

#include "lint/config/config.h"
#include "lint/repo/repo.h"

/* An entry of a list of the configuration. */
struct configured_entry {
	const struct config_files *files;
	enum file_kind kind;
	const char *why;
	bool used;    /* some file is there for it */
	bool gave_up; /* its expression took too long once, and is not asked again */
};

/* What an entry says of a file. */
struct saying {
	struct configured_entry *entry;
	struct name_buf whose; /* without length: nothing */
};

struct configured {
	const struct config *config;
	const char **scope; /* what the command line names, resolved */
	size_t scope_count;
	struct configured_entry *list; /* kind by kind, in the order of the file */
	size_t count;
	bool lists[FILE_KINDS]; /* there is a list for this kind */
	struct buf full;
	struct saying *sayings; /* of the file that is asked about */
	size_t saying_count, saying_capacity;
};

/* FULL as seen from the configuration's directory; NULL when it does not lie there. */
const char *entries_below(const struct repo *repo, const char *full);

/* Says REASON of TEXT of the configuration: as a note, or as what went wrong. */
void entries_complain(
	struct repo *repo, const struct config_text *text, bool note, const char *reason);

/* The file that TEXT of the configuration names cannot be read: REASON. */
void entries_unread(struct repo *repo, const struct config_text *text, const char *reason);

/* Fills configured->sayings with all that is said of PATH, which is from the configuration's
 * directory. */
void entries_find(struct repo *repo, const char *path);

/* Adds what ENTRY, one file, says: the domains it is for. */
void entries_add_domains(struct configured *configured, struct configured_entry *entry);

#endif
