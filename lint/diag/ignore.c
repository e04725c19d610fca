#include "lint/diag/ignore.h"

#include "lint/base/memory.h"

#include <stdlib.h>

void ignores_init(struct ignores *ignores, struct sources *sources, struct diag *diag)
{
	*ignores = (struct ignores){
		.sources = sources, .diag = diag, .file_count = sources->count
	};
	ignores->files = memory_alloc(sources->count, sizeof(struct ignore_file *));
	ignores->configured = memory_alloc(sources->count, sizeof(uint32_t *));
}

void ignores_finish(struct ignores *ignores)
{
	for (size_t i = 0; i < ignores->file_count; i++)
		if (ignores->files[i] != NULL) {
			free(ignores->files[i]->names);
			free(ignores->files[i]->targets);
		}
	free(ignores->files);
	free(ignores->configured);
	arena_finish(&ignores->arena);
}

void ignores_text(struct ignores *ignores, const struct ignore_file *file,
	const struct ignore_name *name, struct buf *buf)
{
	size_t length = name->length < IGNORE_MAX_TEXT ? name->length : IGNORE_MAX_TEXT;

	if (!source_again(ignores->sources, file->file, name->mark, length, buf))
		buf->len = 0;
}

/* The last target that begins at or before OFFSET; NULL: none does. */
static struct ignore_target *target_at(const struct ignore_file *file, uint64_t offset)
{
	size_t low = 0, high = file->target_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (file->targets[middle].from <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? NULL : &file->targets[low - 1];
}

/* The first name of TARGET that names RULE. */
static struct ignore_name *name_of(struct ignores *ignores, const struct ignore_file *file,
	struct ignore_target *target, enum rule_id rule)
{
	uint32_t at;

	if (target->by_rule == NULL) {
		target->by_rule = arena_alloc(&ignores->arena, RULE_COUNT, sizeof(uint32_t));
		for (size_t i = target->last; file->names != NULL && i-- > target->first;)
			for (unsigned r = file->names[i].first; r < file->names[i].end; r++)
				target->by_rule[r] = (uint32_t)i + 1;
	}
	at = target->by_rule[rule];
	return at == 0 ? NULL : &file->names[at - 1];
}

/* The name that covers RULE at OFFSET: on the line, else for the record. */
static struct ignore_name *find_name(
	struct ignores *ignores, const struct ignore_file *file, enum rule_id rule, uint64_t offset)
{
	struct ignore_target *target = target_at(file, offset);
	struct ignore_name *name = NULL;

	if (target != NULL && offset < target->end)
		name = name_of(ignores, file, target, rule);
	if (name == NULL && target != NULL && target->parent > 0) {
		target = &file->targets[target->parent - 1];
		if (offset < target->end)
			name = name_of(ignores, file, target, rule);
	}
	return name;
}

static const struct suppression *by_comment(
	struct ignores *ignores, const struct ignore_file *file, struct ignore_name *name)
{
	struct arena *arena = &ignores->diag->arena;
	struct suppression *suppression = ARENA_NEW(arena, struct suppression);
	struct buf buf = { 0 };
	struct str reason;

	ignores_text(ignores, file, name, &buf);
	reason = str_take(ignore_parse(buf_str(&buf)).reason, IGNORE_MAX_REASON);
	name->used = true;
	suppression->at = (struct span){ file->file, name->length, name->mark };
	suppression->reason = reason.ptr == NULL ? "" : arena_str(arena, reason).ptr;
	buf_finish(&buf);
	return suppression;
}

/* The first entry for each rule in source FILE. */
static const uint32_t *entries_for(struct ignores *ignores, uint32_t file)
{
	uint32_t *by_rule = ignores->configured[file];

	if (by_rule != NULL)
		return by_rule;
	by_rule = arena_alloc(&ignores->arena, RULE_COUNT, sizeof *by_rule);
	for (size_t i = ignores->entry_count; i-- > 0;) {
		if (!ignores->covers(ignores->context, i, file))
			continue;
		for (unsigned r = ignores->entries[i].first; r < ignores->entries[i].end; r++)
			by_rule[r] = (uint32_t)i + 1;
	}
	ignores->configured[file] = by_rule;
	return by_rule;
}

static const struct suppression *by_entry(struct ignores *ignores, enum rule_id rule, uint32_t file)
{
	uint32_t at = ignores->entry_count == 0 ? 0 : entries_for(ignores, file)[rule];

	if (at == 0)
		return NULL;
	ignores->entries[at - 1].used = true;
	return &ignores->entries[at - 1].suppression;
}

const struct suppression *ignores_find(struct ignores *ignores, enum rule_id rule, struct span at)
{
	const struct ignore_file *file;
	struct ignore_name *name;

	if (at.file == SPAN_NO_FILE || at.file >= ignores->file_count)
		return NULL;
	file = ignores->files[at.file];
	name = file == NULL ? NULL : find_name(ignores, file, rule, at.offset);
	if (name != NULL)
		return by_comment(ignores, file, name);
	return by_entry(ignores, rule, at.file);
}

void ignores_apply(struct ignores *ignores, size_t first)
{
	for (size_t i = first; i < ignores->diag->count; i++) {
		struct finding *finding = ignores->diag->list[i];

		if (!finding->bound && finding->suppressed == NULL)
			finding->suppressed = ignores_find(ignores, finding->rule, finding->span);
	}
}
