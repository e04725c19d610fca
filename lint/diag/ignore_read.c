/* The comments of a file: what they name, and which lines they cover. */
#include "lint/diag/ignore_lines.h"

#include "lint/base/memory.h"

struct reading {
	struct diag *diag;
	struct ignore_file *file;
	struct ignore_lines lines;
	const uint64_t *marks; /* those not yet read */
	size_t mark_count;
	bool waits;	       /* comments that stand alone wait for the line below: */
	size_t waiting;	       /* the first name of them */
	uint64_t above, below; /* where they begin, and where that line does */
	uint64_t record_end; /* of the last target with a record; up to it lines are parts of it */
	size_t record;	     /* 1 + that target; 0: its end is not known */
};

/* One comment while it is read. */
struct comment {
	uint64_t mark;
	uint32_t before;
	bool alone;
	struct str text; /* from the mark on */
};

static struct span comment_span(const struct reading *reading, const struct comment *comment,
	const char *from, size_t length)
{
	return (struct span){ reading->file->file, (uint32_t)length,
		comment->mark + (uint64_t)(from - comment->text.ptr) };
}

static void report_malformed(
	struct reading *reading, const struct comment *comment, const struct ignore_text *text)
{
	struct diag *diag = reading->diag;
	struct span span = comment_span(reading, comment, text->word.ptr, text->word.len);
	struct finding *finding;

	if (str_eq(text->word, STR("ignore")))
		finding = diag_add(diag, RULE_IGNORE_UNKNOWN, span,
			"the comment suppresses nothing: no '[...]' with rules follows 'ignore'");
	else
		finding = diag_add(diag, RULE_IGNORE_UNKNOWN, span,
			"the comment suppresses nothing: '%s' is not 'ignore'",
			diag_quote(diag, text->word));
	diag_help(diag, finding,
		"write '%c mtasts: ignore[mx-uncovered] reason', with the rules "
		"that are meant, separated by commas",
		reading->lines.sign);
}

static void report_unknown(struct reading *reading, const struct comment *comment, struct str name)
{
	struct diag *diag = reading->diag;
	struct span span = comment_span(reading, comment, name.ptr, name.len);
	const char *near = rule_suggest(name);
	struct finding *finding;

	if (name.len == 0)
		finding = diag_add(
			diag, RULE_IGNORE_UNKNOWN, span, "the comment names no rule here");
	else
		finding = diag_add(diag, RULE_IGNORE_UNKNOWN, span,
			"no rule, and no group of rules, is called '%s'", diag_quote(diag, name));
	if (near != NULL && name.len > 0)
		diag_help(diag, finding, "did you mean '%s'?", near);
	else
		diag_help(diag, finding,
			"name a rule, like 'mx-uncovered', or a group of them, like 'mx'; "
			"'mtasts rules' lists them");
}

static void add_name(struct reading *reading, const struct comment *comment, struct str name)
{
	struct ignore_file *file = reading->file;
	enum rule_id first, end;

	if (!ignore_rules(name, &first, &end)) {
		report_unknown(reading, comment, name);
		return;
	}
	MEMORY_GROW(file->names, file->name_count, file->name_capacity);
	file->names[file->name_count++] = (struct ignore_name){
		.mark = comment->mark,
		.before = comment->before,
		.length = (uint32_t)comment->text.len,
		.at = (uint32_t)(name.ptr - comment->text.ptr),
		.size = (uint32_t)name.len,
		.first = (uint16_t)first,
		.end = (uint16_t)end,
		.alone = comment->alone,
	};
}

/* True if it was meant as a suppression. */
static bool read_comment(struct reading *reading, const struct comment *comment)
{
	struct ignore_text text = ignore_parse(comment->text);
	struct str name;

	if (!text.meant)
		return false;
	if (text.list.ptr == NULL)
		report_malformed(reading, comment, &text);
	while (text.list.ptr != NULL && str_cut(&text.list, ',', &name))
		add_name(reading, comment, str_trim(name));
	return true;
}

/* Where the comment begins, with the blanks before it, whose mark stands AT in the line; AT when
 * something else than a comment's sign stands before the mark. */
static size_t comment_begin(
	const struct reading *reading, const struct ignore_line *line, size_t at)
{
	const char *text = line->text.ptr;
	size_t i = at;

	while (i > 0 && ascii_is_blank(text[i - 1]))
		i--;
	if (i <= line->comment || text[i - 1] != reading->lines.sign)
		return at;
	while (i > line->comment && text[i - 1] == reading->lines.sign)
		i--;
	while (i > 0 && ascii_is_blank(text[i - 1]))
		i--;
	return i;
}

