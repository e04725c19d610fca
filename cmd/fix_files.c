/* The files that fixes change, and what they hold after each round. */
#include "cmd/command.h"
#include "cmd/fix.h"
#include "lint/base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Bytes of a zone that grow nearer to each other than this could be of one string. */
enum { CROWD = 1024 };

bool fix_file_changed(const struct fix_file *file)
{
	return !file->refused && !str_eq(buf_str(&file->now), buf_str(&file->rewrite.bytes));
}

/* What SOURCE may not leave: that of the zone that includes it, where nothing else says it. */
static const char *root_of(struct lint *lint, uint32_t source)
{
	if (lint->sources.list[source].root != NULL)
		return lint->sources.list[source].root;
	for (size_t i = 0; i < lint->zone_count; i++)
		for (size_t k = 0; k < lint->zones[i]->include_count; k++)
			if (lint->zones[i]->includes[k] == source)
				return lint->sources.list[lint->zones[i]->file].root;
	return NULL;
}

static bool is_policy(const struct lint *lint, uint32_t source)
{
	for (size_t i = 0; i < lint->policy_count; i++)
		if (lint->policies[i]->file == source)
			return true;
	return false;
}

static bool refuse(struct fixing *fixing, struct fix_file *file, const char *why)
{
	complain("%s: not fixed: %s", file->name, why);
	file->refused = true;
	fixing->trouble = true;
	return false;
}

/* Reads FILE, which must be what the lint read. */
static bool open_file(
	struct fixing *fixing, struct fix_file *file, struct lint *lint, uint32_t source)
{
	const struct source *from = &lint->sources.list[source];
	const struct stat *seen = &file->rewrite.seen;

	if (!rewrite_open(&file->rewrite, root_of(lint, source), from->path, FIX_MAX_BYTES))
		return refuse(fixing, file, file->rewrite.why);
	if ((uint64_t)seen->st_size != from->size || source_mtime(seen) != from->mtime)
		return refuse(fixing, file, "changed since it was read: run this again");
	if ((seen->st_mode & 0222) == 0 || access(from->path, W_OK) != 0)
		return refuse(fixing, file, "is read-only");
	return true;
}

static bool open_standard_input(
	struct fixing *fixing, struct fix_file *file, struct lint *lint, uint32_t source)
{
	file->standard_input = true;
	file->rewrite.directory = -1;
	if (source_read(&lint->sources, source, FIX_MAX_BYTES, &file->rewrite.bytes) != SOURCE_OK)
		return refuse(fixing, file, "cannot be read again");
	return true;
}

/* The file that was opened before under another name, or in a run before. */
static struct fix_file *find_file(struct fixing *fixing, const struct source *source)
{
	struct stat st;
	bool standard_input = source->spool >= 0;

	if (!standard_input && stat(source->path, &st) != 0)
		return NULL;
	for (size_t i = 0; i < fixing->count; i++) {
		struct fix_file *file = fixing->files[i];

		if (standard_input ?
				file->standard_input :
				!file->standard_input && file->rewrite.seen.st_dev == st.st_dev &&
					file->rewrite.seen.st_ino == st.st_ino)
			return file;
	}
	return NULL;
}

static struct fix_file *add_file(struct fixing *fixing, struct lint *lint, uint32_t source)
{
	const struct source *from = &lint->sources.list[source];
	struct fix_file *file = memory_alloc(1, sizeof *file);
	bool spooled = from->spool >= 0;

	MEMORY_GROW(fixing->files, fixing->count, fixing->capacity);
	fixing->files[fixing->count++] = file;
	file->name = arena_str(&fixing->arena, str_c(from->name)).ptr;
	file->patch_name = spooled ? file->name :
				     repo_machine_name(&lint->repo, &fixing->arena, from->path);
	file->patch_name = arena_str(&fixing->arena, str_c(file->patch_name)).ptr;
	file->policy = is_policy(lint, source);
	if ((spooled ? open_standard_input : open_file)(fixing, file, lint, source))
		buf_add(&file->now, buf_str(&file->rewrite.bytes));
	return file;
}

struct fix_file *fixing_file(struct fixing *fixing, struct lint *lint, uint32_t source)
{
	struct fix_file **known = &fixing->by_source[source];

	if (*known == NULL)
		*known = find_file(fixing, &lint->sources.list[source]);
	if (*known == NULL)
		*known = add_file(fixing, lint, source);
	return (*known)->refused ? NULL : *known;
}

const struct fix_file *fixing_known(struct fixing *fixing, struct lint *lint, uint32_t source)
{
	struct fix_file **known = &fixing->by_source[source];

	if (*known == NULL && fixing->count > 0)
		*known = find_file(fixing, &lint->sources.list[source]);
	return *known;
}

static bool fits(const struct fix_file *file, const struct fix_edit *edit)
{
	size_t offset = (size_t)edit->at.offset, length = edit->at.length;

	if (offset + length > file->now.len || !edits_fit(&file->round, offset, length, edit->text))
		return false;
	return file->policy || edit->text.len <= length ||
	       !edits_crowd(&file->round, offset, length, edit->text, CROWD);
}

bool fixing_fits(struct fixing *fixing, struct lint *lint, const struct fix_edit *edits)
{
	for (; edits != NULL; edits = edits->next) {
		struct fix_file *file = fixing_file(fixing, lint, edits->at.file);

		if (file == NULL || !fits(file, edits))
			return false;
	}
	return true;
}

void fixing_take(struct fixing *fixing, struct lint *lint, const struct fix_edit *edits)
{
	for (; edits != NULL; edits = edits->next)
		edits_insert(&fixing_file(fixing, lint, edits->at.file)->round,
			(size_t)edits->at.offset, edits->at.length, edits->text);
}

void fixing_put_input(struct fixing *fixing, struct str bytes)
{
	FILE *file = tmpfile();
	bool ok = file != NULL && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len &&
		  fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0 &&
		  dup2(fileno(file), STDIN_FILENO) >= 0;

	if (!ok) {
		complain("standard input: %s", strerror(errno));
		fixing->trouble = true;
	}
	if (file != NULL)
		fclose(file);
}

/* What FILE holds from now on. */
static void apply_to(struct fixing *fixing, struct fix_file *file)
{
	const struct stat *seen = &file->rewrite.seen;
	struct edits all = { 0 };
	struct buf now = { 0 };

	edits_apply(&file->round, buf_str(&file->now), &now);
	edits_compose(&file->all, &file->round, file->rewrite.bytes.len, &all);
	buf_finish(&file->now);
	edits_finish(&file->all);
	edits_finish(&file->round);
	file->now = now;
	file->all = all;
	if (!file->standard_input)
		overlay_set(&fixing->overlay, seen->st_dev, seen->st_ino, buf_str(&now));
}

bool fixing_apply(struct fixing *fixing)
{
	bool any = false;

	for (size_t i = 0; i < fixing->count; i++) {
		struct fix_file *file = fixing->files[i];

		if (file->round.count > 0) {
			apply_to(fixing, file);
			any = true;
		}
	}
	for (size_t i = 0; any && i < fixing->count; i++)
		if (fixing->files[i]->standard_input)
			fixing_put_input(fixing, buf_str(&fixing->files[i]->now));
	return any;
}
