#include "lint/match/regex.h"

#include "lint/base/memory.h"

#include <stdio.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Of one match: enough for what people write, and a hundred thousand paths still end soon. */
enum { MATCH_LIMIT = 50000, DEPTH_LIMIT = 50000, HEAP_LIMIT_KIB = 8192 };

struct regex {
	pcre2_code *code;
	pcre2_match_context *context;
	int group; /* its number; 0: none */
};

const char *const regex_gave_up_text = "the expression takes too many steps: repeat nothing that "
				       "is repeated itself, as in '(a+)+'";

static int group_of(const pcre2_code *code)
{
	static const char *const names[] = { "domain", "host" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		int number = pcre2_substring_number_from_name(code, (PCRE2_SPTR)names[i]);

		if (number > 0)
			return number;
	}
	return 0;
}

/* *FAULT gets what PCRE2 says of ERROR at byte OFFSET. */
static struct regex *fail(struct arena *arena, const char **fault, int error, size_t offset)
{
	char text[200] = "it cannot be read";

	pcre2_get_error_message(error, (PCRE2_UCHAR *)text, sizeof text);
	*fault = arena_printf(
		arena, "no regular expression: %s (after %zu bytes of it)", text, offset);
	return NULL;
}

struct regex *regex_create(
	struct str pattern, enum regex_use use, struct arena *arena, const char **fault)
{
	uint32_t options = PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	struct regex *regex;
	pcre2_code *code;
	PCRE2_SIZE offset;
	int error;

	if (use == REGEX_WHOLE)
		options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
	if (pattern.len > REGEX_MAX_LENGTH) {
		*fault = "too long for a regular expression";
		return NULL;
	}
	code = pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len, options, &error, &offset, NULL);
	if (code == NULL)
		return fail(arena, fault, error, offset);
	/* Without it, matching is slower and says the same. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	regex = memory_alloc(1, sizeof *regex);
	*regex = (struct regex){ code, pcre2_match_context_create(NULL), group_of(code) };
	if (regex->context == NULL)
		memory_exhausted();
	pcre2_set_match_limit(regex->context, MATCH_LIMIT);
	pcre2_set_depth_limit(regex->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(regex->context, HEAP_LIMIT_KIB);
	return regex;
}

void regex_destroy(struct regex *regex)
{
	if (regex == NULL)
		return;
	pcre2_match_context_free(regex->context);
	pcre2_code_free(regex->code);
	free(regex);
}

/* The compiled code has a stack of its own, which is small. */
static int match(const struct regex *regex, struct str subject, pcre2_match_data *data)
{
	PCRE2_SPTR bytes = (PCRE2_SPTR)subject.ptr;
	int result = pcre2_match(regex->code, bytes, subject.len, 0, 0, data, regex->context);

	if (result != PCRE2_ERROR_JIT_STACKLIMIT)
		return result;
	return pcre2_match(regex->code, bytes, subject.len, 0, PCRE2_NO_JIT, data, regex->context);
}

enum regex_answer regex_match(const struct regex *regex, struct str subject, struct str *group)
{
	pcre2_match_data *data;
	int result;

	if (group != NULL)
		*group = STR("");
	if (subject.len > REGEX_MAX_SUBJECT)
		return REGEX_GAVE_UP;
	data = pcre2_match_data_create_from_pattern(regex->code, NULL);
	if (data == NULL)
		memory_exhausted();
	result = match(regex, subject, data);
	if (result >= 0 && group != NULL && regex->group > 0) {
		const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data) + 2 * regex->group;

		if (ends[0] != PCRE2_UNSET && ends[0] <= ends[1])
			*group = str_of(subject.ptr + ends[0], ends[1] - ends[0]);
	}
	pcre2_match_data_free(data);
	return result >= 0 ? REGEX_YES : result == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_GAVE_UP;
}

bool regex_has_group(const struct regex *regex)
{
	return regex->group > 0;
}
