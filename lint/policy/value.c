#include "lint/base/text.h"
#include "lint/diag/senders.h"
#include "lint/policy/reader.h"

static const char *const mode_names[] = {
	[MODE_UNKNOWN] = "",
	[MODE_ENFORCE] = "enforce",
	[MODE_TESTING] = "testing",
	[MODE_NONE] = "none",
};

const char *mode_text(enum mode mode)
{
	return mode_names[mode];
}

static enum mode mode_of(struct str value)
{
	for (unsigned mode = MODE_ENFORCE; mode <= MODE_NONE; mode++)
		if (str_eq(value, str_c(mode_names[mode])))
			return (enum mode)mode;
	return MODE_UNKNOWN;
}

/* What people write for a mode. */
static const struct {
	struct str word;
	enum mode mode;
} meant_modes[] = {
	{ STR_INIT("enforce"), MODE_ENFORCE },
	{ STR_INIT("enforced"), MODE_ENFORCE },
	{ STR_INIT("enforcing"), MODE_ENFORCE },
	{ STR_INIT("testing"), MODE_TESTING },
	{ STR_INIT("test"), MODE_TESTING },
	{ STR_INIT("report"), MODE_TESTING },
	{ STR_INIT("reporting"), MODE_TESTING },
	{ STR_INIT("report-only"), MODE_TESTING },
	{ STR_INIT("monitor"), MODE_TESTING },
	{ STR_INIT("none"), MODE_NONE },
	{ STR_INIT("off"), MODE_NONE },
	{ STR_INIT("disabled"), MODE_NONE },
};

/* VALUE without quotes, brackets and other signs around it. */
static struct str bare(struct str value)
{
	while (value.len > 0 && !ascii_is_alnum(value.ptr[0]))
		value = str_skip(value, 1);
	while (value.len > 0 && !ascii_is_alnum(value.ptr[value.len - 1]))
		value.len--;
	return value;
}

static enum mode mode_meant(struct str value)
{
	value = bare(value);
	for (size_t i = 0; i < sizeof meant_modes / sizeof *meant_modes; i++)
		if (str_ieq(value, meant_modes[i].word))
			return meant_modes[i].mode;
	return MODE_UNKNOWN;
}

/* Points at the first character of VALUE that is not ASCII: pasted text hides blanks and hyphens.
 */
static void note_strange(struct reader *reader, struct finding *finding, struct str value)
{
	uint32_t code;
	size_t len;

	while (value.len > 0 && (unsigned char)value.ptr[0] < 0x80)
		value = str_skip(value, 1);
	len = text_utf8(value, &code);
	if (len > 0)
		diag_note(reader->diag, finding, reader_span(reader, str_take(value, len)),
			"this is U+%04X, which is not ASCII", (unsigned)code);
}

/* The values as the line should say them; WITHOUT for a value that is not there. */
static const char *quoted(struct reader *reader, struct str value, const char *without)
{
	return value.len == 0 ?
		       without :
		       arena_printf(&reader->diag->arena, "'%s'", diag_quote(reader->diag, value));
}

static void policy_version_invalid(struct reader *reader, const struct field *field)
{
	struct span at = reader_span(
		reader, field->value.len > 0 ? field->value : str_trim(field->line->text));
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_VERSION_INVALID, at,
		"version is %s and not 'STSv1'", quoted(reader, field->value, "empty"));

	diag_help(reader->diag, finding, "write 'version: STSv1'%s",
		str_ieq(field->value, STR("STSv1")) ? ": upper and lower case count" : "");
	note_strange(reader, finding, field->value);
	if (str_ieq(field->value, STR("STSv1")))
		reader_fix(reader, finding, field->value, STR("STSv1"));
}

static void policy_mode_invalid(struct reader *reader, const struct field *field)
{
	struct span at = reader_span(
		reader, field->value.len > 0 ? field->value : str_trim(field->line->text));
	enum mode meant = mode_meant(field->value);
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_MODE_INVALID, at,
		"mode is %s and not 'enforce', 'testing' or 'none'",
		quoted(reader, field->value, "empty"));

	reader->intended = meant;
	if (meant != MODE_UNKNOWN)
		diag_help(reader->diag, finding, "write 'mode: %s'", mode_names[meant]);
	else
		diag_help(reader->diag, finding,
			"write 'mode: enforce', 'mode: testing' or 'mode: none'");
	note_strange(reader, finding, field->value);
	if (field->value.len == 0 || !str_ieq(field->value, str_c(mode_names[meant])))
		return;
	diag_senders(reader->diag, finding, SENDERS_POLICY_MODE_CASE);
	reader_fix(reader, finding, field->value, str_c(mode_names[meant]));
}

/* LINE with its end. */
static struct str whole_line(const struct reader *reader, const struct line *line)
{
	return str_of(reader->text.ptr + line->from, line->to - line->from);
}

/* LINE goes before the first line, with an end as the others have if it has none of its own. */
static void move_to_start(struct reader *reader, struct finding *finding, const struct line *line)
{
	struct str first = str_skip(reader->text, (size_t)reader->policy->first_line.offset);
	struct buf moved = { 0 };

	buf_add(&moved, line->text);
	buf_add(&moved, line->end == LINE_END_LF   ? STR("\n") :
			line->end == LINE_END_CRLF ? STR("\r\n") :
						     reader->policy->eol);
	reader_fix(reader, finding, str_take(first, 0), buf_str(&moved));
	reader_fix_also(reader, finding, whole_line(reader, line), STR(""));
	buf_finish(&moved);
}

