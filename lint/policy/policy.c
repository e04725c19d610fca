#include "lint/policy/policy.h"

#include "lint/base/memory.h"
#include "lint/base/text.h"
#include "lint/diag/senders.h"
#include "lint/policy/reader.h"

#include <stdlib.h>

enum {
	SIZE_CHASQUID = 10 * 1024, /* the least limit of a sender */
	SIZE_MAXIMUM = 64 * 1024,  /* RFC 8461 3.2 */
};

/* What is missing is reported at the first line that says something. */
static struct span first_line(const struct reader *reader)
{
	size_t at = reader->start;
	struct line line;

	while (line_next(reader->text, &at, &line))
		if (!line_is_blank(&line))
			return reader_span(reader, line.text);
	return reader_span(reader, str_take(str_skip(reader->text, reader->start), 0));
}

static void policy_too_large(
	struct diag *diag, struct span at, enum level level, unsigned long long size)
{
	struct finding *finding = diag_add_level(diag, RULE_POLICY_TOO_LARGE, level, at,
		"the policy has %llu bytes: %s", size,
		level == LEVEL_ERROR ? "senders read no more than 65536" :
				       "chasquid reads no more than 10240");

	diag_help(diag, finding,
		"a policy needs a few hundred bytes: name fewer hosts, or use wildcards");
	if (level == LEVEL_ERROR)
		diag_senders(diag, finding, SENDERS_POLICY_TOO_LARGE);
}

static void judge_size(struct reader *reader)
{
	size_t size = reader->text.len;
	struct span at = { reader->file, 1, SIZE_CHASQUID };

	if (size <= SIZE_CHASQUID)
		return;
	at.offset = size > SIZE_MAXIMUM ? SIZE_MAXIMUM : SIZE_CHASQUID;
	policy_too_large(reader->diag, at, size > SIZE_MAXIMUM ? LEVEL_ERROR : LEVEL_UNSET, size);
	reader->flawed |= size > SIZE_MAXIMUM;
}

static void policy_front_matter(struct reader *reader)
{
	size_t at = 0;
	struct line line;
	struct finding *finding;

	if (!reader->front_matter || !line_next(reader->text, &at, &line))
		return;
	finding = diag_add(reader->diag, RULE_POLICY_FRONT_MATTER, reader_span(reader, line.text),
		"front matter: the policy is judged without it, as a site generator serves it");
	diag_help(reader->diag, finding, "make sure that it is not served with the policy");
}

/* A line that a site generator fills in: whatever it may say is not known. */
static void unknown_line(struct reader *reader, const struct line *line)
{
	struct field field;

	field_parse(reader, line, &field);
	for (unsigned id = 0; id < FIELD_COUNT; id++)
		reader->meant[id] |= field.id == FIELD_EXTENSION || field.id == id;
	reader->policy->mx_unknown |= reader->meant[FIELD_MX];
	if (field.id < FIELD_MX)
		reader->first[field.id] = (struct first){ true,
			reader_span(reader, str_trim(line->text)), field.value };
	reader->flawed = true; /* for all that is known */
	reader->fields++;
}

static void judge_line(struct reader *reader, const struct line *line)
{
	struct field field;

	if (reader->front_matter && template_in(line->text)) {
		unknown_line(reader, line);
		return;
	}
	field_parse(reader, line, &field);
	if (shape_judge(reader, &field))
		value_judge(reader, &field);
	else if (field.id == FIELD_MX)
		reader->policy->mx_unknown = true;
	if (field.id != FIELD_EXTENSION || field.colon)
		reader->fields++;
}

static void judge_lines(struct reader *reader)
{
	size_t at = reader->start;
	struct line line;

	while (line_next(reader->text, &at, &line)) {
		if (!line_is_blank(&line)) {
			shape_blank_end(reader);
			judge_line(reader, &line);
		} else if (encoding_clean(
				   str_of(reader->text.ptr + line.from, line.to - line.from))) {
			shape_blank(reader, &line);
		}
	}
	shape_blank_end(reader);
}

/* Which names stand in the file, before any is judged: a misspelt one stands for one that lacks. */
static void survey(struct reader *reader)
{
	size_t at = reader->start;
	struct field field;
	struct line line;

	while (line_next(reader->text, &at, &line)) {
		field_parse(reader, &line, &field);
		if (field.id != FIELD_EXTENSION && field.colon && field.spelling == SPELT_RIGHT)
			reader->has[field.id] = true;
	}
	for (at = reader->start; line_next(reader->text, &at, &line);) {
		field_parse(reader, &line, &field);
		if (field.id != FIELD_EXTENSION && field.colon && field.spelling != SPELT_RIGHT)
			reader->misspelt[field.id]++;
	}
}

static void judge(struct reader *reader)
{
	struct policy *policy = reader->policy;

	policy->eol = lines_end(reader->text);
	reader->start = kind_front_matter(reader->text);
	reader->front_matter = reader->start > 0;
	policy->served = str_skip(reader->text, reader->start);
	policy->first_line = first_line(reader);
	policy->mx_unknown = true;
	survey(reader);
	if (kind_refuse_format(reader) || template_refuse(reader) || kind_refuse_fieldless(reader))
		return;
	policy->understood = true;
	policy->mx_unknown = false;
	judge_size(reader);
	policy_front_matter(reader);
	encoding_judge(reader);
	encoding_judge_line_ends(reader);
	judge_lines(reader);
	whole_judge(reader);
	policy->usable = !reader->flawed;
}

void policy_parse(struct policy *policy, uint32_t file, struct str text,
	const struct policy_limits *limits, struct diag *diag)
{
	struct reader reader = {
		.policy = policy, .limits = limits, .diag = diag, .file = file, .text = text
	};

	*policy = (struct policy){ .file = file, .text = text };
	judge(&reader);
	if (policy->mx_count > 0) /* there may be many policies */
		policy->mx = memory_resize(policy->mx, policy->mx_count, sizeof *policy->mx);
}

bool policy_read(struct policy *policy, uint32_t file, const struct policy_limits *limits,
	struct sources *sources, struct diag *diag, enum source_status *status)
{
	struct buf buf = { 0 };
	struct arena arena = { 0 };
	struct str text;

	*policy = (struct policy){ .file = file };
	*status = source_read(sources, file, POLICY_MAX_BYTES + 1, &buf);
	if (*status != SOURCE_OK) {
		buf_finish(&buf);
		return false;
	}
	text = arena_str(&arena, buf_str(&buf));
	sources_at(sources, file)->secret = text_has_key(text);
	if (text.len > POLICY_MAX_BYTES) {
		policy->text = text;
		policy->mx_unknown = true;
		policy->first_line = (struct span){ file, 0, 0 };
		policy_too_large(diag, (struct span){ file, 1, SIZE_MAXIMUM }, LEVEL_ERROR,
			sources_at(sources, file)->size);
	} else {
		policy_parse(policy, file, text, limits, diag);
	}
	policy->arena = arena;
	buf_finish(&buf);
	return true;
}

void policy_finish(struct policy *policy)
{
	free(policy->mx);
	arena_finish(&policy->arena);
	*policy = (struct policy){ 0 };
}
