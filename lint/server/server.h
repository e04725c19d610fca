/*
 * server: what the web servers, whose configuration is in the run, would answer to
 * `GET https://HOST/.well-known/mta-sts.txt`. Each server block, virtual host or site is a
 * `struct server_block`: the names it answers for, and what it says when it is asked. What depends
 * on something that the run does not show (a variable, an include that is not here, a program that
 * a request is passed on to) is not `sure`.
 */
#ifndef LINT_SERVER_SERVER_H
#define LINT_SERVER_SERVER_H

#include "lint/server/decode.h"
#include "lint/server/load.h"
#include "lint/server/regex.h"

#define SERVER_PATH "/.well-known/mta-sts.txt"

enum server_outcome {
	OUTCOME_UNKNOWN,
	OUTCOME_LITERAL,  /* 200 and a text that stands in the configuration */
	OUTCOME_FILE,	  /* a file below some directory */
	OUTCOME_REDIRECT, /* another address: senders follow none (RFC 8461 3.3) */
	OUTCOME_DENIED,	  /* a status that says there is nothing for you here */
};

struct server_answer {
	enum server_outcome outcome;
	bool sure;	/* nothing that is not in the run could make it another one */
	bool by_host;	/* it depends on the name that was asked for */
	bool meant;	/* the configuration names the path */
	struct span at; /* the directive that decides */
	unsigned status;
	struct str target;		/* of a redirect: where to, as written */
	const struct server_text *body; /* of a literal; NULL when variables stand in it */
	struct span body_at;
	bool one_root; /* of a file: it is the same one for every name */
	struct str
		type; /* the media type that is set in so many words; empty: none, or not known */
	struct span type_at;
};

enum server_name_kind {
	SERVER_NAME_EXACT,
	SERVER_NAME_GLOB,  /* "*" stands for anything */
	SERVER_NAME_LABEL, /* "*" stands for one label */
	SERVER_NAME_REGEX,
	SERVER_NAME_ANY,
	SERVER_NAME_UNKNOWN, /* a placeholder, a variable */
};

struct server_name {
	enum server_name_kind kind;
	struct str text; /* lower case; of a regular expression without its mark */
	struct span at;
	struct server_regex *regex;
	bool implied; /* by what stands in the block, which has it by another name */
};

/* The parts of nginx's http block that its server blocks inherit. */
struct server_level {
	const struct server_node **nodes;
	size_t count;
};

struct server_block {
	enum server_software software;
	const struct server_node *node; /* NULL: directives that stand in no block */
	const struct server_node *first;
	struct span at;
	struct server_name *names;
	size_t name_count, name_capacity;
	bool https;    /* reached at port 443 */
	bool fallback; /* for names that no other block has, because it says so */
	bool whole;    /* what is around it is in the run as well */
	const struct server_level *around; /* that, as far as it is in the run */
	struct server_answer answer;	   /* to any of its names, where they do not matter */
};

struct server_index_entry {
	struct str name;
	size_t block;
	const struct server_name *written;
};

struct servers {
	struct arena arena;
	struct server_files files;
	struct server_block *blocks;
	size_t count, capacity;
	struct server_index_entry *index; /* exact names, sorted, then by block */
	size_t index_count;
	struct server_file **htaccess; /* files of that name, sorted by path */
	size_t htaccess_count;
	struct server_text **texts; /* the bodies of answers */
	size_t text_count, text_capacity;
	bool hidden; /* a file could not be understood, or an include that may hold blocks is not
			here: there may be others */
	size_t budget;
};

/* Reads INPUTS. SOURCES gets what they include; INCLUDES (NULL: none) says where absolute paths of
 * includes are. */
void servers_read(struct servers *servers, struct server_input *inputs, size_t count,
	const struct include_map *includes, struct sources *sources);

/* The second step of that: finds the blocks in servers->files. */
void servers_build(struct servers *servers);

void servers_finish(struct servers *servers);

/* What BLOCK answers where HOST (lower case) is asked for. */
struct server_answer server_ask(
	struct servers *servers, const struct server_block *block, struct str host);

/* What the files .htaccess beside the file POLICY and above its `.well-known` make Apache answer
 * for HOST, if it heeds them. False when there are none. */
bool server_ask_htaccess(
	struct servers *servers, const char *policy, struct str host, struct server_answer *answer);

/* No name of BLOCK fits HOST: it answers because no other one does. *NAME is what fits best. */
bool server_is_left_over(const struct servers *servers, const struct server_block *block,
	struct str host, const struct server_name **name);

/* BLOCK has HOST as it is among its names. */
bool server_has_name(
	const struct servers *servers, const struct server_block *block, struct str host);

/* BLOCK answers for HOST by one of its names, *NAME. Of a block that others go before, too. */
enum truth server_block_has(
	const struct server_block *block, struct str host, const struct server_name **name);

/* The blocks that may answer for HOST, each once, the best one first: those that have it as it is;
 * else the one whose pattern fits best (of several servers, or where the order is not known,
 * several); else those that take what is left over. Ends at MOST; *UNKNOWN when some block may or
 * may not have it. */
size_t servers_route(const struct servers *servers, struct str host,
	const struct server_block **into, size_t most, bool *unknown);

#endif
