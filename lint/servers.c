#include "lint/servers.h"

#include "lint/base/memory.h"

#include <stdlib.h>

/* Says of a file that speaks of policies that it cannot be understood: nothing is judged that may
 * stand in it. */
static void note_broken(struct lint *lint, const struct server_file *file)
{
	const char *name = sources_at(&lint->sources, file->source)->name;

	if (!file->broken || str_ifind(file->text, STR("mta-sts")) == file->text.len)
		return;
	if (file->broken_line == 0)
		repo_note(&lint->repo, name, "too large, or no text: what it serves is not judged");
	else
		repo_note(&lint->repo,
			arena_printf(&lint->arena, "%s:%zu", name, file->broken_line),
			arena_printf(&lint->arena,
				"not understood as configuration of %s: what it serves is not "
				"judged",
				server_software_text(file->software)));
}

void lint_read_servers(struct lint *lint)
{
	struct server_input *inputs = memory_alloc(lint->repo.count, sizeof *inputs);
	size_t count = 0;

	for (size_t i = 0; i < lint->repo.count; i++)
		if (lint->repo.list[i].kind == FILE_SERVER)
			inputs[count++] = (struct server_input){
				.source = lint->repo.list[i].source,
				.root = lint->repo.list[i].root,
			};
	servers_read(&lint->servers, inputs, count, lint->settings.includes, &lint->sources);
	for (size_t i = 0; i < count; i++)
		if (inputs[i].status != SOURCE_OK)
			repo_problem(&lint->repo,
				sources_at(&lint->sources, inputs[i].source)->name,
				inputs[i].status);
	free(inputs);
	for (size_t i = 0; i < lint->servers.files.count; i++)
		note_broken(lint, lint->servers.files.list[i]);
}

/* A text that is served, and a domain (or none) that it is served for. */
struct serving {
	struct server_answer answer;
	const struct server_block *block;
	struct name domain;
	size_t order;
};

struct servings {
	struct lint *lint;
	struct serving *list;
	size_t count, capacity;
};

/* `mta-sts.DOMAIN` as text; false for another name. */
static bool domain_of(struct str host, struct name_buf *domain)
{
	return str_istarts(host, STR("mta-sts.")) &&
	       name_from_host(str_skip(host, STR("mta-sts.").len), domain);
}

static void add(struct servings *servings, const struct server_block *block,
	const struct server_answer *answer, struct name domain)
{
	struct serving new = {
		.answer = *answer,
		.block = block,
		.order = servings->count,
	};

	if (answer->outcome != OUTCOME_LITERAL)
		return;
	if (!name_is_none(domain))
		new.domain = name_copy(&servings->lint->arena, domain);
	MEMORY_GROW(servings->list, servings->count, servings->capacity);
	servings->list[servings->count++] = new;
}

/* A block for port 443 goes before those for others, which may redirect to it. */
static bool is_overtaken(
	const struct servers *servers, const struct server_block *block, struct str host)
{
	enum { MOST = 16 };
	const struct server_block *found[MOST];
	bool unknown, overtaken = false;
	size_t count;

	if (block->https)
		return false;
	count = servers_route(servers, host, found, MOST, &unknown);
	for (size_t i = 0; i < count; i++)
		overtaken |= found[i]->https;
	return overtaken;
}

static void add_names(struct servings *servings, const struct server_block *block)
{
	struct servers *servers = &servings->lint->servers;

	for (size_t i = 0; i < block->name_count; i++) {
		const struct server_name *name = &block->names[i];
		struct server_answer answer;
		struct name_buf domain;

		if (name->kind != SERVER_NAME_EXACT || !domain_of(name->text, &domain) ||
			is_overtaken(servers, block, name->text))
			continue;
		answer = server_ask(servers, block, name->text);
		answer.meant = true;
		add(servings, block, &answer, name_view(&domain));
	}
}

