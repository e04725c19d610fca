/* mod_rewrite: RewriteCond lines belong to the RewriteRule that follows them. */
#include "lint/server/apache.h"

struct flags {
	bool redirect, forbidden, gone, proxy, last, caseless, other;
	uint64_t status;
};

static void read_flag(struct str flag, struct flags *flags)
{
	static const struct {
		struct str brief, text;
		size_t offset;
	} names[] = {
		{ STR_INIT("F"), STR_INIT("forbidden"), offsetof(struct flags, forbidden) },
		{ STR_INIT("G"), STR_INIT("gone"), offsetof(struct flags, gone) },
		{ STR_INIT("P"), STR_INIT("proxy"), offsetof(struct flags, proxy) },
		{ STR_INIT("L"), STR_INIT("last"), offsetof(struct flags, last) },
		{ STR_INIT("END"), STR_INIT("END"), offsetof(struct flags, last) },
		{ STR_INIT("NC"), STR_INIT("nocase"), offsetof(struct flags, caseless) },
		{ STR_INIT("C"), STR_INIT("chain"), offsetof(struct flags, other) },
		{ STR_INIT("N"), STR_INIT("next"), offsetof(struct flags, other) },
		{ STR_INIT("R"), STR_INIT("redirect"), offsetof(struct flags, redirect) },
	};
	struct str name = str_take(flag, str_find_char(flag, '=')), value;

	value = str_skip(flag, name.len + 1);
	if (str_ieq(name, STR("S")) || str_ieq(name, STR("skip")))
		flags->other = true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(name, names[i].brief) || str_ieq(name, names[i].text))
			*(bool *)((char *)flags + names[i].offset) = true;
	if ((str_ieq(name, STR("R")) || str_ieq(name, STR("redirect"))) && value.len > 0) {
		if (str_ieq(value, STR("permanent")))
			flags->status = 301;
		else if (!str_number(value, 999, &flags->status))
			flags->status = 302;
	}
}

static struct flags read_flags(struct str text)
{
	struct flags flags = { .status = 302 };
	struct str part;

	if (str_starts(text, STR("[")))
		text = str_skip(text, 1);
	if (str_ends(text, STR("]")))
		text.len--;
	while (str_cut(&text, ',', &part))
		read_flag(str_trim(part), &flags);
	return flags;
}

/* What a sender's request says. */
static bool value_of(struct apache *apache, struct str test, struct str *value)
{
	static const struct {
		struct str test, value;
	} known[] = {
		{ STR_INIT("%{HTTPS}"), STR_INIT("on") },
		{ STR_INIT("%{SERVER_PORT}"), STR_INIT("443") },
		{ STR_INIT("%{REQUEST_SCHEME}"), STR_INIT("https") },
		{ STR_INIT("%{REQUEST_METHOD}"), STR_INIT("GET") },
		{ STR_INIT("%{QUERY_STRING}"), STR_INIT("") },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(test, known[i].test)) {
			*value = known[i].value;
			return true;
		}
	if (str_eq(test, STR("%{REQUEST_URI}"))) {
		*value = apache->ask->path;
		return true;
	}
	if (str_eq(test, STR("%{HTTP_HOST}")) || str_eq(test, STR("%{SERVER_NAME}"))) {
		*value = ask_host(apache->ask);
		return value->len > 0;
	}
	return false;
}

/* `-f` and its like, of the file that the request is for. */
static enum truth file_test(struct apache *apache, struct str test, struct str what)
{
	bool known = apache->file_exists && str_eq(apache->ask->path, STR(SERVER_PATH)) &&
		     (str_eq(test, STR("%{REQUEST_FILENAME}")) ||
			     str_eq(test, STR("%{SCRIPT_FILENAME}")) ||
			     str_eq(test, STR("%{DOCUMENT_ROOT}%{REQUEST_URI}")));

	if (known && (str_eq(what, STR("-f")) || str_eq(what, STR("-s"))))
		return TRUTH_YES;
	return known && str_eq(what, STR("-d")) ? TRUTH_NO : TRUTH_UNKNOWN;
}

static enum truth condition(
	struct apache *apache, const struct server_node *node, const struct flags *flags)
{
	struct str pattern = server_word(node, 2), value;
	bool negated = str_starts(pattern, STR("!"));
	enum truth result;

