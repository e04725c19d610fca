#include "lint/server/regex.h"

#include "lint/base/memory.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

enum { MAX_PATTERN = 2000, MATCH_LIMIT = 50000, DEPTH_LIMIT = 500, HEAP_KIB = 1024 };

struct server_regex {
	pcre2_code *code;
	pcre2_match_context *limits;
};

struct server_regex *server_regex_compile(struct str pattern, bool caseless)
{
	struct server_regex regex;
	struct server_regex *result;
	PCRE2_SIZE at;
	int error;

	if (pattern.len > MAX_PATTERN)
		return NULL;
	regex.code = pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len,
		PCRE2_DOLLAR_ENDONLY | (caseless ? PCRE2_CASELESS : 0), &error, &at, NULL);
	if (regex.code == NULL)
		return NULL;
	regex.limits = pcre2_match_context_create(NULL);
	if (regex.limits != NULL) {
		pcre2_set_match_limit(regex.limits, MATCH_LIMIT);
		pcre2_set_depth_limit(regex.limits, DEPTH_LIMIT);
		pcre2_set_heap_limit(regex.limits, HEAP_KIB);
	}
	result = memory_alloc(1, sizeof *result);
	*result = regex;
	return result;
}

void server_regex_free(struct server_regex *regex)
{
	if (regex == NULL)
		return;
	pcre2_match_context_free(regex->limits);
	pcre2_code_free(regex->code);
	free(regex);
}

enum truth server_regex_match(const struct server_regex *regex, struct str subject)
{
	pcre2_match_data *data;
	int count;

	if (regex == NULL || regex->limits == NULL)
		return TRUTH_UNKNOWN;
	data = pcre2_match_data_create(1, NULL);
	if (data == NULL)
		return TRUTH_UNKNOWN;
	count = pcre2_match(
		regex->code, (PCRE2_SPTR)subject.ptr, subject.len, 0, 0, data, regex->limits);
	pcre2_match_data_free(data);
	if (count == PCRE2_ERROR_NOMATCH)
		return TRUTH_NO;
	return count >= 0 ? TRUTH_YES : TRUTH_UNKNOWN;
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