/* The next mark in LINE that begins a comment, and where that begins. False when there is none. */
static bool next_mark(
	struct reading *reading, const struct ignore_line *line, size_t *mark, size_t *begin)
{
	while (reading->mark_count > 0 && reading->marks[0] < line->end) {
		*mark = (size_t)(*reading->marks++ - line->start);
		reading->mark_count--;
		if (*mark >= line->text.len)
			continue;
		*begin = comment_begin(reading, line, *mark);
		if (*begin < *mark)
			return true;
	}
	return false;
}

/* Reads the comments of LINE. *ALONE: they are all there is. True if there is any. */
static bool read_line(struct reading *reading, const struct ignore_line *line, bool *alone)
{
	size_t mark, begin, next_at = 0, next_begin = 0;
	bool more = next_mark(reading, line, &mark, &begin), any = false;

	*alone = more && begin == 0;
	while (more) {
		struct comment comment = { line->start + mark, (uint32_t)(mark - begin), false,
			{ NULL, 0 } };
		size_t end;

		more = next_mark(reading, line, &next_at, &next_begin);
		end = more ? next_begin : line->text.len;
		comment.alone = begin == 0 && !more;
		comment.text = str_rtrim(str_of(line->text.ptr + mark, end - mark));
		any = read_comment(reading, &comment) || any;
		mark = next_at;
		begin = next_begin;
	}
	return any;
}

/* Notes that the names from FIRST on cover what stands FROM there to the end of LINE, and the
 * record that begins on it. */
static void add_target(
	struct reading *reading, uint64_t from, const struct ignore_line *line, size_t first)
{
	struct ignore_file *file = reading->file;
	struct ignore_target *target;
	bool closed;

	if (first == file->name_count)
		return;
	MEMORY_GROW(file->targets, file->target_count, file->target_capacity);
	target = &file->targets[file->target_count++];
	*target = (struct ignore_target){ .from = from,
		.line_end = line->end,
		.end = line->end,
		.first = first,
		.last = file->name_count };
	if (line->start < reading->record_end) {
		target->parent = reading->record;
		return;
	}
	if (reading->lines.sign != ';')
		return;
	reading->record_end = ignore_lines_record(&reading->lines, line->start, &closed);
	reading->record = closed ? file->target_count : 0;
	if (closed)
		target->end = reading->record_end;
}

/* The line below comments that stand alone is none with a comment. */
static void add_waiting(struct reading *reading)
{
	struct ignore_line line;

	if (reading->waits && ignore_lines_from(&reading->lines, reading->below, &line))
		add_target(reading, reading->above, &line, reading->waiting);
	reading->waits = false;
}

static void read_mark(struct reading *reading)
{
	struct ignore_line line;
	size_t first;
	bool alone;

	if (!ignore_lines_at(&reading->lines, reading->marks[0], &line)) {
		reading->marks++;
		reading->mark_count--;
		return;
	}
	if (reading->waits && reading->below != line.start) {
		add_waiting(reading);
		ignore_lines_from(&reading->lines, line.start, &line);
	}
	first = reading->file->name_count;
	if (!read_line(reading, &line, &alone))
		return;
	if (!reading->waits) {
		reading->waiting = first;
		reading->above = line.start;
	}
	reading->waits = alone;
	reading->below = line.end;
	if (!alone)
		add_target(reading, reading->above, &line, reading->waiting);
}

void ignores_read(
	struct ignores *ignores, uint32_t file, char sign, const uint64_t *marks, size_t count)
{
	struct reading reading = {
		.diag = ignores->diag,
		.lines = { .sources = ignores->sources, .file = file, .sign = sign },
		.marks = marks,
		.mark_count = count < IGNORE_MAX ? count : IGNORE_MAX,
	};

	reading.file = ARENA_NEW(&ignores->arena, struct ignore_file);
	reading.file->file = file;
	ignores->files[file] = reading.file;
	while (reading.mark_count > 0)
		read_mark(&reading);
	add_waiting(&reading);
	ignore_lines_finish(&reading.lines);
	if (count > IGNORE_MAX)
		diag_add(ignores->diag, RULE_IGNORE_UNKNOWN,
			(struct span){ file, (uint32_t)strlen(IGNORE_MARK), marks[IGNORE_MAX] },
			"more than %d comments like this in one file: this and later ones are not "
			"read",
			(int)IGNORE_MAX);
}
