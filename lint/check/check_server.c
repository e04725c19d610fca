/* host-*: what the web servers, whose configuration is in the run, answer at the policy's address.
 */
#include "lint/check/target.h"

#include <sys/stat.h>

/* The words that a server's configuration says a thing in. */
struct words {
	const char *serve; /* a policy at its path, and nothing before it */
	const char *plain; /* the type */
	enum level level;  /* of what is wrong; LEVEL_UNSET: that of the rule */
};

static const struct words words[] = {
	[SERVER_NONE] = { .serve = "", .plain = "" },
	[SERVER_NGINX] = { .serve = "serve it from 'location = " SERVER_PATH
				    "' and keep what is for all "
				    "other paths in 'location /'",
		.plain = "write 'types { } default_type text/plain;' in 'location = " SERVER_PATH
			 "'" },
	[SERVER_APACHE] = { .serve = "leave the path out, as 'RedirectMatch "
				     "\"^/(?!\\.well-known/)(.*)\" "
				     "...' "
				     "does, and write 'Require all granted' in "
				     "'<Location " SERVER_PATH ">'",
		.plain = "write 'ForceType text/plain' in '<Location " SERVER_PATH ">'" },
	[SERVER_CADDY] = { .serve = "serve it in 'handle " SERVER_PATH
				    " { ... }' and put what is for all "
				    "other paths into a 'handle { ... }' behind it",
		.plain = "write 'header Content-Type text/plain' in 'handle " SERVER_PATH
			 " { ... }'" },
};

/* A server heeds it only where AllowOverride says so. */
static const struct words words_of_htaccess = {
	.serve = "write 'RewriteRule ^\\.well-known/ - [END]' before the other rules, and 'Require "
		 "all "
		 "granted' in .well-known/.htaccess",
	.plain = "write 'ForceType text/plain' in .well-known/.htaccess",
	.level = LEVEL_WARNING,
};

static void host_redirect(
	struct check *check, const struct words *say, const struct server_answer *answer)
{
	struct finding *finding;

	if (answer->outcome != OUTCOME_REDIRECT)
		return;
	finding = diag_add_level(check->diag, RULE_HOST_REDIRECT, say->level, answer->at,
		"the policy's address is redirected to '%s': senders follow no redirect",
		diag_quote(check->diag, answer->target));
	diag_help(check->diag, finding, "%s", say->serve);
}

static void host_blocked(
	struct check *check, const struct words *say, const struct server_answer *answer)
{
	struct finding *finding;

	if (answer->outcome != OUTCOME_DENIED)
		return;
	if (answer->status == 0 || answer->status == 444)
		finding = diag_add_level(check->diag, RULE_HOST_BLOCKED, say->level, answer->at,
			"this ends the connection of senders that ask for the policy");
	else
		finding = diag_add_level(check->diag, RULE_HOST_BLOCKED, say->level, answer->at,
			"this keeps senders from the policy: they get status %u", answer->status);
	diag_help(check->diag, finding, "%s", say->serve);
}

/* "text/plain", with or without parameters. */
static bool is_plain(struct str type)
{
	return str_ieq(str_trim(str_take(type, str_find_char(type, ';'))), STR("text/plain"));
}

static void host_content_type(
	struct check *check, const struct words *say, const struct server_answer *answer)
{
	struct finding *finding;

	if ((answer->outcome != OUTCOME_LITERAL && answer->outcome != OUTCOME_FILE) ||
		answer->type.len == 0 || is_plain(answer->type) ||
		memchr(answer->type.ptr, '$', answer->type.len) != NULL)
		return;
	finding = diag_add(check->diag, RULE_HOST_CONTENT_TYPE, answer->type_at,
		"the policy is served as '%s': senders may insist on text/plain",
		diag_quote(check->diag, answer->type));
	diag_help(check->diag, finding, "%s", say->plain);
}

static void judge_answer(
	struct check *check, const struct words *say, const struct server_answer *answer)
{
	static void (*const judges[])(
		struct check *, const struct words *, const struct server_answer *) = {
		host_redirect,
		host_blocked,
		host_content_type,
	};

	for (size_t i = 0; answer->sure && i < sizeof judges / sizeof *judges; i++)
		judges[i](check, say, answer);
}

/* A block that has the policy host of some domain as it is. */
static void judge_names(struct check *check, const struct server_block *block)
{
	for (size_t i = 0; block->https && i < block->name_count; i++) {
		const struct server_name *name = &block->names[i];
		struct server_answer answer;

		if (name->kind != SERVER_NAME_EXACT || !str_starts(name->text, STR("mta-sts.")))
			continue;
		answer = server_ask(check->servers, block, name->text);
		diag_context(check->diag,
			arena_str(&check->arena, str_skip(name->text, STR("mta-sts.").len)).ptr,
			MODE_UNKNOWN);
		judge_answer(check, &words[block->software], &answer);
	}
	diag_context(check->diag, NULL, MODE_UNKNOWN);
}

