#include "cmd/gen_options.h"

#include "cmd/command.h"
#include "cmd/lint_options.h"
#include "cmd/suggest.h"
#include "lint/base/memory.h"
#include "lint/zone/ttl.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static bool add_word(struct gen_words *words, const char *option, const char *value)
{
	if (value[0] == '\0') {
		complain("%s: empty", option);
		return false;
	}
	MEMORY_GROW(words->list, words->count, words->capacity);
	words->list[words->count++] = str_c(value);
	return true;
}

static bool take_mx(void *target, const char *value)
{
	return add_word(&((struct gen_arguments *)target)->mx, "--mx", value);
}

static bool take_rua(void *target, const char *value)
{
	return add_word(&((struct gen_arguments *)target)->rua, "--rua", value);
}

static bool take_host(void *target, const char *value)
{
	return add_word(&((struct gen_arguments *)target)->hosts, "--host", value);
}

static bool take_cert(void *target, const char *value)
{
	return add_word(&((struct gen_arguments *)target)->certs, "--cert", value);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool take_mode(void *target, const char *value)
{
	static const char *const words[] = { "enforce", "testing", "none" };
	static const enum mode modes[] = { MODE_ENFORCE, MODE_TESTING, MODE_NONE };
	struct gen_arguments *arguments = target;
	int i = options_word("--mode", words, COUNT(words), value);

	if (i < 0)
		return false;
	arguments->mode = modes[i];
	arguments->has_mode = true;
	return true;
}

static bool duration(const char *option, const char *value, uint32_t *seconds)
{
	if (ttl_parse(str_c(value), TTL_MAX, seconds) == TTL_OK)
		return true;
	complain("%s: '%s' is no duration: write seconds, or units as in '1w' or '12h'", option,
		value);
	return false;
}

static bool take_max_age(void *target, const char *value)
{
	struct gen_arguments *arguments = target;
	uint32_t seconds = 0;

	arguments->has_max_age = duration("--max-age", value, &seconds);
	arguments->max_age = seconds;
	return arguments->has_max_age;
}

static bool take_ttl(void *target, const char *value)
{
	struct gen_arguments *arguments = target;

	arguments->has_ttl = duration("--ttl", value, &arguments->ttl);
	return arguments->has_ttl;
}

static bool take_id(void *target, const char *value)
{
	struct gen_arguments *arguments = target;

	arguments->has_id = true;
	arguments->id = str_c(value);
	arguments->id_kind = strcmp(value, "sha256") == 0    ? GEN_ID_SHA256 :
			     strcmp(value, "timestamp") == 0 ? GEN_ID_TIMESTAMP :
							       GEN_ID_LITERAL;
	return true;
}

static bool take_eol(void *target, const char *value)
{
	static const char *const words[] = { "crlf", "lf" };
	int i = options_word("--eol", words, COUNT(words), value);

	((struct gen_arguments *)target)->lf = i == 1;
	return i >= 0;
}

static bool complain_target(struct str name)
{
	struct suggestion near;
	char word[64], text[300];

	snprintf(word, sizeof word, "%.*s", (int)(name.len < 63 ? name.len : 63), name.ptr);
	suggest_init(&near, word);
	for (size_t i = 0; i < gen_target_count; i++)
		suggest_offer(&near, gen_targets[i].name);
	complain("--to: unknown target '%s'%s", word,
		suggest_or(&near, text, sizeof text, "mtasts gen --help"));
	return false;
}

static bool take_to(void *target, const char *value)
{
	struct gen_arguments *arguments = target;
	struct str rest = str_c(value), part;

	while (str_cut(&rest, ',', &part)) {
		const struct gen_target *found = gen_target_find(str_trim(part));

		if (found == NULL)
			return complain_target(str_trim(part));
		MEMORY_GROW(
			arguments->targets, arguments->target_count, arguments->target_capacity);
		arguments->targets[arguments->target_count++] = found;
	}
	return true;
}

static bool take_now(void *target, const char *value)
{
	if (time_parse(value, &((struct gen_arguments *)target)->now))
		return true;
	complain("--now: '%s' is neither RFC 3339 (2026-01-31T12:00:00Z) nor seconds since 1970",
		value);
	return false;
}

static bool take_path(const char *option, const char *value, const char **path)
{
	*path = value;
	if (value[0] != '\0')
		return true;
	complain("%s: empty", option);
	return false;
}

static bool take_from_zone(void *target, const char *value)
{
	return take_path("--from-zone", value, &((struct gen_arguments *)target)->from_zone);
}

static bool take_out(void *target, const char *value)
{
	return take_path("--out", value, &((struct gen_arguments *)target)->out);
}

static bool take_config(void *target, const char *value)
{
	return take_path("--config", value, &((struct gen_arguments *)target)->config);
}

#define TAKE_TEXT(field)                                                                           \
	static bool take_##field(void *target, const char *value)                                  \
	{                                                                                          \
		((struct gen_arguments *)target)->field = str_c(value);                            \
		return true;                                                                       \
	}

TAKE_TEXT(certificate)
TAKE_TEXT(key)
TAKE_TEXT(root)

#define TAKE_FLAG(field)                                                                           \
	static bool take_##field(void *target, const char *value)                                  \
	{                                                                                          \
		(void)value;                                                                       \
		((struct gen_arguments *)target)->field = true;                                    \
		return true;                                                                       \
	}

TAKE_FLAG(all)
TAKE_FLAG(isolated)
TAKE_FLAG(write)
TAKE_FLAG(dry_run)
TAKE_FLAG(force)
TAKE_FLAG(check)
TAKE_FLAG(enforce_now)
TAKE_FLAG(help)

static const struct option_row table[] = {
	{ "all", 0, NULL, "every domain of the configuration", take_all },
	{ "from-zone", 0, "FILE", "take the MX hosts from this zone (default: the repository's)",
		take_from_zone },
	{ "mx", 0, "HOST", "an MX host, or a pattern like '*.mail.example.com'", take_mx },
	{ "mode", 0, "MODE", "testing (default), enforce or none", take_mode },
	{ "max-age", 0, "TIME", "how long senders remember the policy (1w)", take_max_age },
	{ "rua", 0, "URI", "where TLS reports go: mailto:ADDRESS", take_rua },
	{ "host", 0, "ADDRESS|NAME", "what mta-sts.DOMAIN points at", take_host },
	{ "cert", 0, "[HOST=]FILE", "a certificate of an MX host, for the target tlsa", take_cert },
	{ "ttl", 0, "TIME", "of the records (1h)", take_ttl },
	{ "id", 0, "KIND", "sha256 (default), timestamp, or the id itself", take_id },
	{ "eol", 0, "KIND", "how lines of the policy end: crlf (default) or lf", take_eol },
	{ "to", 0, "LIST", "what to write (policy,zone); see below", take_to },
	{ "certificate", 0, "PATH", "for web servers; {host} is the policy host",
		take_certificate },
	{ "key", 0, "PATH", "likewise", take_key },
	{ "document-root", 0, "PATH", "likewise, where .well-known/ lies", take_root },
	{ "out", 0, "DIR", "write files below DIR, instead of printing", take_out },
	{ "write", 0, NULL, "put the records into the zone file itself", take_write },
	{ "dry-run", 0, NULL, "say what would be written", take_dry_run },
	{ "force", 0, NULL, "overwrite files that differ", take_force },
	{ "check", 0, NULL, "write nothing; fail when files are not as they should be",
		take_check },
	{ "enforce-now", 0, NULL, "do not ask for testing before enforce", take_enforce_now },
	{ "config", 'c', "FILE", "instead of the .mtasts.yaml that is found", take_config },
	{ "isolated", 0, NULL, "use no configuration", take_isolated },
	{ "now", 0, "TIME", "the time, instead of the clock's", take_now },
	{ "help", 'h', NULL, "show this", take_help },
};
enum { OPTIONS = sizeof table / sizeof *table };

const struct option_list gen_option_list = { table, OPTIONS };

void gen_arguments_usage(void)
{
	options_usage(table, OPTIONS);
	puts("\ntargets:");
	for (size_t i = 0; i < gen_target_count; i++)
		printf("  %-12s %s\n", gen_targets[i].name, gen_targets[i].summary);
}

static bool needs_domain(const struct gen_arguments *arguments)
{
	bool needs = arguments->write || arguments->target_count == 0;

	for (size_t i = 0; i < arguments->target_count; i++)
		needs = needs || arguments->targets[i]->needs != 0;
	return needs;
}

static bool is_consistent(const struct gen_arguments *arguments)
{
	const char *needs_out = arguments->check   ? "--check" :
				arguments->force   ? "--force" :
				arguments->dry_run ? "--dry-run" :
						     NULL;

	if (arguments->out == NULL && !arguments->write && needs_out != NULL) {
		complain("%s needs --out DIR or --write: it is about files", needs_out);
		return false;
	}
	if (arguments->all && arguments->domain_count > 0) {
		complain("--all and '%s': name domains, or take all", arguments->domains[0]);
		return false;
	}
	if (arguments->isolated && (arguments->all || arguments->config != NULL)) {
		complain("--isolated and %s: --isolated uses no configuration",
			arguments->all ? "--all" : "--config");
		return false;
	}
	if (!arguments->all && arguments->domain_count == 0 && needs_domain(arguments)) {
		complain("no domain: name one, or take --all of the configuration");
		return false;
	}
	return true;
}

/* With --write the records need no file of their own; what is printed then is what changes in the
 * zone. */
static bool take_usual_targets(struct gen_arguments *arguments)
{
	if (!arguments->write)
		return take_to(arguments, "policy,zone");
	return arguments->out == NULL || take_to(arguments, "policy");
}

bool gen_arguments_parse(struct gen_arguments *arguments, int argc, char **argv)
{
	int first;

	*arguments = (struct gen_arguments){ .now = (int64_t)time(NULL) };
	if (!options_parse(argc, argv, table, OPTIONS, arguments, &first))
		return false;
	if (arguments->help)
		return true;
	arguments->domains = (const char *const *)(argv + first);
	arguments->domain_count = (size_t)(argc - first);
	if (arguments->target_count == 0 && !take_usual_targets(arguments))
		return false;
	return is_consistent(arguments);
}

void gen_arguments_finish(struct gen_arguments *arguments)
{
	free(arguments->mx.list);
	free(arguments->rua.list);
	free(arguments->hosts.list);
	free(arguments->certs.list);
	free(arguments->targets);
}