/* The policy host of DOMAIN is served from here, as far as the zones show. */
static bool has_host(struct lint *lint, struct name domain)
{
	struct arena arena = { 0 };
	struct name_buf host;
	bool has = false;

	if (name_prepend(STR("mta-sts"), domain, &host))
		has = world_addresses(&lint->world, NULL, name_view(&host), &arena).answer ==
		      ANSWER_FOUND;
	arena_finish(&arena);
	return has;
}

/* A domain that a record of the run announces may be one that a pattern or a default server is for.
 */
static void add_announced(struct servings *servings, struct name domain)
{
	struct lint *lint = servings->lint;
	const struct server_block *block;
	struct buf text = { 0 };
	struct server_answer answer;
	bool unknown;

	buf_add(&text, STR("mta-sts."));
	name_print(&text, domain);
	for (size_t i = 0; i < text.len; i++)
		text.ptr[i] = ascii_lower(text.ptr[i]);
	if (servers_route(&lint->servers, buf_str(&text), &block, 1, &unknown) > 0 && !unknown &&
		!server_has_name(&lint->servers, block, buf_str(&text)) && has_host(lint, domain)) {
		answer = server_ask(&lint->servers, block, buf_str(&text));
		add(servings, block, &answer, domain);
	}
	buf_finish(&text);
}

static void add_zone(struct servings *servings, const struct zone *zone)
{
	for (size_t i = 0; i < zone->record_count; i++) {
		const struct rr *rr = zone->records[i];

		if ((rr->type == TYPE_TXT || rr->type == TYPE_CNAME) &&
			name_starts_with(rr->owner, STR("_mta-sts")) &&
			(i == 0 || !name_equal(zone->records[i - 1]->owner, rr->owner)))
			add_announced(servings, name_parent(rr->owner, 1));
	}
}

