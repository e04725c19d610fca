#include "lint/repo/chronicle.h"

#include "lint/base/memory.h"
#include "lint/base/past.h"
#include "lint/repo/git.h"
#include "lint/repo/moves.h"

#include <stdlib.h>
#include <unistd.h>

/* Before the paths. Nothing of a configuration is to decide what is listed, and nothing of it is to
 * be run: no signatures are checked, no notes looked up, no contents compared. */
static const char *const options[] = { "-c", "log.follow=false", "-c", "log.showRoot=true", "-c",
	"log.mailmap=false", "--literal-pathspecs", "log", "--first-parent", "-m", "--raw", "-z",
	"--no-abbrev", "--no-renames", "--no-color", "--no-show-signature", "--no-notes",
	"--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--encoding=UTF-8",
	"-O/dev/null", "--format=%x01%ct %H %P" };
enum { OPTION_COUNT = sizeof options / sizeof *options, CHUNK = 64 * 1024 };

/* A file may have been moved so many times. */
enum { MAX_MOVES = 8 };

/* A path below the top, and whose it was from one commit to another. */
struct named {
	const char *path;
	struct history *history;
	bool moved;	     /* it is what a later path was called before */
	size_t after, last;  /* the steps that count: behind the first, up to the last */
	const char *born;    /* the newest commit that added it, as in struct move; NULL: none */
	bool asked;	     /* whether that was a move */
	struct named *older; /* what it was moved from, then */
};

struct reading {
	struct arena *arena;
	const struct chronicle *chronicle;
	struct named **named; /* sorted by path */
	size_t count, capacity;
	size_t step, most; /* commits so far, and where the list ends */
	int64_t time;	   /* of the commit */
	struct buf commit; /* it, as in struct move */
};

static int compare_named(const void *left, const void *right)
{
	const struct named *a = *(struct named *const *)left;
	const struct named *b = *(struct named *const *)right;

	return strcmp(a->path, b->path);
}

static struct named *add_named(struct reading *reading, const char *path, struct history *history)
{
	struct named *named = ARENA_NEW(reading->arena, struct named);

	named->path = path;
	named->history = history;
	MEMORY_GROW(reading->named, reading->count, reading->capacity);
	reading->named[reading->count++] = named;
	return named;
}

/* Finds the paths below the top; those that are not are left out. */
static void name_all(struct reading *reading, struct history *list, size_t count)
{
	struct past past;

	past_init(&past, reading->chronicle->top, "");
	for (size_t i = 0; i < count; i++) {
		const char *path = past_relative(&past, reading->arena, list[i].path);

		if (path != NULL)
			add_named(reading, path, &list[i]);
	}
	past_finish(&past);
}

/* The object of ":MODE MODE OBJECT OBJECT STATUS"; NULL when there is no file then. */
static const char *object_of(struct arena *arena, struct str header)
{
	struct str part, mode, object;

	if (!str_cut(&header, ' ', &part) || !str_cut(&header, ' ', &mode) ||
		!str_cut(&header, ' ', &part) || !str_cut(&header, ' ', &object))
		return NULL;
	return str_starts(mode, STR("100")) ? arena_str(arena, object).ptr : NULL;
}

static void add_version(struct history *history, struct version version)
{
	if (history->count == HISTORY_MAX_VERSIONS) {
		history->cut = true;
		return;
	}
	MEMORY_GROW(history->list, history->count, history->capacity);
	history->list[history->count++] = version;
}

/* NAMED came with the commit that is read. */
static void note_birth(struct reading *reading, struct named *named)
{
	struct str commit = buf_str(&reading->commit);

	if (named->born == NULL)
		named->born = arena_str(reading->arena, commit).ptr;
	if (named->older == NULL || !str_eq(str_c(named->born), commit))
		return;
	named->last = reading->step;
	named->older->after = reading->step;
}

