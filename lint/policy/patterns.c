#include "lint/base/memory.h"
#include "lint/policy/mx.h"
#include "lint/policy/reader.h"

#include <stdlib.h>

static void add(struct reader *reader, struct str text, bool valid)
{
	struct policy *policy = reader->policy;

	MEMORY_GROW(policy->mx, policy->mx_count, reader->mx_capacity);
	policy->mx[policy->mx_count++] = (struct policy_mx){ text, reader_span(reader, text), valid,
		false };
}

/* The first line after LINE that is not blank is an item of a YAML list. */
static bool list_follows(const struct reader *reader, const struct line *line)
{
	size_t at = line->to;
	struct line next;

	while (line_next(reader->text, &at, &next))
		if (!line_is_blank(&next))
			return str_starts(str_ltrim(next.text), STR("-"));
	return false;
}

static void yaml_list(struct reader *reader, struct span at)
{
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_MX_INVALID, at,
		"a list as in YAML: the hosts must stand on mx lines of their own");

	diag_help(reader->diag, finding, "write 'mx: HOST' for each host, without hyphens");
	reader->in_list = true;
	reader->policy->mx_unknown = true;
}

/* What stands between the value of FIELD and one on the next line that is written likewise. */
static struct str between_hosts(struct reader *reader, const struct field *field)
{
	struct str before = field->line->text, blanks;

	blanks = str_skip(before, field->before.len + 1);
	blanks.len = (size_t)(field->value.ptr - blanks.ptr);
	return str_c(arena_printf(&reader->diag->arena, "%smx:%.*s", reader->policy->eol.ptr,
		(int)blanks.len, blanks.ptr));
}

void patterns_judge(struct reader *reader, const struct field *field)
{
	struct str value = field->value, word;
	struct span at = reader_span(reader, value.len > 0 ? value : str_trim(field->line->text));
	struct str between = policy_mx_is_list(value) ? between_hosts(reader, field) : STR("");

	if (value.len == 0 && list_follows(reader, field->line)) {
		yaml_list(reader, at);
		reader->flawed = true;
		return;
	}
	if (policy_mx_judge(value, at, between, reader->diag)) {
		add(reader, value, true);
		return;
	}
	reader->flawed = true;
	if (!policy_mx_is_list(value))
		add(reader, value, false);
	else
		while (policy_mx_word(&value, &word))
			add(reader, word, false);
}

/* Patterns by text, case folded, then by place. */
static int compare(const void *left, const void *right)
{
	const struct policy_mx *const *a = left, *const *b = right;
	size_t shorter = (*a)->text.len < (*b)->text.len ? (*a)->text.len : (*b)->text.len;

	for (size_t i = 0; i < shorter; i++) {
		int x = (unsigned char)ascii_lower((*a)->text.ptr[i]);
		int y = (unsigned char)ascii_lower((*b)->text.ptr[i]);

		if (x != y)
			return x - y;
	}
	if ((*a)->text.len != (*b)->text.len)
		return (*a)->text.len < (*b)->text.len ? -1 : 1;
	return (*a)->at.offset < (*b)->at.offset ? -1 : 1;
}

/* The first of the sorted patterns whose text is PREFIX and REST. */
static const struct policy_mx *find(
	const struct policy_mx *const *sorted, size_t count, struct str text)
{
	size_t low = 0, high = count;
	struct policy_mx key = { .text = text };
	const struct policy_mx *wanted = &key;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&sorted[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && str_ieq(sorted[low]->text, text) ? sorted[low] : NULL;
}

/* The wildcard that covers PATTERN, if the policy has it. */
static const struct policy_mx *find_wildcard(
	const struct policy_mx *const *sorted, size_t count, const struct policy_mx *pattern)
{
	size_t dot = str_find_char(pattern->text, '.');
	char text[256] = "*";
	struct str rest = str_skip(pattern->text, dot);

	if (dot == 0 || rest.len == 0 || rest.len + 1 > sizeof text ||
		str_starts(pattern->text, STR("*.")))
		return NULL;
	memcpy(text + 1, rest.ptr, rest.len);
	return find(sorted, count, str_of(text, rest.len + 1));
}

static void policy_mx_duplicate(
	struct reader *reader, const struct policy_mx *pattern, const struct policy_mx *other)
{
	bool same = str_ieq(pattern->text, other->text);
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_MX_DUPLICATE, pattern->at,
		same ? "'%s' stands twice" : "'%s' is covered by a wildcard of the policy",
		diag_quote(reader->diag, pattern->text));

	diag_help(reader->diag, finding, "remove the line: it changes nothing");
	diag_note(reader->diag, finding, other->at,
		same ? "the first one is here" : "the wildcard is here");
	diag_fix(reader->diag, finding, true);
	reader_fix_line(reader, finding, pattern->text);
}

void patterns_judge_duplicates(struct reader *reader)
{
	struct policy *policy = reader->policy;
	const struct policy_mx **sorted = memory_alloc(policy->mx_count, sizeof *sorted);
	size_t count = 0;

	for (size_t i = 0; i < policy->mx_count; i++)
		if (policy->mx[i].valid)
			sorted[count++] = &policy->mx[i];
	qsort(sorted, count, sizeof *sorted, compare);
	for (size_t i = 0; i < policy->mx_count; i++) {
		const struct policy_mx *pattern = &policy->mx[i], *other;

		if (!pattern->valid)
			continue;
		other = find(sorted, count, pattern->text);
		if (other == pattern)
			other = find_wildcard(sorted, count, pattern);
		if (other != NULL)
			policy_mx_duplicate(reader, pattern, other);
	}
	free(sorted);
}
