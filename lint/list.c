#include "lint/list.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* A policy that more domains share than this names only the first of them. */
enum { MAX_DOMAINS = 8 };

/* Whose a source is. */
struct owner {
	const char *text; /* names; NULL: nobody's */
	const char *why;  /* how the last of them was told; NULL: the kind of the file says it */
	size_t count;	  /* names */
	struct name last; /* of them */
	bool judged;	  /* a zone of its own */
	bool broken;	  /* of a web server, and not understood */
	bool server;	  /* configuration of a web server includes it */
	bool listed;	  /* it is one of the files of the run, not only included by one */
	const char *includer; /* the first file that includes it */
	size_t includers;
};

struct listing {
	struct lint *lint;
	struct owner *owners;
	struct list_entry *entries;
	size_t count, taken; /* those that take part stand first */
};

static const char *with_reason(struct arena *arena, const struct owner *owner)
{
	return owner->why == NULL ? owner->text :
				    arena_printf(arena, "%s %s", owner->text, owner->why);
}

/* One more name; a reason that is also the next one's is said once. */
static void own(struct lint *lint, struct owner *owner, struct name name, const char *why)
{
	const char *text;

	/* One apex, of several zones that a file was given as. */
	if (owner->count > 0 && name_equal(owner->last, name))
		return;
	owner->last = name;
	if (++owner->count > MAX_DOMAINS)
		return;
	text = name_text(&lint->arena, name);
	if (owner->text != NULL)
		text = arena_printf(&lint->arena, "%s, %s",
			owner->why == why ? owner->text : with_reason(&lint->arena, owner), text);
	owner->text = text;
	owner->why = why;
}

/* The source BY includes that of OWNER. */
static void include(struct lint *lint, struct owner *owner, uint32_t by)
{
	if (owner->includers++ == 0)
		owner->includer = lint->sources.list[by].name;
}

static void add_zones(struct lint *lint, struct owner *owners)
{
	for (size_t i = 0; i < lint->zone_count; i++) {
		const struct zone_file *zone = lint->zones[i];

		owners[zone->file].judged = true;
		if (!name_is_none(zone->apex) && !(zone->nameless && name_is_root(zone->apex)))
			own(lint, &owners[zone->file], zone->apex,
				zone->has_soa	 ? "by its SOA" :
				zone->apex_given ? "as was said" :
						   "by its origin");
		for (size_t j = 0; j < zone->include_count; j++)
			include(lint, &owners[zone->includes[j]], zone->file);
	}
}

static void add_servers(struct lint *lint, struct owner *owners)
{
	const struct server_files *files = &lint->servers.files;

	for (size_t i = 0; i < files->count; i++) {
		owners[files->list[i]->source].broken = files->list[i]->broken;
		for (size_t j = 0; j < files->list[i]->include_count; j++) {
			const struct server_part *part = files->list[i]->includes[j]->parts;

			for (; part != NULL; part = part->next) {
				if (part->first == NULL || part->first->file == files->list[i])
					continue;
				owners[part->first->file->source].server = true;
				include(lint, &owners[part->first->file->source],
					files->list[i]->source);
			}
		}
	}
}

static void add_domains(struct lint *lint, struct owner *owners)
{
	for (size_t i = 0; i < lint->pairing.use_count; i++) {
		const struct policy_use *use = &lint->pairing.uses[i];

		own(lint, &owners[use->policy->file], use->domain, use->why);
	}
}

static const char *whose(struct lint *lint, const struct owner *owner)
{
	const char *text = with_reason(&lint->arena, owner);

	if (owner->count <= MAX_DOMAINS)
		return text;
	return arena_printf(&lint->arena, "%s and %zu more", text, owner->count - MAX_DOMAINS);
}

static const char *included_by(struct lint *lint, const struct owner *owner)
{
	if (owner->includers == 1)
		return arena_printf(&lint->arena, "included by %s", owner->includer);
	return arena_printf(
		&lint->arena, "included by %s and %zu more", owner->includer, owner->includers - 1);
}

/* A policy that several domains fit, or none. */
static const char *describe_orphan(struct lint *lint, const struct repo_file *file)
{
	const struct policy_orphan *orphan = NULL;
	const char *names = "";

	for (size_t i = 0; i < lint->pairing.orphan_count; i++)
		if (lint->pairing.orphans[i].policy->file == file->source)
			orphan = &lint->pairing.orphans[i];
	if (orphan == NULL)
		return arena_printf(&lint->arena, "policy, whose links to it tell (%s)", file->why);
	for (size_t i = 0; i < orphan->candidate_count && i < MAX_DOMAINS; i++)
		names = arena_printf(&lint->arena, "%s%s %s", names, i == 0 ? ": it may be" : " or",
			name_text(&lint->arena, orphan->candidates[i]));
	return arena_printf(
		&lint->arena, "policy of no domain that could be told%s (%s)", names, file->why);
}