/* HEADER says what became of PATH; two histories may be of one file. */
static void take_change(struct reading *reading, struct str header, const char *path)
{
	struct version version = { .time = reading->time,
		.step = reading->step,
		.object = object_of(reading->arena, header) };
	size_t low = 0, high = reading->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(reading->named[middle]->path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < reading->count && strcmp(reading->named[low]->path, path) == 0; low++) {
		struct named *named = reading->named[low];

		if (reading->step <= named->after || reading->step > named->last)
			continue;
		version.path = named->path;
		version.moved = named->moved;
		add_version(named->history, version);
		if (str_ends(header, STR(" A")))
			note_birth(reading, named);
	}
}

/* LINE is a time, a commit and its parents, of which the first counts. */
static void take_commit(struct reading *reading, struct str line)
{
	struct str word = { 0 };

	reading->step++;
	reading->commit.len = 0;
	if (str_cut(&line, ' ', &word))
		reading->time = strtoll(word.ptr, NULL, 10);
	for (int i = 0; i < 2 && str_cut(&line, ' ', &word); i++) {
		buf_add(&reading->commit, i == 0 ? STR("") : STR(" "));
		buf_add(&reading->commit, word);
	}
}

static void read_log(struct reading *reading, FILE *in)
{
	char *text = NULL;
	struct buf header = { 0 };
	size_t room = 0;
	ssize_t len;

	while ((len = getdelim(&text, &room, '\0', in)) > 0) {
		struct str token = str_of(text, (size_t)len - (text[len - 1] == '\0'));

		if (header.len > 0) {
			take_change(reading, buf_str(&header), text);
			header.len = 0;
			continue;
		}
		if (str_starts(token, STR("\x01"))) {
			take_commit(reading, str_skip(token, 1));
			continue;
		}
		while (str_starts(token, STR("\n")))
			token = str_skip(token, 1);
		buf_add(&header, token);
	}
	buf_finish(&header);
	free(text);
}

static bool list_versions(struct reading *reading)
{
	size_t n = 0;
	const char **arguments = arena_alloc(
		reading->arena, OPTION_COUNT + reading->count + 4, sizeof *arguments);
	struct git git;

	qsort(reading->named, reading->count, sizeof *reading->named, compare_named);
	reading->step = 0;
	reading->most = HISTORY_MAX_VERSIONS * (reading->count + 1);
	for (size_t i = 0; i < OPTION_COUNT; i++)
		arguments[n++] = options[i];
	arguments[n++] = arena_printf(reading->arena, "--max-count=%zu", reading->most);
	arguments[n++] = reading->chronicle->commit;
	arguments[n++] = "--";
	for (size_t i = 0; i < reading->count; i++) {
		struct named *named = reading->named[i];

		named->after = named->moved ? SIZE_MAX : 0;
		named->last = SIZE_MAX;
		named->history->count = 0;
		arguments[n++] = named->path;
	}
	if (!git_start(&git, reading->chronicle->top, arguments))
		return false;
	read_log(reading, git.out);
	return git_end(&git);
}

/* The file that was FROM and is PATH now is about the same domain as before. */
static bool is_same_file(const char *whose, const char *from, const char *path)
{
	struct str name = str_c(whose == NULL ? "" : whose);
	bool named = str_ifind(str_c(path), name) < strlen(path);

	return name.len == 0 || !named || str_ifind(str_c(from), name) < strlen(from);
}

/* Finds what the paths were called before they came. False when nothing new is known. */
static bool follow_moves(struct reading *reading)
{
	size_t count = reading->count, asked = 0;
	struct move *moves = arena_alloc(reading->arena, count, sizeof *moves);

	for (size_t i = 0; i < count; i++)
		if (reading->named[i]->born != NULL && !reading->named[i]->asked)
			moves[asked++] = (struct move){ reading->named[i]->born,
				reading->named[i]->path, NULL };
	if (asked > 0)
		moves_find(reading->arena, reading->chronicle->top, moves, asked);
	for (size_t i = 0; i < count; i++) {
		struct named *named = reading->named[i];
		const char *from = named->born == NULL || named->asked ?
					   NULL :
					   moves_of(moves, asked, named->born, named->path);

		named->asked = named->born != NULL;
		if (from == NULL || !is_same_file(named->history->whose, from, named->path))
			continue;
		named->older = add_named(reading, from, named->history);
		named->older->moved = true;
	}
	return reading->count > count;
}