/* The policy host of DOMAIN in lower case. */
static struct str host_of(struct check *check, const struct domain *domain)
{
	const char *text = arena_printf(&check->arena, "mta-sts.%s", domain->text);
	struct str host = arena_str(&check->arena, str_c(text));

	for (size_t i = 0; i < host.len; i++)
		((char *)host.ptr)[i] = ascii_lower(host.ptr[i]);
	return host;
}

/* The policy is at another place than the run shows, or may be. */
static bool leads_away(const struct domain *domain)
{
	const struct lookup *host = &domain->host;

	return host->answer == ANSWER_ABSENT ||
	       (host->answer == ANSWER_UNKNOWN && host->chain_count > 0) ||
	       host->reason == REASON_DELEGATED;
}

static bool serves(const struct server_answer *answer)
{
	return answer->outcome == OUTCOME_LITERAL || answer->outcome == OUTCOME_FILE;
}

/* A block that is there to serve policies: an example to set the other one beside. */
static const struct server_name *find_serving(const struct servers *servers)
{
	for (size_t i = 0; i < servers->count; i++)
		for (size_t j = 0; j < servers->blocks[i].name_count; j++) {
			const struct server_name *name = &servers->blocks[i].names[j];

			if (serves(&servers->blocks[i].answer) &&
				(servers->blocks[i].answer.meant ||
					str_starts(name->text, STR("mta-sts."))))
				return name;
		}
	return NULL;
}

static void host_name_unserved(
	struct check *check, const struct domain *domain, const struct server_name *serving)
{
	const struct rr *record = domain_record(domain);
	struct finding *finding;

	finding = diag_add(check->diag, RULE_HOST_NAME_UNSERVED,
		record != NULL ? rr_owner_span(record) : domain->policy->first_line,
		"no web server of this configuration answers for 'mta-sts.%s'", domain->text);
	diag_help(check->diag, finding,
		"add 'mta-sts.%s' to the names of the server that serves policies, and to its "
		"certificate",
		domain->text);
	diag_note(check->diag, finding, serving->at, "this one serves policies");
}

/* A directory that GitHub publishes, where such files mean nothing. */
static bool is_of_pages(struct check *check, const char *policy)
{
	struct str top = path_dir(path_dir(str_c(policy)));
	struct stat st;

	return sources_stat(check->sources,
		       arena_printf(&check->arena, "%.*s/CNAME", (int)top.len, top.ptr), true,
		       &st) == 0;
}

/* What files .htaccess make of the policy of DOMAIN, where no other server than Apache is known to
 * answer for HOST. */
static void judge_htaccess(struct check *check, const struct domain *domain, struct str host)
{
	enum { MOST = 16 };
	const struct server_block *found[MOST];
	struct server_answer answer;
	const char *path;
	bool unknown;
	size_t count = servers_route(check->servers, host, found, MOST, &unknown);

	if (domain->policy->literal)
		return;
	for (size_t i = 0; i < count; i++)
		if (found[i]->software != SERVER_APACHE)
			return;
	path = sources_at(check->sources, domain->policy->file)->path;
	if (!is_of_pages(check, path) && server_ask_htaccess(check->servers, path, host, &answer))
		judge_answer(check, &words_of_htaccess, &answer);
}

/* The blocks that may answer for the policy host of DOMAIN. */
static void judge_domain(
	struct check *check, const struct domain *domain, const struct server_name *serving)
{
	enum { MOST = 16 };
	const struct server_block *found[MOST];
	struct str host = host_of(check, domain);
	bool unknown, served = check->servers->hidden;
	size_t count = servers_route(check->servers, host, found, MOST, &unknown);

	for (size_t i = 0; i < count; i++) {
		struct server_answer answer = server_ask(check->servers, found[i], host);
		const struct server_name *name;
		bool left_over = server_is_left_over(check->servers, found[i], host, &name);

		served |= !left_over || serves(&answer) || !answer.sure;
		if (count == 1 && !unknown && !left_over && found[i]->https &&
			name->kind != SERVER_NAME_EXACT)
			judge_answer(check, &words[found[i]->software], &answer);
	}
	if (!served && !unknown && serving != NULL)
		host_name_unserved(check, domain, serving);
}

void check_server(struct check *check)
{
	const struct server_name *serving = find_serving(check->servers);

	for (size_t i = 0; i < check->servers->count; i++)
		judge_names(check, &check->servers->blocks[i]);
	for (size_t i = 0; check->servers->files.count > 0 && i < check->model->count; i++) {
		const struct domain *domain = &check->model->list[i];

		if (domain->policy == NULL || leads_away(domain))
			continue;
		diag_context(check->diag, domain->text, domain->mode);
		if (check->servers->count > 0)
			judge_domain(check, domain, serving);
		if (check->servers->htaccess_count > 0)
			judge_htaccess(check, domain, host_of(check, domain));
	}
}
