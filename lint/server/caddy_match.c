#include "lint/server/caddy.h"

bool caddy_has_matcher(const struct server_node *node)
{
	struct str first = server_word(node, 1);

	if (node->count < 2 || node->words[1].quote != QUOTE_NONE)
		return false;
	if (server_is(node, 0, STR("root")) && node->count == 2)
		return false;
	return str_starts(first, STR("/")) || str_starts(first, STR("@"));
}

size_t caddy_argument(const struct server_node *node, size_t i)
{
	bool star = node->count > 1 && node->words[1].quote == QUOTE_NONE &&
		    server_is(node, 1, STR("*"));

	return i + (caddy_has_matcher(node) || star ? 2 : 1);
}

const struct server_node *caddy_matcher(const struct caddy *caddy, struct str name)
{
	for (size_t depth = caddy->depth; depth-- > 0;)
		for (size_t i = 0; i < caddy->frames[depth].level.count; i++)
			if (server_is(caddy->frames[depth].level.nodes[i], 0, name))
				return caddy->frames[depth].level.nodes[i];
	return NULL;
}

size_t caddy_path_length(const struct caddy *caddy, const struct server_node *node)
{
	const struct server_node *matcher;
	size_t at = 1;

	if (!caddy_has_matcher(node))
		return 0;
	if (str_starts(server_word(node, 1), STR("/")))
		return server_word(node, 1).len;
	matcher = caddy_matcher(caddy, server_word(node, 1));
	if (matcher != NULL && matcher->block && matcher->first != NULL &&
		matcher->first->next == NULL)
		matcher = matcher->first;
	else if (matcher == NULL || matcher->block)
		return 0;
	else
		at = 2;
	return server_is(matcher, at - 1, STR("path")) && matcher->count == at + 1 ?
		       server_word(matcher, at).len :
		       0;
}

/* "*" at an end, at both, or elsewhere, where it does not go over a "/". */
static enum truth path_fits(struct str pattern, struct str path)
{
	bool front = str_starts(pattern, STR("*")), back = str_ends(pattern, STR("*"));
	struct str middle = str_skip(pattern, front ? 1 : 0);

	if (caddy_has_placeholder(pattern))
		return TRUTH_UNKNOWN;
	if (str_eq(pattern, STR("*")))
		return TRUTH_YES;
	middle.len -= back ? 1 : 0;
	if (memchr(middle.ptr, '*', middle.len) != NULL || memchr(middle.ptr, '?', middle.len) ||
		memchr(middle.ptr, '[', middle.len))
		return TRUTH_UNKNOWN;
	if (front && back)
		return truth_of(str_ifind(path, middle) < path.len);
	if (back)
		return truth_of(str_istarts(path, middle));
	if (front)
		return truth_of(path.len >= middle.len &&
				str_ieq(str_skip(path, path.len - middle.len), middle));
	return truth_of(str_ieq(pattern, path));
}

/* As many labels, and "*" for any one. */
static enum truth host_fits(struct str pattern, struct str host)
{
	struct str a, b;
	bool more_a, more_b;

	if (caddy_has_placeholder(pattern))
		return TRUTH_UNKNOWN;
	do {
		more_a = str_cut(&pattern, '.', &a);
		more_b = str_cut(&host, '.', &b);
		if (more_a != more_b || (more_a && !str_eq(a, STR("*")) && !str_ieq(a, b)))
			return TRUTH_NO;
	} while (more_a);
	return TRUTH_YES;
}

static enum truth one_path(struct caddy *caddy, struct str value)
{
	return path_fits(value, caddy->ask->path);
}

static enum truth one_host(struct caddy *caddy, struct str value)
{
	struct str host = ask_host(caddy->ask);

	return host.len == 0 ? TRUTH_UNKNOWN : host_fits(value, host);
}

static enum truth one_method(struct caddy *caddy, struct str value)
{
	(void)caddy;
	return truth_of(str_ieq(value, STR("GET")));
}

