/* A suppression comment, as text. */
#include "lint/diag/ignore.h"

enum { NEAR = 2 }; /* letters by which "ignore" may be misspelt */

static size_t word_length(struct str text)
{
	size_t len = 0;

	while (len < text.len && !ascii_is_blank(text.ptr[len]) && text.ptr[len] != '[')
		len++;
	return len;
}

struct ignore_text ignore_parse(struct str text)
{
	struct ignore_text result = { 0 };
	struct str rest = str_ltrim(str_skip(text, strlen(IGNORE_MARK)));
	size_t len = word_length(rest), close;

	result.word = str_take(rest, len);
	result.meant = str_distance(result.word, STR("ignore"), NEAR) <= NEAR ||
		       (len < rest.len && rest.ptr[len] == '[');
	if (!str_eq(result.word, STR("ignore")))
		return result;
	rest = str_ltrim(str_skip(rest, len));
	close = str_find_char(rest, ']');
	if (rest.len == 0 || rest.ptr[0] != '[' || close == rest.len)
		return result;
	result.list = str_of(rest.ptr + 1, close - 1);
	result.reason = str_trim(str_skip(rest, close + 1));
	return result;
}

bool ignore_rules(struct str name, enum rule_id *first, enum rule_id *end)
{
	unsigned i = 0;

	while (i < RULE_COUNT && !rule_matches((enum rule_id)i, name))
		i++;
	*first = (enum rule_id)i;
	while (i < RULE_COUNT && rule_matches((enum rule_id)i, name))
		i++;
	*end = (enum rule_id)i;
	return *first < *end;
}
