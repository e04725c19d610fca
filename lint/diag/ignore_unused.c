/* Suppressions that cover nothing. */
#include "lint/diag/ignore.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* The rules that speak of suppressions: what would cover them is never said to be unused. */
static bool speaks_of_ignores(unsigned rule)
{
	return rule == RULE_IGNORE_UNKNOWN || rule == RULE_IGNORE_UNUSED;
}

/* Turned off for this run by a person, who may have it on in another. */
static bool is_turned_off(const struct levels *levels, unsigned rule)
{
	return levels->ignored[rule] || levels->set[rule] == LEVEL_OFF ||
	       (levels->selecting && !levels->selected[rule]);
}

/* True if the run could have raised each rule from FIRST up to END that is ever on, and any is. */
static bool is_judged(const struct ignores *ignores, uint32_t file, unsigned first, unsigned end)
{
	bool any = false;

	for (unsigned rule = first; rule < end; rule++) {
		if (is_turned_off(ignores->diag->levels, rule) || speaks_of_ignores(rule))
			return false;
		if (diag_level(ignores->diag, (enum rule_id)rule, LEVEL_UNSET) == LEVEL_OFF)
			continue;
		if (!ignores->could_raise(ignores->context, file, (enum rule_id)rule))
			return false;
		any = true;
	}
	return any;
}

/* The names of one comment. */
struct run {
	struct ignores *ignores;
	const struct ignore_file *file;
	const struct ignore_name *names;
	size_t count;
	bool *unused; /* of each: it is judged, and covers nothing */
	bool any;
	struct buf text; /* of the comment, from its mark on */
};

/* Writes to KEPT what of the LIST in brackets stays: the names that are used, and those that are
 * none. */
static void keep_names(const struct run *run, struct str list, struct buf *kept)
{
	struct str item;
	size_t i = 0;

	while (str_cut(&list, ',', &item)) {
		struct str name = str_trim(item);
		uint32_t at = (uint32_t)(name.ptr - run->text.ptr);
		bool known = i < run->count && run->names[i].at == at;

		if (!known || !run->unused[i]) {
			if (kept->len > 0)
				buf_add(kept, STR(", "));
			buf_add(kept, name);
		}
		i += known;
	}
}

/* The bytes that go with a comment; one that is alone on its line takes the line end with it. */
static struct span whole_comment(const struct run *run)
{
	const struct ignore_name *name = run->names;
	struct span span = { run->file->file, name->before + name->length,
		name->mark - name->before };
	struct buf buf = { 0 };
	size_t blanks = 0;

	if (!name->alone)
		return span;
	if (source_again(run->ignores->sources, span.file, span.offset + span.length,
		    IGNORE_MAX_TEXT, &buf)) {
		while (blanks < buf.len &&
			(ascii_is_blank(buf.ptr[blanks]) || buf.ptr[blanks] == '\r'))
			blanks++;
		if (blanks < buf.len && buf.ptr[blanks] == '\n')
			span.length += (uint32_t)blanks + 1;
	}
	buf_finish(&buf);
	return span;
}

/* All findings of one comment ask for the same edit: they are mended together or not at all. */
static void fix(const struct run *run, struct finding *finding)
{
	struct ignore_text text = ignore_parse(buf_str(&run->text));
	struct diag *diag = run->ignores->diag;
	struct buf kept = { 0 };
	struct span list;

	if (finding == NULL || text.list.ptr == NULL)
		return;
	keep_names(run, text.list, &kept);
	list = (struct span){ run->file->file, (uint32_t)text.list.len,
		run->names->mark + (uint64_t)(text.list.ptr - run->text.ptr) };
	diag_fix(diag, finding, true);
	diag_fix_edit(diag, finding, kept.len == 0 ? whole_comment(run) : list, buf_str(&kept));
	buf_finish(&kept);
}

static void report(const struct run *run, const struct ignore_name *name)
{
	struct diag *diag = run->ignores->diag;
	struct span span = { run->file->file, name->size, name->mark + name->at };
	struct str text = str_take(str_skip(buf_str(&run->text), name->at), name->size);
	bool group = name->end - name->first > 1;
	struct finding *finding = diag_add(diag, RULE_IGNORE_UNUSED, span,
		"no finding of %s '%s' stands here: nothing is suppressed",
		group ? "the group" : "the rule",
		text.len < name->size ? rules[name->first].slug : diag_quote(diag, text));

	if (finding == NULL)
		return;
	diag_help(diag, finding,
		run->count > 1 ? "remove it from the comment" : "remove the comment");
	fix(run, finding);
}

/* Says what of a comment covers nothing. */
static void report_run(struct run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		run->unused[i] = !run->names[i].used &&
				 is_judged(run->ignores, run->file->file, run->names[i].first,
					 run->names[i].end);
		run->any |= run->unused[i];
	}
	if (!run->any)
		return;
	ignores_text(run->ignores, run->file, run->names, &run->text);
	for (size_t i = 0; i < run->count; i++)
		if (run->unused[i])
			report(run, &run->names[i]);
	buf_finish(&run->text);
}

static void report_file(struct ignores *ignores, const struct ignore_file *file)
{
	bool *unused = memory_alloc(file->name_count, sizeof *unused);

	/* Where findings are left out there may be some that were covered; and a million comments
	 * need not be read again to say of the first ones that they cover nothing. */
	for (size_t i = 0, end; i < file->name_count && !diag_is_full(ignores->diag, file->file);
		i = end) {
		struct run run = { .ignores = ignores, .file = file, .names = &file->names[i] };

		for (end = i; end < file->name_count && file->names[end].mark == run.names->mark;)
			end++;
		run.count = end - i;
		run.unused = unused;
		report_run(&run);
	}
	free(unused);
}

static void report_entry(struct ignores *ignores, const struct ignore_entry *entry)
{
	struct diag *diag = ignores->diag;
	bool group = entry->end - entry->first > 1;
	struct finding *finding;

	if (entry->used || !entry->judged ||
		!is_judged(ignores, SPAN_NO_FILE, entry->first, entry->end))
		return;
	finding = diag_add(diag, RULE_IGNORE_UNUSED, entry->at,
		"no finding of %s '%s' stands in these files: nothing is suppressed",
		group ? "the group" : "the rule", diag_quote(diag, entry->name));
	diag_help(diag, finding, "remove it, or mend the 'files' of the entry");
}

void ignores_report_unused(struct ignores *ignores)
{
	size_t before = ignores->diag->count;

	diag_context(ignores->diag, NULL, MODE_UNKNOWN);
	for (uint32_t i = 0; i < ignores->file_count; i++)
		if (ignores->files[i] != NULL)
			report_file(ignores, ignores->files[i]);
	for (size_t i = 0; i < ignores->entry_count; i++)
		report_entry(ignores, &ignores->entries[i]);
	ignores_apply(ignores, before);
}