/* Every version that is wanted, in the order of asking. */
struct wanted {
	struct version **list;
	size_t count, capacity;
};

static FILE *ask_for(struct reading *reading, struct wanted *wanted)
{
	FILE *list = tmpfile();

	for (size_t i = 0; list != NULL && i < reading->count; i++) {
		struct history *history = reading->named[i]->history;

		for (size_t k = 0; k < history->count && !reading->named[i]->moved; k++) {
			if (history->list[k].object == NULL)
				continue;
			MEMORY_GROW(wanted->list, wanted->count, wanted->capacity);
			wanted->list[wanted->count++] = &history->list[k];
			fprintf(list, "%s\n", history->list[k].object);
		}
	}
	if (list != NULL && (fflush(list) != 0 || lseek(fileno(list), 0, SEEK_SET) != 0)) {
		fclose(list);
		list = NULL;
	}
	return list;
}

/* Reads LEFT bytes and the line end behind them, and keeps them if INTO is not NULL. */
static bool read_bytes(FILE *in, uint64_t left, struct buf *into)
{
	char bytes[CHUNK];

	while (left > 0) {
		size_t want = left < CHUNK ? (size_t)left : CHUNK;

		if (fread(bytes, 1, want, in) != want)
			return false;
		if (into != NULL)
			buf_add(into, str_of(bytes, want));
		left -= want;
	}
	return fgetc(in) == '\n';
}

static void read_texts(struct reading *reading, const struct wanted *wanted, FILE *in)
{
	uint64_t total = 0;
	char line[256];

	for (size_t i = 0; i < wanted->count && fgets(line, sizeof line, in) != NULL; i++) {
		struct version *version = wanted->list[i];
		const char *blob = strstr(line, " blob ");
		uint64_t size = blob == NULL ? 0 : strtoull(blob + strlen(" blob "), NULL, 10);
		struct buf text = { 0 };
		bool keep = size <= HISTORY_MAX_TEXT && total + size <= HISTORY_MAX_TOTAL;

		if (blob == NULL)
			continue;
		version->read = read_bytes(in, size, keep ? &text : NULL) && keep;
		if (version->read)
			version->text = arena_str(reading->arena, buf_str(&text));
		total += keep ? size : 0;
		buf_finish(&text);
	}
}

static void finish_histories(struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++) {
		struct history *history = reading->named[i]->history;
		struct version *list = arena_alloc(
			reading->arena, history->count + 1, sizeof *list);

		if (reading->named[i]->moved)
			continue;
		if (history->count > 0)
			memcpy(list, history->list, history->count * sizeof *list);
		free(history->list);
		history->list = list;
		history->capacity = 0;
		history->cut = history->cut || reading->chronicle->shallow ||
			       reading->step == reading->most;
	}
}

bool chronicle_ask(void *context, struct arena *arena, struct history *list, size_t count)
{
	static const char *const batch[] = { "cat-file", "--batch", NULL };
	struct reading reading = { .arena = arena, .chronicle = context };
	struct wanted wanted = { 0 };
	FILE *asked = NULL;
	struct git git;
	bool ok;

	name_all(&reading, list, count);
	ok = reading.count > 0 && list_versions(&reading);
	for (int i = 0; ok && i < MAX_MOVES && follow_moves(&reading); i++)
		ok = list_versions(&reading);
	finish_histories(&reading);
	if (ok)
		asked = ask_for(&reading, &wanted);
	ok = asked != NULL && git_start_with(&git, reading.chronicle->top, batch, fileno(asked));
	if (ok) {
		read_texts(&reading, &wanted, git.out);
		git_end(&git);
	}
	if (asked != NULL)
		fclose(asked);
	free(wanted.list);
	free(reading.named);
	buf_finish(&reading.commit);
	return ok;
}