static enum truth one_protocol(struct caddy *caddy, struct str value)
{
	(void)caddy;
	return str_eq(value, STR("https")) ? TRUTH_YES :
	       str_eq(value, STR("http"))  ? TRUTH_NO :
					     TRUTH_UNKNOWN;
}

/* `path_regexp [NAME] REGEX`: the last word. */
static enum truth one_regex(struct caddy *caddy, struct str value)
{
	return ask_regex(caddy->ask, value, false, caddy->ask->path);
}

static const struct sort {
	struct str name;
	enum truth (*fits)(struct caddy *caddy, struct str value);
	bool last; /* only the last word is a value */
} sorts[] = {
	{ STR_INIT("path"), one_path, false },
	{ STR_INIT("host"), one_host, false },
	{ STR_INIT("method"), one_method, false },
	{ STR_INIT("protocol"), one_protocol, false },
	{ STR_INIT("path_regexp"), one_regex, true },
};

enum { SORTS = sizeof sorts / sizeof *sorts };

/* A line of a matcher, from the word AT on; *SORT is which, SORTS for another. */
static enum truth line_fits(
	struct caddy *caddy, const struct server_node *node, size_t at, size_t *sort)
{
	enum truth result = TRUTH_NO;

	for (*sort = 0; *sort < SORTS; ++*sort)
		if (server_is(node, at, sorts[*sort].name))
			break;
	if (*sort == SORTS)
		return TRUTH_UNKNOWN;
	for (size_t i = sorts[*sort].last ? node->count - 1 : at + 1; i < node->count; i++)
		result = truth_or(result, sorts[*sort].fits(caddy, server_word(node, i)));
	return result;
}

/* Lines of one sort add to each other; all sorts must fit. A `not` block counts as a line. */
static enum truth lines_fit(struct caddy *caddy, const struct server_node *first, bool inner)
{
	enum truth by_sort[SORTS], all = TRUTH_YES, one;
	bool seen[SORTS] = { false };
	size_t sort;

	for (const struct server_node *node = first; node != NULL; node = node->next) {
		if (server_is(node, 0, STR("not")) && !node->block) {
			all = truth_and(all, truth_not(line_fits(caddy, node, 1, &sort)));
			continue;
		}
		if (node->block) {
			one = inner || !server_is(node, 0, STR("not")) ?
				      TRUTH_UNKNOWN :
				      truth_not(lines_fit(caddy, node->first, true));
			all = truth_and(all, one);
			continue;
		}
		one = line_fits(caddy, node, 0, &sort);
		if (sort == SORTS) {
			all = truth_and(all, one);
			continue;
		}
		by_sort[sort] = seen[sort] ? truth_or(by_sort[sort], one) : one;
		seen[sort] = true;
	}
	for (size_t i = 0; i < SORTS; i++)
		all = seen[i] ? truth_and(all, by_sort[i]) : all;
	return all;
}

static enum truth named_fits(struct caddy *caddy, const struct server_node *node)
{
	size_t sort;

	if (node == NULL)
		return TRUTH_UNKNOWN;
	if (server_is(node, 1, STR("not")))
		return truth_not(node->block ? lines_fit(caddy, node->first, true) :
					       line_fits(caddy, node, 2, &sort));
	if (node->block)
		return lines_fit(caddy, node->first, false);
	return line_fits(caddy, node, 1, &sort);
}

enum truth caddy_matches(struct caddy *caddy, const struct server_node *node)
{
	struct str first = server_word(node, 1);

	if (!caddy_has_matcher(node))
		return TRUTH_YES;
	caddy->ask->answer.meant |= str_find(first, STR("mta-sts")) < first.len;
	return str_starts(first, STR("/")) ? path_fits(first, caddy->ask->path) :
					     named_fits(caddy, caddy_matcher(caddy, first));
}
