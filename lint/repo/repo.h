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
};

/* A file that an option names: --zone, --policy, --cert. */
struct repo_named {
	enum file_kind kind;
	const char *path;
	struct name whose; /* ORIGIN= or DOMAIN=; none when it was not said */
};

/* What the command line asks for. */
struct repo_request {
	const char *const *paths; /* files and directories; "-" is standard input */
	size_t path_count;
	const struct repo_named *named;
	size_t named_count;
	const char *stdin_name; /* what standard input is called; NULL: nothing was said */
	const char *root;	/* --root; NULL: each file's own */
	unsigned workers;	/* threads; 0: as many as there are processors */
};

struct repo_file {
	enum file_kind kind;
	uint32_t source;
	const char *path; /* what open() takes */
	const char *full; /* absolute, links in its directory resolved, its own name as it is */
	const char *root; /* absolute: what its includes may not leave */
	bool named;	  /* by the command line itself, not found by walking */
	bool by_option;	  /* --zone or --policy says what it is */
	bool whose_given; /* `whose` comes from an option */
	bool tracked;	  /* it lies in a git work tree */
	bool octodns;	  /* a zone in octoDNS's YAML; of such a zone: */
	struct octodns_settings settings;
	struct str part_of; /* as in struct zone_input; empty: none */
	struct name whose;  /* zone: its starting origin; policy: its domain; certificate: its host;
			       none when nothing tells */
	const char *why;    /* how its kind was told, for people */
	dev_t device;	    /* these two tell whether two paths are one file */
	ino_t inode;
};

/* Something that was named or found and could not be read. */
struct repo_problem {
	const char *name;
	const char *reason;
	bool missing; /* no such file: a similar name may help */
};

/* A directory: as it was asked for, absolute with links resolved, the top of the git work tree that
 * it lies in (NULL: none), and what includes of its files may not leave (NULL until it is asked
 * for). */
struct repo_place {
	const char *path, *real, *top, *root;
};

struct repo {
	struct arena arena;
	const struct repo_request *request;
	struct sources *sources;
	struct repo_file *list; /* sorted by path */
	size_t count, capacity;
	struct repo_problem *problems;
	size_t problem_count, problem_capacity;
	bool stdin_taken;	 /* it can be read once */
	struct repo_place place; /* where files are found now; they may lie deeper */
	struct found *found;	 /* files that were met and not looked at yet (found.h) */
	size_t found_count;
	struct arena found_arena;
};

/* Fills REPO. REQUEST and SOURCES outlive it. */
void repo_collect(struct repo *repo, const struct repo_request *request, struct sources *sources);
void repo_finish(struct repo *repo);

/* Adds FILE, all of which is known but WHOSE it is (may be none). */
void repo_add(struct repo *repo, struct repo_file file, struct name whose);

/* Remembers that NAME could not be read. */
void repo_problem(struct repo *repo, const char *name, enum source_status status);
void repo_problem_text(struct repo *repo, const char *name, const char *reason, bool missing);

/* Makes DIRECTORY, or that of the file PATH, the place. */
void repo_enter(struct repo *repo, const char *directory);
void repo_enter_of(struct repo *repo, const char *path);

/* The root of the files of the place: the one given, else the git work tree, else the place itself.
 */
const char *repo_root(struct repo *repo);

/* PATH, which lies below the place, as seen from there. */
const char *repo_below(const struct repo *repo, const char *path);

/* PATH as machine formats say it: relative to the top of the git work tree that holds it, else to
 * --root, else as it was given (a directory of its own for each file would make all names alike).
 * In ARENA; PATH itself when it is gone. */
const char *repo_machine_name(struct repo *repo, struct arena *arena, const char *path);

#endif
