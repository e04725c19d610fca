/*
 * reader: what the parts of the zone reader share. reader.c runs over the records of a file and its
 * includes; entry.c reads one record, directive.c, include.c and generate.c one directive. Nothing
 * recurses: open files are a stack of frames.
 *
 * What a fault leaves unknown is kept apart from what was never said: an owner or origin that is
 * lost stays silent, because its reason has been reported.
 */
#ifndef LINT_ZONE_READER_H
#define LINT_ZONE_READER_H

#include "lint/zone/scan.h"
#include "lint/zone/token.h"
#include "lint/zone/zone.h"

#include <sys/types.h>

enum {
	READER_MAX_DEPTH = 16,	      /* files open at once */
	READER_MAX_INCLUDES = 4096,   /* includes of one zone: files that include each other twice
					 would double with each level */
	READER_MAX_GENERATED = 65536, /* records of one $GENERATE */
	READER_MAX_GENERATED_ALL = 1 << 20, /* of all in one zone */
};

/* Included again and again, the same bytes are read again: at most so many in one zone. */
#define READER_MAX_INCLUDED_BYTES (UINT64_C(4) << 30)

enum known {
	KNOWN_NOT, /* nothing was said */
	KNOWN,
	KNOWN_LOST, /* it was said, and could not be read */
};

struct owner {
	struct name_buf name;
	enum known known;
};

/* One open file. */
struct frame {
	struct scan scan;
	uint32_t file;
	dev_t device;
	ino_t inode;
	struct name_buf origin; /* of the including file, restored at the end */
	enum known origin_known;
	bool origin_guessed;	/* likewise */
	struct owner owner;	/* likewise */
	struct owner included;	/* last owner of the file whose $INCLUDE came before this line */
	struct span include_at; /* that $INCLUDE; length 0 when an owner was stated since */
};

/* One record or directive being read. */
struct entry {
	struct record record;
	struct lexer lexer;
	uint32_t file;
	bool generated; /* RECORD is text made by $GENERATE, its places are those of `directive` */
	struct span directive;
	struct span owner_at; /* of the owner, empty when it is inherited */
	bool owner_absolute;  /* it was written with its final dot */
	bool bad;	      /* a fault was reported */
};

struct reader {
	struct zone_file *zone;
	const struct zone_input *input;
	struct sources *sources;
	struct diag *diag;
	struct frame *frames[READER_MAX_DEPTH];
	size_t depth;
	struct name_buf origin;
	enum known origin_known;
	bool origin_guessed; /* by the file's name, or not at all: the SOA knows better */
	struct owner owner;
	bool default_ttl_known, last_ttl_known;
	bool default_ttl_unread; /* a $TTL was there, and could not be read */
	uint32_t default_ttl, last_ttl;
	bool class_known;
	uint16_t class;
	size_t included;
	uint64_t included_bytes;
	uint64_t generated;
	size_t comment_depth;	  /* of the file that a template comment goes on in; 0: none does */
	bool said_generate;	  /* once in a file is enough */
	struct buf scratch;	  /* RDATA */
	struct fast_heads *heads; /* of the fast path, which makes them */
};

/* LENGTH bytes AT of the text of ENTRY, in the file. */
struct span entry_span(const struct entry *entry, size_t at, size_t length);

/* Where TOKEN of ENTRY stands in the file. */
struct span entry_token_span(const struct entry *entry, const struct token *token);

/* Reports a fault of ENTRY, which is bad from then on. */
#define READER_FAULT(reader, entry, rule, span, ...)                                               \
	((entry)->bad = true, diag_add((reader)->diag, rule, span, __VA_ARGS__))

/* Reports that servers differ; the entry stays good. */
#define READER_DIALECT(reader, level, span, ...)                                                   \
	diag_add_level((reader)->diag, RULE_ZONE_DIALECT, level, span, __VA_ARGS__)

/* A token's bytes, for a message. */
const char *reader_quote(struct reader *reader, const struct token *token);

