/*
 * ignore: suppressions. A comment of a zone file,
 *
 *	; mtasts: ignore[mx-uncovered,zone-ttl] reason
 *
 * covers the findings of these rules (or groups of them) that begin on its line or, where it stands
 * alone there, on the line below; comments that stand alone may stand below each other. On the
 * first line of a record in parentheses it covers the whole record. In YAML, and in configuration
 * of servers, comments begin with '#'. An entry of the configuration covers files.
 *
 * What is covered stays among the findings, see `suppressed` in diag.h. What covers nothing is
 * itself a finding, but only where the run could have raised what it names.
 */
#ifndef LINT_DIAG_IGNORE_H
#define LINT_DIAG_IGNORE_H

#include "lint/diag/diag.h"

/* What a comment may begin with that is a suppression. */
#define IGNORE_MARK "mtasts:"

enum {
	IGNORE_MAX = 1 << 20,		   /* comments of one file that are read */
	IGNORE_MAX_LINE = 8 * 1024 * 1024, /* bytes; longer lines have no suppressions */
	IGNORE_MAX_TEXT = 4096,		   /* bytes of a comment that reports look at */
	IGNORE_MAX_REASON = 1000,	   /* bytes of a reason that are shown */
};

/* A comment from its mark on. */
struct ignore_text {
	bool meant;	   /* as a suppression; not: prose */
	struct str word;   /* what stands where "ignore" should */
	struct str list;   /* between the brackets; ptr NULL: there are none */
	struct str reason; /* empty: none */
};

struct ignore_text ignore_parse(struct str text);

/* The rules that NAME names, a slug or a prefix of some that ends at a hyphen: neighbours in the
 * catalogue, from *FIRST up to *END. False when there are none. */
bool ignore_rules(struct str name, enum rule_id *first, enum rule_id *end);

/* One name in the brackets of a comment. */
struct ignore_name {
	uint64_t mark;	     /* offset of the comment's mark */
	uint32_t before;     /* bytes before the mark that go with the comment */
	uint32_t length;     /* bytes from the mark to the end of the comment */
	uint32_t at, size;   /* the name, from the mark on */
	uint16_t first, end; /* its rules */
	bool alone;	     /* the comment is all there is on its line */
	bool used;
};

/* Lines that comments cover: of comments that stand alone their own, and the line below. Names of
 * one comment, and comments of one target, are neighbours. */
struct ignore_target {
	uint64_t from, line_end;
	uint64_t end;	    /* of the record that begins on it; else as line_end */
	size_t first, last; /* its names */
	size_t parent;	    /* 1 + the target whose record holds the line; 0: none */
	uint32_t *by_rule;  /* 1 + the first name for each rule; NULL: not asked for yet */
};

/* The comments of one file, sorted. */
struct ignore_file {
	uint32_t file;
	struct ignore_name *names;
	size_t name_count, name_capacity;
	struct ignore_target *targets;
	size_t target_count, target_capacity;
};

/* One name of a rule in an entry of the configuration; or all rules, where it names none. */
struct ignore_entry {
	struct suppression suppression;
	struct str name; /* as written; empty: all rules */
	struct span at;	 /* of the name, or of the entry */
	enum rule_id first, end;
	bool judged; /* that it covers nothing may be said */
	bool used;
};

struct ignores {
	struct arena arena;
	struct sources *sources;
	struct diag *diag;
	struct ignore_file **files; /* by number of the source; NULL: no comments */
	uint32_t **configured;	    /* likewise, 1 + the first entry for each rule; NULL: not asked
				       for yet */
	size_t file_count;
	struct ignore_entry *entries;
	size_t entry_count;
	/* Does entry I cover source FILE? */
	bool (*covers)(void *context, size_t i, uint32_t file);
	/* Could this run raise RULE in FILE at all, levels aside? */
	bool (*could_raise)(void *context, uint32_t file, enum rule_id rule);
	void *context;
};

/* For the findings of DIAG. The caller sets entries and functions. */
void ignores_init(struct ignores *ignores, struct sources *sources, struct diag *diag);

/* Reads the comments of source FILE, which begin with SIGN, ';' or '#'. MARKS are the offsets where
 * IGNORE_MARK stands, sorted; what stands there need not be a comment. Reports what is wrong with
 * comments. */
void ignores_read(
	struct ignores *ignores, uint32_t file, char sign, const uint64_t *marks, size_t count);

/* Marks the findings that are covered, from the number FIRST on. */
void ignores_apply(struct ignores *ignores, size_t first);

/* Reports what covers nothing, unless that is covered itself. */
void ignores_report_unused(struct ignores *ignores);

/* What covers findings of RULE at AT; NULL: nothing. */
const struct suppression *ignores_find(struct ignores *ignores, enum rule_id rule, struct span at);

/* Reads the comment of NAME, from its mark on and at most IGNORE_MAX_TEXT of it, to BUF; nothing
 * when the file changed. */
void ignores_text(struct ignores *ignores, const struct ignore_file *file,
	const struct ignore_name *name, struct buf *buf);

void ignores_finish(struct ignores *ignores);

#endif
