#include "lint/base/text.h"
#include "lint/diag/senders.h"
#include "lint/policy/reader.h"

/* What is wrong with the bytes at some place. */
enum fault {
	FAULT_NONE,
	FAULT_NUL,
	FAULT_CONTROL,
	FAULT_UTF8,
	FAULT_CR, /* a bare CR: reported once for the file */
};

/* What is wrong with the character TEXT begins with, and its length. */
static enum fault fault_at(struct str text, size_t *len)
{
	unsigned char c = (unsigned char)text.ptr[0];
	uint32_t code;

	*len = 1;
	if (c >= 0x80) {
		*len = text_utf8(text, &code);
		if (*len > 0)
			return FAULT_NONE;
		*len = 1;
		return FAULT_UTF8;
	}
	if (c == '\r')
		return text.len > 1 && text.ptr[1] == '\n' ? FAULT_NONE : FAULT_CR;
	if (c == '\0')
		return FAULT_NUL;
	return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f ? FAULT_CONTROL : FAULT_NONE;
}

bool encoding_clean(struct str text)
{
	size_t len;

	for (; text.len > 0; text = str_skip(text, len))
		if (fault_at(text, &len) != FAULT_NONE)
			return false;
	return true;
}

/* The run of the same fault that TEXT begins with. */
static struct str run_of(struct str text, enum fault fault)
{
	size_t i = 0, len = 0;

	while (i < text.len && fault_at(str_skip(text, i), &len) == fault)
		i += len;
	return str_take(text, i);
}

static void byte_order_mark(struct reader *reader, struct str mark)
{
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_ENCODING,
		reader_span(reader, mark),
		"a UTF-8 byte order mark: it becomes part of the first field's name");

	diag_help(reader->diag, finding, "save the file as UTF-8 without byte order mark");
	diag_senders(reader->diag, finding, SENDERS_POLICY_ENCODING_BOM);
	reader_fix(reader, finding, mark, STR(""));
}

/* What the bare CR that TEXT begins with stands for: a line end, nothing before another one, or, in
 * the middle of a line, nobody knows: then false. */
static bool cr_meaning(struct str text, struct str end, struct str *meaning)
{
	size_t at = 0;
	struct line line;

	*meaning = end;
	if (text.len == 1 || (line_next(text, &at, &line) && line.end == LINE_END_CR && at == 1))
		return true;
	*meaning = STR("");
	while (text.len > 0 && text.ptr[0] == '\r')
		text = str_skip(text, 1);
	return text.len > 0 && text.ptr[0] == '\n';
}

/* Every bare CR becomes what it stands for, or none does. */
static void fix_crs(struct reader *reader, struct finding *finding)
{
	struct str end = reader->policy->eol, rest, meaning;
	size_t len;

	diag_fix(reader->diag, finding, true);
	for (rest = str_skip(reader->text, reader->start); rest.len > 0;
		rest = str_skip(rest, len)) {
		if (fault_at(rest, &len) != FAULT_CR)
			continue;
		if (cr_meaning(rest, end, &meaning))
			reader_fix_also(reader, finding, str_take(rest, 1), meaning);
		else if (finding != NULL)
			finding->fix = NULL;
	}
}

static void bare_cr(struct reader *reader, struct str at, size_t count)
{
	struct finding *finding;

	if (count == 0)
		return;
	finding = diag_add(reader->diag, RULE_POLICY_ENCODING, reader_span(reader, at),
		"%s, which ends no line", count == 1 ? "a CR without LF" : "CRs without LF");
	diag_help(reader->diag, finding, "end lines with LF or CRLF");
	diag_senders(reader->diag, finding, SENDERS_POLICY_ENCODING_CR);
	fix_crs(reader, finding);
}

static void bad_bytes(struct reader *reader, enum fault fault, struct str run)
{
	static const char *const what[] = {
		[FAULT_NUL] = "NUL in a policy",
		[FAULT_CONTROL] = "a control character in a policy",
		[FAULT_UTF8] = "bytes that are not UTF-8",
	};
	static const char *const help[] = {
		[FAULT_NUL] = "remove it",
		[FAULT_CONTROL] = "remove it: blanks are space and tab, lines end with LF or CRLF",
		[FAULT_UTF8] = "save the file as UTF-8, or better write ASCII only",
	};
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_ENCODING,
		reader_span(reader, run), "%s: '%s'", what[fault], diag_quote(reader->diag, run));

	diag_help(reader->diag, finding, "%s", help[fault]);
	if (fault == FAULT_CONTROL && (run.ptr[0] == '\v' || run.ptr[0] == '\f'))
		diag_senders(reader->diag, finding, SENDERS_POLICY_ENCODING_VT);
}

void encoding_judge(struct reader *reader)
{
	struct str rest = str_skip(reader->text, reader->start), first_cr = rest;
	bool line_start = true;
	size_t crs = 0, len;

	while (rest.len > 0) {
		size_t mark = line_start ? line_byte_order_mark(rest) : 0;
		enum fault fault = fault_at(rest, &len);

		line_start = rest.ptr[0] == '\n';
		if (mark > 0) {
			byte_order_mark(reader, str_take(rest, len = mark));
			line_start = true;
		} else if (fault == FAULT_CR && crs++ == 0) {
			first_cr = str_take(rest, 1);
		} else if (fault != FAULT_NONE && fault != FAULT_CR) {
			len = run_of(rest, fault).len;
			bad_bytes(reader, fault, str_take(rest, len));
		}
		reader->flawed |= mark > 0 || fault != FAULT_NONE;
		rest = str_skip(rest, len);
	}
	bare_cr(reader, first_cr, crs);
}

/* The line ends that are RARE become as the others are. */
static void fix_line_ends(struct reader *reader, struct finding *finding, enum line_end rare)
{
	size_t at = reader->start;
	struct line line;

	diag_fix(reader->diag, finding, true);
	while (line_next(reader->text, &at, &line)) {
		if (line.end == rare && rare == LINE_END_LF)
			reader_fix_also(reader, finding, str_of(reader->text.ptr + line.to - 1, 0),
				STR("\r"));
		else if (line.end == rare)
			reader_fix_also(reader, finding, str_of(reader->text.ptr + line.to - 2, 1),
				STR(""));
	}
}

/* Points at the first line end of the kind that is rarer. */
void encoding_judge_line_ends(struct reader *reader)
{
	size_t count[LINE_END_CR + 1] = { 0 }, at = reader->start, len;
	enum line_end rare;
	struct line line;
	struct finding *finding;

	while (line_next(reader->text, &at, &line))
		count[line.end]++;
	if (count[LINE_END_LF] == 0 || count[LINE_END_CRLF] == 0)
		return;
	rare = count[LINE_END_LF] < count[LINE_END_CRLF] ? LINE_END_LF : LINE_END_CRLF;
	len = rare == LINE_END_LF ? 1 : 2;
	at = reader->start;
	while (line_next(reader->text, &at, &line) && line.end != rare)
		;
	finding = diag_add(reader->diag, RULE_POLICY_LINE_ENDING_MIXED,
		reader_span(reader, str_of(reader->text.ptr + line.to - len, len)),
		"%zu lines end with LF and %zu with CRLF", count[LINE_END_LF],
		count[LINE_END_CRLF]);
	diag_help(reader->diag, finding, "end every line with %s",
		rare == LINE_END_LF ? "CRLF" : "LF");
	diag_senders(reader->diag, finding, SENDERS_POLICY_LINE_ENDING_MIXED);
	fix_line_ends(reader, finding, rare);
}