/* The next token of ENTRY; a lexical fault is reported. */
struct token entry_next(struct reader *reader, struct entry *entry);

/* Reads the domain name TOKEN; a fault is reported. A relative name whose origin is lost is no
 * name, the entry bad, and nothing is reported. */
bool entry_name(struct reader *reader, struct entry *entry, const struct token *token,
	struct name_buf *out);

/* Says that servers differ if the name TOKEN holds characters that Knot wants a backslash before.
 */
void entry_strange_name(struct reader *reader, struct entry *entry, const struct token *token);

/* Notes in *AT, unless it has a length, the first bytes of the string TOKEN that are neither
 * printable ASCII nor a tab: Knot takes them with a backslash only. */
void entry_note_strange(const struct entry *entry, const struct token *token, struct span *at);

/* Reads the rest of ENTRY for lexical faults. */
void entry_drain(struct reader *reader, struct entry *entry);

/* Reads a record (entry.c), from its owner on. */
void entry_read(struct reader *reader, struct entry *entry);

/* The owner of ENTRY, which begins with a blank, is that of the record before; or it is the first
 * token (owner.c). False when it is not known, which is reported unless its reason was. */
bool entry_inherit_owner(struct reader *reader, struct entry *entry);
bool entry_state_owner(struct reader *reader, struct entry *entry);

/* TOKEN of ENTRY is its owner, and the current one: NAME. */
void reader_take_owner(struct reader *reader, struct entry *entry, const struct token *token,
	const struct name_buf *name);

/* The first SOA stands at the current owner. A server loads it at the zone's own name only, which
 * is also where it begins to read relative names: so that is the origin where only the file's name
 * told one, and where the owner of ENTRY was not relative to it. */
void reader_origin_of_soa(struct reader *reader, const struct entry *entry);

/* The owner is not known from here on, and what the entry says neither. */
void reader_lose_owner(struct reader *reader, const struct entry *entry, const char *why);

/* Something that cannot be read stands at the current owner. */
void reader_add_opaque(struct reader *reader, const struct entry *entry);

/* An SOA whose data cannot be read stands at the current owner: the file is no fragment for that.
 */
void reader_add_unread_soa(struct reader *reader, const struct entry *entry);

/* ENTRY begins with a '$', as directives do. */
bool entry_is_dollar(const struct entry *entry);

/* Reads ENTRY, whatever it is. */
void entry_dispatch(struct reader *reader, struct entry *entry);

/* Reads a directive (directive.c). */
void directive_read(struct reader *reader, struct entry *entry);

/* Says that servers differ if TOKEN, which gave NAME as an origin, is relative. */
void reader_relative_origin(struct reader *reader, struct entry *entry, const struct token *token,
	const struct name_buf *name);

/* Reads TOKEN as TTL; a fault is reported. */
bool entry_ttl(
	struct reader *reader, struct entry *entry, const struct token *token, uint32_t *ttl);

/* The directives with a file of their own; their arguments come from the lexer of ENTRY. */
void include_read(struct reader *reader, struct entry *entry, const struct token *directive);
void generate_read(struct reader *reader, struct entry *entry, const struct token *directive);

/* Reads the records of BYTES, which stand at OFFSET of the top-level file of ZONE, into INTO, as
 * long as they are of the first one's owner and no directive comes. False when their end is not in
 * BYTES, which END tells to be the end of the file. */
bool reader_again(const struct zone_file *zone, const struct zone_context *context,
	struct str bytes, uint64_t offset, bool end, struct zone_file *into);

/* Opens a frame on DESCRIPTOR, which it takes over. False when it is open already (a cycle), or too
 * many are. */
bool reader_push(struct reader *reader, uint32_t file, int descriptor, const char **why);

/* Judges how a file begins, with ENTRY, or goes on: skips a byte order mark, and refuses UTF-16 and
 * PEM. False when the file is not read on. */
bool start_judge(struct reader *reader, struct entry *entry);

#endif
