#include "lint/server/caddy.h"

#include "lint/base/source.h"

static struct str argument(const struct server_node *node, size_t i)
{
	return server_word(node, caddy_argument(node, i));
}

/* One field of `header`: "Content-Type" with what may stand before it. */
static void set_header(struct caddy *caddy, const struct server_node *node, size_t at)
{
	struct server_answer *answer = &caddy->ask->answer;
	struct str field = server_word(node, at), value = server_word(node, at + 1);
	bool plain = field.len > 0 && memchr("+-?", field.ptr[0], 3) == NULL;

	if (field.len > 0 && memchr("+-?>", field.ptr[0], 4) != NULL)
		field = str_skip(field, 1);
	if (!str_ieq(field, STR("Content-Type")))
		return;
	caddy->type_hidden = !plain || value.len == 0 || node->count != at + 2 ||
			     caddy_has_placeholder(value);
	answer->type = caddy->type_hidden ? STR("") : value;
	answer->type_at = server_node_at(node);
}

static bool run_header(struct caddy *caddy, const struct server_node *node)
{
	size_t at = caddy_argument(node, 0);

	if (at < node->count)
		set_header(caddy, node, at);
	for (const struct server_node *line = node->first; line != NULL; line = line->next)
		set_header(caddy, line, 0);
	return false;
}

static bool run_redir(struct caddy *caddy, const struct server_node *node)
{
	struct str code = argument(node, 1);
	uint64_t status = 302;

	if (str_eq(code, STR("permanent")))
		status = 301;
	else if (code.len > 0 && !str_eq(code, STR("temporary")) && !str_number(code, 999, &status))
		status = 0; /* an HTML page, or not known */
	ask_status(caddy->ask, node, (unsigned)status, argument(node, 0));
	return true;
}

static bool run_rewrite(struct caddy *caddy, const struct server_node *node)
{
	struct caddy_frame *frame = &caddy->frames[caddy->depth - 1];
	struct str to = argument(node, 0);

	if (frame->rewritten)
		return false;
	frame->rewritten = true;
	if (to.len == 0 || to.ptr[0] != '/' || caddy_has_placeholder(to)) {
		ask_pass(caddy->ask, node);
		return true;
	}
	caddy->ask->path = str_take(to, str_find_char(to, '?'));
	return false;
}

/* Whether a file is there is not asked; a path that is changed in other ways is not known. */
static bool run_try_files(struct caddy *caddy, const struct server_node *node)
{
	if (!str_starts(argument(node, 0), STR("{path}")) &&
		!str_starts(argument(node, 0), STR("{http.request.uri.path}")))
		ask_doubt(caddy->ask);
	return false;
}

static bool run_pass(struct caddy *caddy, const struct server_node *node)
{
	ask_pass(caddy->ask, node);
	return true;
}

static bool run_doubt(struct caddy *caddy, const struct server_node *node)
{
	(void)node;
	ask_doubt(caddy->ask);
	return false;
}

static bool run_login(struct caddy *caddy, const struct server_node *node)
{
	ask_deny(caddy->ask, node, 401);
	return true;
}

static bool run_abort(struct caddy *caddy, const struct server_node *node)
{
	ask_deny(caddy->ask, node, 0);
	return true;
}

/* Three digits. */
static bool is_status(struct str text, uint64_t *status)
{
	return text.len == 3 && str_number(text, 999, status);
}

static bool run_error(struct caddy *caddy, const struct server_node *node)
{
	uint64_t status = 500;

	if (!is_status(argument(node, 0), &status))
		is_status(argument(node, 1), &status);
	ask_status(caddy->ask, node, (unsigned)status, STR(""));
	if (caddy_matcher(caddy, STR("handle_errors")) != NULL)
		ask_doubt(caddy->ask);
	return true;
}

/* The body of `respond`: its argument, or `body` in its block. */
static const struct server_node *body_of(const struct server_node *node, size_t *at)
{
	*at = caddy_argument(node, 0);
	for (const struct server_node *line = node->first; line != NULL; line = line->next)
		if (server_is(line, 0, STR("body")) && line->count > 1) {
			*at = 1;
			return line;
		}
	return *at < node->count ? node : NULL;
}

static bool run_respond(struct caddy *caddy, const struct server_node *node)
{
	struct server_answer *answer = &caddy->ask->answer;
	const struct server_node *holder;
	uint64_t status = 200;
	size_t at;

	if (!is_status(argument(node, 0), &status))
		is_status(argument(node, 1), &status);
	holder = body_of(node, &at);
	if (status != 200 || holder == NULL || is_status(server_word(holder, at), &status)) {
		ask_status(caddy->ask, node, (unsigned)status, STR(""));
		return true;
	}
	answer->outcome = OUTCOME_LITERAL;
	answer->status = 200;
	answer->at = server_node_at(node);
	answer->body_at = server_word_at(holder, at);
	answer->body = NULL;
	if (!caddy_has_placeholder(server_word(holder, at))) {
		struct server_text *text = ask_text(caddy->ask, node);

		server_text_add(text, SERVER_CADDY, holder->file->text, &holder->words[at]);
		answer->body = text;
	}
	return true;
}

