#include "lint/server/nginx.h"

static bool has_variable(struct str text)
{
	return str_find_char(text, '$') < text.len;
}

static bool is_address(struct str text)
{
	return str_starts(text, STR("http://")) || str_starts(text, STR("https://")) ||
	       str_starts(text, STR("$scheme"));
}

/* The variable that S begins with, "$name" or "${name}": how many bytes it takes; 0 for none. */
static size_t variable_at(struct str s, struct str *name)
{
	size_t from = 1, at;
	bool brace = s.len > 1 && s.ptr[1] == '{';

	from += brace ? 1 : 0;
	at = from;
	while (at < s.len && (ascii_is_alnum(s.ptr[at]) || s.ptr[at] == '_'))
		at++;
	*name = str_of(s.ptr + from, at - from);
	if (at == from || (brace && (at == s.len || s.ptr[at] != '}')))
		return 0;
	return brace ? at + 1 : at;
}

static const struct nginx_variable *variable_of(const struct nginx *nginx, struct str name)
{
	for (size_t i = nginx->variable_count; i-- > 0;)
		if (str_eq(nginx->variables[i].name, name))
			return &nginx->variables[i];
	return NULL;
}

/* A text made of variables that `set` gave plain words, and of nothing else: those words one after
 * the other. False when something else stands in it. */
static bool add_variables(struct nginx *nginx, struct server_text *text, struct str body)
{
	while (body.len > 0) {
		const struct nginx_variable *variable;
		struct str name;
		size_t used = body.ptr[0] == '$' ? variable_at(body, &name) : 0;

		if (used == 0)
			return false;
		variable = variable_of(nginx, name);
		if (variable == NULL || variable->node == NULL ||
			variable->node->file->source != text->source ||
			has_variable(server_word(variable->node, 2)) ||
			text->text.len > SERVER_MAX_BYTES)
			return false;
		server_text_add(
			text, SERVER_NGINX, variable->node->file->text, &variable->node->words[2]);
		body = str_skip(body, used);
	}
	return true;
}

static void answer_text(struct nginx *nginx, const struct server_node *node)
{
	struct server_answer *answer = &nginx->ask->answer;
	struct server_text *text = ask_text(nginx->ask, node);

	answer->outcome = OUTCOME_LITERAL;
	answer->status = 200;
	answer->at = server_node_at(node);
	answer->body_at = server_word_at(node, 2);
	answer->body = text;
	if (!has_variable(server_word(node, 2)))
		server_text_add(text, SERVER_NGINX, node->file->text, &node->words[2]);
	else if (!add_variables(nginx, text, server_word(node, 2)))
		answer->body = NULL;
}

/* An error_page for STATUS may make something else of the answer. */
static void doubt_error_page(struct nginx *nginx, struct str status)
{
	const struct server_node *node = nginx_inherited(nginx, STR("error_page"));

	for (size_t i = 1; node != NULL && i < node->count; i++)
		if (str_eq(server_word(node, i), status))
			ask_doubt(nginx->ask);
}

static void run_return(struct nginx *nginx, const struct server_node *node)
{
	struct str first = server_word(node, 1);
	uint64_t status;

	if (!str_number(first, 999, &status)) {
		if (is_address(first))
			ask_redirect(nginx->ask, node, 302, first);
		else
			ask_pass(nginx->ask, node);
		return;
	}
	if (status == 200 && node->count > 2) {
		answer_text(nginx, node);
		return;
	}
	ask_status(nginx->ask, node, (unsigned)status, server_word(node, 2));
	doubt_error_page(nginx, first);
}

/* `rewrite REGEX REPLACEMENT [FLAG]` where REGEX fits. */
static enum nginx_step apply_rewrite(struct nginx *nginx, const struct server_node *node)
{
	struct str to = server_word(node, 2), flag = server_word(node, 3);
	bool permanent = str_eq(flag, STR("permanent"));

	if (is_address(to) || permanent || str_eq(flag, STR("redirect"))) {
		ask_redirect(nginx->ask, node, permanent ? 301 : 302, to);
		return NGINX_ANSWERED;
	}
	if (has_variable(to)) {
		ask_pass(nginx->ask, node);
		return NGINX_ANSWERED;
	}
	nginx->ask->path = str_take(to, str_find_char(to, '?'));
	if (str_eq(flag, STR("break")))
		return NGINX_STOP;
	return str_eq(flag, STR("last")) ? NGINX_AGAIN : NGINX_GO_ON;
}

static enum nginx_step run_rewrite(struct nginx *nginx, const struct server_node *node)
{
	if (node->count < 3 ||
		ask_regex(nginx->ask, server_word(node, 1), false, nginx->ask->path) != TRUTH_YES)
		return NGINX_GO_ON;
	return apply_rewrite(nginx, node);
}

static void run_set(struct nginx *nginx, const struct server_node *node, bool sure)
{
	struct str name = str_skip(server_word(node, 1), 1);

	if (node->count < 3 || nginx->variable_count == NGINX_MAX_VARIABLES)
		return;
	nginx->variables[nginx->variable_count++] = (struct nginx_variable){ name,
		sure ? node : NULL };
}

/* Directives that answer nothing. */
static bool is_idle(const struct server_node *node)
{
	static const struct str names[] = {
		STR_INIT("add_header"),
		STR_INIT("access_log"),
		STR_INIT("expires"),
		STR_INIT("limit_rate"),
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (server_is(node, 0, names[i]))
			return true;
	return false;
}

static enum nginx_step run_one(struct nginx *nginx, const struct server_node *node)
{
	if (server_is(node, 0, STR("return"))) {
		run_return(nginx, node);
		return NGINX_ANSWERED;
	}
	if (server_is(node, 0, STR("rewrite")))
		return run_rewrite(nginx, node);
	if (server_is(node, 0, STR("break")))
		return NGINX_STOP;
	if (server_is(node, 0, STR("set")))
		run_set(nginx, node, true);
	else if (nginx_is_hidden(node))
		ask_doubt(nginx->ask);
	return NGINX_GO_ON;
}

static enum nginx_step run_if(struct nginx *nginx, const struct server_node *node)
{
	enum truth holds = nginx_condition(nginx, node);
	const struct server_node *child;
	enum nginx_step step = NGINX_GO_ON;
	struct server_walk walk;

	server_walk_begin(&walk, node->first, &nginx->ask->budget);
	while (holds != TRUTH_NO && step == NGINX_GO_ON && (child = server_walk_next(&walk))) {
		if (server_is(child, 0, STR("set")))
			run_set(nginx, child, holds == TRUTH_YES);
		else if (holds == TRUTH_YES)
			step = run_one(nginx, child);
		else if (!is_idle(child))
			ask_doubt(nginx->ask);
	}
	return step;
}

enum nginx_step nginx_rewrite(struct nginx *nginx, const struct server_level *level)
{
	struct str before = nginx->ask->path;
	enum nginx_step step = NGINX_GO_ON;

	for (size_t i = 0; i < level->count && step == NGINX_GO_ON; i++) {
		const struct server_node *node = level->nodes[i];

		step = node->block && server_is(node, 0, STR("if")) ? run_if(nginx, node) :
								      run_one(nginx, node);
	}
	if (step == NGINX_GO_ON && !str_eq(before, nginx->ask->path))
		return NGINX_AGAIN;
	return step;
}
