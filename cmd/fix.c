#include "cmd/fix.h"

#include "cmd/command.h"
#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdlib.h>

/* What two fixes do to each other at the worst is to undo each other for ever. */
enum { MAX_ROUNDS = 64 };

/* A policy whose fixes matter to a sender needs a new id. A zone needs a new serial, unless but a
 * comment changes. */
static void mark(struct fixing *fixing, struct lint *lint, const struct finding *finding)
{
	const struct fix_edit *edit = finding->fix->edits; /* a fix has one at least */

	do {
		struct fix_file *file = fixing_file(fixing, lint, edit->at.file);

		file->fresh |= file->policy && rules[finding->rule].effect != EFFECT_OTHER;
		file->records |= !file->policy && !rule_matches(finding->rule, STR("ignore-"));
	} while ((edit = edit->next) != NULL);
	fixing_file(fixing, lint, finding->fix->edits->at.file)->fixed++;
}

static bool is_wanted(const struct fixing *fixing, const struct finding *finding)
{
	return finding->fix != NULL && finding->suppressed == NULL &&
	       (finding->fix->safe || fixing->unsafe);
}

/* Takes what can be taken together. */
static void choose(struct fixing *fixing, struct lint *lint)
{
	for (size_t i = 0; i < lint->diag.count; i++) {
		const struct finding *finding = lint->diag.list[i];

		if (!is_wanted(fixing, finding) || !fixing_fits(fixing, lint, finding->fix->edits))
			continue;
		fixing_take(fixing, lint, finding->fix->edits);
		mark(fixing, lint, finding);
	}
}

bool fixing_input(struct lint *lint, struct buf *out)
{
	for (uint32_t i = 0; i < lint->sources.count; i++)
		if (lint->sources.list[i].spool >= 0)
			return source_read(&lint->sources, i, FIX_MAX_BYTES, out) == SOURCE_OK;
	return false;
}

/* One run; standard input is there again for the next. */
static void run(struct fixing *fixing, struct lint *lint, const struct lint_options *options)
{
	struct buf input = { 0 };

	free(fixing->by_source);
	lint_run(lint, options);
	if (fixing_input(lint, &input))
		fixing_put_input(fixing, buf_str(&input));
	buf_finish(&input);
	fixing->by_source = memory_alloc(lint->sources.count, sizeof *fixing->by_source);
}

void fixing_run(struct fixing *fixing, struct lint *lint, const struct lint_arguments *arguments)
{
	struct lint_options options = arguments->options;
	bool more;

	*fixing = (struct fixing){ .unsafe = arguments->unsafe_fixes };
	options.overlay = &fixing->overlay;
	run(fixing, lint, &options);
	fixing_remember(fixing, lint);
	for (unsigned round = 0;; round++) {
		choose(fixing, lint);
		more = round < MAX_ROUNDS && fixing_apply(fixing);
		if (!more)
			break;
		lint_finish(lint);
		run(fixing, lint, &options);
	}
	fixing_refresh(fixing, lint, &options);
	if (fixing_apply(fixing)) {
		lint_finish(lint);
		run(fixing, lint, &options);
	}
	lint->report.fixed = fixing_count(fixing);
}

size_t fixing_count(const struct fixing *fixing)
{
	size_t count = 0;

	for (size_t i = 0; i < fixing->count; i++)
		count += fixing->files[i]->fixed;
	return count;
}

void fixing_summarize(const struct fixing *fixing, FILE *out)
{
	size_t files = 0, count = fixing_count(fixing);

	for (size_t i = 0; i < fixing->count; i++)
		files += fix_file_changed(fixing->files[i]);
	fprintf(out, "%zu finding%s in %zu file%s would be fixed\n", count, count == 1 ? "" : "s",
		files, files == 1 ? "" : "s");
}

/* Policies, then what zones include, then what holds their serials; by name where that says
 * nothing. */
static int compare_files(const void *left, const void *right)
{
	const struct fix_file *a = *(struct fix_file *const *)left;
	const struct fix_file *b = *(struct fix_file *const *)right;

	if (a->policy != b->policy)
		return a->policy ? -1 : 1;
	if (a->serial != b->serial)
		return a->serial ? 1 : -1;
	return strcmp(a->patch_name, b->patch_name);
}

static void sort_files(struct fixing *fixing)
{
	if (fixing->count > 1)
		qsort(fixing->files, fixing->count, sizeof *fixing->files, compare_files);
}

static bool is_written(const struct fix_file *file)
{
	return !file->refused && !file->failed;
}

/* The policies whose new ids are in FILE were written. */
static bool may_follow(struct fixing *fixing, const struct fix_file *file)
{
	for (size_t i = 0; i < fixing->step_count; i++)
		if (fixing->steps[i].zone == file && !is_written(fixing->steps[i].policy)) {
			complain("%s: not fixed: the new id in it is for %s", file->name,
				fixing->steps[i].policy->name);
			return false;
		}
	return true;
}

static bool write_file(struct fixing *fixing, struct fix_file *file)
{
	if (!may_follow(fixing, file))
		return false;
	if (rewrite_replace(&file->rewrite, buf_str(&file->now)))
		return true;
	complain("%s: %s", file->name, file->rewrite.why);
	return false;
}

void fixing_write(struct fixing *fixing)
{
	sort_files(fixing);
	for (size_t i = 0; i < fixing->count; i++) {
		struct fix_file *file = fixing->files[i];

		if (!fix_file_changed(file) || file->standard_input || write_file(fixing, file))
			continue;
		file->failed = fixing->trouble = true;
		file->fixed = 0;
	}
}

bool fixing_diff(struct fixing *fixing, FILE *out)
{
	struct buf diff = { 0 };
	bool any;

	sort_files(fixing);
	for (size_t i = 0; i < fixing->count; i++) {
		const struct fix_file *file = fixing->files[i];

		if (!fix_file_changed(file))
			continue;
		if (text_has_key(buf_str(&file->rewrite.bytes))) {
			complain("%s: not shown: a private key stands in it", file->name);
			fixing->trouble = true;
		} else {
			edits_diff(&file->all, buf_str(&file->rewrite.bytes),
				str_c(file->patch_name), &diff);
		}
	}
	any = diff.len > 0;
	if (any)
		fwrite(diff.ptr, 1, diff.len, out);
	buf_finish(&diff);
	return any;
}

void fixing_finish(struct fixing *fixing)
{
	for (size_t i = 0; i < fixing->count; i++) {
		struct fix_file *file = fixing->files[i];

		rewrite_finish(&file->rewrite);
		buf_finish(&file->now);
		edits_finish(&file->all);
		edits_finish(&file->round);
		free(file);
	}
	free(fixing->files);
	free(fixing->by_source);
	free(fixing->ids);
	free(fixing->steps);
	free(fixing->serials);
	overlay_finish(&fixing->overlay);
	arena_finish(&fixing->arena);
}
