#include "lint/check/coverage.h"

#include "lint/dns/pattern.h"

#include <stdlib.h>

/* More mx lines than this are not searched for what a host could have been meant by. */
enum { COVERAGE_NEAR = 64 };

/* One pattern: the hash of its name, or of what follows the "*.". */
struct coverage_key {
	uint64_t hash;
	bool wildcard;
	size_t mx; /* number of the line */
};

static int compare_keys(const void *a, const void *b)
{
	const struct coverage_key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->mx < y->mx ? -1 : x->mx > y->mx;
}

static bool key_of(const struct policy_mx *mx, size_t number, struct coverage_key *key)
{
	bool wildcard = str_starts(mx->text, STR("*."));
	struct name_buf name;

	if (!mx->valid || mx->unknown ||
		!name_from_host(wildcard ? str_skip(mx->text, 2) : mx->text, &name))
		return false;
	*key = (struct coverage_key){ name_hash(name_view(&name)), wildcard, number };
	return true;
}

void coverage_init(struct coverage *coverage, const struct policy *policy, struct arena *arena)
{
	*coverage = (struct coverage){ .policy = policy };
	if (policy == NULL)
		return;
	coverage->judges = policy->understood && !policy->mx_unknown && policy->mx_count > 0;
	coverage->keys = arena_alloc(arena, policy->mx_count + 1, sizeof *coverage->keys);
	for (size_t i = 0; i < policy->mx_count; i++) {
		coverage->judges = coverage->judges && !policy->mx[i].unknown;
		coverage->key_count += key_of(
			&policy->mx[i], i, &coverage->keys[coverage->key_count]);
	}
	qsort(coverage->keys, coverage->key_count, sizeof *coverage->keys, compare_keys);
}

static size_t first_key(const struct coverage *coverage, uint64_t hash)
{
	size_t low = 0, high = coverage->key_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (coverage->keys[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Equal patterns are marked together, so one that is marked already ends the walk. */
static bool match_keys(const struct coverage *coverage, struct name name, bool wildcard, bool *used)
{
	uint64_t hash = name_hash(name);
	bool found = false;

	for (size_t i = first_key(coverage, hash);
		i < coverage->key_count && coverage->keys[i].hash == hash; i++) {
		const struct coverage_key *key = &coverage->keys[i];

		if (key->wildcard != wildcard)
			continue;
		found = true;
		if (used == NULL || used[key->mx])
			break;
		used[key->mx] = true;
	}
	return found;
}

bool coverage_matches(const struct coverage *coverage, struct name host, bool *used)
{
	bool exact, below;

	if (name_is_root(host))
		return false;
	exact = match_keys(coverage, host, false, used);
	below = match_keys(coverage, name_parent(host, 1), true, used);
	return exact || below;
}

/* A line that no grammar admits, but which speaks of HOST or of the name above it. */
static bool meant_for(const struct policy_mx *mx, struct str host, struct str above)
{
	if (mx->text.len == 0 || str_eq(mx->text, STR("*")) || pattern_matches(mx->text, host))
		return true;
	return str_ifind(mx->text, host) < mx->text.len ||
	       (str_find_char(above, '.') < above.len && str_ifind(mx->text, above) < mx->text.len);
}

bool coverage_lacks(const struct coverage *coverage, struct name host, struct arena *arena)
{
	struct str text, above;
	size_t faulty = 0;

	if (!coverage->judges || coverage_matches(coverage, host, NULL))
		return false;
	text = str_c(name_text(arena, host));
	above = str_c(name_text(arena, name_parent(host, 1)));
	for (size_t i = 0; i < coverage->policy->mx_count; i++)
		if (!coverage->policy->mx[i].valid &&
			(++faulty > COVERAGE_NEAR ||
				meant_for(&coverage->policy->mx[i], text, above)))
			return false;
	return true;
}

const struct policy_mx *coverage_nearest(
	const struct coverage *coverage, struct name host, struct arena *arena, const char **why)
{
	const struct policy *policy = coverage->policy;
	struct str text = str_c(name_text(arena, host));

	for (size_t i = 0; i < policy->mx_count && i < COVERAGE_NEAR; i++) {
		*why = policy->mx[i].valid ? pattern_near_miss(policy->mx[i].text, text) : NULL;
		if (*why != NULL)
			return &policy->mx[i];
	}
	return &policy->mx[0];
}
