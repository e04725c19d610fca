#include "lint/diag/diag.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"

#include <stdio.h>
#include <stdlib.h>

void diag_init(struct diag *diag, const struct levels *levels)
{
	*diag = (struct diag){ .levels = levels };
}

void diag_finish(struct diag *diag)
{
	free(diag->list);
	free(diag->files);
	arena_finish(&diag->arena);
	*diag = (struct diag){ 0 };
}

void diag_context(struct diag *diag, const char *domain, enum mode mode)
{
	diag->domain = domain;
	diag->mode = mode;
}

static enum level level_by_mode(enum mode mode)
{
	static const enum level by_mode[] = {
		[MODE_UNKNOWN] = LEVEL_WARNING,
		[MODE_ENFORCE] = LEVEL_ERROR,
		[MODE_TESTING] = LEVEL_WARNING,
		[MODE_NONE] = LEVEL_OFF,
	};

	return by_mode[mode];
}

enum level diag_level(const struct diag *diag, enum rule_id id, enum level situation)
{
	const struct levels *levels = diag->levels;
	const struct rule *rule = &rules[id];
	enum level level = situation != LEVEL_UNSET ? situation : rule->level[levels->profile];

	if (rule->mode == MODE_MOVES && diag->mode == MODE_NONE)
		return LEVEL_OFF;
	if (rule->mode == MODE_MOVES && situation == LEVEL_UNSET && level == LEVEL_ERROR)
		level = level_by_mode(diag->mode);
	if (levels->set[id] != LEVEL_UNSET)
		level = levels->set[id];
	if (levels->selecting && !levels->selected[id])
		level = LEVEL_OFF;
	if (levels->selected[id] && level == LEVEL_OFF)
		level = LEVEL_WARNING;
	return levels->ignored[id] ? LEVEL_OFF : level;
}

static struct file_count *file_slot(const struct diag *diag, uint32_t file)
{
	size_t mask = diag->file_capacity - 1, at = file * 2654435761u & mask;

	while (diag->files[at].used && diag->files[at].file != file)
		at = (at + 1) & mask;
	return &diag->files[at];
}

static void files_grow(struct diag *diag)
{
	struct file_count *old = diag->files;
	size_t capacity = diag->file_capacity;

	diag->file_capacity = capacity == 0 ? 4 : capacity * 2;
	diag->files = memory_alloc(diag->file_capacity, sizeof *diag->files);
	for (size_t i = 0; i < capacity; i++)
		if (old[i].used)
			*file_slot(diag, old[i].file) = old[i];
	free(old);
}

/* Counts one more finding of LEVEL in FILE and returns how many there are. */
static uint32_t count_in_file(struct diag *diag, uint32_t file, enum level level)
{
	struct file_count *count;

	if (diag->file_count * 2 >= diag->file_capacity)
		files_grow(diag);
	count = file_slot(diag, file);
	if (!count->used) {
		diag->file_count++;
		count->used = true;
		count->file = file;
	}
	if (count->findings[level] <= DIAG_MAX_PER_FILE)
		count->findings[level]++;
	return count->findings[level];
}

/* The last finding that is kept for a file says so instead. */
static const char *bound_text(struct diag *diag, enum level level)
{
	return arena_printf(&diag->arena,
		"%d findings of level %s in this file: further ones are not shown",
		(int)DIAG_MAX_PER_FILE, level_text(level));
}

static void append(struct diag *diag, struct finding *finding)
{
	MEMORY_GROW(diag->list, diag->count, diag->capacity);
	diag->list[diag->count++] = finding;
}

static struct finding *add(struct diag *diag, enum rule_id rule, enum level situation,
	struct span span, const char *format, va_list args)
{
	enum level level = diag_level(diag, rule, situation);
	struct finding *finding;
	uint32_t number;

	if (level == LEVEL_OFF)
		return NULL;
	number = count_in_file(diag, span.file, level);
	if (number > DIAG_MAX_PER_FILE)
		return NULL;
	finding = ARENA_NEW(&diag->arena, struct finding);
	finding->rule = rule;
	finding->level = level;
	finding->span = span;
	if (diag->domain != NULL)
		finding->domain = arena_str(&diag->arena, str_c(diag->domain)).ptr;
	finding->bound = number == DIAG_MAX_PER_FILE;
	if (finding->bound)
		finding->message = bound_text(diag, level);
	else
		finding->message = arena_vprintf(&diag->arena, format, args);
	finding->domains = 1;
	append(diag, finding);
	return number == DIAG_MAX_PER_FILE ? NULL : finding;
}

struct finding *diag_add(
	struct diag *diag, enum rule_id rule, struct span span, const char *format, ...)
{
	struct finding *finding;
	va_list args;

	va_start(args, format);
	finding = add(diag, rule, LEVEL_UNSET, span, format, args);
	va_end(args);
	return finding;
}

struct finding *diag_add_level(struct diag *diag, enum rule_id rule, enum level level,
	struct span span, const char *format, ...)
{
	struct finding *finding;
	va_list args;

	va_start(args, format);
	finding = add(diag, rule, level, span, format, args);
	va_end(args);
	return finding;
}

void diag_help(struct diag *diag, struct finding *finding, const char *format, ...)
{
	va_list args;

	if (finding == NULL)
		return;
	va_start(args, format);
	finding->help = arena_vprintf(&diag->arena, format, args);
	va_end(args);
}

void diag_note(
	struct diag *diag, struct finding *finding, struct span span, const char *format, ...)
{
	struct note *note, **last;
	va_list args;

	if (finding == NULL)
		return;
	note = ARENA_NEW(&diag->arena, struct note);
	note->span = span;
	va_start(args, format);
	note->message = arena_vprintf(&diag->arena, format, args);
	va_end(args);
	for (last = &finding->notes; *last != NULL; last = &(*last)->next)
		;
	*last = note;
}

void diag_renumber(struct diag *diag, const struct sources *part)
{
	for (size_t i = 0; i < diag->count; i++) {
		struct finding *finding = diag->list[i];

		finding->span.file = sources_joined(part, finding->span.file);
		for (struct note *note = finding->notes; note != NULL; note = note->next)
			note->span.file = sources_joined(part, note->span.file);
		for (struct fix_edit *edit = finding->fix == NULL ? NULL : finding->fix->edits;
			edit != NULL; edit = edit->next)
			edit->at.file = sources_joined(part, edit->at.file);
	}
}

void diag_join(struct diag *into, struct diag *from)
{
	size_t before = into->count;

	for (size_t i = 0; i < from->count; i++) {
		struct finding *finding = from->list[i];
		uint32_t number = count_in_file(into, finding->span.file, finding->level);

		if (number > DIAG_MAX_PER_FILE)
			continue;
		if (number == DIAG_MAX_PER_FILE) {
			finding->bound = true;
			finding->message = bound_text(into, finding->level);
			finding->help = NULL;
			finding->notes = NULL;
			finding->fix = NULL;
		}
		append(into, finding);
	}
	if (into->count > before)
		arena_adopt(&into->arena, &from->arena);
	diag_finish(from);
}

bool diag_is_full(const struct diag *diag, uint32_t file)
{
	const struct file_count *count = diag->file_count == 0 ? NULL : file_slot(diag, file);

	for (unsigned level = 0; count != NULL && count->used && level <= LEVEL_ERROR; level++)
		if (count->findings[level] >= DIAG_MAX_PER_FILE)
			return true;
	return false;
}

const char *diag_quote(struct diag *diag, struct str value)
{
	return text_quote(&diag->arena, value);
}
