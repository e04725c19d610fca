/* The repairs of a policy as edits: lines that go, move or come are written as their neighbours
 * are.
 */
#include "lint/policy/reader.h"

void reader_fix_also(
	struct reader *reader, struct finding *finding, struct str part, struct str text)
{
	diag_fix_edit(reader->diag, finding, reader_span(reader, part), text);
}

void reader_fix(struct reader *reader, struct finding *finding, struct str part, struct str text)
{
	diag_fix(reader->diag, finding, true);
	reader_fix_also(reader, finding, part, text);
}

/* The line of TEXT that holds byte AT. False where a bare CR before it leaves that open. */
static bool line_at(struct str text, size_t at, struct line *line)
{
	size_t from = at;

	while (from > 0 && text.ptr[from - 1] != '\n') {
		if (text.ptr[from - 1] == '\r')
			return false;
		from--;
	}
	return line_next(text, &from, line);
}

void reader_fix_line(struct reader *reader, struct finding *finding, struct str part)
{
	struct line line;

	if (line_at(reader->text, (size_t)(part.ptr - reader->text.ptr), &line))
		reader_fix_also(reader, finding,
			str_of(reader->text.ptr + line.from, line.to - line.from), STR(""));
	else if (finding != NULL)
		finding->fix = NULL;
}

/* What stands before the pattern that begins at AT of LINE, if that is as plain as it should be. */
static struct str prefix_of(struct str text, const struct line *line, size_t at)
{
	struct str prefix = str_of(text.ptr + line->from, at - line->from);

	return str_starts(prefix, STR("mx:")) && str_trim(prefix).len == 3 ? prefix : STR("mx: ");
}

void policy_add_mx(
	const struct policy *policy, struct diag *diag, struct finding *finding, const char *host)
{
	struct str text = policy->text, end, prefix;
	struct buf buf = { 0 };
	struct line line;
	size_t at;

	if (finding == NULL || policy->mx_count == 0 || policy->literal)
		return;
	at = (size_t)policy->mx[policy->mx_count - 1].at.offset;
	if (at >= text.len || !line_at(text, at, &line))
		return;
	prefix = prefix_of(text, &line, at);
	end = policy->eol;
	buf_add(&buf, line.end == LINE_END_NONE ? end : STR(""));
	buf_add(&buf, prefix);
	buf_add(&buf, str_c(host));
	if (line.end != LINE_END_NONE)
		buf_add(&buf, line.end == LINE_END_LF	? STR("\n") :
			      line.end == LINE_END_CRLF ? STR("\r\n") :
							  end);
	diag_fix(diag, finding, false);
	diag_fix_edit(diag, finding, (struct span){ policy->file, 0, line.to }, buf_str(&buf));
	buf_finish(&buf);
}
