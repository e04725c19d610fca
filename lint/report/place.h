/*
 * place: line and column of every place that the findings name. Each file is read once, however
 * many places there are in it and however long its lines: the places are sorted first.
 */
#ifndef LINT_REPORT_PLACE_H
#define LINT_REPORT_PLACE_H

#include "lint/diag/diag.h"

struct place {
	uint64_t line;	     /* from 1; 0 when the file changed or is gone */
	uint64_t column;     /* from 1, in characters; an ill-formed byte counts as one */
	uint64_t line_start; /* offset in bytes */
};

/* Where a span begins and where it ends (exclusive). */
struct extent {
	struct place start, end;
};

/* The last line of which something lies in EXTENT; 0 when it is not known. */
static inline uint64_t extent_last_line(const struct extent *extent)
{
	return extent->end.column == 1 && extent->end.line > extent->start.line ?
		       extent->end.line - 1 :
		       extent->end.line;
}

struct places {
	struct extent *list;
	size_t *first; /* for each finding, and behind the last, the index of its extent; its
			  notes', its edits' and its suppression's follow */
};

void places_init(struct places *places, const struct diag *diag, struct sources *sources);
void places_finish(struct places *places);

/* Of finding I of the diag, of its N-th note, and of the N-th edit of its fix, behind its NOTES
 * notes. */
static inline const struct extent *places_finding(const struct places *places, size_t i)
{
	return &places->list[places->first[i]];
}
static inline const struct extent *places_note(const struct places *places, size_t i, size_t n)
{
	return &places->list[places->first[i] + 1 + n];
}
static inline const struct extent *places_edit(
	const struct places *places, size_t i, size_t notes, size_t n)
{
	return places_note(places, i, notes + n);
}

/* Of what suppresses finding I. */
static inline const struct extent *places_suppression(const struct places *places, size_t i)
{
	return &places->list[places->first[i + 1] - 1];
}

#endif
