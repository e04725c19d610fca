#include "lint/zone/template.h"

enum { MARKS = 4, VARIABLE_MAX = 256 };

static const struct {
	struct str open, close;
} marks[MARKS] = {
	{ STR_INIT("{{"), STR_INIT("}}") },
	{ STR_INIT("{%"), STR_INIT("%}") },
	{ STR_INIT("<%"), STR_INIT("%>") },
	{ STR_INIT("{#"), STR_INIT("#}") },
};

/* The bytes of `${NAME}` that S begins with; 0 when it does not. */
static size_t variable_length(struct str s)
{
	size_t close;

	if (s.len < 4 || s.ptr[0] != '$' || s.ptr[1] != '{' ||
		(!ascii_is_alpha(s.ptr[2]) && s.ptr[2] != '_'))
		return 0;
	s = str_take(s, VARIABLE_MAX);
	s = str_take(s, str_find_char(s, '\n'));
	close = str_find_char(s, '}');
	return close < s.len ? close + 1 : 0;
}

/* Where the last closing mark of each kind stands in RECORD, 0 for none: what opens behind it is
 * not searched, so that time stays linear. */
static void find_closes(struct str record, size_t closes[MARKS])
{
	memset(closes, 0, MARKS * sizeof *closes);
	for (size_t i = record.len; i-- > 0;)
		for (size_t m = 0; m < MARKS; m++)
			if (closes[m] == 0 && str_starts(str_skip(record, i), marks[m].close))
				closes[m] = i;
}

/* The bytes of `{{ ... }}` and its like that stand at AT; 0 when none does. */
static size_t mark_length(struct str record, size_t at, const size_t closes[MARKS])
{
	struct str rest = str_skip(record, at);

	for (size_t m = 0; m < MARKS; m++)
		if (at + 2 <= closes[m] && str_starts(rest, marks[m].open))
			return str_find(str_skip(rest, 2), marks[m].close) + 4;
	return 0;
}

/* No template begins without one of these: most records are done with here. */
static bool may_hold(struct str record)
{
	return str_find_char(record, '{') < record.len || str_find_char(record, '<') < record.len;
}

/* Steps over the byte at *I; QUOTED follows the quotes. */
static void step_over(struct str record, size_t *i, bool *quoted)
{
	char c = record.ptr[*i];

	if (c == '"')
		*quoted = !*quoted;
	else if (c == '\n')
		*quoted = false;
	else if (c == ';' && !*quoted)
		*i += str_find_char(str_skip(record, *i), '\n');
	*i += c == '\\' ? 2 : 1;
}

bool template_find(struct str record, size_t *at, size_t *length)
{
	size_t closes[MARKS];
	bool quoted = false;

	if (!may_hold(record))
		return false;
	find_closes(record, closes);
	for (size_t i = 0; i < record.len; step_over(record, &i, &quoted)) {
		*at = i;
		*length = mark_length(record, i, closes);
		if (*length == 0 && !quoted)
			*length = variable_length(str_skip(record, i));
		if (*length > 0)
			return true;
	}
	return false;
}

/* RECORD without blanks and a carriage return around it. */
static struct str bare(struct str record)
{
	struct str text = str_trim(record);

	while (text.len > 0 && text.ptr[text.len - 1] == '\r')
		text = str_rtrim(str_take(text, text.len - 1));
	return text;
}

bool template_is_comment(struct str record)
{
	struct str text = bare(record);

	return text.len >= 4 && str_starts(text, STR("{#")) &&
	       str_find(text, STR("#}")) == text.len - 2;
}

bool template_opens_comment(struct str record, size_t *at)
{
	struct str rest;

	*at = str_find_char(record, '{');
	*at += str_find(str_skip(record, *at), STR("{#"));
	rest = str_skip(record, *at);
	return rest.len > 0 && str_find_char(str_take(record, *at), '"') == *at &&
	       str_find_char(str_take(record, *at), ';') == *at &&
	       str_find(rest, STR("#}")) == rest.len;
}

bool template_closes_comment(struct str record)
{
	return str_find(record, STR("#}")) < record.len;
}

bool template_is_statement(struct str record)
{
	struct str text = bare(record);
	bool known;

	known = (str_starts(text, STR("{%")) && str_find(text, STR("%}")) == text.len - 2) ||
		(str_starts(text, STR("<%")) && !str_starts(text, STR("<%=")) &&
			str_find(text, STR("%>")) == text.len - 2);
	return text.len >= 4 && known;
}
