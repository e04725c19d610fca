#include "lint/certs.h"

#include "lint/base/jobs.h"
#include "lint/base/memory.h"
#include "lint/cert/trust.h"
#include "lint/hosts.h"
#include "lint/repo/entries.h"

#include <stdlib.h>

enum { CERTS_JOB = 16 };

/* One certificate file of the run. */
struct lint_cert {
	const struct repo_file *file;
	struct cert_file certs;
	struct diag diag;
	enum source_status status;
	bool good;
};

struct readings {
	struct lint *lint;
	const struct lint_options *options;
};

/* A key in a repository is known to everybody who can read that; elsewhere it is where it belongs.
 */
static enum level key_level(const struct repo_file *file)
{
	return file->tracked ? LEVEL_ERROR : LEVEL_INFO;
}

static void read_some(void *context, size_t job)
{
	const struct readings *readings = context;
	struct lint *lint = readings->lint;
	size_t end = (job + 1) * CERTS_JOB;

	for (size_t i = job * CERTS_JOB; i < end && i < lint->cert_count; i++) {
		struct lint_cert *cert = &lint->certs[i];

		diag_init(&cert->diag, &readings->options->levels);
		cert->good = cert_read(&cert->certs, cert->file->source,
			(struct cert_reading){ key_level(cert->file), CERT_MAX_COUNT },
			&lint->sources, &cert->diag, &cert->status);
	}
}

static size_t jobs_of(size_t count)
{
	return (count + CERTS_JOB - 1) / CERTS_JOB;
}

void lint_read_certs(struct lint *lint, const struct lint_options *options)
{
	struct readings readings = { lint, options };

	lint->certs = memory_alloc(lint->repo.count, sizeof *lint->certs);
	for (size_t i = 0; i < lint->repo.count; i++)
		if (lint->repo.list[i].kind == FILE_CERT)
			lint->certs[lint->cert_count++].file = &lint->repo.list[i];
	jobs_run(options->request.workers, jobs_of(lint->cert_count), read_some, &readings);
	for (size_t i = 0; i < lint->cert_count; i++) {
		struct lint_cert *cert = &lint->certs[i];

		diag_join(&lint->diag, &cert->diag);
		if (!cert->good)
			repo_problem(&lint->repo, lint->sources.list[cert->file->source].name,
				cert->status);
	}
}

/* Files and their hosts, as they are found out. */
struct parts {
	struct bundle_part *list;
	size_t count, capacity;
	struct arena arena;
	struct hosts hosts; /* of the run */
};

static void add_part(
	struct parts *parts, struct name host, const struct cert_file *file, bool covering)
{
	MEMORY_GROW(parts->list, parts->count, parts->capacity);
	parts->list[parts->count++] = (struct bundle_part){ host, file, covering };
}

/* Adds FILE for each host at or below TOP that CERT of it covers. */
static void add_below(
	struct parts *parts, const struct cert_file *file, const struct cert *cert, struct name top)
{
	struct arena arena = { 0 };
	size_t count;
	const struct name *hosts = hosts_below(&parts->hosts, top, &count);

	for (size_t i = 0; i < count; i++) {
		const char *text = name_text(&arena, hosts[i]);

		if (cert_covers(cert, text) || cert_common_name_covers(cert, text))
			add_part(parts, name_copy(&parts->arena, hosts[i]), file, true);
	}
	arena_finish(&arena);
}

/* Adds FILE for the hosts that NAME, one of CERT's, stands for. */
static void add_named(
	struct parts *parts, const struct cert_file *file, const struct cert *cert, struct str name)
{
	bool wildcard = str_starts(name, STR("*."));
	struct name_buf top;

	if (name_from_host(wildcard ? str_skip(name, 2) : name, &top) &&
		(wildcard || hosts_have(&parts->hosts, name_view(&top))))
		add_below(parts, file, cert, name_view(&top));
}

/* Nothing says whose FILE is: it is for each host of the run that it covers. False when there is
 * none. */
static bool add_covered(struct parts *parts, const struct cert_file *file)
{
	size_t before = parts->count;

	for (size_t i = 0; i < file->count; i++) {
		const struct cert *cert = &file->list[i];

		for (size_t j = 0; j < cert->name_count; j++)
			add_named(parts, file, cert, cert->names[j]);
		if (cert->name_count == 0)
			add_named(parts, file, cert, cert->common_name);
	}
	return parts->count > before;
}

static int compare_parts(const void *left, const void *right)
{
	const struct bundle_part *a = left, *b = right;
	int order = name_cmp(a->host, b->host);

	return order != 0 ? order :
			    (a->file->file > b->file->file) - (a->file->file < b->file->file);
}

static bool same_part(const struct bundle_part *a, const struct bundle_part *b)
{
	return a->file == b->file && name_equal(a->host, b->host);
}

/* Files that the configuration finds and that are for no host of the run. */
struct strays {
	const char *first;
	size_t count;
};

/* What was asked for cannot be judged; the configuration may well mean more files than those of the
 * run. */
static void complain_of_stray(
	struct lint *lint, const struct repo_file *file, struct strays *strays)
{
	const char *name = lint->sources.list[file->source].name;

