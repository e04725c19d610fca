#include "lint/list.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* A policy that more domains share than this names only the first of them. */
enum { MAX_DOMAINS = 8 };

/* Whose a source is. */
struct owner {
	const char *text; /* NULL: nobody's */
	size_t count;	  /* domains */
	bool judged;	  /* a zone of its own */
};

static void add_zones(struct lint *lint, struct owner *owners)
{
	for (size_t i = 0; i < lint->zone_count; i++) {
		const struct zone_file *zone = lint->zones[i];

		owners[zone->file].judged = true;
		if (!name_is_none(zone->apex))
			owners[zone->file].text = name_text(&lint->arena, zone->apex);
	}
}

static void add_domains(struct lint *lint, struct owner *owners)
{
	for (size_t i = 0; i < lint->pairing.use_count; i++) {
		const struct policy_use *use = &lint->pairing.uses[i];
		struct owner *owner = &owners[use->policy->file];
		const char *domain;

		if (++owner->count > MAX_DOMAINS)
			continue;
		domain = name_text(&lint->arena, use->domain);
		owner->text = owner->text == NULL ?
				      domain :
				      arena_printf(&lint->arena, "%s, %s", owner->text, domain);
	}
}

/* Configuration of a web server is of interest for the policies that stand in it. */
static const char *describe_server(
	struct lint *lint, const struct repo_file *file, const struct owner *owner)
{
	return owner->text == NULL ?
		       arena_printf(&lint->arena, "server configuration (%s)", file->why) :
		       arena_printf(&lint->arena, "server configuration with a policy of %s%s (%s)",
			       owner->text, owner->count > MAX_DOMAINS ? " and more" : "",
			       file->why);
}

static const char *describe_cert(struct lint *lint, const struct repo_file *file)
{
	if (name_is_none(file->whose))
		return arena_printf(&lint->arena, "certificates of the hosts they cover (%s)",
			file->why);
	return arena_printf(&lint->arena, "certificates of %s (%s)",
		name_text(&lint->arena, file->whose), file->why);
}

static const char *describe(
	struct lint *lint, const struct repo_file *file, const struct owner *owner)
{
	const char *what = file->kind == FILE_ZONE ? "zone" : "policy";
	const char *more = "";

	if (file->kind == FILE_SERVER)
		return describe_server(lint, file, owner);
	if (file->kind == FILE_CERT)
		return describe_cert(lint, file);
	if (file->kind == FILE_ZONE && !owner->judged)
		return arena_printf(
			&lint->arena, "part of the zone that includes it (%s)", file->why);
	if (owner->text == NULL)
		return arena_printf(
			&lint->arena, "%s of no domain that could be told (%s)", what, file->why);
	if (owner->count > MAX_DOMAINS)
		more = arena_printf(&lint->arena, " and %zu more", owner->count - MAX_DOMAINS);
	return arena_printf(&lint->arena, "%s of %s%s (%s)", what, owner->text, more, file->why);
}

const struct list_entry *lint_list(struct lint *lint)
{
	struct owner *owners = memory_alloc(lint->sources.count, sizeof *owners);
	struct list_entry *entries = arena_alloc(&lint->arena, lint->repo.count, sizeof *entries);

	add_zones(lint, owners);
	add_domains(lint, owners);
	for (size_t i = 0; i < lint->repo.count; i++) {
		const struct repo_file *file = &lint->repo.list[i];

		entries[i].name = lint->sources.list[file->source].name;
		entries[i].text = describe(lint, file, &owners[file->source]);
	}
	free(owners);
	return entries;
}
