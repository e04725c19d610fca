/*
 * reader: what the parts of the policy reader share. The text is cut into lines anew in each pass
 * (kind, placeholders, bytes, lines); nothing but the mx patterns is stored. A field that is
 * misspelt, indented or stands in a broken line is remembered as meant, so that it is not reported
 * as missing as well.
 */
#ifndef LINT_POLICY_READER_H
#define LINT_POLICY_READER_H

#include "lint/policy/lines.h"
#include "lint/policy/policy.h"

enum field_id {
	FIELD_VERSION,
	FIELD_MODE,
	FIELD_MAX_AGE,
	FIELD_MX,
	FIELD_COUNT,
	FIELD_EXTENSION = FIELD_COUNT, /* any other name */
};

/* How a name stands to the known name that it is taken for. */
enum spelling {
	SPELT_RIGHT,
	SPELT_VARIANT,	 /* differs in case, '-', '_' or blanks only */
	SPELT_NEAR,	 /* one edit away */
	SPELT_DECORATED, /* quotes, a list dash or the like around it */
};

struct field {
	const struct line *line;
	struct str before; /* what stands before the colon, blanks included */
	struct str name;   /* the same without blanks around it; without a colon the first word */
	struct str value;  /* what follows, without blanks around it */
	bool colon;
	bool comment;
	enum field_id id;
	enum spelling spelling;
};

/* The first occurrence of a field that may stand once. */
struct first {
	bool present;
	struct span at;
	struct str value;
};

struct reader {
	struct policy *policy;
	const struct policy_limits *limits;
	struct diag *diag;
	uint32_t file;
	struct str text;
	size_t start;		      /* what is judged begins here: after front matter */
	bool front_matter;	      /* a site generator fills in templates */
	size_t misspelt[FIELD_COUNT]; /* lines in which that name is misspelt */
	bool has[FIELD_COUNT];	      /* the exact name stands before some colon */
	bool meant[FIELD_COUNT];      /* stands there in some form: it is not missing */
	struct first first[FIELD_COUNT];
	enum mode intended; /* of a mode that is not valid but plain enough */
	bool second;	    /* a second policy was appended without a line end between */
	bool flawed;	    /* something does not derive from the grammar */
	bool in_list;	    /* in a YAML list below an empty mx */
	size_t fields;	    /* read so far */
	size_t blank_from, blank_to, blank_lines; /* the blank lines just read */
	bool blanks;				  /* one of them is not empty */
	size_t mx_capacity;
};

/* The name as the standard spells it. */
struct str field_name(enum field_id id);

/* The span of PART, a view into the text of the reader. */
struct span reader_span(const struct reader *reader, struct str part);

/* mend.c: the repairs. A finding gets the safe fix of TEXT instead of PART of the policy;
 * reader_fix_also() adds an edit to one that it got. */
void reader_fix(struct reader *reader, struct finding *finding, struct str part, struct str text);
void reader_fix_also(
	struct reader *reader, struct finding *finding, struct str part, struct str text);
/* Adds that the line which PART stands in goes, with its end. */
void reader_fix_line(struct reader *reader, struct finding *finding, struct str part);

/* field.c: what a line says. */
void field_parse(const struct reader *reader, const struct line *line, struct field *field);
/* The first known name with a colon inside VALUE: its offset, and which; VALUE.len if none. */
size_t field_joined(struct str value, enum field_id *id);
bool field_name_valid(struct str name);
bool field_value_valid(struct str value);

/* kind.c: what kind of file it is. */
/* The offset after a front matter block and the blank lines behind it; 0 when there is none. */
size_t kind_front_matter(struct str text);

/* True if it is something else altogether, which is reported. */
bool kind_refuse_format(struct reader *reader);
/* True if it holds no field of a policy, or nothing at all, which is reported. */
bool kind_refuse_fieldless(struct reader *reader);

/* template.c: unfilled templates. */
/* TEXT holds the syntax of a template language. */
bool template_in(struct str text);
/* True if there was any placeholder; every one is reported. */
bool template_refuse(struct reader *reader);

/* encoding.c: bytes that no policy may hold. */
bool encoding_clean(struct str text);
void encoding_judge(struct reader *reader);
void encoding_judge_line_ends(struct reader *reader);

/* shape.c: whether a line is "name: value". True if the value is to be judged. */
bool shape_judge(struct reader *reader, const struct field *field);
/* Notes a blank line; reports those noted before, once another line or the end is reached. */
void shape_blank(struct reader *reader, const struct line *line);
void shape_blank_end(struct reader *reader);

/* value.c: version, mode, and what may stand once. */
void value_judge(struct reader *reader, const struct field *field);

/* max_age.c */
void max_age_judge(struct reader *reader, struct str value);
/* By the mode: whether it is too short or too long. */
void max_age_judge_length(struct reader *reader);

/* patterns.c: the mx lines of a policy. */
void patterns_judge(struct reader *reader, const struct field *field);
void patterns_judge_duplicates(struct reader *reader);

/* whole.c: what only the whole shows. */
void whole_judge(struct reader *reader);

#endif
