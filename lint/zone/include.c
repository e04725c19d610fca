/*
 * $INCLUDE: the `includes:` map of the configuration for absolute paths; for others the including
 * file's directory, then the name server's, then the root; never anything outside the root.
 */
#include "lint/zone/reader.h"

#include "lint/base/memory.h"

#include <sys/stat.h>
#include <unistd.h>

/* One attempt at a path. */
struct target {
	const char *path;
	int descriptor;
	enum source_status status; /* SOURCE_MISSING before any attempt */
	bool mapped;		   /* an absolute path that the map knows */
};

static const char *root_of(struct reader *reader)
{
	if (reader->input->root != NULL)
		return reader->input->root;
	return arena_str(&reader->zone->arena,
		path_dir(str_c(sources_at(reader->sources, reader->input->file)->path)))
		.ptr;
}

static bool is_dot_dot(struct str part)
{
	return str_eq(part, STR(".."));
}

/* PATH does not exist: what of it exists decides whether it would lie outside. */
static bool leads_outside(const char *root, struct str path, struct arena *arena)
{
	struct str rest = path, part;
	bool climbs = false;
	int descriptor;

	while (str_cut(&rest, '/', &part))
		climbs |= is_dot_dot(part);
	while (climbs && path.len > 1 && !str_eq(path, STR("."))) {
		enum source_status status;

		path = path_dir(path);
		status = source_open_below(root, arena_str(arena, path).ptr, &descriptor);
		if (status == SOURCE_OK)
			close(descriptor);
		if (status != SOURCE_MISSING)
			return status == SOURCE_OUTSIDE;
	}
	return false;
}

static void try_path(struct reader *reader, struct target *target, const char *path)
{
	const char *root = root_of(reader);
	enum source_status status;

	if (target->status == SOURCE_OK)
		return;
	status = sources_open_below(reader->sources, root, path, &target->descriptor);
	if (status == SOURCE_MISSING && leads_outside(root, str_c(path), &reader->zone->arena))
		status = SOURCE_OUTSIDE;
	if (status != SOURCE_MISSING)
		target->status = status;
	if (status == SOURCE_OK)
		target->path = path;
}

static void try_below(
	struct reader *reader, struct target *target, struct str directory, struct str path)
{
	struct arena *arena = &reader->zone->arena;

	while (str_starts(path, STR("./")))
		path = str_skip(path, 2);
	if (str_eq(directory, STR(".")))
		try_path(reader, target, arena_str(arena, path).ptr);
	else
		try_path(reader, target,
			arena_printf(arena, "%.*s%s%.*s", (int)directory.len, directory.ptr,
				str_ends(directory, STR("/")) ? "" : "/", (int)path.len, path.ptr));
}

static void try_absolute(struct reader *reader, struct target *target, struct str path)
{
	struct arena *arena = &reader->zone->arena;
	const char *mapped = include_map_find(reader->input->includes, path, arena);

	target->mapped = mapped != NULL;
	try_path(reader, target, mapped != NULL ? mapped : arena_str(arena, path).ptr);
}

static void find_target(struct reader *reader, struct target *target, struct str path)
{
	const struct frame *frame = reader->frames[reader->depth - 1];

	if (path.len > 0 && path.ptr[0] == '/') {
		try_absolute(reader, target, path);
		return;
	}
	try_below(reader, target, path_dir(str_c(sources_at(reader->sources, frame->file)->path)),
		path);
	if (reader->input->directory != NULL)
		try_below(reader, target, str_c(reader->input->directory), path);
	try_below(reader, target, str_c(root_of(reader)), path);
}

static void outside(
	struct reader *reader, struct entry *entry, const struct token *token, bool unmapped)
{
	struct span span = entry_token_span(entry, token);
	struct finding *finding;

	finding = unmapped ?
			  diag_add_level(reader->diag, RULE_ZONE_INCLUDE_OUTSIDE, LEVEL_INFO, span,
				  "'%s' is an absolute path that the configuration maps to nothing",
				  reader_quote(reader, token)) :
			  diag_add(reader->diag, RULE_ZONE_INCLUDE_OUTSIDE, span,
				  "'%s' leads outside the root: not opened",
				  reader_quote(reader, token));
	if (unmapped)
		diag_help(reader->diag, finding,
			"say in .mtasts.yaml where it is: 'includes: { /etc/bind: zones }'; "
			"without the "
			"file, nothing is reported as missing from the zone");
	else
		diag_help(reader->diag, finding,
			"move the file into the repository, or widen the root with --root");
}

static void failed(
	struct reader *reader, struct entry *entry, const struct token *token, const char *why)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_INCLUDE_FAILED,
		entry_token_span(entry, token), "'%s' is not included: %s",
		reader_quote(reader, token), why);

	diag_help(reader->diag, finding,
		"a relative path is looked for beside this file, then in the name server's "
		"directory, "
		"then in the root; BIND and NSD take it from their working directory, Knot from "
		"beside "
		"this file");
}

