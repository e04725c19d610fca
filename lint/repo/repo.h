/*
 * repo: which files a run reads, what each is, and whose. Paths of the command line are taken as
 * they are; directories are walked (walk.h), what is found is told from name and content
 * (classify.h), git says what it ignores (git.h). Which policy is for which domain is decided once
 * all is read (pair.h).
 */
#ifndef LINT_REPO_REPO_H
#define LINT_REPO_REPO_H

#include "lint/base/source.h"
#include "lint/zone/zone.h"

#include <sys/stat.h>

enum file_kind {
	FILE_NONE,
	FILE_ZONE,
	FILE_POLICY,
	FILE_SERVER, /* configuration of a web server */
	FILE_CERT,   /* certificates */
	FILE_LIST,   /* zones of a name server; in a request only */
	FILE_KINDS,
};

/* Who says what a file is; the last goes before the others. */
enum said {
	SAID_NOT, /* its name and content */
	SAID_CONFIG,
	SAID_OPTION, /* --zone, --policy, --cert */
};

/* A file that an option names: --zone, --policy, --cert, --named-conf. */
struct repo_named {
	enum file_kind kind;
	const char *path;
	struct name whose; /* ORIGIN= or DOMAIN=; none when it was not said */
};

struct config;

/* What the command line asks for. */
struct repo_request {
	const char *const *paths; /* files and directories; "-" is standard input */
	size_t path_count;
	const struct repo_named *named;
	size_t named_count;
	const char *stdin_name;	     /* what standard input is called; NULL: nothing was said */
	const char *root;	     /* --root; NULL: each file's own */
	unsigned workers;	     /* threads; 0: as many as there are processors */
	bool list_passed;	     /* --list-files: remember what takes no part, and why */
	const struct config *config; /* NULL: none */
	bool lists_open;	     /* what its lists do not name is taken all the same */
};

struct repo_file {
	enum file_kind kind;
	uint32_t source;
	const char *path; /* what open() takes */
	const char *full; /* absolute, links in its directory resolved, its own name as it is */
	const char *root; /* absolute: what its includes may not leave */
	bool named;	  /* by the command line itself, not found by walking */
	enum said said;	  /* who says what it is */
	bool whose_given; /* `whose` comes from an option or the configuration */
	bool tracked;	  /* it lies in a git work tree; a certificate: and is not ignored there */
	bool octodns;	  /* a zone in octoDNS's YAML; of such a zone: */
	struct octodns_settings settings;
	const char *directory; /* the working directory of its name server; NULL: not known */
	struct str part_of;    /* as in struct zone_input; empty: none */
	struct name whose; /* zone: its starting origin; policy: its domain; certificate: its host;
			      none when nothing tells */
	const char *why;   /* how its kind was told, for people */
	dev_t device;	   /* these two tell whether two paths are one file */
	ino_t inode;
};

/* Something that was named or found and could not be read. */
struct repo_problem {
	const char *name;
	const char *reason;
	bool missing; /* no such file: a similar name may help */
	bool note;    /* worth saying, and nothing that failed */
};

/* A path that takes no part, and why. */
struct repo_passed {
	const char *path, *why;
};

/* A directory: as it was asked for, absolute with links resolved, the top of the git work tree that
 * it lies in (NULL: none), and what includes of its files may not leave (NULL until it is asked
 * for). */
struct repo_place {
	const char *path, *real, *top, *root;
};

struct configured;
struct production;

struct repo {
	struct arena arena;
	const struct repo_request *request;
	struct sources *sources;
	struct repo_file *list; /* sorted by path */
	size_t count, capacity;
	struct repo_problem *problems;
	size_t problem_count, problem_capacity;
	struct repo_passed *passed; /* if the request wants to know; sorted, each path once */
	size_t passed_count, passed_capacity;
	struct configured *configured; /* what the configuration says (configured.h); NULL: none */
	const char *walked; /* the directory of the command line that is walked now, resolved */
	bool stdin_taken;   /* it can be read once */
	struct repo_place place; /* where files are found now; they may lie deeper */
	struct found *found;	 /* files that were met and not looked at yet (found.h) */
	size_t found_count;
	struct arena found_arena;
	struct production **productions; /* configurations of octoDNS (octodns_config.h) */
	size_t production_count, production_capacity;
};

/* Fills REPO. REQUEST and SOURCES outlive it. */
void repo_collect(struct repo *repo, const struct repo_request *request, struct sources *sources);
void repo_finish(struct repo *repo);

/* Adds FILE, all of which is known but WHOSE it is (may be none). */
void repo_add(struct repo *repo, struct repo_file file, struct name whose);

/* Remembers that NAME could not be read. */
void repo_problem(struct repo *repo, const char *name, enum source_status status);
void repo_problem_text(struct repo *repo, const char *name, const char *reason, bool missing);

/* Says REASON of NAME, which is nothing that failed. */
void repo_note(struct repo *repo, const char *name, const char *reason);

/* Remembers, if that is wanted, that the path of the first LENGTH bytes of PATH takes no part, WHY
 * and by which glob of the configuration (or NULL). */
void repo_pass(
	struct repo *repo, const char *path, size_t length, const char *why, const char *glob);

/* Makes DIRECTORY, or that of the file PATH, the place. */
void repo_enter(struct repo *repo, const char *directory);
void repo_enter_of(struct repo *repo, const char *path);

/* PATH, resolved, or PATH itself, in ARENA. */
const char *repo_resolve(struct arena *arena, const char *path);

/* PATH is DIRECTORY or lies in it, both resolved. */
bool repo_lies_in(const char *path, const char *directory);

/* PATH can be opened and lies in DIRECTORY, links resolved, or in the root that the request has. */
enum source_status repo_check_below(struct repo *repo, const char *directory, const char *path);

/* The root of the files of the place: the one given, else the git work tree, else the place itself.
 */
const char *repo_root(struct repo *repo);

/* PATH, which lies below the place, as seen from there. */
const char *repo_below(const struct repo *repo, const char *path);

/* PATH as machine formats say it: relative to the top of the git work tree that holds it, else to
 * --root or to the root that the configuration makes, else as it was given (a directory of its own
 * for each file would make all names alike).
 * In ARENA; PATH itself when it is gone. */
const char *repo_machine_name(struct repo *repo, struct arena *arena, const char *path);

#endif