	if (file->said == SAID_OPTION) {
		repo_problem_text(&lint->repo, name,
			"it is for no host of these zones and policies; --cert HOST=FILE says "
			"whose it is",
			false);
		return;
	}
	if (strays->count++ == 0)
		strays->first = name;
}

static void note_strays(struct lint *lint, const struct strays *strays)
{
	const char *more = strays->count > 1 ? arena_printf(&lint->arena, " (%zu more likewise)",
						       strays->count - 1) :
					       "";

	if (strays->count > 0)
		repo_note(&lint->repo, strays->first,
			arena_printf(&lint->arena,
				"it is for no host of these zones and policies%s: not judged",
				more));
}

/* Finds the hosts of FILE. */
static void find_hosts(
	struct lint *lint, struct parts *parts, const struct lint_cert *cert, struct strays *strays)
{
	struct name host = cert->file->whose;

	if (name_is_none(host)) {
		if (!add_covered(parts, &cert->certs) && cert->certs.count > 0)
			complain_of_stray(lint, cert->file, strays);
		return;
	}
	add_part(parts, host, &cert->certs, false);
	if (cert->file->said == SAID_OPTION && !hosts_have(&parts->hosts, host))
		repo_note(&lint->repo, lint->sources.list[cert->file->source].name,
			arena_printf(&lint->arena,
				"'%s' is no policy host and no MX host of the domains that are "
				"judged: not judged",
				name_text(&lint->arena, host)));
}

static void find_parts(struct lint *lint, struct parts *parts)
{
	struct strays strays = { 0 };
	size_t kept = 0;

	hosts_collect(&parts->hosts, &lint->model);
	for (size_t i = 0; i < lint->cert_count; i++)
		if (lint->certs[i].good)
			find_hosts(lint, parts, &lint->certs[i], &strays);
	note_strays(lint, &strays);
	if (parts->count > 0)
		qsort(parts->list, parts->count, sizeof *parts->list, compare_parts);
	for (size_t i = 0; i < parts->count; i++)
		if (kept == 0 || !same_part(&parts->list[kept - 1], &parts->list[i]))
			parts->list[kept++] = parts->list[i];
	parts->count = kept;
	hosts_finish(&parts->hosts);
}

/* Chains that are still to be judged. */
struct judging {
	const struct trust *trust;
	struct bundles *bundles;
	int64_t now;
};

static void judge_some(void *context, size_t job)
{
	const struct judging *judging = context;
	size_t end = (job + 1) * CERTS_JOB;

	for (size_t i = job * CERTS_JOB; i < end && i < judging->bundles->count; i++) {
		struct bundle *bundle = &judging->bundles->list[i];

		for (size_t j = 0; j < bundle->leaf_count; j++)
			trust_judge(judging->trust, bundle, &bundle->leaves[j], judging->now);
	}
}

static bool names_roots(const struct config *config)
{
	return config != NULL && config->trust.text.len > 0 &&
	       !str_eq(config->trust.text, STR("system"));
}

/* Where PATH, of roots of the system that cannot be read, comes from. */
static const char *roots_name(struct lint *lint, const char *path)
{
	return path == getenv("SSL_CERT_FILE") ?
		       arena_printf(&lint->arena, "SSL_CERT_FILE: '%s'", path) :
		       path;
}

/* Reads the trusted roots: those that the configuration names in its directory, or the system's.
 * False when there are none, which is said. */
static bool read_trust(struct lint *lint, const struct config *config, struct trust *trust)
{
	const char *root = names_roots(config) ? config->directory : NULL, *why;
	const char *path = root == NULL ? trust_system() :
					  arena_printf(&lint->arena, "%s/%s", root,
						  config->trust.text.ptr);

	if (path == NULL)
		lint->notice = "no trusted roots on this machine: the chains of certificates are "
			       "not judged; install ca-certificates, or name a file of roots by "
			       "SSL_CERT_FILE or 'trust:' in .mtasts.yaml";
	else if (trust_read(trust, root, path, &why))
		return true;
	else if (root == NULL)
		repo_problem_text(&lint->repo, roots_name(lint, path), why, false);
	else
		entries_unread(&lint->repo, &config->trust, why);
	return false;
}

void lint_judge_certs(struct lint *lint, const struct lint_options *options)
{
	struct trust trust = { 0 };
	struct judging judging = { &trust, &lint->bundles, options->now };

	if (lint->bundles.count > 0 && read_trust(lint, options->config, &trust))
		jobs_run(options->request.workers, jobs_of(lint->bundles.count), judge_some,
			&judging);
	trust_finish(&trust);
}

void lint_bundle_certs(struct lint *lint)
{
	struct parts parts = { 0 };

	if (lint->cert_count == 0)
		return;
	find_parts(lint, &parts);
	arena_adopt(&lint->arena, &parts.arena);
	bundles_build(&lint->bundles, parts.list, parts.count);
	free(parts.list);
}

void lint_finish_certs(struct lint *lint)
{
	bundles_finish(&lint->bundles);
	for (size_t i = 0; i < lint->cert_count; i++)
		cert_finish(&lint->certs[i].certs);
	free(lint->certs);
}