/* Names a source that is open already, and notes it as included. */
static uint32_t add_source(struct reader *reader, const struct target *target)
{
	uint32_t file = sources_add(reader->sources, str_c(target->path), NULL);
	struct zone_file *zone = reader->zone;

	source_note(reader->sources, file, target->descriptor);
	sources_at(reader->sources, file)->included++;
	for (size_t i = 0; i < zone->include_count; i++)
		if (zone->includes[i] == file)
			return file;
	MEMORY_GROW(zone->includes, zone->include_count, zone->include_capacity);
	zone->includes[zone->include_count++] = file;
	return file;
}

static bool too_many(struct reader *reader, uint32_t file)
{
	reader->included_bytes += sources_at(reader->sources, file)->size;
	return ++reader->included > READER_MAX_INCLUDES ||
	       reader->included_bytes > READER_MAX_INCLUDED_BYTES;
}

/* Reading goes on in the included file; ORIGIN (NULL: the one in force) is its origin. */
static void enter(struct reader *reader, struct entry *entry, const struct token *token,
	const struct target *target, const struct name_buf *origin)
{
	uint32_t file = add_source(reader, target);
	struct frame *frame = reader->frames[reader->depth - 1];
	const char *why = "too many includes in one zone";
	bool many = too_many(reader, file);

	if (many)
		close(target->descriptor);
	if (many || !reader_push(reader, file, target->descriptor, &why)) {
		failed(reader, entry, token, why);
		zone_incomplete(
			reader->zone, entry_token_span(entry, token), "an include is missing");
		return;
	}
	frame->include_at = entry_span(entry, 0, entry->lexer.end);
	if (origin == NULL)
		return;
	reader->origin = *origin;
	reader->origin_known = KNOWN;
	reader->origin_guessed = false;
}

static void include_file(struct reader *reader, struct entry *entry, const struct token *token,
	const struct name_buf *origin)
{
	char *bytes = arena_bytes(&reader->zone->arena, token->text.len + 1);
	struct str path = str_of(bytes, token_decode(token->text, bytes));
	struct target target = { NULL, -1, SOURCE_MISSING, false };

	if (path.len > 0 && path.len < 4096 && str_find_char(path, '\0') == path.len)
		find_target(reader, &target, path);
	if (target.status == SOURCE_OK) {
		enter(reader, entry, token, &target, origin);
		return;
	}
	if (path.len > 0 && path.ptr[0] == '/' && !target.mapped)
		outside(reader, entry, token, true);
	else if (target.status == SOURCE_OUTSIDE)
		outside(reader, entry, token, false);
	else
		failed(reader, entry, token, source_status_text(target.status));
	zone_incomplete(reader->zone, entry_token_span(entry, token), "an include is missing");
}

static void missing_path(struct reader *reader, struct entry *entry)
{
	struct finding *finding = READER_FAULT(reader, entry, RULE_ZONE_DIRECTIVE_INVALID,
		entry_span(entry, entry->lexer.end, 0), "the directive ends before its file");

	diag_help(reader->diag, finding, "write '$INCLUDE FILE [ORIGIN]'");
}

/* The optional origin, and the end. *HAS_ORIGIN: there is one. */
static void include_origin(
	struct reader *reader, struct entry *entry, struct name_buf *origin, bool *has_origin)
{
	struct token token = entry_next(reader, entry);
	struct finding *finding;

	*has_origin = token.kind == TOKEN_TEXT || token.kind == TOKEN_QUOTED;
	if (!*has_origin || !entry_name(reader, entry, &token, origin))
		return;
	reader_relative_origin(reader, entry, &token, origin);
	token = entry_next(reader, entry);
	if (token.kind != TOKEN_TEXT && token.kind != TOKEN_QUOTED)
		return;
	finding = READER_FAULT(reader, entry, RULE_ZONE_DIRECTIVE_INVALID,
		entry_token_span(entry, &token), "'%s' after the end of the directive",
		reader_quote(reader, &token));
	diag_help(reader->diag, finding, "write '$INCLUDE FILE [ORIGIN]'");
}

void include_read(struct reader *reader, struct entry *entry, const struct token *directive)
{
	struct token file = entry_next(reader, entry);
	struct name_buf origin;
	struct finding *finding;
	bool has_origin = false;

	(void)directive;
	if (file.kind == TOKEN_END)
		missing_path(reader, entry);
	else if (file.kind != TOKEN_BAD)
		include_origin(reader, entry, &origin, &has_origin);
	if (entry->bad) {
		zone_incomplete(reader->zone, entry_span(entry, 0, entry->record.text.len),
			"an include is missing");
		return;
	}
	if (file.kind == TOKEN_QUOTED) {
		finding = READER_DIALECT(reader, LEVEL_INFO, entry_token_span(entry, &file),
			"a file name in quotes: BIND and Knot accept it, NSD takes the quotes for "
			"a part of it");
		diag_help(reader->diag, finding, "write it without quotes");
	}
	include_file(reader, entry, &file, has_origin ? &origin : NULL);
}
