#include "lint/repo/earlier.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"
#include "lint/repo/earlier_blob.h"
#include "lint/repo/git.h"
#include "lint/repo/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_LINE = 8192 };

static bool fail(struct earlier *earlier, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool fail(struct earlier *earlier, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	earlier->why = arena_vprintf(&earlier->past.arena, format, args);
	va_end(args);
	return false;
}

/* Asks git, and takes the lines of its answer off its end. */
static bool ask_line(struct earlier *earlier, const char *const *arguments, struct str *line)
{
	struct buf out = { 0 };
	bool ok = git_ask(&out, MAX_LINE, earlier->top, arguments);
	struct str text = buf_str(&out);

	while (str_ends(text, STR("\n")))
		text.len--;
	*line = arena_str(&earlier->past.arena, text);
	buf_finish(&out);
	return ok;
}

/* Whether the history is cut, and where the index is. */
static bool ask_repository(struct earlier *earlier, const char **index)
{
	static const char *const arguments[] = { "rev-parse", "--is-shallow-repository",
		"--git-path", "index", NULL };
	struct str lines, shallow;

	if (!ask_line(earlier, arguments, &lines))
		return false;
	str_cut(&lines, '\n', &shallow);
	earlier->shallow = str_eq(shallow, STR("true"));
	*index = lines.ptr == NULL ? "" : lines.ptr;
	if ((*index)[0] != '/')
		*index = arena_printf(&earlier->past.arena, "%s/%s", earlier->top, *index);
	return true;
}

/* NAME as the name of an object of that KIND ("^{tree}"); false when it is none. */
static bool resolve(struct earlier *earlier, const char *name, const char *kind, struct str *object)
{
	const char *arguments[] = { "rev-parse", "--verify", "--quiet",
		arena_printf(&earlier->past.arena, "%s%s", name, kind), NULL };

	/* "^HEAD" is one as well, but says what to leave out. */
	return ask_line(earlier, arguments, object) && str_all(*object, ascii_is_alnum);
}

/* HEAD names a branch that has no commit yet. */
static bool is_unborn(struct earlier *earlier, const char *revision)
{
	static const char *const head[] = { "symbolic-ref", "--quiet", "HEAD", NULL };
	const char *where[] = { "rev-parse", "--git-path", NULL, NULL };
	struct str branch, path;

	if (strcmp(revision, "HEAD") != 0 && strcmp(revision, "@") != 0)
		return false;
	if (!ask_line(earlier, head, &branch))
		return false;
	/* A branch that is there and broken is not unborn. */
	where[2] = branch.ptr;
	if (!ask_line(earlier, where, &path))
		return false;
	if (path.ptr[0] != '/')
		path = str_c(arena_printf(&earlier->past.arena, "%s/%s", earlier->top, path.ptr));
	return access(path.ptr, F_OK) != 0;
}

static bool unknown(struct earlier *earlier, const char *revision)
{
	const char *quoted = text_quote(&earlier->past.arena, str_c(revision));

	return fail(earlier, "'%s' is no revision of '%s'%s", quoted, earlier->top,
		earlier->shallow ?
			": its history is cut (a shallow clone); 'git fetch --unshallow' "
			"completes it" :
			"");
}

/* PATH is one that git would check out: a tree that nobody made by it may hold others. */
static bool is_path(struct str path)
{
	struct str part;

	while (str_cut(&path, '/', &part))
		if (part.len == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
			return false;
	return true;
}

/* Reads one "MODE TYPE OBJECT\tPATH" of ls-tree. */
static void add_entry(struct earlier *earlier, struct str line)
{
	static const struct {
		struct str mode;
		enum past_kind kind;
	} modes[] = {
		{ STR_INIT("100"), PAST_FILE },
		{ STR_INIT("120"), PAST_LINK },
		{ STR_INIT("160"), PAST_DISK },
	};
	struct str mode, type, object;
	struct past_entry *entry;

	if (!str_cut(&line, ' ', &mode) || !str_cut(&line, ' ', &type) ||
		!str_cut(&line, '\t', &object) || line.ptr == NULL || !is_path(line))
		return;
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (str_starts(mode, modes[i].mode)) {
			entry = past_add(&earlier->past, line, modes[i].kind);
			entry->object = arena_str(&earlier->past.arena, object).ptr;
		}
}

static bool list_tree(struct earlier *earlier, const char *tree)
{
	const char *arguments[] = { "ls-tree", "-r", "-z", "--full-tree", tree, NULL };
	struct git git;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	if (!git_start(&git, earlier->top, arguments))
		return false;
	while ((len = getdelim(&line, &room, '\0', git.out)) > 0)
		add_entry(earlier, str_of(line, (size_t)len - (line[len - 1] == '\0')));
	free(line);
	past_done(&earlier->past);
	return git_end(&git);
}

/* REVISION is "REV:PATH", which names a directory within a tree: everything would lie elsewhere. */
static bool is_part(const char *revision)
{
	const char *colon = strchr(revision, ':');

	return colon != NULL && colon[1] != '\0' && strchr(revision, '{') == NULL;
}

/* Reads the tree and what differs. */
static bool take_tree(
	struct earlier *earlier, const char *revision, const char *tree, const char *index)
{
	const char *quoted = text_quote(&earlier->past.arena, str_c(revision));

	if (!list_tree(earlier, tree))
		return fail(earlier, "git cannot list '%s': the repository is damaged or not whole",
			quoted);
	earlier_mark_same(earlier, index);
	if (earlier_read_blobs(earlier))
		return true;
	if (earlier->why == NULL)
		fail(earlier,
			"git cannot read what '%s' holds: the repository is damaged or not whole",
			quoted);
	return false;
}

bool earlier_of_revision(struct earlier *earlier, const char *top, const char *revision)
{
	struct str object, tree, commit;
	const char *index = "";

	*earlier = (struct earlier){ 0 };
	past_init(&earlier->past, top, "");
	earlier->past.label = arena_printf(&earlier->past.arena, "%s:", revision);
	earlier->top = arena_str(&earlier->past.arena, str_c(top)).ptr;
	if (revision[0] == '-' || revision[0] == '\0')
		return unknown(earlier, revision);
	if (!ask_repository(earlier, &index))
		return fail(earlier,
			git_is_there() ? "git does not take '%s' for a repository" :
					 "git cannot be run, which knows what '%s' held",
			top);
	if (!resolve(earlier, revision, "", &object)) {
		earlier->differs = true;
		return is_unborn(earlier, revision) || unknown(earlier, revision);
	}
	if (!resolve(earlier, object.ptr, "^{tree}", &tree))
		return fail(earlier, "'%s' is neither a commit nor a tree",
			text_quote(&earlier->past.arena, str_c(revision)));
	if (resolve(earlier, object.ptr, "^{commit}", &commit) &&
		commit.len < sizeof earlier->commit)
		memcpy(earlier->commit, commit.ptr, commit.len);
	else if (is_part(revision))
		return fail(earlier, "'%s' is a directory of a revision: name the revision alone",
			text_quote(&earlier->past.arena, str_c(revision)));
	return take_tree(earlier, revision, tree.ptr, index);
}

/* Takes NAME of the directory BELOW (of the one that is read; "" for itself). */
static void take_name(struct earlier *earlier, const char *directory, const char *below,
	const char *name, struct buf *pending)
{
	struct arena *arena = &earlier->past.arena;
	const char *path = arena_printf(arena, "%s%s%s", below, below[0] == '\0' ? "" : "/", name);
	const char *full = arena_printf(arena, "%s/%s", directory, path);
	struct stat st;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || lstat(full, &st) != 0)
		return;
	if (S_ISDIR(st.st_mode) && !walk_is_hidden(str_c(name)))
		buf_add(pending, str_of(path, strlen(path) + 1));
	else if (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
		past_add(&earlier->past, str_c(path), S_ISLNK(st.st_mode) ? PAST_LINK : PAST_FILE)
			->now = full;
}

/* Takes what is in the directory BELOW; what is a directory there is added to PENDING. */
static bool take_directory(
	struct earlier *earlier, const char *directory, const char *below, struct buf *pending)
{
	const char *full = arena_printf(&earlier->past.arena, "%s/%s", directory, below);
	DIR *stream = opendir(full);
	struct dirent *entry;

	if (stream == NULL)
		return fail(earlier, "'%s' cannot be read: %s",
			text_quote(&earlier->past.arena, str_c(full)), strerror(errno));
	while ((entry = readdir(stream)) != NULL)
		take_name(earlier, directory, below, entry->d_name, pending);
	closedir(stream);
	return true;
}

bool earlier_of_directory(struct earlier *earlier, const char *base, const char *directory)
{
	struct buf pending = { 0 }; /* names, each with its NUL */
	bool ok = true;
	size_t at = 0;

	*earlier = (struct earlier){ .differs = true };
	past_init(&earlier->past, base, "");
	earlier->past.label = arena_printf(&earlier->past.arena, "%s%s", directory,
		str_ends(str_c(directory), STR("/")) ? "" : "/");
	buf_add_char(&pending, '\0');
	while (ok && at < pending.len) {
		const char *below = arena_str(&earlier->past.arena, str_c(pending.ptr + at)).ptr;

		at += strlen(below) + 1;
		ok = take_directory(earlier, directory, below, &pending);
	}
	buf_finish(&pending);
	past_done(&earlier->past);
	return ok;
}

void earlier_finish(struct earlier *earlier)
{
	past_finish(&earlier->past);
	*earlier = (struct earlier){ 0 };
}
