/* Look-ups: one step in one zone (RFC 1034 4.3.2, RFC 4592 3.3.1, RFC 6672 3.2), then the chain. */
#include "lint/model/node.h"

struct question {
	uint16_t types[2]; /* 0, 0: does the name exist? */
	uint32_t mask;	   /* their bits */
	struct arena *arena;
};

/* How a step ended; of several editions the one with the greater kind answers. */
enum step_kind {
	STEP_ABSENT,
	STEP_UNKNOWN,
	STEP_ALIAS,
	STEP_FOUND,
};

struct step {
	enum step_kind kind;
	enum reason reason;
	const struct zone *zone;
	bool wildcard, whole;
	bool veiled; /* a name on the way may be a cut that cannot be seen */
	struct name source;
	const struct rr *record; /* the alias, or an NS of the cut */
	struct name next;	 /* where the alias leads */
	const struct rr **rrs;
	size_t count;
};

static struct step step_end(enum step_kind kind, enum reason reason)
{
	return (struct step){ .kind = kind, .reason = reason };
}

static void find_records(struct step *step, const struct question *question)
{
	const struct rr **more;
	size_t count;

	step->rrs = zone_node(
		step->zone, step->source, question->types[0], question->arena, &step->count);
	if (question->types[1] == 0)
		return;
	more = zone_node(step->zone, step->source, question->types[1], question->arena, &count);
	if (count > 0) {
		const struct rr **both = arena_alloc(
			question->arena, step->count + count, sizeof *both);

		memcpy(both, step->rrs, step->count * sizeof *both);
		memcpy(both + step->count, more, count * sizeof *both);
		step->rrs = both;
		step->count += count;
	}
}

/* What a node answers whose name is known: SOURCE, which owns OWNS. VEILED: a name on the way to it
 * may be a cut that cannot be seen. */
static struct step step_node(const struct zone *zone, struct name source, uint32_t owns,
	bool veiled, const struct question *question)
{
	struct step step = { .kind = STEP_FOUND, .zone = zone, .source = source, .veiled = veiled };
	const struct rr **aliases;
	size_t count;

	step.whole = zone->complete && !veiled && (owns & OWNS_OPAQUE) == 0;
	if (question->mask == 0)
		return step;
	if ((owns & question->mask) != 0) {
		find_records(&step, question);
		return step;
	}
	aliases = zone_node(zone, source, TYPE_CNAME, question->arena, &count);
	if (count > 0) {
		step.kind = STEP_ALIAS;
		step.record = aliases[0];
		step.next = rr_target(aliases[0]);
		return step;
	}
	if (step.whole && (owns & OWNS_CNAME) == 0)
		return step_end(STEP_ABSENT, REASON_NO_DATA);
	return step_end(STEP_UNKNOWN, !zone->complete ? REASON_INCOMPLETE : REASON_OPAQUE);
}

/* A name that does not exist below the closest encloser at depth path->exist - 1 (RFC 4592 3.3.1).
 */
static struct step step_wildcard(const struct zone *zone, struct name name, const struct path *path,
	bool veiled, const struct question *question)
{
	size_t encloser = path->exist - 1;
	struct name_buf buf;
	struct name source;
	struct step step;
	uint32_t owns;

	if (!zone->complete)
		return step_end(STEP_UNKNOWN, REASON_INCOMPLETE);
	if (veiled)
		return step_end(STEP_UNKNOWN, REASON_OPAQUE);
	if (!zone_find(zone, name_hash_label(path->hash[encloser], STR("*")), &owns) ||
		!name_prepend(STR("*"), name_parent(name, path->below - encloser), &buf))
		return step_end(STEP_ABSENT, REASON_NO_NAME);
	source = name_copy(question->arena, name_view(&buf));
	if ((owns & OWNS_NS) != 0) /* undefined (RFC 4592 4.2) */
		return step_end(STEP_UNKNOWN, REASON_DELEGATED);
	step = step_node(zone, source, owns, false, question);
	step.wildcard = true;
	step.source = source;
	return step;
}

/* The name that DNAME makes of NAME, whose DEPTH labels below the owner are kept (RFC 6672 2.2). */
static struct step step_dname(
	const struct rr *dname, struct name name, const struct question *question)
{
	size_t kept = name.len - dname->owner.len;
	struct step step = { .kind = STEP_ALIAS, .record = dname, .source = dname->owner };
	unsigned char first[NAME_MAX_WIRE];
	struct name_buf buf;

	memcpy(first, name.wire, kept);
	first[kept] = 0;
	if (!name_join((struct name){ first, kept + 1 }, rr_target(dname), &buf))
		return step_end(STEP_ABSENT, REASON_NO_NAME);
	step.next = name_copy(question->arena, name_view(&buf));
	return step;
}

