/*
 * diag: findings. diag_add() is the only door by which a finding leaves; it decides the level:
 *
 *	catalogue (by profile, or what the situation says) < --level, and --select and --ignore
 *
 * and drops what is off. A rule whose level the mode moves (MODE_MOVES) is silent while the mode is
 * none, whatever was set. Text given to a finding is copied; use diag_quote() for every value that
 * comes from an input. Not shared between threads: each job has its own, diag_join() puts them
 * together.
 */
#ifndef LINT_DIAG_DIAG_H
#define LINT_DIAG_DIAG_H

#include "lint/base/arena.h"
#include "lint/base/source.h"
#include "lint/diag/rule.h"

/* What the user decided about levels; shared by all diags of a run, read only. */
struct levels {
	enum profile profile;
	bool selecting;		    /* --select was given: all others are off */
	bool selected[RULE_COUNT];  /* by --select */
	bool ignored[RULE_COUNT];   /* by --ignore, which comes after */
	enum level set[RULE_COUNT]; /* by --level or the configuration; LEVEL_UNSET: not */
};

/* The policy's mode, as far as the run can know it. */
enum mode {
	MODE_UNKNOWN,
	MODE_ENFORCE,
	MODE_TESTING,
	MODE_NONE,
};

struct note {
	struct span span;
	const char *message;
	struct note *next;
};

/* TEXT instead of the bytes at AT; a length of 0 inserts before that byte. */
struct fix_edit {
	struct span at;
	struct str text;
	struct fix_edit *next;
};

/* What mends a finding: all of its edits, or none. */
struct fix {
	bool safe;	 /* one right answer; not: changes what is meant */
	unsigned askers; /* so many findings of the rule must be at this place; 0: one will do */
	struct fix_edit *edits, *last;
};

enum { FINGERPRINT_LEN = 32 };

/* What keeps a finding from counting. */
struct suppression {
	struct span at;	    /* the comment, or the entry of the configuration */
	const char *reason; /* as written; "": none */
	bool configured;    /* by the configuration, not by a comment of the file */
};

struct finding {
	enum rule_id rule;
	enum level level;
	struct span span;
	const char *domain;  /* whom it speaks of, as text; NULL: no single domain */
	const char *message; /* what is wrong, one line */
	const char *help;    /* what to write instead; NULL: nothing to add */
	struct note *notes;  /* related places, in order */
	struct fix *fix;     /* NULL: nothing that a program could write; has one edit or more */
	char fingerprint[FINGERPRINT_LEN + 1]; /* "" before fingerprint_all() */
	const struct suppression *suppressed;  /* NULL: it counts */
	bool bound;			       /* says that further findings are not shown */
	unsigned domains;		       /* findings merged into this one, itself included */
};

/* More findings than this in one file and of one level help nobody: the last one says that there
 * are more. Levels are counted apart, so that no flood of infos can hide an error. */
enum { DIAG_MAX_PER_FILE = 10000 };

struct file_count {
	bool used;
	uint32_t file;
	uint32_t findings[LEVEL_ERROR + 1];
};

struct diag {
	struct arena arena;
	const struct levels *levels;
	struct finding **list;
	size_t count, capacity;
	struct file_count
		*files; /* findings so far: a hash table of 2^n places, half of them empty */
	size_t file_count, file_capacity;
	const char *domain; /* context of what is judged now, see diag_context() */
	enum mode mode;
};

/* LEVELS outlives the diag. */
void diag_init(struct diag *diag, const struct levels *levels);
void diag_finish(struct diag *diag);

/* The domain (NULL: none) and mode of the findings that follow. */
void diag_context(struct diag *diag, const char *domain, enum mode mode);

/* Adds a finding at the catalogue's level. Returns it, for help and notes, or NULL when the rule is
 * off (which the functions below accept). */
struct finding *diag_add(struct diag *diag, enum rule_id rule, struct span span, const char *format,
	...) __attribute__((format(printf, 4, 5)));

/* The same at the level that the situation calls for, instead of the catalogue's. */
struct finding *diag_add_level(struct diag *diag, enum rule_id rule, enum level level,
	struct span span, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Says what to write instead. */
void diag_help(struct diag *diag, struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a related place. */
void diag_note(struct diag *diag, struct finding *finding, struct span span, const char *format,
	...) __attribute__((format(printf, 4, 5)));

/* Gives FINDING a fix, whose edits follow. Where one is offered, nothing else could have been
 * meant; in doubt there is none, and the help says what to do. */
void diag_fix(struct diag *diag, struct finding *finding, bool safe);

/* Adds an edit to the fix of FINDING (none: nothing happens). TEXT is copied. A fix that would
 * write anything but ASCII, or bytes that no file holds, is taken back. */
void diag_fix_edit(struct diag *diag, struct finding *finding, struct span at, struct str text);

/* What the fix of FINDING writes means another thing in each of COUNT readings of its file: there
 * is no fix unless all of them find it wrong. */
void diag_fix_askers(struct finding *finding, unsigned count);

/* Adds copies of EDITS; NULL, for what cannot be written, takes the fix back. */
void diag_fix_add(struct diag *diag, struct finding *finding, const struct fix_edit *edits);

/* True if both would write the same; NULL is no fix. */
bool fix_same(const struct fix *a, const struct fix *b);

/* A value from an input, for a message: safe to print and not too long. */
const char *diag_quote(struct diag *diag, struct str value);

/* The level RULE would have now for a situation that says SITUATION (LEVEL_UNSET: the catalogue).
 */
enum level diag_level(const struct diag *diag, enum rule_id rule, enum level situation);

/* True if there are so many findings in source FILE that some were left out. */
bool diag_is_full(const struct diag *diag, uint32_t file);

/* Gives places the numbers that the sources of PART, which was joined, have now. */
void diag_renumber(struct diag *diag, const struct sources *part);

/* Moves the findings of FROM to INTO, under the same bound for each file, and finishes FROM. */
void diag_join(struct diag *into, struct diag *from);

/* Sorts by file, offset, length, rule, domain, message, and merges those that differ in nothing but
 * the domain. What mends the file for one domain may be wrong for another: where findings of a rule
 * at one place do not ask for the same edits, none of them keeps its fix. */
void diag_sort(struct diag *diag, const struct sources *sources);

#endif
