/*
 * format: what the readers of the two TXT records share. A struct txt_format holds everything in
 * which one kind of record differs from the other; a struct txt_reader is one record being judged.
 * Only sts.c, tlsrpt.c and the parts of the reader include this.
 */
#ifndef LINT_TXT_FORMAT_H
#define LINT_TXT_FORMAT_H

#include "lint/diag/senders.h"
#include "lint/txt/tags.h"
#include "lint/txt/txt.h"

/* Kinds of input in which real senders differ, where both records know them. */
enum txt_situation {
	TXT_SPACE_BEFORE,
	TXT_TAIL,
	TXT_EMPTY_FIELD,
	TXT_BLANK_EQUALS,
	TXT_LEADING_BLANK,
	TXT_VERSION_CASE,
	TXT_VERSION_LATER,
	TXT_VERSION_OTHER,
	TXT_BACKSLASH,
	TXT_NAME_CASE,
	TXT_MISSING,
	TXT_UNKNOWN_FIELD,
	TXT_SITUATIONS,
};

struct txt_reader;

struct txt_format {
	struct str version;	 /* "v=STSv1" */
	struct str spellings[3]; /* how people write its name: "STS", ... */
	struct str required;	 /* the field that must be there */
	struct str mistaken;	 /* what people write for its name, or empty */
	struct str example;	 /* that field, filled in; the domain is added behind a final '@' */
	enum rule_id unquoted, version_invalid, syntax, space_before, unknown, placeholder, missing;
	enum senders_id senders[TXT_SITUATIONS]; /* SENDERS_COUNT: nothing is known */

	/* Text between two ';' that has no '=' and is meant as the required field. */
	bool (*is_bare_required)(struct str text);
	/* VALUE of the required field derives from the grammar. */
	bool (*value_valid)(struct str value);
	/* Appends VALUE with what has one right answer put right; false when there is none. */
	bool (*value_repair)(struct buf *out, struct str value);
	/* Judges the I-th field, a required one (its name may be at fault, which is judged
	 * elsewhere). */
	void (*judge)(struct txt_reader *reader, size_t i);
	/* What only this kind of record says of the I-th field: true when that is all there is to
	 * say. */
	bool (*special)(struct txt_reader *reader, size_t i);
	/* What joins the values of several required fields to one; empty where only one may stand.
	 */
	struct str join;
};

struct txt_reader {
	const struct txt_format *format;
	const struct txt_input *input;
	struct diag *diag;
	struct tags tags;
	bool placeholder;  /* unfilled template text was found */
	struct buf repair; /* the record as it should be; empty when that is not plain */
	void *result;	   /* what FORMAT->judge fills in */
	size_t items; /* of the required fields, judged so far: a hostile list ends somewhere */
};

/* What VALUE is taken for. */
enum txt_kind txt_kind(const struct txt_format *format, struct str value);

/* VALUE derives from the grammar, the required field included. */
bool txt_valid(const struct txt_format *format, struct str value);

/* Judges the record by all rules of its format; READER->tags holds its fields afterwards if it is a
 * TXT_RECORD. The caller sets format, input, diag and result, and finishes with txt_finish(). */
enum txt_kind txt_judge(struct txt_reader *reader);
void txt_finish(struct txt_reader *reader);

/* The parts of txt_judge: a record that is none for its start; one whose start is right. */
void version_judge(struct txt_reader *reader);
void fields_judge(struct txt_reader *reader);

/* What is wrong with the form of a record: blanks before the first ';' and at the end, a field AT
 * fault, nothing between two ';' (the I-th field is the empty one). */
void syntax_before(struct txt_reader *reader);
void syntax_tail(struct txt_reader *reader);
void syntax_field(
	struct txt_reader *reader, const struct tag *tag, enum tag_fault fault, struct str at);
void syntax_empty(struct txt_reader *reader, size_t i);

/* Bytes at the start of FIELD (text between two ';') that name the version, in any spelling, and
 * whether FIELD says "v="; 0 when it does not. */
size_t version_token(const struct txt_format *format, struct str field, bool first);

/* The tag is the required field, whatever blanks or bytes stand around its name. */
bool txt_is_required(const struct txt_format *format, const struct tag *tag);

/* Appends what VALUE should be to OUT; false when there is no single right answer. */
bool txt_repair(const struct txt_format *format, struct str value, struct buf *out);

/* Where PART, a view into the value, stands in the file. */
struct span txt_span(struct txt_reader *reader, struct str part);

/* Gives FINDING a fix: TEXT instead of PART of the value. txt_fix_also() adds to one that it got.
 */
void txt_fix(struct txt_reader *reader, struct finding *finding, struct str part, struct str text);
void txt_fix_also(
	struct txt_reader *reader, struct finding *finding, struct str part, struct str text);

/* PART of the value with the ';' before it and the blanks around that: what is left is a record
 * without that field. */
struct str txt_with_delimiter(struct txt_reader *reader, struct str part);

/* Help: the record as it should be, whole, or, where that is not plain, one like it. */
void txt_help(struct txt_reader *reader, struct finding *finding);

/* Adds what senders do in SITUATION, if anything is known. */
void txt_senders(struct txt_reader *reader, struct finding *finding, enum txt_situation situation);

/* The character S begins with, for people: 'x', a blank, U+00A0, byte 0x07. */
const char *txt_character(struct diag *diag, struct str s);

/* Unfilled template text in S; false when there is none. */
bool placeholder_find(struct str s, struct str *at);

#endif
