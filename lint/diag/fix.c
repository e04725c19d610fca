/* The fixes of findings: what is attached to them, and which of several may stay. */
#include "lint/diag/diag.h"

void diag_fix(struct diag *diag, struct finding *finding, bool safe)
{
	if (finding == NULL)
		return;
	finding->fix = ARENA_NEW(&diag->arena, struct fix);
	finding->fix->safe = safe;
}

/* Reports carry the text of edits as it is, so it must be readable everywhere. */
static bool may_be_written(struct span at, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!ascii_is_printable(text.ptr[i]) && text.ptr[i] != '\t' &&
			text.ptr[i] != '\r' && text.ptr[i] != '\n')
			return false;
	return at.file != SPAN_NO_FILE;
}

void diag_fix_edit(struct diag *diag, struct finding *finding, struct span at, struct str text)
{
	struct fix *fix = finding == NULL ? NULL : finding->fix;
	struct fix_edit *edit;

	if (fix == NULL)
		return;
	if (!may_be_written(at, text)) {
		finding->fix = NULL;
		return;
	}
	edit = ARENA_NEW(&diag->arena, struct fix_edit);
	edit->at = at;
	edit->text = arena_str(&diag->arena, text);
	*(fix->edits == NULL ? &fix->edits : &fix->last->next) = edit;
	fix->last = edit;
}

void diag_fix_add(struct diag *diag, struct finding *finding, const struct fix_edit *edits)
{
	if (finding != NULL && edits == NULL)
		finding->fix = NULL;
	for (; edits != NULL; edits = edits->next)
		diag_fix_edit(diag, finding, edits->at, edits->text);
}

void diag_fix_askers(struct finding *finding, unsigned count)
{
	if (finding != NULL && finding->fix != NULL)
		finding->fix->askers = count;
}

static bool same_span(struct span a, struct span b)
{
	return a.file == b.file && a.offset == b.offset && a.length == b.length;
}

bool fix_same(const struct fix *a, const struct fix *b)
{
	const struct fix_edit *x, *y;

	if (a == NULL || b == NULL)
		return a == b;
	for (x = a->edits, y = b->edits; x != NULL && y != NULL; x = x->next, y = y->next)
		if (!same_span(x->at, y->at) || !str_eq(x->text, y->text))
			return false;
	return x == y && a->safe == b->safe;
}