static const char *describe_policy(
	struct lint *lint, const struct repo_file *file, const struct owner *owner)
{
	if (owner->text == NULL)
		return describe_orphan(lint, file);
	return arena_printf(&lint->arena, "policy of %s (%s)", whose(lint, owner), file->why);
}

static const char *describe_zone(
	struct lint *lint, const struct repo_file *file, const struct owner *owner)
{
	if (!owner->judged && owner->includers > 0)
		return arena_printf(&lint->arena, "part of a zone: %s (%s)",
			included_by(lint, owner), file->why);
	if (owner->text == NULL)
		return arena_printf(
			&lint->arena, "zone of no domain that could be told (%s)", file->why);
	return arena_printf(&lint->arena, "zone of %s (%s)", whose(lint, owner), file->why);
}

/* Configuration of a web server is of interest for the policies that stand in it. */
static const char *describe_server(
	struct lint *lint, const struct repo_file *file, const struct owner *owner)
{
	if (owner->broken)
		return arena_printf(&lint->arena,
			"server configuration that is not understood (%s)", file->why);
	if (owner->text == NULL)
		return arena_printf(&lint->arena, "server configuration (%s)", file->why);
	return arena_printf(&lint->arena, "server configuration with a policy of %s (%s)",
		whose(lint, owner), file->why);
}

static const char *describe_cert(
	struct lint *lint, const struct repo_file *file, const struct owner *owner)
{
	(void)owner;
	if (name_is_none(file->whose))
		return arena_printf(
			&lint->arena, "certificates of the hosts they cover (%s)", file->why);
	return arena_printf(&lint->arena, "certificates of %s (%s)",
		name_text(&lint->arena, file->whose), file->why);
}

static void add(struct listing *listing, const char *name, const char *text)
{
	listing->entries[listing->count++] = (struct list_entry){ name, text, false };
}

/* A file that is said to be of several is listed once, with all of them. */
static void add_files(struct listing *listing)
{
	static const char *(*const describe[FILE_KINDS])(
		struct lint *, const struct repo_file *, const struct owner *) = {
		[FILE_ZONE] = describe_zone,
		[FILE_POLICY] = describe_policy,
		[FILE_SERVER] = describe_server,
		[FILE_CERT] = describe_cert,
	};
	struct lint *lint = listing->lint;

	for (size_t i = 0; i < lint->repo.count; i++) {
		const struct repo_file *file = &lint->repo.list[i];
		struct owner *owner = &listing->owners[file->source];

		if (!owner->listed && describe[file->kind] != NULL)
			add(listing, lint->sources.list[file->source].name,
				describe[file->kind](lint, file, owner));
		owner->listed = true;
	}
}

/* What is no file of the run and was read all the same. */
static const char *describe_part(struct lint *lint, const struct owner *owner)
{
	const char *by = included_by(lint, owner);

	if (!owner->server)
		return arena_printf(&lint->arena, "part of a zone: %s", by);
	if (owner->text == NULL)
		return arena_printf(&lint->arena, "server configuration: %s", by);
	return arena_printf(&lint->arena, "server configuration with a policy of %s: %s",
		whose(lint, owner), by);
}

static void add_included(struct listing *listing)
{
	struct lint *lint = listing->lint;

	for (size_t i = 0; i < lint->sources.count; i++)
		if (listing->owners[i].includers > 0 && !listing->owners[i].listed)
			add(listing, lint->sources.list[i].name,
				describe_part(lint, &listing->owners[i]));
}

static int compare_entries(const void *left, const void *right)
{
	const struct list_entry *a = left, *b = right;

	int order = strcmp(a->name, b->name);

	return order != 0 ? order : (int)a->passed - (int)b->passed;
}

/* A file may take part though walking passed it: the configuration names it in another way. */
static size_t drop_passed(struct listing *listing)
{
	struct list_entry *entries = listing->entries;
	size_t kept = 0;

	for (size_t i = 0; i < listing->count; i++)
		if (!entries[i].passed || kept == 0 ||
			strcmp(entries[kept - 1].name, entries[i].name) != 0)
			entries[kept++] = entries[i];
	return kept;
}

const struct list_entry *lint_list(struct lint *lint, size_t *count)
{
	struct listing listing = { .lint = lint };

	listing.owners = memory_alloc(lint->sources.count, sizeof *listing.owners);
	listing.entries = arena_alloc(&lint->arena, lint->sources.count + lint->repo.passed_count,
		sizeof *listing.entries);
	add_zones(lint, listing.owners);
	add_servers(lint, listing.owners);
	add_domains(lint, listing.owners);
	add_files(&listing);
	add_included(&listing);
	listing.taken = listing.count;
	for (size_t i = 0; i < lint->repo.passed_count; i++)
		add(&listing, lint->repo.passed[i].path, lint->repo.passed[i].why);
	for (size_t i = 0; i < listing.count; i++)
		listing.entries[i].passed = i >= listing.taken;
	free(listing.owners);
	qsort(listing.entries, listing.count, sizeof *listing.entries, compare_entries);
	*count = drop_passed(&listing);
	return listing.entries;
}