/* A name that `hide` gives fits a part of the path; one with "/" in it is a path of the machine. */
static bool hides(struct str pattern, struct str path)
{
	struct str part;

	if (str_find_char(pattern, '/') < pattern.len)
		return false;
	while (str_cut(&path, '/', &part))
		if (part.len > 0 && server_glob(pattern, part))
			return true;
	return false;
}

static bool run_file_server(struct caddy *caddy, const struct server_node *node)
{
	for (const struct server_node *line = node->first; line != NULL; line = line->next) {
		if (!server_is(line, 0, STR("hide")))
			continue;
		for (size_t i = 1; i < line->count; i++)
			if (hides(server_word(line, i), caddy->ask->path)) {
				ask_deny(caddy->ask, line, 404);
				return true;
			}
	}
	ask_file(caddy->ask, node);
	return true;
}

/* The directory of files; with a placeholder it is one for each name. */
static bool run_root(struct caddy *caddy, const struct server_node *node)
{
	struct str root = server_word(node, node->count - 1);

	caddy->ask->answer.one_root = !caddy_has_placeholder(root);
	return false;
}

static void enter(struct caddy *caddy, const struct server_node *node, bool as_written)
{
	struct caddy_frame *frame;

	if (caddy->depth == CADDY_MAX_FRAMES) {
		ask_doubt(caddy->ask);
		return;
	}
	frame = &caddy->frames[caddy->depth++];
	*frame = (struct caddy_frame){ .level = server_flatten(&caddy->ask->arena, node->first,
					       &caddy->ask->budget) };
	caddy_sort(caddy, frame, as_written);
}

static bool run_handle(struct caddy *caddy, const struct server_node *node)
{
	struct caddy_frame *frame = &caddy->frames[caddy->depth - 1];
	struct str prefix = server_word(node, 1);

	if (frame->handled)
		return false;
	frame->handled = true;
	if (server_is(node, 0, STR("handle_path")) && str_ends(prefix, STR("*"))) {
		prefix.len--;
		while (str_ends(prefix, STR("/")))
			prefix.len--;
		caddy->ask->path = str_skip(caddy->ask->path, prefix.len);
	}
	enter(caddy, node, false);
	return false;
}

static bool run_route(struct caddy *caddy, const struct server_node *node)
{
	enter(caddy, node, true);
	return false;
}

static const struct {
	struct str name;
	bool (*run)(struct caddy *caddy, const struct server_node *node);
} runs[] = {
	{ STR_INIT("root"), run_root },
	{ STR_INIT("header"), run_header },
	{ STR_INIT("redir"), run_redir },
	{ STR_INIT("rewrite"), run_rewrite },
	{ STR_INIT("uri"), run_pass },
	{ STR_INIT("try_files"), run_try_files },
	{ STR_INIT("basicauth"), run_login },
	{ STR_INIT("basic_auth"), run_login },
	{ STR_INIT("forward_auth"), run_pass },
	{ STR_INIT("invoke"), run_pass },
	{ STR_INIT("intercept"), run_doubt },
	{ STR_INIT("handle"), run_handle },
	{ STR_INIT("handle_path"), run_handle },
	{ STR_INIT("route"), run_route },
	{ STR_INIT("abort"), run_abort },
	{ STR_INIT("error"), run_error },
	{ STR_INIT("respond"), run_respond },
	{ STR_INIT("reverse_proxy"), run_pass },
	{ STR_INIT("php_fastcgi"), run_pass },
	{ STR_INIT("acme_server"), run_pass },
	{ STR_INIT("metrics"), run_pass },
	{ STR_INIT("file_server"), run_file_server },
};

bool caddy_run(struct caddy *caddy, const struct server_node *node)
{
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
		if (server_is(node, 0, runs[i].name))
			return runs[i].run(caddy, node);
	return false;
}

static void run_all(struct caddy *caddy)
{
	while (caddy->depth > 0) {
		struct caddy_frame *frame = &caddy->frames[caddy->depth - 1];
		const struct server_node *node;
		enum truth fits;

		if (frame->next == frame->count) {
			caddy->depth--;
			continue;
		}
		node = frame->run[frame->next++];
		fits = caddy_matches(caddy, node);
		if (fits == TRUTH_UNKNOWN)
			ask_doubt(caddy->ask);
		if (fits == TRUTH_YES && caddy_run(caddy, node))
			return;
	}
	ask_pass(caddy->ask, caddy->ask->block->node);
}

/* A site of which some option of the whole server changes the order is not known. */
static void doubt_options(struct caddy *caddy, const struct server_file *file)
{
	const struct server_node *first = file->first;

	if (first == NULL || !server_is(first, 0, STR("{")))
		return;
	for (const struct server_node *node = first->first; node != NULL; node = node->next)
		if (server_is(node, 0, STR("order")) || server_is(node, 0, STR("https_port")))
			ask_doubt(caddy->ask);
}

void caddy_ask(struct ask *ask)
{
	struct caddy caddy = { .ask = ask };

	doubt_options(&caddy, ask->block->node->file);
	caddy.depth = 1;
	caddy.frames[0].level = server_flatten(&ask->arena, ask->block->first, &ask->budget);
	caddy_sort(&caddy, &caddy.frames[0], false);
	run_all(&caddy);
	if (caddy.type_hidden)
		ask->answer.type = STR("");
}
