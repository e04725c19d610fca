#include "lint/dns/suffix.h"

#include <libpsl.h>

enum { SUFFIX_MAX_TEXT = 255 };

/* NAME in lower case with a final NUL: what libpsl compares. False when it is no name. */
static bool fold(struct str name, char out[SUFFIX_MAX_TEXT + 1])
{
	if (name.len == 0 || name.len > SUFFIX_MAX_TEXT || str_find_char(name, '\0') < name.len)
		return false;
	for (size_t i = 0; i < name.len; i++)
		out[i] = ascii_lower(name.ptr[i]);
	out[name.len] = '\0';
	return true;
}

static bool listed(const char *name, int section)
{
	const psl_ctx_t *list = psl_builtin();

	return list != NULL &&
	       psl_is_public_suffix2(list, name, section | PSL_TYPE_NO_STAR_RULE) != 0;
}

enum suffix_section suffix_section(struct str name)
{
	char text[SUFFIX_MAX_TEXT + 1];

	if (!fold(name, text))
		return SUFFIX_NONE;
	if (listed(text, PSL_TYPE_ICANN))
		return SUFFIX_ICANN;
	return listed(text, PSL_TYPE_PRIVATE) ? SUFFIX_PRIVATE : SUFFIX_NONE;
}

bool suffix_registrable(struct str name)
{
	size_t dot = str_find_char(name, '.');

	if (suffix_section(name) == SUFFIX_ICANN)
		return false;
	for (; dot < name.len; dot = str_find_char(name, '.')) {
		name = str_skip(name, dot + 1);
		if (suffix_section(name) == SUFFIX_ICANN)
			return true;
	}
	return false;
}
