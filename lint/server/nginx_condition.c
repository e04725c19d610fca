#include "lint/server/nginx.h"

/* What a sender's request says; the name that it asks for stands beside these. */
static const struct {
	struct str name, value;
} known[] = {
	{ STR_INIT("scheme"), STR_INIT("https") },
	{ STR_INIT("https"), STR_INIT("on") },
	{ STR_INIT("server_port"), STR_INIT("443") },
	{ STR_INIT("request_method"), STR_INIT("GET") },
	{ STR_INIT("request_uri"), STR_INIT(SERVER_PATH) },
	{ STR_INIT("args"), STR_INIT("") },
	{ STR_INIT("query_string"), STR_INIT("") },
	{ STR_INIT("is_args"), STR_INIT("") },
};

static bool value_of_set(const struct nginx *nginx, struct str name, struct str *value)
{
	for (size_t i = nginx->variable_count; i-- > 0;) {
		const struct nginx_variable *variable = &nginx->variables[i];

		if (!str_eq(variable->name, name))
			continue;
		if (variable->node == NULL)
			return false;
		*value = server_word(variable->node, 2);
		return str_find_char(*value, '$') == value->len;
	}
	return false;
}

bool nginx_value(struct nginx *nginx, struct str name, struct str *value)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(name, known[i].name)) {
			*value = known[i].value;
			return true;
		}
	if (str_eq(name, STR("uri")) || str_eq(name, STR("document_uri"))) {
		*value = nginx->ask->path;
		return true;
	}
	if (str_eq(name, STR("host")) || str_eq(name, STR("http_host"))) {
		*value = ask_host(nginx->ask);
		return value->len > 0;
	}
	return value_of_set(nginx, name, value);
}

/* The words between the parentheses; false when there are more than three. */
static bool words_of(const struct server_node *node, struct str words[3], size_t *count)
{
	*count = 0;
	for (size_t i = 1; i < node->count; i++) {
		struct str word = server_word(node, i);

		if (i == 1 && str_starts(word, STR("(")))
			word = str_skip(word, 1);
		if (i == node->count - 1 && node->words[i].quote == QUOTE_NONE &&
			str_ends(word, STR(")")))
			word.len--;
		if (word.len == 0 && node->words[i].quote == QUOTE_NONE)
			continue;
		if (*count == 3)
			return false;
		words[(*count)++] = word;
	}
	return *count > 0;
}

static enum truth compare(struct nginx *nginx, struct str value, struct str operator, struct str to)
{
	bool negated = str_starts(operator, STR("!"));
	enum truth result;

	if (negated)
		operator= str_skip(operator, 1);
	if (str_eq(operator, STR("=")) && str_find_char(to, '$') == to.len)
		result = truth_of(str_eq(value, to));
	else if (str_eq(operator, STR("~")))
		result = ask_regex(nginx->ask, to, false, value);
	else if (str_eq(operator, STR("~*")))
		result = ask_regex(nginx->ask, to, true, value);
	else
		result = TRUTH_UNKNOWN;
	return negated ? truth_not(result) : result;
}

enum truth nginx_condition(struct nginx *nginx, const struct server_node *node)
{
	struct str words[3] = { { "", 0 }, { "", 0 }, { "", 0 } }, value;
	size_t count;

	if (!words_of(node, words, &count) || !str_starts(words[0], STR("$")) ||
		!nginx_value(nginx, str_skip(words[0], 1), &value))
		return TRUTH_UNKNOWN;
	if (count == 1)
		return truth_of(value.len > 0 && !str_eq(value, STR("0")));
	return count == 3 ? compare(nginx, value, words[1], words[2]) : TRUTH_UNKNOWN;
}
