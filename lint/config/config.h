/*
 * config: `.mtasts.yaml`, for lint and gen alike. Every key is known here, so that a misspelt one,
 * a value of the wrong kind or a key that stands twice is an error with its place and, where one is
 * near, a suggestion. What is read keeps its place, so that findings can point there.
 *
 * The configuration comes with what it configures and is trusted no more than that: whatever files
 * it names must lie in its directory, links resolved, which who opens them has to see to.
 */
#ifndef LINT_CONFIG_CONFIG_H
#define LINT_CONFIG_CONFIG_H

#include "lint/base/source.h"
#include "lint/diag/diag.h"
#include "lint/match/glob.h"
#include "lint/match/regex.h"
#include "lint/zone/zone.h"

/* The name that is looked for. */
#define CONFIG_NAME ".mtasts.yaml"

enum {
	CONFIG_MAX_BYTES = 16 * 1024 * 1024,
	CONFIG_MAX_PROBLEMS = 50,
	CONFIG_SOURCE = 0, /* a run that has a configuration has it as its first source */
};

/* A text of the configuration; a NUL follows it that is not counted, and none is in it. */
struct config_text {
	struct str text;
	struct span at;	     /* in CONFIG_SOURCE */
	size_t line, column; /* of its start, from 1, in characters */
};

enum config_id {
	CONFIG_ID_UNSET,
	CONFIG_ID_SHA256, /* ids derive from the policy: record-id-mismatch is checked */
	CONFIG_ID_TIMESTAMP,
};

/* How an entry of `zones:`, `policies:` or `certificates:` names files. */
enum config_how {
	CONFIG_GLOB, /* as a line of .gitignore */
	CONFIG_PATH, /* a regular expression for the whole path */
	CONFIG_FILE, /* a policy for `domains` */
	CONFIG_OCTODNS,
	CONFIG_NAMED_CONF,
};

struct config_files {
	enum config_how how;
	struct config_text text;	   /* a glob, expression or path */
	struct glob glob;		   /* of CONFIG_GLOB */
	const struct regex *regex;	   /* of CONFIG_PATH, for the whole path */
	const struct config_text *domains; /* of CONFIG_FILE, in the order of the file */
	size_t domain_count;
};

/* A directory of the name server's machine and where it lies beside the configuration. */
struct config_include {
	struct config_text from, to;
};

/* What a domain is to have. */
struct config_values {
	bool has_mode, has_max_age, has_ttl; /* the others have a count */
	enum mode mode;
	uint64_t max_age; /* seconds */
	uint32_t ttl;	  /* seconds */
	const struct str *mx, *rua, *hosts;
	size_t mx_count, rua_count, host_count;
};

struct config_domain {
	struct str name; /* as written */
	struct span at;
	struct config_values values;
	size_t line, column;
};

/* A finding of `rules` in `files` is not reported. No files: in all; no rules: all. */
struct config_ignore {
	const struct config_text *files, *rules; /* globs; slugs or prefixes */
	const struct glob *globs;		 /* the same as `files` */
	size_t file_count, rule_count;
	struct config_text reason; /* empty: none was given */
	struct span at;		   /* the whole entry */
};

enum config_field {
	CONFIG_FIELD_RUA,
	CONFIG_FIELD_MX,
	CONFIG_FIELD_MODE,
	CONFIG_FIELD_MAX_AGE,
	CONFIG_FIELD_ID,
	CONFIG_FIELD_HOST,
	CONFIG_FIELD_TTL,
};

/* A rule of the house: every value of `field` matches. */
struct config_require {
	enum config_field field;
	struct config_text match, message; /* message is empty when none was given */
	const struct regex *regex;	   /* the same as `match`, which is a search */
	struct span at;			   /* the whole entry */
};

/* Seconds; what was not said has its default. */
struct config_limits {
	uint32_t testing, max_age_brief, cert_expiring;
};

struct config_problem {
	size_t line, column; /* from 1, in characters; 0: the file as a whole */
	const char *text;
};

struct config {
	struct arena arena;
	const char *path;      /* as it was given or found */
	const char *directory; /* that it lies in, absolute, links resolved: paths are from there */
	uint64_t size;	       /* of the file when it was read, and its time (struct source) */
	int64_t mtime;
	const char *real_root;		/* `root:`, absolute, links resolved; NULL: not said */
	struct config_text root, trust; /* empty: not said */
	const struct config_include *includes;
	const struct include_map *maps; /* the same, from the current directory; NULL: none */
	const struct config_files *zones, *policies, *certificates;
	const struct config_text *exclude; /* globs */
	const struct glob *excluded;	   /* the same */
	size_t include_count, zone_count, policy_count, certificate_count, exclude_count;
	bool has_profile;
	enum profile profile;
	enum level levels[RULE_COUNT]; /* LEVEL_UNSET: not said; the longest name of a rule wins */
	const struct config_ignore *ignores;
	const struct config_require *requires;
	size_t ignore_count, require_count;
	struct config_limits limits;
	enum config_id id;
	bool serial_managed; /* the serials of zones are set at deployment */
	struct config_values defaults;
	struct config_domain *domains; /* in the order of the file */
	size_t domain_count;
	struct regex **regexes; /* all that were compiled */
	size_t regex_count, regex_capacity;
	struct config_problem *problems; /* in the order of the file */
	size_t problem_count, problem_capacity;
};

/* Looks for CONFIG_NAME in the current directory and those above it; NULL when there is none. The
 * path is relative to the current directory, in ARENA. */
const char *config_find(struct arena *arena);

/* Reads PATH. What is wrong with it is in CONFIG->problems; false when there is any. */
bool config_read(struct config *config, const char *path);

/* The same as it was at that time. */
bool config_read_past(struct config *config, const char *path, const struct past *past);

/* The same for bytes at hand, which lie in no directory. */
bool config_parse(struct config *config, struct str text);

/* PATH, which is from the configuration's directory, as it is from the current one; in ARENA. */
const char *config_beside(const struct config *config, struct arena *arena, struct str path);

void config_finish(struct config *config);

#endif
