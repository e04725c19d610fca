#include "lint/diag/diag.h"

#include "lint/base/memory.h"

#include <stdlib.h>

static struct str text_of(const char *text)
{
	return text == NULL ? STR("") : str_c(text);
}

static struct str file_name(const struct sources *sources, const struct finding *finding)
{
	return finding->span.file == SPAN_NO_FILE ? STR("") :
						    str_c(sources->list[finding->span.file].name);
}

static int compare_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

struct sort_key {
	struct finding *finding;
	struct str file;
};

/* Order without the domain: what merging looks at. */
static int compare_place(const struct sort_key *a, const struct sort_key *b)
{
	int order = str_cmp(a->file, b->file);

	if (order == 0)
		order = compare_u64(a->finding->span.offset, b->finding->span.offset);
	if (order == 0)
		order = compare_u64(a->finding->span.length, b->finding->span.length);
	if (order == 0)
		order = (int)a->finding->rule - (int)b->finding->rule;
	return order;
}

static int compare(const void *left, const void *right)
{
	const struct sort_key *a = left, *b = right;
	int order = compare_place(a, b);

	if (order == 0)
		order = str_cmp(text_of(a->finding->message), text_of(b->finding->message));
	if (order == 0)
		order = (int)b->finding->level - (int)a->finding->level;
	if (order == 0)
		order = str_cmp(text_of(a->finding->help), text_of(b->finding->help));
	if (order == 0)
		order = str_cmp(text_of(a->finding->domain), text_of(b->finding->domain));
	return order;
}

static bool same_but_domain(const struct sort_key *a, const struct sort_key *b)
{
	return compare_place(a, b) == 0 &&
	       str_eq(text_of(a->finding->message), text_of(b->finding->message)) &&
	       str_eq(text_of(a->finding->help), text_of(b->finding->help));
}

/* A fix that writes nothing is none. */
static void drop_empty(struct finding *finding)
{
	if (finding->fix != NULL && finding->fix->edits == NULL)
		finding->fix = NULL;
}

/* Findings of one rule at one place keep their fixes only if all ask for the same, and are as many
 * as it takes. */
static void settle_fixes(const struct sort_key *keys, size_t count)
{
	for (size_t i = 0, end; i < count; i = end) {
		const struct fix *first;
		bool same = true;

		drop_empty(keys[i].finding);
		for (end = i + 1; end < count && compare_place(&keys[i], &keys[end]) == 0; end++) {
			drop_empty(keys[end].finding);
			same = same && fix_same(keys[i].finding->fix, keys[end].finding->fix);
		}
		first = keys[i].finding->fix;
		same = same && (first == NULL || end - i >= first->askers);
		for (size_t k = i; k < end && !same; k++)
			keys[k].finding->fix = NULL;
	}
}

void diag_sort(struct diag *diag, const struct sources *sources)
{
	struct sort_key *keys = memory_alloc(diag->count, sizeof *keys);
	size_t kept = 0;

	for (size_t i = 0; i < diag->count; i++)
		keys[i] = (struct sort_key){ diag->list[i], file_name(sources, diag->list[i]) };
	qsort(keys, diag->count, sizeof *keys, compare);
	settle_fixes(keys, diag->count);
	for (size_t i = 0; i < diag->count; i++) {
		struct finding *finding = keys[i].finding, *last;

		if (kept > 0 && same_but_domain(&keys[kept - 1], &keys[i])) {
			last = keys[kept - 1].finding;
			if (!str_eq(text_of(last->domain), text_of(finding->domain)))
				last->domains++;
			continue;
		}
		keys[kept++] = keys[i];
		diag->list[kept - 1] = finding;
	}
	diag->count = kept;
	free(keys);
}
