#include "lint/server/regex.h"

#include "lint/base/buf.h"
#include "lint/base/memory.h"
#include "lint/match/regex.h"

#include <stdlib.h>

enum { MAX_PATTERN = 2000 };

struct server_regex {
	struct regex *regex;
};

struct server_regex *server_regex_compile(struct str pattern, bool caseless)
{
	struct server_regex *result = NULL;
	struct arena arena = { 0 };
	struct buf buf = { 0 };
	struct regex *regex;
	const char *fault;

	if (pattern.len > MAX_PATTERN)
		return NULL;
	buf_add(&buf, caseless ? STR("(?i)") : STR(""));
	buf_add(&buf, pattern);
	regex = regex_create(buf_str(&buf), REGEX_SEARCH, &arena, &fault);
	if (regex != NULL) {
		result = memory_alloc(1, sizeof *result);
		result->regex = regex;
	}
	buf_finish(&buf);
	arena_finish(&arena);
	return result;
}

void server_regex_free(struct server_regex *regex)
{
	if (regex == NULL)
		return;
	regex_destroy(regex->regex);
	free(regex);
}

enum truth server_regex_match(const struct server_regex *regex, struct str subject)
{
	static const enum truth of_answer[] = {
		[REGEX_NO] = TRUTH_NO,
		[REGEX_YES] = TRUTH_YES,
		[REGEX_GAVE_UP] = TRUTH_UNKNOWN,
	};

	return regex == NULL ? TRUTH_UNKNOWN : of_answer[regex_match(regex->regex, subject, NULL)];
}

enum truth server_regex_holds(struct str pattern, bool caseless, struct str subject)
{
	struct server_regex *regex = server_regex_compile(pattern, caseless);
	enum truth result = server_regex_match(regex, subject);

	server_regex_free(regex);
	return result;
}

bool server_glob(struct str pattern, struct str text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, from = 0;

	while (t < text.len) {
		if (p < pattern.len && pattern.ptr[p] == '*') {
			star = p++;
			from = t;
		} else if (p < pattern.len &&
			   (pattern.ptr[p] == '?' ||
				   ascii_lower(pattern.ptr[p]) == ascii_lower(text.ptr[t]))) {
			p++;
			t++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			t = ++from;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.ptr[p] == '*')
		p++;
	return p == pattern.len;
}