static int compare_servings(const void *left, const void *right)
{
	const struct serving *a = left, *b = right;

	if (a->answer.body_at.file != b->answer.body_at.file)
		return a->answer.body_at.file < b->answer.body_at.file ? -1 : 1;
	if (a->answer.body_at.offset != b->answer.body_at.offset)
		return a->answer.body_at.offset < b->answer.body_at.offset ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static bool is_same_text(const struct serving *a, const struct serving *b)
{
	return a->answer.body_at.file == b->answer.body_at.file &&
	       a->answer.body_at.offset == b->answer.body_at.offset;
}

static void move(struct span *at, const struct server_text *text)
{
	*at = server_text_at(text, at->offset, at->length);
}

/* Places in what is served become places in the configuration. What would mend the text does not
 * mend the way it is written there. */
static void move_findings(struct diag *diag, const struct server_text *text)
{
	for (size_t i = 0; i < diag->count; i++) {
		struct finding *finding = diag->list[i];

		move(&finding->span, text);
		for (struct note *note = finding->notes; note != NULL; note = note->next)
			move(&note->span, text);
		finding->fix = NULL;
	}
}

static void move_policy(struct policy *policy, const struct server_text *text)
{
	move(&policy->first_line, text);
	move(&policy->mode_at, text);
	move(&policy->max_age_at, text);
	for (size_t i = 0; i < policy->mx_count; i++)
		move(&policy->mx[i].at, text);
}

static struct policy *judge(
	struct lint *lint, const struct levels *levels, const struct server_answer *answer)
{
	struct policy *policy = memory_alloc(1, sizeof *policy);
	const struct server_text *body = answer->body;
	struct diag diag;

	if (body == NULL) {
		*policy = (struct policy){ .file = answer->body_at.file, .mx_unknown = true };
		policy->first_line = answer->body_at;
	} else {
		diag_init(&diag, levels);
		policy_parse(
			policy, body->source, buf_str(&body->text), &policy_limits_default, &diag);
		move_findings(&diag, body);
		move_policy(policy, body);
		diag_join(&lint->diag, &diag);
	}
	policy->literal = true;
	return policy;
}

/* The text was written as a policy: its path or its host says so, or its words do. */
static bool is_meant(const struct serving *serving)
{
	struct str text;

	if (serving->answer.body == NULL)
		return !name_is_none(serving->domain);
	text = buf_str(&serving->answer.body->text);
	return serving->answer.meant || str_ifind(text, STR("STSv1")) < text.len;
}

static bool is_open(const struct server_block *block)
{
	bool open = block->fallback;

	for (size_t i = 0; i < block->name_count; i++)
		open |= block->names[i].kind != SERVER_NAME_EXACT;
	return open;
}

static const struct repo_file *file_of(const struct lint *lint, uint32_t source)
{
	for (size_t i = 0; i < lint->repo.count; i++)
		if (lint->repo.list[i].source == source)
			return &lint->repo.list[i];
	return NULL;
}

/* A domain among others. */
struct place {
	uint64_t hash;
	size_t order;
};

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

/* The domains of SERVINGS, each once, in the order they were met; *KEPT of them. */
static struct name *domains_of(
	struct arena *arena, const struct serving *servings, size_t count, size_t *kept)
{
	struct place *places = memory_alloc(count, sizeof *places);
	struct name *domains = arena_alloc(arena, count, sizeof *domains);
	bool *again = memory_alloc(count, sizeof *again);
	size_t known = 0;

	for (size_t i = 0; i < count; i++)
		if (!name_is_none(servings[i].domain))
			places[known++] = (struct place){ name_hash(servings[i].domain), i };
	qsort(places, known, sizeof *places, compare_places);
	for (size_t i = 1; i < known; i++)
		again[places[i].order] = places[i].hash == places[i - 1].hash;
	*kept = 0;
	for (size_t i = 0; i < count; i++)
		if (!name_is_none(servings[i].domain) && !again[i])
			domains[(*kept)++] = servings[i].domain;
	free(places);
	free(again);
	return domains;
}

/* The servings from FROM to TO, which are of one text. */
static struct pair_policy pair_of(
	struct lint *lint, const struct levels *levels, const struct serving *from, size_t count)
{
	struct pair_policy result = { .sources = &lint->sources };
	bool meant = false;

	for (size_t i = 0; i < count; i++) {
		meant |= is_meant(&from[i]);
		if (i == 0 || from[i].block != from[i - 1].block)
			result.open |= is_open(from[i].block);
	}
	if (!meant)
		return (struct pair_policy){ 0 };
	result.domains = domains_of(&lint->arena, from, count, &result.domain_count);
	result.policy = judge(lint, levels, &from[0].answer);
	if (result.domain_count == 0)
		result.file = file_of(lint, from[0].answer.body_at.file);
	result.name = lint->sources.list[from[0].answer.body_at.file].name;
	return result;
}

static size_t make_policies(
	struct servings *servings, const struct levels *levels, struct pair_policy *into)
{
	struct lint *lint = servings->lint;
	size_t count = 0, end;

	lint->policies = memory_resize(
		lint->policies, lint->policy_count + servings->count, sizeof *lint->policies);
	for (size_t i = 0; i < servings->count; i = end) {
		struct pair_policy pair;

		for (end = i + 1; end < servings->count; end++)
			if (!is_same_text(&servings->list[i], &servings->list[end]))
				break;
		pair = pair_of(lint, levels, &servings->list[i], end - i);
		if (pair.policy == NULL)
			continue;
		lint->policies[lint->policy_count++] = (struct policy *)pair.policy;
		into[count++] = pair;
	}
	return count;
}

struct pair_policy *lint_add_served_policies(
	struct lint *lint, const struct levels *levels, struct pair_policy *paired, size_t *count)
{
	struct servings servings = { .lint = lint };
	struct servers *servers = &lint->servers;

	for (size_t i = 0; i < servers->count; i++) {
		add(&servings, &servers->blocks[i], &servers->blocks[i].answer, (struct name){ 0 });
		add_names(&servings, &servers->blocks[i]);
	}
	for (size_t i = 0; servers->count > 0 && i < lint->world.zone_count; i++)
		add_zone(&servings, &lint->world.zones[i]);
	if (servings.count > 0) {
		qsort(servings.list, servings.count, sizeof *servings.list, compare_servings);
		paired = memory_resize(paired, *count + servings.count, sizeof *paired);
		*count += make_policies(&servings, levels, paired + *count);
	}
	free(servings.list);
	return paired;
}