	if (str_starts(str_skip(pattern, negated ? 1 : 0), STR("-"))) {
		result = file_test(
			apache, server_word(node, 1), str_skip(pattern, negated ? 1 : 0));
		return negated ? truth_not(result) : result;
	}
	if (!value_of(apache, server_word(node, 1), &value) || apache_has_variable(pattern))
		return TRUTH_UNKNOWN;
	if (negated)
		pattern = str_skip(pattern, 1);
	if (str_starts(pattern, STR("<")) || str_starts(pattern, STR(">")))
		return TRUTH_UNKNOWN;
	if (str_starts(pattern, STR("=")))
		result = truth_of(flags->caseless ? str_ieq(value, str_skip(pattern, 1)) :
						    str_eq(value, str_skip(pattern, 1)));
	else
		result = ask_regex(apache->ask, pattern, flags->caseless, value);
	return negated ? truth_not(result) : result;
}

/* The conditions from FROM up to the rule at TO. */
static enum truth conditions(
	struct apache *apache, const struct server_level *level, size_t from, size_t to)
{
	enum truth all = TRUTH_YES, one = TRUTH_NO;
	bool open = false;

	for (size_t i = from; i < to; i++) {
		const struct server_node *node = level->nodes[i];
		struct str last = server_word(node, node->count - 1);
		struct flags flags = read_flags(node->count > 3 ? last : STR(""));
		bool or = node->count > 3 && (str_ifind(last, STR("OR")) < last.len);

		if (!server_is_i(node, 0, STR("RewriteCond")))
			continue;
		one = truth_or(open ? one : TRUTH_NO, condition(apache, node, &flags));
		open = or ;
		if (! or)
			all = truth_and(all, one);
	}
	return open ? truth_and(all, one) : all;
}

static bool is_absolute(struct str to)
{
	return str_find(to, STR("://")) < to.len;
}

/* The rule at NODE fits. True when that answers. */
static bool apply(struct apache *apache, const struct server_node *node, const struct flags *flags)
{
	struct str to = server_word(node, 2);

	if (flags->forbidden || flags->gone) {
		ask_deny(apache->ask, node, flags->forbidden ? 403 : 410);
	} else if (flags->proxy || flags->other) {
		ask_pass(apache->ask, node);
	} else if (flags->redirect) {
		ask_status(apache->ask, node, (unsigned)flags->status, to);
	} else if (is_absolute(to)) {
		ask_redirect(apache->ask, node, 302, to);
	} else if (str_eq(to, STR("-"))) {
		return false;
	} else if (to.len == 0 || to.ptr[0] != '/' || apache_has_variable(to) ||
		   str_find_char(to, '$') < to.len) {
		ask_pass(apache->ask, node);
	} else {
		apache->ask->path = str_take(to, str_find_char(to, '?'));
		return false;
	}
	return true;
}

static enum truth fits(struct apache *apache, const struct server_node *node, struct str subject,
	const struct flags *flags)
{
	struct str pattern = server_word(node, 1);
	bool negated = str_starts(pattern, STR("!"));
	enum truth result = ask_regex(
		apache->ask, str_skip(pattern, negated ? 1 : 0), flags->caseless, subject);

	return negated ? truth_not(result) : result;
}

static bool is_on(const struct server_level *level)
{
	bool on = false;

	for (size_t i = 0; i < level->count; i++)
		if (server_is_i(level->nodes[i], 0, STR("RewriteEngine")))
			on = server_is_i(level->nodes[i], 1, STR("on"));
	return on;
}

bool apache_rewrite(struct apache *apache, const struct server_level *level, struct str subject)
{
	size_t from = 0;

	if (!is_on(level))
		return false;
	for (size_t i = 0; i < level->count; i++) {
		const struct server_node *node = level->nodes[i];
		struct flags flags = read_flags(server_word(node, 3));
		struct str before = apache->ask->path;
		enum truth holds;

		if (!server_is_i(node, 0, STR("RewriteRule")))
			continue;
		holds = fits(apache, node, subject, &flags);
		if (holds != TRUTH_NO)
			holds = truth_and(holds, conditions(apache, level, from, i));
		from = i + 1;
		if (holds == TRUTH_UNKNOWN)
			ask_doubt(apache->ask);
		if (holds == TRUTH_YES && apply(apache, node, &flags))
			return true;
		if (holds == TRUTH_YES && flags.last)
			return false;
		if (!str_eq(before, apache->ask->path))
			subject = apache->ask->path;
	}
	return false;
}