/* One of the nodes below the apex and above depth END may be a cut that cannot be seen. */
static bool is_veiled(const struct path *path, size_t end)
{
	for (size_t i = 1; i < path->exist && i < end; i++)
		if ((path->owns[i] & OWNS_OPAQUE) != 0)
			return true;
	return false;
}

static struct step step_in_zone(
	const struct zone *zone, struct name name, const struct question *question)
{
	const struct rr *record;
	struct path path;
	size_t depth;

	zone_path(zone, name, &path);
	record = zone_path_break(zone, name, &path, question->arena, &depth);
	if (record != NULL && record->type == TYPE_DNAME) {
		struct step step = step_dname(record, name, question);

		step.veiled = is_veiled(&path, depth + 1);
		return step;
	}
	if (record != NULL) {
		struct step step = step_end(STEP_UNKNOWN, REASON_DELEGATED);

		step.record = record;
		return step;
	}
	if (path.exist > path.below)
		return step_node(
			zone, name, path.owns[path.below], is_veiled(&path, path.below), question);
	if (path.exist == 0)
		return zone->complete ? step_end(STEP_ABSENT, REASON_NO_NAME) :
					step_end(STEP_UNKNOWN, REASON_INCOMPLETE);
	return step_wildcard(zone, name, &path, is_veiled(&path, path.below), question);
}

/* One step in the zone that NAME lies in: in FROM where that is one of its editions, else in all of
 * them. *DOUBT is set when an alias is followed that an edition has otherwise, or a cut may hide.
 */
static struct step step_in_world(const struct world *world, const struct zone *from,
	struct name name, const struct question *question, bool *doubt)
{
	size_t count;
	const struct zone *zones = world_editions(world, name, &count);
	struct step best = step_end(STEP_UNKNOWN, REASON_OUTSIDE);
	bool differ = false;

	if (zones == NULL)
		return best;
	if (from >= zones && from < zones + count) {
		zones = from;
		count = 1;
	}
	for (size_t i = 0; i < count; i++) {
		struct step step = step_in_zone(&zones[i], name, question);

		step.zone = &zones[i];
		differ = differ || step.kind == STEP_UNKNOWN ||
			 (step.kind == STEP_ALIAS && best.kind == STEP_ALIAS &&
				 !name_equal(step.next, best.next));
		if (i == 0 || step.kind > best.kind)
			best = step;
	}
	best.whole = best.whole && count == 1;
	*doubt = *doubt || (best.kind == STEP_ALIAS && (differ || best.veiled));
	return best;
}

/* Puts the end of the chain into LOOKUP. */
static void lookup_end(struct lookup *lookup, const struct step *step, bool doubt)
{
	static const enum answer answers[] = {
		[STEP_ABSENT] = ANSWER_ABSENT,
		[STEP_UNKNOWN] = ANSWER_UNKNOWN,
		[STEP_ALIAS] = ANSWER_ABSENT,
		[STEP_FOUND] = ANSWER_FOUND,
	};

	lookup->answer = answers[step->kind];
	lookup->reason = step->kind == STEP_ALIAS ? REASON_LOOP : step->reason;
	lookup->zone = step->zone;
	lookup->rrs = step->rrs;
	lookup->count = step->count;
	lookup->whole = step->whole;
	if (step->reason == REASON_DELEGATED)
		lookup->cut = step->record;
	if (doubt && lookup->answer == ANSWER_ABSENT) {
		lookup->answer = ANSWER_UNKNOWN;
		lookup->reason = REASON_OPAQUE;
	}
}

static struct lookup look_up(const struct world *world, const struct zone *from, struct name name,
	const struct question *question)
{
	struct lookup lookup = { .name = name_copy(question->arena, name) };
	bool doubt = false;
	struct step step;

	for (;;) {
		step = step_in_world(world, from, lookup.name, question, &doubt);
		if (step.wildcard) {
			lookup.wildcard = true;
			lookup.source = step.source;
		}
		if (step.kind != STEP_ALIAS || lookup.chain_count == WORLD_MAX_CHAIN)
			break;
		if (lookup.chain == NULL)
			lookup.chain = arena_alloc(
				question->arena, WORLD_MAX_CHAIN, sizeof *lookup.chain);
		lookup.chain[lookup.chain_count++] = step.record;
		lookup.name = step.next;
	}
	if (!lookup.wildcard)
		lookup.source = lookup.name;
	lookup_end(&lookup, &step, doubt);
	return lookup;
}

struct lookup world_lookup(const struct world *world, const struct zone *from, struct name name,
	uint16_t type, struct arena *arena)
{
	struct question question = { { type, 0 }, type == 0 ? 0 : type_bit(type), arena };

	return look_up(world, from, name, &question);
}

struct lookup world_addresses(
	const struct world *world, const struct zone *from, struct name name, struct arena *arena)
{
	struct question question = { { TYPE_A, TYPE_AAAA }, OWNS_A | OWNS_AAAA, arena };

	return look_up(world, from, name, &question);
}