static void version(struct reader *reader, const struct field *field)
{
	struct finding *finding;

	if (!str_eq(field->value, STR("STSv1"))) {
		policy_version_invalid(reader, field);
		reader->flawed = true;
		return;
	}
	if (reader->fields == 0)
		return;
	finding = diag_add(reader->diag, RULE_POLICY_VERSION_NOT_FIRST,
		reader_span(reader, field->name), "version is not the first field");
	diag_help(reader->diag, finding, "move 'version: STSv1' to the first line");
	diag_senders(reader->diag, finding, SENDERS_POLICY_VERSION_NOT_FIRST);
	move_to_start(reader, finding, field->line);
}

static void mode(struct reader *reader, const struct field *field)
{
	struct policy *policy = reader->policy;

	policy->mode = reader->intended = mode_of(field->value);
	policy->mode_at = reader_span(reader, field->value);
	if (policy->mode == MODE_UNKNOWN) {
		policy_mode_invalid(reader, field);
		reader->flawed = true;
	}
	if (policy->mode == MODE_TESTING)
		diag_help(reader->diag,
			diag_add(reader->diag, RULE_POLICY_MODE_TESTING, policy->mode_at,
				"mode testing protects nobody: mail is delivered whatever fails"),
			"write 'mode: enforce' once the reports are clean");
	if (policy->mode == MODE_NONE)
		diag_help(reader->diag,
			diag_add(reader->diag, RULE_POLICY_MODE_NONE, policy->mode_at,
				"mode none switches the policy off"),
			"right while MTA-STS is being removed; else write 'mode: testing' or "
			"'mode: enforce'");
}

static void max_age(struct reader *reader, const struct field *field)
{
	struct str at = field->value.len > 0 ? field->value : str_trim(field->line->text);

	reader->policy->max_age_at = reader_span(reader, at);
	max_age_judge(reader, field->value);
	reader->flawed |= !reader->policy->max_age_known;
}

static void (*const judges[FIELD_COUNT])(struct reader *reader, const struct field *field) = {
	[FIELD_VERSION] = version,
	[FIELD_MODE] = mode,
	[FIELD_MAX_AGE] = max_age,
	[FIELD_MX] = patterns_judge,
};

static const enum rule_id invalid[FIELD_COUNT] = {
	[FIELD_VERSION] = RULE_POLICY_VERSION_INVALID,
	[FIELD_MODE] = RULE_POLICY_MODE_INVALID,
	[FIELD_MAX_AGE] = RULE_POLICY_MAX_AGE_INVALID,
	[FIELD_MX] = RULE_POLICY_MX_INVALID,
};

/* Who reads what of a second FIELD. */
static enum senders_id who_differs(const struct first *first, const struct field *field)
{
	if (str_eq(first->value, field->value) || field->id == FIELD_VERSION)
		return SENDERS_POLICY_DUPLICATE_EQUAL;
	if (field->id == FIELD_MAX_AGE)
		return SENDERS_POLICY_DUPLICATE_MAX_AGE;
	return mode_of(field->value) == MODE_UNKNOWN ? SENDERS_POLICY_DUPLICATE_GARBAGE :
						       SENDERS_POLICY_DUPLICATE_MODE;
}

/* All but mx may stand once: the first counts, the others are ignored (RFC 8461 3.2). */
static void policy_field_duplicate(struct reader *reader, const struct field *field)
{
	const struct first *first = &reader->first[field->id];
	struct str name = field_name(field->id);
	struct finding *finding = diag_add(reader->diag, RULE_POLICY_FIELD_DUPLICATE,
		reader_span(reader, str_trim(field->line->text)),
		"%.*s stands twice: the standard takes the first value %s, not %s", (int)name.len,
		name.ptr, quoted(reader, first->value, "(empty)"),
		quoted(reader, field->value, "(empty)"));

	diag_help(reader->diag, finding, "remove one of the lines");
	diag_note(reader->diag, finding, first->at, "the first one is here");
	diag_senders(reader->diag, finding, who_differs(first, field));
	if (str_eq(first->value, field->value))
		reader_fix(reader, finding, whole_line(reader, field->line), STR(""));
}

/* The line end before the field that begins inside the value is missing. */
static bool joined(struct reader *reader, const struct field *field)
{
	enum field_id other = FIELD_EXTENSION;
	size_t at = field_joined(field->value, &other);
	struct str name = field_name(field->id), value = str_rtrim(str_take(field->value, at));
	struct finding *finding;

	if (at == field->value.len)
		return false;
	finding = diag_add(reader->diag, invalid[field->id], reader_span(reader, field->value),
		"the value runs into another field: the line end before '%s' is missing",
		diag_quote(reader->diag, str_skip(field->value, at)));
	if (value.len > 0)
		diag_help(reader->diag, finding, "write '%.*s: %s' and '%s' on lines of their own",
			(int)name.len, name.ptr, diag_quote(reader->diag, value),
			diag_quote(reader->diag, str_skip(field->value, at)));
	else
		diag_help(reader->diag, finding, "write '%s'",
			diag_quote(reader->diag, field->value));
	reader->second |= reader->first[other].present;
	reader->flawed = true;
	for (struct str rest = field->value; at < rest.len; at = field_joined(rest, &other)) {
		reader->meant[other] = true;
		reader->policy->mx_unknown |= other == FIELD_MX;
		rest = str_skip(rest, at + 1);
	}
	return true;
}

void value_judge(struct reader *reader, const struct field *field)
{
	struct first *first = &reader->first[field->id];

	if (field->id != FIELD_MX && first->present) {
		if (!reader->second)
			policy_field_duplicate(reader, field);
		return;
	}
	if (!first->present)
		*first = (struct first){ true, reader_span(reader, str_trim(field->line->text)),
			field->value };
	if (joined(reader, field))
		reader->policy->mx_unknown |= field->id == FIELD_MX;
	else
		judges[field->id](reader, field);
}
